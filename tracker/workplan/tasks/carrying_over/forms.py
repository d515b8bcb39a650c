"""The form by which tasks go on into the next year's plan: a row for each task."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField
from wtforms.validators import InputRequired

from tracker.foundation.forms import VersionField
from tracker.workplan.tasks.carrying_over.rules import Going
from tracker.workplan.tasks.forms import Choices, RowForm
from tracker.workplan.tasks.models import Task


class GoingForm(RowForm):
    """Whether one task goes on, under which priority, and whether it becomes routine work."""

    chosen = BooleanField(_l("结转"))
    priority = SelectField(
        _l("归入下一年度的重点"), validators=[InputRequired(_l("请选下一年度的重点。"))]
    )
    is_routine = BooleanField(_l("转为常态化"))
    version = VersionField()

    def __init__(self, priorities: Choices, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.priority.choices = priorities


def chosen_rows(rows: Sequence[tuple[Task, GoingForm]]) -> list[tuple[Task, GoingForm]]:
    """Return the rows whose task is to go on."""
    return [(task, form) for task, form in rows if form.chosen.data]


def going(task: Task, form: GoingForm, priority_id: int) -> Going:
    """Return what a valid row says, with the priority that its choice stands for."""
    return Going(
        task_id=task.id,
        version=form.version.data or 0,
        priority_id=priority_id,
        is_routine=form.is_routine.data,
    )
