"""The form of a milestone."""

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.validators import InputRequired, Length

from tracker.foundation.forms import PageForm, VersionField
from tracker.workplan.tasks.milestones import rules


class MilestoneForm(PageForm):
    """Name and day of a milestone."""

    name = StringField(
        _l("节点"),
        validators=[
            InputRequired(_l("请写节点的名称。")),
            Length(max=rules.LONGEST_NAME, message=_l("节点的名称不超过 60 字。")),
        ],
    )
    due_on = DateField(_l("到哪天"), validators=[InputRequired(_l("请填写节点的日期。"))])
    version = VersionField()

    def chosen_day(self) -> date:
        """Return the day of a valid form."""
        return cast("date", self.due_on.data)
