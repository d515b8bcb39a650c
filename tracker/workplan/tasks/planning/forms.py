"""The forms on a plan's pages."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField
from wtforms.validators import AnyOf, InputRequired, NumberRange

from tracker.foundation.forms import PageForm, VersionField
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.forms import RowForm

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
