"""Which tasks belong to a plan, as expressions over `task`.

Since a task goes on with all that befell it, a year's figures ask `in_plan` and `priority_in`: the
tasks of that plan, and those that left it for a later one.
"""

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from tracker.workplan.tasks.carrying_over.models import CarriedOver
from tracker.workplan.tasks.models import Plan, Task


def in_plan(plan_id: int | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Ask that a task is in a plan, or was until it was carried over."""
    left = select(CarriedOver.task_id).where(CarriedOver.plan_id == plan_id)
    return or_(Task.plan_id == plan_id, Task.id.in_(left))


def in_year(year: int) -> ColumnElement[bool]:
    """Ask that a task is in the plan of a year, or was; the question is joined with the plan."""
    left = (
        select(CarriedOver.task_id)
        .join(Plan, Plan.id == CarriedOver.plan_id)
        .where(Plan.year == year)
        .correlate(None)
    )
    own = select(Plan.id).where(Plan.year == year).correlate(None)
    return or_(Task.plan_id.in_(own), Task.id.in_(left))


def under_priority(priority_id: int) -> ColumnElement[bool]:
    """Ask that a task is under a priority, or was until it was carried over."""
    left = select(CarriedOver.task_id).where(CarriedOver.priority_id == priority_id)
    return or_(Task.priority_id == priority_id, Task.id.in_(left))


def priority_in(plan_id: int) -> ColumnElement[int]:
    """Return the key of the priority under which a task stands, or stood, in a plan."""
    before = (
        select(CarriedOver.priority_id)
        .where(CarriedOver.task_id == Task.id, CarriedOver.plan_id == plan_id)
        .correlate(Task)
        .scalar_subquery()
    )
    return func.coalesce(before, Task.priority_id)
