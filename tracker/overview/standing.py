"""How assignments and tasks stand on a day, as SQL: what every page of this package counts on.

Only leads are judged: supporters have no clock of their own.
"""

from collections.abc import Collection
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Protocol

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Subquery,
    and_,
    case,
    func,
    literal,
    null,
    or_,
    select,
    true,
)

from tracker.foundation.clock import midnight
from tracker.foundation.days import days_between
from tracker.people.actor import Actor
from tracker.workplan.tasks.carrying_over.membership import priority_in
from tracker.workplan.tasks.milestones.schedule import all_of, due_by
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Mode, Task
from tracker.workplan.tasks.past.queries import assignments_on
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.signals import SEVERITY, WHOLE, Judging, Signal, severity_case

SIGNAL_OF = dict(enumerate(Signal))
"""The signal of each place in SEVERITY."""
OUT_OF_COUNT = (AssignmentState.DECLINED, AssignmentState.PAUSED, AssignmentState.TERMINATED)
STILL_SILENT = (AssignmentState.DECLINED, AssignmentState.PAUSED)


class Dated(Protocol):
    """The dates by which it is told how late something is."""

    @property
    def due_on(self) -> date | None:
        """The date in force."""

    @property
    def reported_on(self) -> date | None:
        """The day on which closure was asked for."""


class Timeliness(StrEnum):
    """What became of a date that has come, the worst last."""

    ON_TIME = "on_time"
    EXTENDED = "extended"
    LATE = "late"


PLACE_OF = {timeliness: place for place, timeliness in enumerate(Timeliness)}
TIMELINESS_OF = dict(enumerate(Timeliness))


def leads_visible_to(actor: Actor, units: Collection[int] | None = None) -> Select[Assignment]:
    """Return the leads that the actor may see, joined with their task; of these units alone."""
    question = assignments_visible_to(actor).where(Assignment.duty == Duty.LEAD)
    return question if units is None else question.where(Assignment.unit_id.in_(units))


def leads_involving(actor: Actor, unit_id: int) -> Select[Assignment]:
    """Return the leads by which a unit's tasks are judged: its own, or its joint task's lead."""
    tasks = select(Assignment.task_id).where(Assignment.unit_id == unit_id)
    return leads_visible_to(actor).where(
        or_(
            Assignment.unit_id == unit_id,
            and_(Task.mode == Mode.JOINT, Assignment.task_id.in_(tasks)),
        )
    )


def timeliness_case(today: date, it: type[Assignment] = Assignment) -> ColumnElement[int]:
    """Return the place in PLACE_OF of an assignment whose original date has passed, else NULL."""
    judged_on = case((it.reported_on.is_not(None), it.reported_on), else_=literal(today))
    return case(
        (or_(it.state.in_(OUT_OF_COUNT), it.original_due_on.is_(None)), null()),
        (it.original_due_on >= literal(today), null()),
        (judged_on <= it.original_due_on, PLACE_OF[Timeliness.ON_TIME]),
        (judged_on <= it.due_on, PLACE_OF[Timeliness.EXTENDED]),
        else_=PLACE_OF[Timeliness.LATE],
    )


def overdue_days(it: Dated, today: date) -> int:
    """Return by how many days an assignment is late, 0 when it is not.

    Time runs to today; for what was reported, and waits for the supervisor, to that day.
    """
    if it.due_on is None:
        return 0
    return max(0, ((it.reported_on or today) - it.due_on).days)


def overdue_case(today: date, it: type[Assignment] = Assignment) -> ColumnElement[int]:
    """Return `overdue_days` of an overdue assignment as an expression."""
    return days_between(it.due_on, func.coalesce(it.reported_on, literal(today)))


