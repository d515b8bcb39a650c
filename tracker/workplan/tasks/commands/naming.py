"""The names that are taken on a task."""

from collections.abc import Sequence

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.workplan.tasks.commands.numbering import hold_task
from tracker.workplan.tasks.indicators.models import Indicator
from tracker.workplan.tasks.milestones.models import Milestone
from tracker.workplan.tasks.models import Task


def names_taken(
    kind: type[Milestone | Indicator], task: Task, *, but: int | None = None
) -> Sequence[str]:
    """Return what a task's others of this kind are called; the task is held, so that two take none twice."""
    hold_task(task)
    return db.session.scalars(
        select(kind.name).where(kind.task_id == task.id, kind.id != (but or 0))
    ).all()
