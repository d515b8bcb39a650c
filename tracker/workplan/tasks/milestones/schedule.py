"""Scheduled progress (序时进度) by milestones: in Python, and as the same expressions in SQL.

An assignment's milestones are those of its task that lie after its dispatch, so that a unit that
took the work over late does not lag at once. Each counts the same: two of five past their dates ask
for 40 %. An assignment without any such milestone goes by days instead.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.workplan.tasks.milestones.models import Milestone, MilestoneChange
from tracker.workplan.tasks.models import Assignment

Dates = Mapping[int, Sequence[date]]
"""By task, the dates of its milestones in order."""


def stretch(dispatched_on: date, day: date, dates: Sequence[date]) -> tuple[int, int]:
    """Return how many of an assignment's milestones were due by a day, and how many there are."""
    before = bisect_right(dates, dispatched_on)
    return max(0, bisect_right(dates, day) - before), len(dates) - before


def due_by(
    day: date, it: type[Assignment] = Assignment, *, then: date | None = None
) -> ColumnElement[int]:
    """Return how many milestones of `assignment` were due by a day, as an expression.

    then: count the milestones as they were set at the end of this past day.
    """
    return _count(it, day, then)


def all_of(it: type[Assignment] = Assignment, *, then: date | None = None) -> ColumnElement[int]:
    """Return how many milestones `assignment` has, or had then, as an expression."""
    return _count(it, None, then)


def _count(it: type[Assignment], until: date | None, then: date | None) -> ColumnElement[int]:
    def counts(
        due_on: InstrumentedAttribute[date] | InstrumentedAttribute[date | None],
    ) -> ColumnElement[bool]:
        is_own = due_on > it.dispatched_on
        return is_own if until is None else and_(is_own, due_on <= literal(until))

    now = (
        select(func.count())
        .select_from(Milestone)
        .where(Milestone.task_id == it.task_id, counts(Milestone.due_on))
        .correlate(it)
        .scalar_subquery()
    )
    if then is None:
        return now
    change = MilestoneChange
    undone = case((counts(change.was), 1), else_=0) - case((counts(change.now), 1), else_=0)
    since = (
        select(func.coalesce(func.sum(undone), 0))
        .where(change.task_id == it.task_id, change.on > literal(then))
        .correlate(it)
        .scalar_subquery()
    )
    return now + since
