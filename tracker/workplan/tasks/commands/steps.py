"""Moving an assignment from one state to another, by the one transition table."""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.commands.decisions import in_words, keep_decision
from tracker.workplan.tasks.commands.events import note_state
from tracker.workplan.tasks.commands.extensions import lapse_extension
from tracker.workplan.tasks.commands.resuming import move_resumed
from tracker.workplan.tasks.commands.telling import tell_of_step
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.rules import Mover, Step
from tracker.workplan.tasks.undoing.queries import last_changes, taken_along

ALONG = "随牵头单位办理"


def take_step(
    actor: Actor,
    assignment: Assignment,
    step: Step,
    *,
    reason: str = "",
    now: datetime,
    version: int | None = None,
    unit_id: int | None = None,
    due_on: date | None = None,
    told: Told | None = None,
) -> Assignment:
    """Take one step; a joint task's supporters go along where their lead takes them.

    unit_id: give it to this unit instead of the one that declined or was closed. due_on: the date
    with which paused work is resumed; None: as the days paused make it.
    told: which decision of a leader a supervisor records (代录).
    """
    require(rules.may_take(actor, assignment, step), rules.NOT_YOURS[rules.TRANSITIONS[step].mover])
    check_version(version, assignment)
    reason = reason.strip()
    rules.check_step(assignment, step, reason)
    day = local_date(now)
    decision = None
    if rules.TRANSITIONS[step].mover is Mover.LEADER:
        decision = keep_decision(
            actor, assignment, step, told, permission=rules.ASKS[step], now=now
        )

    had_by = assignment.unit_id
    followers = list(_followers(assignment, step))
    if step is Step.RESUME:
        move_resumed(actor, [assignment, *(it for it, _state in followers)], due_on, now=now)
    if step in rules.REASSIGNS:
        reason = _reassign(assignment, step, unit_id, reason, day)
    _move(actor, assignment, step, rules.TRANSITIONS[step].target, reason, now, decision)
    if not assignment.is_open or step in rules.REASSIGNS:
        lapse_extension(actor, assignment, now=now)
    for follower, target in followers:
        follower.reported_on = assignment.reported_on
        words = f"{ALONG}：{reason}" if reason else ALONG
        _move(actor, follower, step, target, words, now, decision)
    taken_on = [assignment, *(it for it, _state in followers)]
    tell_of_step(actor, taken_on, step, reason, at=now, had_by=had_by)
    return assignment


def _move(
    actor: Actor,
    assignment: Assignment,
    step: Step,
    target: AssignmentState,
    reason: str,
    now: datetime,
    decision: RecordedDecision | None,
) -> None:
    day = local_date(now)
    was, assignment.state = assignment.state, target
    if step is Step.ACKNOWLEDGE:
        assignment.acknowledged_on = day
    if step is Step.REDO:
        assignment.redo_count += 1
    if step in rules.REASSIGNS:
        assignment.acknowledged_on = None
    if target is AssignmentState.DISPATCHED:
        assignment.sign_by = limits.sign_by(day)
    if target is AssignmentState.REPORTED:
        assignment.reported_on = day
    elif target is not AssignmentState.CLOSED:
        assignment.reported_on = None
    assignment.closed_on = day if target is AssignmentState.CLOSED else None
    note_state(actor, assignment, step, was=was, reason=reason, at=now)
    record(
        actor,
        f"assignment.{rules.DONE[step]}",
        f"assignment:{assignment.id}",
        at=now,
        was=was.value,
        now=target.value,
        reason=reason or None,
        **in_words(decision),
    )


def _reassign(
    assignment: Assignment, step: Step, unit_id: int | None, reason: str, day: date
) -> str:
    """Give an assignment to another unit and return the words that say so.

    What was declined begins anew with the new unit, what is handed on goes on as it stood; the date
    stays. The same unit gains no time, and one that was closed gets nothing.
    """
    if unit_id is None or unit_id == assignment.unit_id:
        rules.check_units([assignment.unit_id], {assignment.unit_id: assignment.unit})
        return reason
    unit = db.session.get(Unit, unit_id)
    rules.check_units([unit_id], {unit_id: unit} if unit else {})
    present = db.session.scalars(
        select(Assignment.unit_id).where(Assignment.task_id == assignment.task_id)
    ).all()
    if unit is None or unit_id in present:
        raise RuleBroken(N_("这个单位已在承办这项任务，请另选单位。"))
    words = f"由{assignment.unit.name}改派{unit.name}：{reason}"
    assignment.unit = unit
    if step is Step.REDISPATCH:
        assignment.dispatched_on = day
    return words


def _followers(assignment: Assignment, step: Step) -> Iterator[tuple[Assignment, AssignmentState]]:
    """Find the supporters whom the lead's step takes along, each with the state it comes to."""
    supporters = taken_along(assignment, step)
    last = last_changes([supporter.id for supporter in supporters])
    for supporter in supporters:
        change = last[supporter.id]
        target = rules.follower_state(step, supporter.state, Step(change.step), change.was)
        if target is not None:
            yield supporter, target
