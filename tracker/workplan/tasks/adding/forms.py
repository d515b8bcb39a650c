"""The form by which a unit is added to a task."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.foundation.forms import PageForm, VersionField
from tracker.people.models import Unit
from tracker.workplan.tasks.forms import LONGEST_REASON


class AdditionForm(PageForm):
    """Which unit is added, till when it works, and why; asks_date: it gets a date of its own."""

    unit_id = SelectField(_l("单位"), validators=[InputRequired(_l("请选要加的单位。"))])
    due_on = DateField(_l("完成时限"), validators=[Optional()])
    reason = TextAreaField(
        _l("理由（单位看得到）"),
        validators=[
            InputRequired(_l("请写明理由。")),
            Length(max=LONGEST_REASON, message=_l("理由不超过 2000 字。")),
        ],
    )
    version = VersionField()

    def __init__(self, units: Sequence[Unit], *, asks_date: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.unit_id.choices = [("", _("请选择")), *((str(it.id), it.name) for it in units)]
        if not asks_date:
            del self.due_on
