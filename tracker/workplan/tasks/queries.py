"""What pages ask about tasks and assignments; every question begins at what the actor may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, func, or_, select, true
from sqlalchemy.orm import (
    InstrumentedAttribute,
    contains_eager,
    joinedload,
    selectinload,
)

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import up_to
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Charge, Unit
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.carrying_over.membership import in_plan, priority_in
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Mode,
    Plan,
    PlanPriority,
    Task,
    TaskSource,
)

NO_TASK = N_("没有这项任务，或者您无权查看。")
OVER = (AssignmentState.CLOSED, AssignmentState.TERMINATED)


def _task_is_own(actor: Actor) -> ColumnElement[bool]:
    """Ask that the task has an assignment of the actor's units, or is coordinated by one of them."""
    mine = select(Assignment.task_id).where(Assignment.unit_id.in_(actor.own_units))
    return or_(Task.id.in_(mine), Task.coordinator_id.in_(actor.own_units))


def _is_within_clearance(actor: Actor) -> ColumnElement[bool]:
    """Ask that the task is labelled no higher than the actor is cleared."""
    return Task.label.in_(up_to(actor.clearance))


def tasks_visible_to(actor: Actor) -> Select[Task]:
    """Begin every question about tasks here, so that none leaks past its unit or its label."""
    return select(Task).where(
        true() if actor.sees_all else _task_is_own(actor), _is_within_clearance(actor)
    )


def assignments_visible_to(actor: Actor) -> Select[Assignment]:
    """Begin every question about assignments here (joined with their task).

    Units of a joint task see each other; those of an `each` task see their own, its coordinator
    all of them.
    """
    visible = (
        true()
        if actor.sees_all
        else or_(
            Assignment.unit_id.in_(actor.own_units),
            Task.coordinator_id.in_(actor.own_units),
            (Task.mode == Mode.JOINT) & _task_is_own(actor),
        )
    )
    return select(Assignment).join(Assignment.task).where(visible, _is_within_clearance(actor))


def work_of(unit_ids: Collection[int], plan: Plan) -> Select[Assignment]:
    """Ask for all work of units in a year, whoever asks and however it is labelled.

    For figures that must be the same for all who read them; who shows more than figures begins at
    `assignments_visible_to`.
    """
    return (
        select(Assignment)
        .join(Assignment.task)
        .where(Assignment.unit_id.in_(unit_ids), in_plan(plan.id))
    )


def answering(task: Task, duty: Duty) -> Sequence[Assignment]:
    """Return a task's leading, or its supporting, assignments, whoever asks: part of a deed."""
    return db.session.scalars(
        select(Assignment)
        .where(Assignment.task_id == task.id, Assignment.duty == duty)
        .order_by(Assignment.id)
    ).all()


def is_of_own_time(
    actor: Actor, unit_id: InstrumentedAttribute[int] | InstrumentedAttribute[int | None]
) -> ColumnElement[bool]:
    """Ask that what is kept about an assignment (joined with its task) may be shown to the actor.

    unit_id: whose the assignment was then. Where a task shows each unit only its own, a unit is not
    shown what befell an assignment while it was another's.
    """
    if actor.sees_all:
        return true()
    return or_(
        unit_id.in_(actor.own_units),
        Task.coordinator_id.in_(actor.own_units),
        Task.mode == Mode.JOINT,
    )


def open_work_of(actor: Actor, unit: Unit) -> Select[Assignment]:
    """Ask for what a unit still has to do, by date."""
    return (
        assignments_visible_to(actor)
        .where(Assignment.unit_id == unit.id, Assignment.state.not_in(OVER))
        .options(contains_eager(Assignment.task))
        .order_by(Assignment.due_on.nulls_last(), Assignment.id)
    )


def sees_whole(actor: Actor, task: Task) -> bool:
    """Whether all units of a task are open to the actor, not only the own ones."""
    return actor.sees_all or task.mode is Mode.JOINT or task.coordinator_id in actor.own_units


def visible_task(actor: Actor, task_id: int) -> Task:
    """Find one task, or pretend that it does not exist."""
    task = db.session.scalar(tasks_visible_to(actor).where(Task.id == task_id))
    if task is None:
        raise NotFound(NO_TASK)
    return task


def visible_assignment(actor: Actor, assignment_id: int) -> Assignment:
    """Find one assignment, or pretend that it does not exist."""
    found = db.session.scalar(assignments_visible_to(actor).where(Assignment.id == assignment_id))
    if found is None:
        raise NotFound(N_("没有这件承办，或者您无权查看。"))
    return found


def plans() -> Sequence[Plan]:
    """Return all plans, the latest year first."""
    return db.session.scalars(select(Plan).order_by(Plan.year.desc())).all()


