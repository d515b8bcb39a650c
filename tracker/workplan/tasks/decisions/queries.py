"""Which decisions were recorded, as far as the actor sees what they are about."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, and_, func, select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import covers
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Person, Role
from tracker.people.queries import holders_since
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.models import Assignment, StateChange
from tracker.workplan.tasks.queries import assignments_visible_to, is_of_own_time
from tracker.workplan.tasks.rules import TRANSITIONS, Mover

DECIDED = [step.value for step, it in TRANSITIONS.items() if it.mover is Mover.LEADER]
"""The steps that a leader decides about."""


def decisions_visible_to(actor: Actor) -> Select[RecordedDecision]:
    """Begin every question about decisions here: who sees the assignment sees them.

    Where a task shows each unit only its own, a unit is not shown what was decided about an
    assignment while it was another's.
    """
    seen = assignments_visible_to(actor).with_only_columns(Assignment.id)
    return (
        select(RecordedDecision)
        .join(RecordedDecision.assignment)
        .join(Assignment.task)
        .where(
            RecordedDecision.assignment_id.in_(seen),
            is_of_own_time(actor, RecordedDecision.unit_id),
        )
    )


def visible_decision(actor: Actor, decision_id: int) -> RecordedDecision:
    """Find one decision, or pretend that it does not exist."""
    found = db.session.scalar(decisions_visible_to(actor).where(RecordedDecision.id == decision_id))
    if found is None:
        raise NotFound(N_("没有这个决定，或者您无权查看。"))
    return found


def decisions_about(actor: Actor, assignment_ids: Sequence[int]) -> Sequence[RecordedDecision]:
    """Return what was decided about these assignments, each with its leader and its scan."""
    return db.session.scalars(
        decisions_visible_to(actor)
        .where(RecordedDecision.assignment_id.in_(assignment_ids))
        .options(joinedload(RecordedDecision.leader), joinedload(RecordedDecision.scan))
        .order_by(RecordedDecision.id)
    ).all()


def deciders(actor: Actor, assignments: Sequence[Assignment], today: date) -> list[Person]:
    """Return whose decisions about a task's assignments the actor may record.

    Who led at any time since they were given, is cleared for the task, and is not the actor.
    """
    since = min((it.dispatched_on for it in assignments), default=today)
    return [
        it
        for it in holders_since(Role.LEADER, since, today)
        if it.id != actor.id and all(covers(it.clearance, one.task.label) for one in assignments)
    ]


def decided_since(assignment: Assignment) -> date:
    """Return the first day on which something could be decided about an assignment as it stands.

    That is when it came to its unit, or when it was last paused, resumed or ended: on the day of the
    decision where that was recorded later. Nor is it before any decision that was recorded.
    """
    last = db.session.scalar(
        select(func.coalesce(RecordedDecision.decided_on, StateChange.on))
        .select_from(StateChange)
        .outerjoin(
            RecordedDecision,
            and_(
                RecordedDecision.assignment_id == StateChange.assignment_id,
                RecordedDecision.recorded_at == StateChange.at,
            ),
        )
        .where(StateChange.assignment_id == assignment.id, StateChange.step.in_(DECIDED))
        .order_by(StateChange.id.desc())
        .limit(1)
    )
    recorded = db.session.scalar(
        select(func.max(RecordedDecision.decided_on)).where(
            RecordedDecision.assignment_id == assignment.id
        )
    )
    return max(day for day in (assignment.dispatched_on, last, recorded) if day is not None)
