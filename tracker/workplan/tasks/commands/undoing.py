"""Taking one's own last step, or one's own dispatch, back on the same day."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.commands.events import note_state
from tracker.workplan.tasks.commands.telling import settle_dispatch, tell_of_undoing
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    DateChange,
    StateChange,
    Task,
)
from tracker.workplan.tasks.rules import STEP_WORDS, Step
from tracker.workplan.tasks.undoing.queries import (
    all_taken,
    changes_in_force,
    reported_since,
    taken,
    taken_along,
)
from tracker.workplan.tasks.undoing.rules import check_undo, check_undo_dispatch

IN_USE = N_("这次交办已有别的记录（如督办通知单），不能撤销；可以逐家撤下。")


def undo_step(
    actor: Actor, assignment: Assignment, *, now: datetime, version: int | None = None
) -> Assignment:
    """Take back what the actor did to an assignment last, today; supporters that went along come back.

    State, dates, percent and signal are as before. The event stays, with one that says it was taken back.
    """
    check_version(version, assignment)
    changes = changes_in_force([assignment.id])[assignment.id]
    last = changes[-1]
    has_reported = bool(reported_since([last]))
    check_undo(actor, assignment, taken(last), local_date(now), has_reported=has_reported)
    step = Step(last.step)

    followers = list(_followers(assignment, last))
    _take_back(actor, assignment, changes, now)
    for follower, its_changes in followers:
        _take_back(actor, follower, its_changes, now)
    undone = [assignment, *(it for it, _changes in followers)]
    tell_of_undoing(actor, undone, step, taken_at=last.at, at=now)
    return assignment


def undo_dispatch(actor: Actor, task: Task, *, now: datetime, version: int | None = None) -> Task:
    """Take a dispatch of today back while no unit has answered; the task waits to be dispatched again.

    Nothing of it remains but the journal: no unit was bound by it yet.
    """
    require(rules.may_dispatch(actor), N_("交办由督查员办理。"))
    check_version(version, task)
    assignments = db.session.scalars(
        select(Assignment).where(Assignment.task_id == task.id).order_by(Assignment.id)
    ).all()
    ids = [it.id for it in assignments]
    check_undo_dispatch(actor, all_taken(ids), len(ids), local_date(now))
    names = [it.unit.name for it in assignments]

    try:
        with db.session.begin_nested():
            for model in (StateChange, DateChange):
                db.session.execute(delete(model).where(model.assignment_id.in_(ids)))
            db.session.execute(delete(Assignment).where(Assignment.id.in_(ids)))
    except IntegrityError as error:
        raise RuleBroken(IN_USE) from error
    task.mode, task.dispatched_on, task.coordinator_id = None, None, None
    settle_dispatch(task, at=now)
    record(actor, "task.dispatch_undone", f"task:{task.id}", at=now, units=names)
    return task


def _take_back(
    actor: Actor, assignment: Assignment, changes: list[StateChange], now: datetime
) -> None:
    """Bring an assignment to where it was before the last of its changes in force."""
    *before, last = changes
    step, was = Step(last.step), assignment.state
    # The state before is the one that the change before it left, on that change's day.
    assignment.state = before[-1].now
    is_reported = assignment.state is AssignmentState.REPORTED
    assignment.reported_on = before[-1].on if is_reported else None
    assignment.closed_on = None
    if step is Step.REDO:
        assignment.redo_count -= 1
    if step is Step.ACKNOWLEDGE:
        assignment.acknowledged_on = None
    words = STEP_WORDS[step]
    note_state(actor, assignment, Step.UNDO, was=was, reason=words, at=now)
    record(
        actor,
        "assignment.undone",
        f"assignment:{assignment.id}",
        at=now,
        step=words,
        was=was.value,
        now=assignment.state.value,
    )


def _followers(
    assignment: Assignment, last: StateChange
) -> Iterator[tuple[Assignment, list[StateChange]]]:
    """Find the supporters that the lead's step took along, each with its changes in force."""
    supporters = taken_along(assignment, Step(last.step))
    changes = changes_in_force([it.id for it in supporters])
    for supporter in supporters:
        its_last = changes[supporter.id][-1]
        if (its_last.step, its_last.at, its_last.by_id) == (last.step, last.at, last.by_id):
            yield supporter, changes[supporter.id]