def usual_year(today: date) -> int:
    """Return the year that is shown unless another is asked for.

    This one; while it has no plan, the next that has one: who begins in autumn plans for next year.
    """
    planned = db.session.scalar(select(func.min(Plan.year)).where(Plan.year >= today.year))
    return planned if planned is not None else today.year


def plans_from(year: int) -> Sequence[Plan]:
    """Return the plans of a year and later with their priorities, the earliest first."""
    return db.session.scalars(
        select(Plan)
        .where(Plan.year >= year)
        .options(selectinload(Plan.priorities))
        .order_by(Plan.year)
    ).all()


def plan_of(year: int) -> Plan | None:
    """Return a year's plan with its priorities, or None while there is none."""
    return db.session.scalar(
        select(Plan).where(Plan.year == year).options(selectinload(Plan.priorities))
    )


def plan_priority(priority_id: int) -> PlanPriority:
    """Return one priority of a plan; plans are open to everybody who reads tasks."""
    found = db.session.get(PlanPriority, priority_id, options=[joinedload(PlanPriority.plan)])
    if found is None:
        raise NotFound(N_("年度计划里没有这个重点。"))
    return found


def task_counts(actor: Actor, plan: Plan) -> dict[int, int]:
    """Count the tasks under each priority of a plan that the actor may see, carried over or not."""
    priority = priority_in(plan.id)
    rows = db.session.execute(
        tasks_visible_to(actor)
        .where(in_plan(plan.id))
        .with_only_columns(priority, func.count())
        .group_by(priority)
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class MadeTask:
    """A task that a directive became.

    is_joined: the directive was joined to it; is_over: all who answer for it have ended their work;
    others: key and number of each further task that the directive was split into.
    """

    id: int
    number: str
    title: str
    is_joined: bool
    is_over: bool
    others: list[tuple[int, str]] = field(default_factory=list)


def tasks_made_of(actor: Actor, ids: Sequence[int]) -> dict[int, MadeTask]:
    """Return, by directive, the task that it became first, of those that the actor may see."""
    open_work = exists().where(
        Assignment.task_id == Task.id,
        Assignment.duty == Duty.LEAD,
        Assignment.state.not_in(OVER),
    )
    rows = db.session.execute(
        tasks_visible_to(actor)
        .join(TaskSource, TaskSource.task_id == Task.id)
        .where(TaskSource.directive_id.in_(ids))
        .with_only_columns(
            TaskSource.directive_id,
            Task.id,
            Task.number,
            Task.title,
            TaskSource.joined_at.is_not(None),
            Task.mode.is_not(None) & ~open_work,
        )
        .order_by(Task.id)
    )
    found: dict[int, MadeTask] = {}
    for directive_id, task_id, number, title, is_joined, is_settled in rows:
        made = MadeTask(task_id, number, title, is_joined, is_settled)
        first = found.setdefault(directive_id, made)
        if first is not made:
            first.others.append((task_id, number))
    return found


def leaders_in_charge(today: date) -> dict[int, set[int]]:
    """Return, by unit, the ids of the leaders in whose charge it is on that day."""
    rows = db.session.execute(
        select(Charge.unit_id, Charge.person_id).where(
            Charge.from_on <= today, Charge.to_on.is_(None) | (Charge.to_on >= today)
        )
    )
    found: dict[int, set[int]] = {}
    for unit_id, person_id in rows:
        found.setdefault(unit_id, set()).add(person_id)
    return found


def undispatched_tasks(actor: Actor) -> Select[Task]:
    """Ask for registered tasks that wait to be dispatched, with the directives they came from."""
    return (
        tasks_visible_to(actor)
        .where(Task.mode.is_(None))
        .options(
            joinedload(Task.plan),
            joinedload(Task.priority),
            joinedload(Task.leader),
            selectinload(Task.sources)
            .joinedload(TaskSource.directive)
            .joinedload(Directive.report)
            .defer(Report.text),
        )
        .order_by(Task.number)
    )


def undispatched_of(actor: Actor, ids: Sequence[int]) -> Sequence[Task]:
    """Return those of the tasks that still wait to be dispatched, by number."""
    return db.session.scalars(undispatched_tasks(actor).where(Task.id.in_(ids))).unique().all()


def check_any_visible(actor: Actor, ids: Sequence[int]) -> None:
    """Raise `NotFound` where the actor may see none of the tasks."""
    some = tasks_visible_to(actor).where(Task.id.in_(ids)).with_only_columns(Task.id).limit(1)
    if db.session.scalar(some) is None:
        raise NotFound(NO_TASK)


def visible_assignments(actor: Actor, ids: Sequence[int]) -> Sequence[Assignment]:
    """Return those of the assignments that the actor may see, by key."""
    return db.session.scalars(
        assignments_visible_to(actor).where(Assignment.id.in_(ids)).order_by(Assignment.id)
    ).all()
