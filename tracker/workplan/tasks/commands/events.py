"""The typed event rows, from which past states, signals and scores are computed."""

from datetime import date, datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import NotAllowed
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    DateChange,
    PercentChange,
    ReportingCycle,
    StateChange,
    Task,
)
from tracker.workplan.tasks.past.models import CycleChange


def person_id(actor: Actor) -> int:
    """Return who answers for an event; the system itself moves nothing."""
    if actor.id is None:
        raise NotAllowed(N_("这一步须由人来办。"))
    return actor.id


def note_state(
    actor: Actor,
    assignment: Assignment,
    step: str,
    *,
    was: AssignmentState | None,
    reason: str,
    at: datetime,
) -> None:
    """Keep that an assignment came into the state that it has now."""
    db.session.add(
        StateChange(
            assignment=assignment,
            unit=assignment.unit,
            step=step,
            was=was,
            now=assignment.state,
            reason=reason,
            on=local_date(at),
            at=at,
            by_id=person_id(actor),
        )
    )


def note_date(
    actor: Actor, assignment: Assignment, *, was: date | None, reason: str, at: datetime
) -> None:
    """Keep that an assignment got the due date that it has now."""
    db.session.add(
        DateChange(
            assignment=assignment,
            unit=assignment.unit,
            was=was,
            now=assignment.due_on,
            reason=reason,
            on=local_date(at),
            at=at,
            by_id=person_id(actor),
        )
    )


def note_share(
    actor: Actor, assignment: Assignment, *, was: int, reason: str, at: datetime
) -> None:
    """Keep that an assignment's percent became what it is now."""
    db.session.add(
        PercentChange(
            assignment=assignment,
            unit=assignment.unit,
            was=was,
            now=assignment.percent,
            reason=reason,
            on=local_date(at),
            at=at,
            by_id=person_id(actor),
        )
    )


def note_cycle(task: Task, *, was: ReportingCycle, at: datetime) -> None:
    """Keep that a task got the reporting cycle that it has now; past days are judged by the former."""
    db.session.add(CycleChange(task_id=task.id, was=was, now=task.cycle, on=local_date(at)))
