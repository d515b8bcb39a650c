"""The forms on a plan's pages."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, NumberRange

from tracker.foundation.forms import PageForm, VersionField
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.forms import LONGEST_REASON, RowForm

UP, DOWN = "up", "down"


class MoveForm(PageForm):
    """Which way a priority goes, and where it stood."""

    way = HiddenField(validators=[AnyOf([UP, DOWN])])
    place = VersionField()


class WeightForm(RowForm):
    """The weight of one task."""

    weight = IntegerField(
        _l("权重"),
        validators=[
            InputRequired(_l("请填写权重。")),
            NumberRange(1, rules.HEAVIEST, message=_l("权重须在 1 到 100 之间。")),
        ],
    )
    version = VersionField()


class WeighingForm(PageForm):
    """Why tasks that are given out get other weights."""

    reason = TextAreaField(
        _l("理由"),
        description=_l("改已交办任务的权重须写明，承办单位看得到。"),
        validators=[Length(max=LONGEST_REASON, message=_l("理由不超过 2000 字。"))],
    )
