"""Scheduled progress (序时进度) by milestones: in Python, and as the same expressions in SQL.

An assignment's milestones are those of its task that lie after its dispatch, so that a unit that
took the work over late does not lag at once. Each counts the same: two of five past their dates ask
for 40 %. An assignment without any such milestone goes by days instead.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, func, literal, select

from tracker.workplan.tasks.milestones.models import Milestone
from tracker.workplan.tasks.models import Assignment

Dates = Mapping[int, Sequence[date]]
"""By task, the dates of its milestones in order."""


def stretch(dispatched_on: date, day: date, dates: Sequence[date]) -> tuple[int, int]:
    """Return how many of an assignment's milestones were due by a day, and how many there are."""
    before = bisect_right(dates, dispatched_on)
    return max(0, bisect_right(dates, day) - before), len(dates) - before


def due_by(day: date, it: type[Assignment] = Assignment) -> ColumnElement[int]:
    """Return how many milestones of `assignment` were due by a day, as an expression."""
    return _count(it, Milestone.due_on <= literal(day))


def all_of(it: type[Assignment] = Assignment) -> ColumnElement[int]:
    """Return how many milestones `assignment` has, as an expression."""
    return _count(it)


def _count(it: type[Assignment], *which: ColumnElement[bool]) -> ColumnElement[int]:
    return (
        select(func.count())
        .select_from(Milestone)
        .where(
            Milestone.task_id == it.task_id,
            Milestone.due_on > it.dispatched_on,
            *which,
        )
        .correlate(it)
        .scalar_subquery()
    )
