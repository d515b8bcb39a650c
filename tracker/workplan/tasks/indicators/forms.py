"""The form of an indicator."""

from decimal import Decimal
from typing import Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DecimalField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional

from tracker.foundation.forms import PageForm, VersionField
from tracker.workplan.tasks.indicators import rules
from tracker.workplan.tasks.indicators.models import Direction
from tracker.workplan.tasks.indicators.rules import Wanted


class IndicatorForm(PageForm):
    """What is counted, from where to where."""

    name = StringField(
        _l("指标"),
        validators=[
            InputRequired(_l("请写指标的名称。")),
            Length(max=rules.LONGEST_NAME, message=_l("指标的名称不超过 60 字。")),
        ],
    )
    unit = StringField(
        _l("计量单位"),
        validators=[
            InputRequired(_l("请写指标的单位，如“户”“万元”“%”。")),
            Length(max=rules.LONGEST_UNIT, message=_l("指标的单位不超过 20 字。")),
        ],
    )
    direction = SelectField(_l("要求"))
    baseline = DecimalField(_l("基数"), places=None, validators=[Optional()])
    target = DecimalField(
        _l("目标"), places=None, validators=[InputRequired(_l("请填写目标数值。"))]
    )
    version = VersionField()

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.direction.choices = [
            (way.value, _(words)) for way, words in rules.DIRECTION_WORDS.items()
        ]

    def wanted(self) -> Wanted:
        """Return what a valid form says."""
        return Wanted(
            name=self.name.data or "",
            unit=self.unit.data or "",
            direction=Direction(self.direction.data),
            baseline=self.baseline.data,
            target=cast("Decimal", self.target.data),
        )
