"""What befell a task, told from its typed events and the journal, newest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.journal.queries import history_of
from tracker.workplan.tasks.models import (
    Assignment,
    DateChange,
    PercentChange,
    StateChange,
    Task,
)
from tracker.workplan.tasks.signals import Signal

MOST_EVENTS = 200
"""Of each kind; older ones are left to the journal."""
TASK_DEEDS = {"task.registered": "registered", "task.edited": "edited"}
SIGNALS = {"close": Signal.CLOSED, "extended": Signal.EXTENDED}


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened; kind: a step's name, registered, edited, extended or percent.

    on_behalf_of: the leader whose decision was recorded. day: the new date; percent: the new one.
    """

    at: datetime
    kind: str
    actor_name: str
    units: tuple[str, ...] = ()
    reason: str = ""
    day: date | None = None
    percent: int | None = None
    on_behalf_of: str | None = None

    @property
    def signal(self) -> Signal | None:
        """The signal that it led to, if any."""
        return SIGNALS.get(self.kind)


def history(task: Task, assignments: Sequence[Assignment]) -> list[Event]:
    """Return what befell the task and these assignments; the same deed on several is one event."""
    by_id = {it.id: it for it in assignments}
    entries = history_of(
        f"task:{task.id}", *(f"assignment:{key}" for key in by_id), limit=MOST_EVENTS
    )
    deciders = {
        (entry.subject, entry.at): str(entry.details["on_behalf_of"])
        for entry in entries
        if "on_behalf_of" in entry.details
    }
    events = [*_percents(by_id), *_dates(by_id, deciders), *_states(by_id, deciders)]
    # Last, so that of deeds at one moment the registration stands below the dispatch.
    events += [
        Event(entry.at, TASK_DEEDS[entry.deed], entry.actor_name)
        for entry in entries
        if entry.deed in TASK_DEEDS
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


Deciders = dict[tuple[str, datetime], str]


def _states(by_id: dict[int, Assignment], deciders: Deciders) -> list[Event]:
    changes = db.session.scalars(
        select(StateChange)
        .where(StateChange.assignment_id.in_(by_id))
        .options(joinedload(StateChange.by))
        .order_by(StateChange.id.desc())
        .limit(MOST_EVENTS)
    ).all()
    together: dict[tuple[datetime, str, int], list[StateChange]] = {}
    for change in reversed(changes):
        together.setdefault((change.at, change.step, change.by_id), []).append(change)
    return [_state_event(those, by_id, deciders) for those in together.values()]


def _state_event(
    those: Sequence[StateChange], by_id: dict[int, Assignment], deciders: Deciders
) -> Event:
    """Tell one deed; supporters that a lead took along are not named beside it."""
    leads = [it for it in those if by_id[it.assignment_id].is_lead] or those
    first = leads[0]
    return Event(
        at=first.at,
        kind=first.step,
        actor_name=first.by.name,
        units=tuple(by_id[it.assignment_id].unit.short_name for it in leads),
        reason=first.reason,
        on_behalf_of=deciders.get((f"assignment:{first.assignment_id}", first.at)),
    )


def _dates(by_id: dict[int, Assignment], deciders: Deciders) -> list[Event]:
    changes = db.session.scalars(
        select(DateChange)
        .where(DateChange.assignment_id.in_(by_id), DateChange.was.is_not(None))
        .options(joinedload(DateChange.by))
        .order_by(DateChange.id.desc())
        .limit(MOST_EVENTS)
    ).all()
    return [
        Event(
            at=it.at,
            kind="extended",
            actor_name=it.by.name,
            units=(by_id[it.assignment_id].unit.short_name,),
            reason=it.reason,
            day=it.now,
            on_behalf_of=deciders.get((f"assignment:{it.assignment_id}", it.at)),
        )
        for it in changes
        if by_id[it.assignment_id].is_lead
    ]


def _percents(by_id: dict[int, Assignment]) -> list[Event]:
    changes = db.session.scalars(
        select(PercentChange)
        .where(PercentChange.assignment_id.in_(by_id))
        .options(joinedload(PercentChange.by))
        .order_by(PercentChange.id.desc())
        .limit(MOST_EVENTS)
    ).all()
    return [
        Event(
            at=it.at,
            kind="percent",
            actor_name=it.by.name,
            units=(by_id[it.assignment_id].unit.short_name,),
            reason=it.reason,
            percent=it.now,
        )
        for it in changes
    ]
