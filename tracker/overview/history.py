"""What befell a task, told from its typed events and the journal, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.journal.models import Entry
from tracker.journal.queries import history_of
from tracker.overview.joined_reports import titles_of_joined
from tracker.people.actor import Actor
from tracker.people.models import Grant, Person, Role
from tracker.workplan.tasks.changing.queries import redated
from tracker.workplan.tasks.decisions.queries import decisions_about
from tracker.workplan.tasks.extensions.models import Extension, ExtensionState
from tracker.workplan.tasks.extensions.queries import extensions_about
from tracker.workplan.tasks.models import (
    Assignment,
    DateChange,
    PercentChange,
    StateChange,
    Task,
)
from tracker.workplan.tasks.queries import sees_whole
from tracker.workplan.tasks.rules import DONE, TRANSITIONS, Mover
from tracker.workplan.tasks.signals import Signal

MOST_EVENTS = 200
"""Of each kind; older ones are left to the journal."""
DECIDED = frozenset(
    {"assignment.extended", "assignment.redated"}
    | {f"assignment.{DONE[step]}" for step, it in TRANSITIONS.items() if it.mover is Mover.LEADER}
)
"""The deeds that a supervisor may record for a leader."""
TASK_DEEDS = {
    "task.registered": "registered",
    "task.edited": "edited",
    "task.changed": "changed",
    "task.change_undone": "change_undone",
    "task.joined": "joined",
    "task.left": "left",
    "task.carried_over": "carried_over",
    "task.brought_back": "brought_back",
}
DATE_KINDS = {None: "extended", False: "redated", True: "redate_undone"}
"""What moved a date: a request that was approved, a change of the task, its being taken back."""
CHANGING = frozenset({"task.changed", "task.change_undone"})
"""Deeds that tell what the task has now."""
NUMBERED = frozenset({"task.carried_over", "task.brought_back"})
"""Deeds that gave the task another number, and tell the former one."""
SIGNALS = {"close": Signal.CLOSED, "extended": Signal.EXTENDED}


@dataclass(frozen=True, slots=True)
class Decided:
    """A leader's decision that a supervisor recorded; older ones tell the leader alone.

    decision_id: to fetch the scan by, where there is one; scan: its name.
    """

    leader: str
    on: date | None = None
    decision_id: int | None = None
    scan: str | None = None


Deciders = dict[tuple[int, datetime], Decided]


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened.

    kind: a step's name, registered, edited, joined, left (a directive of the report that `reason`
    names; empty where the actor may not see that report), carried_over, brought_back (from the number
    that `reason` tells), changed, change_undone (into what `reason` tells), extended, redated and
    redate_undone (a date that a change of the task moved, or moved back), extension_…
    (asked, supported, opposed, refused, late, withdrawn, lapsed), percent, returned (a percent that a
    supervisor set back) or reassigned (a redispatch to another unit, whose reason names both).
    units, unit_ids: whose it was at the time.
    decided: the leader's decision that was recorded. day: the new date; percent: the new one.
    """

    at: datetime
    kind: str
    actor_name: str
    units: tuple[str, ...] = ()
    unit_ids: frozenset[int] = frozenset()
    reason: str = ""
    day: date | None = None
    percent: int | None = None
    decided: Decided | None = None

    @property
    def signal(self) -> Signal | None:
        """The signal that it led to, if any."""
        return SIGNALS.get(self.kind)


def history(actor: Actor, task: Task, assignments: Sequence[Assignment]) -> list[Event]:
    """Return what befell the task and these assignments; the same deed on several is one event.

    Who sees only the own units of a task is not told what another unit did before it came to them.
    """
    by_id = {it.id: it for it in assignments}
    units = None if sees_whole(actor, task) else actor.own_units
    entries = history_of(f"task:{task.id}", limit=MOST_EVENTS)
    deciders = _deciders(actor, list(by_id))
    told = [*_percents(by_id), *_dates(by_id, deciders), *_states(by_id, deciders)]
    told += [it for row in extensions_about(actor, list(by_id)) for it in _asked(row, deciders)]
    events = [event for event in told if units is None or event.unit_ids <= units]
    if units is not None:
        # Its reason names the unit that it came from.
        events = [replace(it, reason="") if it.kind == "reassigned" else it for it in events]
    # Last, so that of deeds at one moment the registration stands below the dispatch.
    deeds = [it for it in entries if it.deed in TASK_DEEDS]
    reports = titles_of_joined(actor, deeds, task)
    events += [
        Event(
            it.at,
            TASK_DEEDS[it.deed],
            it.actor_name,
            reason=_reason_of(it, reports),
        )
        for it in deeds
    ]
    return sorted(events, key=lambda event: event.at, reverse=True)


def _reason_of(it: Entry, reports: Mapping[int, str]) -> str:
    """Return what the journal adds to a deed about the task itself."""
    if it.deed in NUMBERED:
        return str(it.details["was"])
    if it.deed in CHANGING:
        return "；".join(str(said) for said in it.details["now"])
    return reports.get(it.id, "")