def planned_case(
    day: date, it: type[Assignment] = Assignment, *, then: date | None = None
) -> ColumnElement[int]:
    """Return `planned_of` as an expression; NULL for an assignment without a date.

    then: by the milestones as they were set at the end of this past day.
    """
    whole = all_of(it, then=then)
    on = literal(day)
    return case(
        (it.due_on.is_(None), null()),
        (it.dispatched_on >= on, 0),
        (it.due_on <= on, WHOLE),
        (whole > 0, due_by(day, it, then=then) * WHOLE // whole),
        else_=days_between(it.dispatched_on, on)
        * WHOLE
        // days_between(it.dispatched_on, it.due_on),
    )


Leads = tuple[Select[Any], type[Assignment]]
"""A question about leads joined with their task, and what stands in it for the assignments."""


def as_they_stood(leads: Select[Assignment], day: Judging) -> Leads:
    """Return these leads as they stand, or on a past day as they stood then."""
    if not day.is_past:
        return leads, Assignment
    it = assignments_on(leads, day.today)
    return select(it.id).join(Task, Task.id == it.task_id), it


def was_there(day: Judging) -> ColumnElement[bool]:
    """Ask that a task was registered already on the day that is looked at."""
    if not day.is_past:
        return true()
    return Task.registered_at < midnight(day.today + timedelta(days=1))


def is_undispatched(day: Judging) -> ColumnElement[bool]:
    """Ask that a task waits to be given out, or waited on the day that is looked at."""
    waits = Task.mode.is_(None)
    return or_(waits, Task.dispatched_on > day.today) if day.is_past else waits


def judged(leads: Select[Assignment], day: Judging, plan_id: int | None = None) -> Subquery:
    """Return one line for each lead, with everything that the pages add up.

    plan_id: whose priorities count; None: those under which the tasks stand now.
    """
    priority = Task.priority_id if plan_id is None else priority_in(plan_id, then=day.then)
    question, it = as_they_stood(leads, day)
    return question.with_only_columns(
        it.id,
        it.task_id,
        it.unit_id,
        priority.label("priority_id"),
        it.state,
        it.percent,
        it.due_on,
        it.original_due_on,
        it.redo_count,
        severity_case(day, it).label("severity"),
        timeliness_case(day.today, it).label("timeliness"),
        planned_case(day.today, it, then=day.then).label("planned"),
    ).subquery("judged")


def standing(lines: Subquery) -> Subquery:
    """Return one line for each task: its worst signal, percent, date and timeliness.

    A task is closed when all of it is: one that waits for something beside closed ones has no
    signal.
    """
    it = lines.c
    worst = func.max(it.severity)
    waiting = func.sum(case((it.state.in_(STILL_SILENT), 1), else_=0))
    is_open = it.state.not_in((AssignmentState.CLOSED, AssignmentState.TERMINATED))
    next_due = func.min(case((is_open, it.due_on)))
    counts = it.state != AssignmentState.TERMINATED
    # Typed, so that the division is of integers: of other numbers it would be a FLOOR, which
    # fails on the NULL of a task whose leads are all terminated.
    percents = func.sum(case((counts, it.percent)), type_=Integer)
    counted = func.sum(case((counts, 1), else_=0), type_=Integer)
    unsigned = func.sum(case((it.state == AssignmentState.DISPATCHED, 1), else_=0))
    return (
        select(
            it.task_id,
            case((and_(worst == SEVERITY[Signal.CLOSED], waiting > 0), null()), else_=worst).label(
                "severity"
            ),
            func.max(it.timeliness).label("timeliness"),
            (percents // func.nullif(counted, 0, type_=Integer)).label("percent"),
            func.coalesce(next_due, func.max(it.due_on)).label("due_on"),
            func.count().label("leads"),
            func.sum(case((it.state == AssignmentState.CLOSED, 1), else_=0)).label("closed"),
            func.max(it.redo_count).label("redo_count"),
            and_(unsigned > 0, unsigned == counted).label("is_unsigned"),
        )
        .group_by(it.task_id)
        .subquery("standing")
    )
