"""Which tasks belong to a plan, as expressions over `task`.

Since a task goes on with all that befell it, a year's figures ask `in_plan` and `priority_in`: the
tasks of that plan, and those that left it for a later one. `then` asks it of the end of a past day:
what came into the plan later is not there yet, and what was brought back since still is.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.foundation.clock import midnight
from tracker.workplan.tasks.carrying_over.models import BroughtBack, CarriedOver
from tracker.workplan.tasks.models import Plan, PlanPriority, Task


def in_plan(
    plan_id: int | InstrumentedAttribute[int], *, then: date | None = None
) -> ColumnElement[bool]:
    """Ask that a task is in a plan, or was until it was carried over."""
    left = select(CarriedOver.task_id).where(CarriedOver.plan_id == plan_id)
    is_in = or_(Task.plan_id == plan_id, Task.id.in_(left))
    year = select(Plan.year).where(Plan.id == plan_id).correlate(None)
    return _then(is_in, then, BroughtBack.into_plan_id == plan_id, year)


def in_year(year: int, *, then: date | None = None) -> ColumnElement[bool]:
    """Ask that a task is in the plan of a year, or was; the question is joined with the plan."""
    left = (
        select(CarriedOver.task_id)
        .join(Plan, Plan.id == CarriedOver.plan_id)
        .where(Plan.year == year)
        .correlate(None)
    )
    own = select(Plan.id).where(Plan.year == year).correlate(None)
    is_in = or_(Task.plan_id.in_(own), Task.id.in_(left))
    the_year = select(Plan.year).where(Plan.year == year).correlate(None)
    return _then(is_in, then, BroughtBack.into_plan_id.in_(own), the_year)


def under_priority(priority_id: int, *, then: date | None = None) -> ColumnElement[bool]:
    """Ask that a task is under a priority, or was until it was carried over."""
    left = select(CarriedOver.task_id).where(CarriedOver.priority_id == priority_id)
    is_in = or_(Task.priority_id == priority_id, Task.id.in_(left))
    year = (
        select(Plan.year)
        .join(PlanPriority, PlanPriority.plan_id == Plan.id)
        .where(PlanPriority.id == priority_id)
        .correlate(None)
    )
    return _then(is_in, then, BroughtBack.into_priority_id == priority_id, year)


def priority_in(plan_id: int, *, then: date | None = None) -> ColumnElement[int]:
    """Return the key of the priority under which a task stands, or stood, in a plan."""
    before = (
        select(CarriedOver.priority_id)
        .where(CarriedOver.task_id == Task.id, CarriedOver.plan_id == plan_id)
        .correlate(Task)
        .scalar_subquery()
    )
    if then is None:
        return func.coalesce(before, Task.priority_id)
    meanwhile = (
        select(BroughtBack.into_priority_id)
        .where(
            BroughtBack.task_id == Task.id,
            BroughtBack.into_plan_id == plan_id,
            _was_away(_end(then)),
        )
        .correlate(Task)
        .scalar_subquery()
    )
    return func.coalesce(before, meanwhile, Task.priority_id)


def _then(
    is_in: ColumnElement[bool],
    then: date | None,
    was_brought_back: ColumnElement[bool],
    year: Select[int],
) -> ColumnElement[bool]:
    """Ask it of the end of a past day; year: of the plan, in which one question has one."""
    if then is None:
        return is_in
    end = _end(then)
    came_later = exists().where(
        CarriedOver.task_id == Task.id,
        CarriedOver.carried_at >= end,
        CarriedOver.plan_id.in_(
            select(Plan.id).where(Plan.year < year.scalar_subquery()).correlate(None)
        ),
    )
    meanwhile = select(BroughtBack.task_id).where(was_brought_back, _was_away(end))
    return or_(and_(is_in, ~came_later), Task.id.in_(meanwhile))


def _was_away(end: datetime) -> ColumnElement[bool]:
    return and_(BroughtBack.carried_at < end, BroughtBack.brought_back_at >= end)


def _end(day: date) -> datetime:
    return midnight(day + timedelta(days=1))
