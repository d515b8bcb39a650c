"""Which units are asked about a period on a day.

The worker asks for all units, whose people are then told of what they are cleared for.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Select, case, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.foundation.db import db
from tracker.foundation.labels import Label
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.openings import rules
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.progress.openings.rules import Times
from tracker.workplan.tasks.models import Assignment, AssignmentState, ReportingCycle, Task
from tracker.workplan.tasks.periods import Period
from tracker.workplan.tasks.queries import assignments_visible_to

AT_WORK = AssignmentState.ACKNOWLEDGED


@dataclass(slots=True)
class Asked:
    """What a unit is asked about: the open periods, and how many entries are missing by label."""

    periods: set[Period] = field(default_factory=set)
    missing: dict[Label, int] = field(default_factory=dict)


def open_windows(times: Times) -> set[tuple[int, Period]]:
    """Return the units with work under way of which a period is open, with it; one round trip.

    Of work by milestones there may be one more.
    """
    by_milestone = Task.cycle == ReportingCycle.BY_MILESTONE
    rows = db.session.execute(
        select(Assignment.unit_id, Task.cycle, case((by_milestone, Task.id), else_=0).label("task"))
        .join(Assignment.task)
        .where(Assignment.state == AT_WORK)
        .distinct()
    )
    return {
        (unit_id, window)
        for unit_id, cycle, task_id in rows
        if (window := rules.window_of(cycle, task_id, times)) is not None
    }


def asked_of_units(unit_ids: Collection[int], times: Times) -> dict[int, Asked]:
    """Return what these units have not reported yet of the periods that are open; two round trips."""
    at_work = (Assignment.unit_id.in_(unit_ids), Assignment.state == AT_WORK)
    assignments = db.session.scalars(
        select(Assignment)
        .join(Assignment.task)
        .where(*at_work)
        .options(contains_eager(Assignment.task))
        .order_by(Assignment.id)
    ).all()
    entries = _by_assignment(select(ProgressEntry).join(ProgressEntry.assignment).where(*at_work))
    found: dict[int, Asked] = {}
    for it, period in _unsaid(assignments, entries, times):
        if times.opens_on(period) > times.today:
            continue
        asked = found.setdefault(it.unit_id, Asked())
        asked.periods.add(period)
        asked.missing[it.task.label] = asked.missing.get(it.task.label, 0) + 1
    return found


def _by_assignment(question: Select[ProgressEntry]) -> dict[int, list[ProgressEntry]]:
    entries: dict[int, list[ProgressEntry]] = {}
    for entry in db.session.scalars(question):
        entries.setdefault(entry.assignment_id, []).append(entry)
    return entries


def _unsaid(
    assignments: Collection[Assignment], entries: dict[int, list[ProgressEntry]], times: Times
) -> Iterator[tuple[Assignment, Period]]:
    for it in assignments:
        written = entries.get(it.id, [])
        period = rules.asked_period(it, written, times)
        entry = rules.entry_about(written, period, rules.open_periods(it, times))
        if entry is None or entry.state is not EntryState.SUBMITTED:
            yield it, period


@dataclass(frozen=True, slots=True)
class Ahead:
    """A period about which a unit still has something to say; missing: how many entries."""

    unit: Unit
    period: Period
    due_on: date
    missing: int


def periods_ahead(actor: Actor, today: date) -> list[Ahead]:
    """Return what the actor's own units are to report next, the earliest date first; three round trips."""
    times = times_on(today)
    question = assignments_visible_to(actor).where(
        Assignment.unit_id.in_(actor.own_units), Assignment.state == AT_WORK
    )
    assignments = db.session.scalars(
        question.options(contains_eager(Assignment.task), joinedload(Assignment.unit))
    ).all()
    entries = _by_assignment(
        select(ProgressEntry).where(
            ProgressEntry.assignment_id.in_(question.with_only_columns(Assignment.id))
        )
    )
    counts: dict[tuple[Unit, Period], int] = {}
    for it, period in _unsaid(assignments, entries, times):
        counts[it.unit, period] = counts.get((it.unit, period), 0) + 1
    found = [Ahead(*key, times.due_on(key[1]), count) for key, count in counts.items()]
    return sorted(found, key=lambda it: (it.due_on, it.unit.position, it.period))
