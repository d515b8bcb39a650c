"""Which tasks were carried over, and which can be; see `membership` for what belonged to a plan."""

from collections.abc import Sequence

from sqlalchemy import Select, exists, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.foundation.db import db
from tracker.people.actor import Actor
from tracker.workplan.tasks.carrying_over.models import CarriedOver
from tracker.workplan.tasks.models import (
    Assignment,
    Duty,
    Plan,
    PlanPriority,
    Task,
)
from tracker.workplan.tasks.queries import OVER, tasks_visible_to


def priorities_before(plan_id: int) -> dict[int, int]:
    """Return, by task that left a plan, the key of the priority under which it stood there."""
    rows = db.session.execute(
        select(CarriedOver.task_id, CarriedOver.priority_id).where(CarriedOver.plan_id == plan_id)
    )
    return dict(rows.all())


def came_into(plan: Plan) -> set[int]:
    """Return the keys of the tasks that came into a plan from an earlier one."""
    rows = db.session.scalars(
        select(CarriedOver.task_id)
        .join(Plan, Plan.id == CarriedOver.plan_id)
        .where(Plan.year < plan.year)
    )
    return set(rows)


def carriable(actor: Actor, plan: Plan) -> Sequence[Task]:
    """Return a plan's unfinished tasks by number, each with its assignments; two round trips."""
    unfinished = exists().where(
        Assignment.task_id == Task.id,
        Assignment.duty == Duty.LEAD,
        Assignment.state.not_in(OVER),
    )
    return db.session.scalars(
        tasks_visible_to(actor)
        .where(Task.plan_id == plan.id, or_(Task.mode.is_(None), unfinished))
        .join(Task.priority)
        .options(
            joinedload(Task.priority),
            selectinload(Task.assignments).joinedload(Assignment.unit),
        )
        .order_by(PlanPriority.place, Task.ordinal)
    ).all()


def tasks_of_plan(actor: Actor, plan: Plan) -> Sequence[Task]:
    """Return the tasks that are in a plan now, by priority and number; one round trip."""
    return db.session.scalars(
        tasks_visible_to(actor)
        .where(Task.plan_id == plan.id)
        .join(Task.priority)
        .options(contains_eager(Task.priority))
        .order_by(PlanPriority.place, Task.ordinal)
    ).all()


def carried_from(actor: Actor, plan: Plan) -> Sequence[CarriedOver]:
    """Return what left a plan, by its number there, each with its task as it is numbered now."""
    return db.session.scalars(
        _left(actor, plan)
        .options(joinedload(CarriedOver.task).joinedload(Task.plan))
        .order_by(CarriedOver.number)
    ).all()


def count_carried_from(actor: Actor, plan: Plan) -> int:
    """Count what left a plan."""
    asked = _left(actor, plan).with_only_columns(func.count())
    return db.session.scalar(asked) or 0


def _left(actor: Actor, plan: Plan) -> Select[CarriedOver]:
    seen = tasks_visible_to(actor).with_only_columns(Task.id)
    return select(CarriedOver).where(CarriedOver.plan_id == plan.id, CarriedOver.task_id.in_(seen))


def carried_into(actor: Actor, plan: Plan) -> int:
    """Count the tasks of a plan that came from an earlier one."""
    came = exists().where(CarriedOver.task_id == Task.id)
    asked = tasks_visible_to(actor).where(Task.plan_id == plan.id, came)
    return db.session.scalar(select(func.count()).select_from(asked.subquery())) or 0


def former_places(actor: Actor, task: Task) -> Sequence[CarriedOver]:
    """Return where a task stood in earlier years, the latest first."""
    seen = tasks_visible_to(actor).with_only_columns(Task.id)
    return db.session.scalars(
        select(CarriedOver)
        .where(CarriedOver.task_id == task.id, CarriedOver.task_id.in_(seen))
        .options(joinedload(CarriedOver.plan), joinedload(CarriedOver.priority))
        .order_by(CarriedOver.id.desc())
    ).all()


def still_open(task: Task) -> list[Assignment]:
    """Return those of a task's loaded assignments that go on."""
    return [it for it in task.assignments if it.is_lead and it.is_open]
