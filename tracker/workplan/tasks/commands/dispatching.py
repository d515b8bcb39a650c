"""Giving a task to its units (交办)."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.commands.events import note_date, note_state
from tracker.workplan.tasks.commands.telling import tell_of_dispatch
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Mode, Task


def dispatch(
    actor: Actor,
    task: Task,
    *,
    mode: Mode,
    lead_ids: Sequence[int],
    support_ids: Sequence[int] = (),
    due_on: date | None,
    coordinator_id: int | None = None,
    now: datetime,
) -> list[Assignment]:
    """Give a task to one lead and its supporters (joint), or to each unit for itself.

    due_on: ignored for a standing task, which has no date. The leads come first in the answer.
    """
    require(rules.may_dispatch(actor), N_("交办由督查员办理。"))
    day = local_date(now)
    due_on = None if task.is_standing else due_on
    lead_ids, support_ids = list(dict.fromkeys(lead_ids)), list(dict.fromkeys(support_ids))
    rules.check_dispatch(
        task,
        rules.Wanted(mode, lead_ids, support_ids, coordinator_id, due_on, task.is_standing),
        day,
    )
    wanted = [*lead_ids, *support_ids, *([coordinator_id] if coordinator_id else [])]
    units = _units(wanted)
    rules.check_units(wanted, units)

    task.mode, task.dispatched_on, task.coordinator_id = mode, day, coordinator_id
    assignments = [
        assign(actor, task, units[unit_id], duty, due_on, now)
        for duty, ids in ((Duty.LEAD, lead_ids), (Duty.SUPPORT, support_ids))
        for unit_id in ids
    ]
    db.session.flush()
    record(
        actor,
        "task.dispatched",
        f"task:{task.id}",
        at=now,
        mode=mode.value,
        due_on=due_on,
        leads=[units[unit_id].name for unit_id in lead_ids],
        supporters=[units[unit_id].name for unit_id in support_ids],
        coordinator=units[coordinator_id].name if coordinator_id else None,
    )
    tell_of_dispatch(actor, task, [*lead_ids, *support_ids], at=now)
    return assignments


def _units(ids: Iterable[int]) -> dict[int, Unit]:
    return {unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(ids)))}


def assign(
    actor: Actor,
    task: Task,
    unit: Unit,
    duty: Duty,
    due_on: date | None,
    now: datetime,
    *,
    reason: str = "",
) -> Assignment:
    """Make a unit's assignment, with the events that begin it; part of a deed that gives it out."""
    day = local_date(now)
    assignment = Assignment(
        task=task,
        unit=unit,
        duty=duty,
        state=AssignmentState.DISPATCHED,
        dispatched_on=day,
        sign_by=limits.sign_by(day),
        due_on=due_on,
        original_due_on=due_on,
    )
    db.session.add(assignment)
    note_state(actor, assignment, rules.Step.DISPATCH, was=None, reason=reason, at=now)
    if due_on is not None:
        note_date(actor, assignment, was=None, reason=reason, at=now)
    return assignment