def _deciders(actor: Actor, ids: Sequence[int]) -> Deciders:
    """Return what was decided for leaders: before decisions were kept, the journal alone told."""
    entries = history_of(*(f"assignment:{key}" for key in ids), deeds=DECIDED, limit=MOST_EVENTS)
    told = {
        (int(entry.subject.partition(":")[2]), entry.at): Decided(
            str(entry.details["on_behalf_of"])
        )
        for entry in entries
        if "on_behalf_of" in entry.details
    }
    kept = {
        (it.assignment_id, it.recorded_at): Decided(
            it.leader.name, it.decided_on, it.id, it.scan.name if it.scan else None
        )
        for it in decisions_about(actor, ids)
    }
    return told | kept


def _states(by_id: dict[int, Assignment], deciders: Deciders) -> list[Event]:
    changes = db.session.scalars(
        select(StateChange)
        .where(StateChange.assignment_id.in_(by_id))
        .options(joinedload(StateChange.by), joinedload(StateChange.unit))
        .order_by(StateChange.id.desc())
        .limit(MOST_EVENTS)
    ).all()
    moved = _moved(changes)
    together: dict[tuple[datetime, str, int], list[StateChange]] = {}
    for change in reversed(changes):
        together.setdefault((change.at, change.step, change.by_id), []).append(change)
    return [_state_event(those, by_id, deciders, moved) for those in together.values()]


def _moved(changes: Sequence[StateChange]) -> set[int]:
    """Return the changes by which an assignment came to another unit; the latest comes first."""
    units: dict[int, int] = {}
    moved = set()
    for change in reversed(changes):
        if units.get(change.assignment_id, change.unit_id) != change.unit_id:
            moved.add(change.id)
        units[change.assignment_id] = change.unit_id
    return moved


def _state_event(
    those: Sequence[StateChange],
    by_id: dict[int, Assignment],
    deciders: Deciders,
    moved: set[int],
) -> Event:
    """Tell one deed; supporters that a lead took along are not named beside it."""
    leads = [it for it in those if by_id[it.assignment_id].is_lead] or those
    first = leads[0]
    return Event(
        at=first.at,
        kind="reassigned" if first.id in moved else first.step,
        actor_name=first.by.name,
        units=tuple(it.unit.short_name for it in leads),
        unit_ids=frozenset(it.unit_id for it in leads),
        reason=first.reason,
        decided=deciders.get((first.assignment_id, first.at)),
    )


def _dates(by_id: dict[int, Assignment], deciders: Deciders) -> list[Event]:
    changes = db.session.scalars(
        select(DateChange)
        .where(DateChange.assignment_id.in_(by_id), DateChange.was.is_not(None))
        .options(joinedload(DateChange.by), joinedload(DateChange.unit))
        .order_by(DateChange.id.desc())
        .limit(MOST_EVENTS)
    ).all()
    redated_at = redated(list(by_id))
    return [
        Event(
            at=it.at,
            kind=DATE_KINDS[redated_at.get(it.at)],
            actor_name=it.by.name,
            units=(it.unit.short_name,),
            unit_ids=frozenset({it.unit_id}),
            reason=it.reason,
            day=it.now,
            decided=deciders.get((it.assignment_id, it.at)),
        )
        for it in changes
        if by_id[it.assignment_id].is_lead
    ]


def _asked(it: Extension, deciders: Deciders) -> Iterator[Event]:
    """Tell a request for a later date and what was said to it; a date that moved tells itself."""

    def event(kind: str, by: Person, at: datetime, reason: str, day: date | None) -> Event:
        return Event(
            at=at,
            kind=f"extension_{kind}",
            actor_name=by.name,
            units=(it.unit.short_name,),
            unit_ids=frozenset({it.unit_id}),
            reason=reason,
            day=day,
            decided=deciders.get((it.assignment_id, at)),
        )

    yield event("asked", it.asked_by, it.asked_at, it.reason, it.wanted_on)
    if it.proposed_at and it.proposed_by:
        said = "supported" if it.is_supported else "opposed"
        yield event(said, it.proposed_by, it.proposed_at, it.opinion, it.proposed_on)
    if it.ended_at and it.ended_by and (it.is_late or it.state is not ExtensionState.APPROVED):
        end = "late" if it.granted_on else it.state.value
        yield event(end, it.ended_by, it.ended_at, it.answer, it.granted_on)


def _percents(by_id: dict[int, Assignment]) -> list[Event]:
    changes = db.session.scalars(
        select(PercentChange)
        .where(PercentChange.assignment_id.in_(by_id))
        .options(joinedload(PercentChange.by), joinedload(PercentChange.unit))
        .order_by(PercentChange.id.desc())
        .limit(MOST_EVENTS)
    ).all()
    reporters = _reporters(changes)
    return [
        Event(
            at=it.at,
            kind="percent" if (it.by_id, it.unit_id) in reporters else "returned",
            actor_name=it.by.name,
            units=(it.unit.short_name,),
            unit_ids=frozenset({it.unit_id}),
            reason=it.reason,
            percent=it.now,
        )
        for it in changes
    ]


def _reporters(changes: Sequence[PercentChange]) -> set[tuple[int, int]]:
    """Return who ever reported for which unit: a percent by anybody else is one set back."""
    found = db.session.execute(
        select(Grant.person_id, Grant.unit_id).where(
            Grant.person_id.in_({it.by_id for it in changes}),
            Grant.role.in_((Role.HEAD, Role.CONTACT)),
        )
    )
    return {(person_id, unit_id) for person_id, unit_id in found}
