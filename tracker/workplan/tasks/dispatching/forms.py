"""The rows of the dispatch page: shape and wording of what is put in."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField

from tracker.foundation.forms import VersionField
from tracker.workplan.tasks.forms import Choices, DispatchRow


class TaskDispatchRow(DispatchRow):
    """How one task goes to its units, and who is in charge of it; version: of the task as shown."""

    leader = SelectField(_l("分管领导"))
    version = VersionField()

    def __init__(self, leaders: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.leader.choices = leaders
