"""Which reporting cycle ruled a task on a past day."""

from datetime import date

from sqlalchemy import ColumnElement, func, literal, select

from tracker.workplan.tasks.models import ReportingCycle, Task
from tracker.workplan.tasks.past.models import CycleChange


def cycle_then(then: date | None) -> ColumnElement[ReportingCycle]:
    """Return a task's cycle as an expression; at the end of a past day, where one is given.

    What was changed since is undone, so a task whose cycle was never changed needs no row.
    """
    if then is None:
        return Task.cycle.expression
    before = (
        select(CycleChange.was)
        .where(CycleChange.task_id == Task.id, CycleChange.on > literal(then))
        .order_by(CycleChange.id)
        .limit(1)
        .correlate(Task)
        .scalar_subquery()
    )
    return func.coalesce(before, Task.cycle)
