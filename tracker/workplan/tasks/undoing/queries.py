"""What happened last to assignments, without what was taken back."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.people.actor import Actor
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Mode,
    PercentChange,
    StateChange,
)
from tracker.workplan.tasks.queries import answering
from tracker.workplan.tasks.rules import Step, Taken
from tracker.workplan.tasks.undoing.rules import is_unanswered, may_undo


def changes_in_force(ids: Collection[int]) -> dict[int, list[StateChange]]:
    """Return, by assignment, its changes of state in their order, without what was taken back."""
    found: dict[int, list[StateChange]] = {key: [] for key in ids}
    for change in db.session.scalars(
        select(StateChange).where(StateChange.assignment_id.in_(ids)).order_by(StateChange.id)
    ):
        found[change.assignment_id].append(change)
    return {key: rules.in_force(changes) for key, changes in found.items()}


def last_changes(ids: Collection[int]) -> dict[int, StateChange]:
    """Return each assignment's last change of state that is in force."""
    return {key: changes[-1] for key, changes in changes_in_force(ids).items() if changes}


def taken_along(assignment: Assignment, step: Step) -> Sequence[Assignment]:
    """Return the supporting units of a joint task, where the lead's step takes them along."""
    is_leading = assignment.is_lead and assignment.task.mode is Mode.JOINT
    if step not in rules.TAKES_ALONG or not is_leading:
        return ()
    return answering(assignment.task, Duty.SUPPORT)


def taken(change: StateChange) -> Taken:
    """Return what a change says of the step that was taken."""
    return Taken(Step(change.step), change.was, change.on, change.by_id)


def reported_since(changes: Collection[StateChange]) -> frozenset[int]:
    """Return the assignments whose percent changed with or after one of these steps."""
    return frozenset(
        db.session.scalars(
            select(PercentChange.assignment_id)
            .join(StateChange, StateChange.assignment_id == PercentChange.assignment_id)
            .where(
                StateChange.id.in_([it.id for it in changes]), PercentChange.at >= StateChange.at
            )
        )
    )


def undoable(actor: Actor, assignments: Sequence[Assignment], today: date) -> list[Assignment]:
    """Return those assignments, of some that the actor sees, whose last step the actor may take back."""
    if actor.id is None or not assignments:
        return []
    last = last_changes([it.id for it in assignments])
    own = {key: change for key, change in last.items() if change.by_id == actor.id}
    if not own:
        return []
    reported = reported_since(own.values())
    return [
        it
        for it in assignments
        if it.id in own
        and may_undo(actor, it, taken(own[it.id]), today, has_reported=it.id in reported)
    ]


def is_dispatch_undoable(actor: Actor, assignments: Sequence[Assignment], today: date) -> bool:
    """Whether the actor gave a task out today, and none of its units has answered.

    assignments: all of the task's.
    """
    if not assignments or any(it.state is not AssignmentState.DISPATCHED for it in assignments):
        return False
    return is_unanswered(actor, all_taken([it.id for it in assignments]), len(assignments), today)


def all_taken(ids: Collection[int]) -> list[Taken]:
    """Return every step that was ever taken on these assignments, taken back or not."""
    changes = db.session.scalars(select(StateChange).where(StateChange.assignment_id.in_(ids)))
    return [taken(it) for it in changes]
