"""My work of heads and contacts: what their units have to do."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.foundation.db import db
from tracker.overview.work_rows import (
    SHOWN,
    Extent,
    Group,
    WorkRow,
    assignment_row,
    dated,
    some,
    with_units,
    worst_first,
)
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.people.queries import units_by_id
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.queries import due_this_period
from tracker.workplan.review.models import AnnualSummary, SummaryState
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    StateChange,
    Task,
)
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Judging, Signal

MOST_OPEN = 400
"""Open assignments of one person that are looked at; the earliest dates first."""


@dataclass(frozen=True, slots=True)
class Filling:
    """How far a unit is with this period's entries.

    opens_on, due_on: from when on it is asked, and by when, the earliest of all that is not reported.
    """

    unit: Unit
    filled: int
    asked: int
    opens_on: date | None = None
    due_on: date | None = None

    @property
    def left(self) -> int:
        """How many are still to be written."""
        return self.asked - self.filled


@dataclass(frozen=True, slots=True)
class UnitWork:
    """What a unit's people have to do, what they wait for, and how far their filling is."""

    groups: list[Group]
    waiting: list[WorkRow]
    filling: list[Filling]


def unit_work(actor: Actor, day: Judging) -> UnitWork:
    """Answer everything about the units that the actor reports for."""
    open_ones = db.session.scalars(
        with_units(_own(actor))
        .where(
            Assignment.state.not_in(
                (AssignmentState.CLOSED, AssignmentState.TERMINATED, AssignmentState.PAUSED)
            )
        )
        .order_by(Assignment.due_on.asc().nulls_last(), Assignment.id)
        .limit(MOST_OPEN)
    ).all()
    redone = _redone(open_ones)
    at_work = [it for it in open_ones if it.state is AssignmentState.ACKNOWLEDGED]
    rows = {it.id: assignment_row(it, day, change=redone.get(it.id)) for it in at_work}
    plain = [row for key, row in rows.items() if key not in redone]
    entries = _entries(actor)
    return UnitWork(
        groups=[
            _group("sign", _to_sign(open_ones, day)),
            _group("redo", worst_first([rows[key] for key in redone])),
            _group("overdue", worst_first([row for row in plain if row.mark == Signal.OVERDUE])),
            _group("returned", _written(entries, EntryState.RETURNED, actor.own_units, day)),
            _group("submit", _written(entries, EntryState.DRAFT, actor.submitting_units, day)),
            _summaries(actor),
            _group("due_soon", [row for row in plain if row.mark == Signal.DUE_SOON], is_now=False),
            _group("lagging", [row for row in plain if row.mark == Signal.LAGGING], is_now=False),
        ],
        waiting=[
            assignment_row(it, day)
            for it in open_ones
            if it.state in (AssignmentState.REPORTED, AssignmentState.DECLINED)
        ],
        filling=_filling(actor, day),
    )


def _own(actor: Actor) -> Select[Assignment]:
    return assignments_visible_to(actor).where(Assignment.unit_id.in_(actor.own_units))


def _group(kind: str, rows: Sequence[WorkRow], *, is_now: bool = True) -> Group:
    year_of = {row.task.id: row.task.plan.year for row in rows if row.task}
    years = set(year_of.values())
    return Group(
        kind,
        is_now,
        rows[:SHOWN],
        len(rows),
        Extent(len(year_of), years.pop() if len(years) == 1 else None),
        frozenset(year_of),
    )


def _to_sign(open_ones: Sequence[Assignment], day: Judging) -> list[WorkRow]:
    rows = [
        dated(it.sign_by, day.today, mark="waiting", assignment=it, task=it.task)
        for it in open_ones
        if it.state is AssignmentState.DISPATCHED
    ]
    return worst_first(rows)


def _redone(open_ones: Sequence[Assignment]) -> dict[int, StateChange]:
    """Return the return of those that came back and were not reported on again."""
    ids = [it.id for it in open_ones if it.redo_count and it.state is AssignmentState.ACKNOWLEDGED]
    latest = (
        select(func.max(StateChange.id))
        .where(StateChange.assignment_id.in_(ids))
        .group_by(StateChange.assignment_id)
    )
    changes = db.session.scalars(
        select(StateChange)
        .where(StateChange.id.in_(latest), StateChange.step == Step.REDO)
        .options(joinedload(StateChange.by))
    ).all()
    return {change.assignment_id: change for change in changes}


def _entries(actor: Actor) -> Sequence[ProgressEntry]:
    """Return what is written and not reported, the oldest first."""
    return db.session.scalars(
        select(ProgressEntry)
        .join(ProgressEntry.assignment)
        .where(
            Assignment.id.in_(_own(actor).with_only_columns(Assignment.id)),
            Assignment.state == AssignmentState.ACKNOWLEDGED,
            ProgressEntry.state.in_((EntryState.DRAFT, EntryState.RETURNED)),
            ProgressEntry.done != "",
        )
        .options(
            contains_eager(ProgressEntry.assignment)
            .joinedload(Assignment.task)
            .joinedload(Task.plan),
            joinedload(ProgressEntry.drafted_by),
        )
        .order_by(ProgressEntry.drafted_at, ProgressEntry.id)
        .limit(MOST_OPEN)
    ).all()


def _written(
    entries: Sequence[ProgressEntry], state: EntryState, units: frozenset[int], day: Judging
) -> list[WorkRow]:
    return [
        assignment_row(entry.assignment, day, entry=entry)
        for entry in entries
        if entry.state is state and entry.assignment.unit_id in units
    ]


def _summaries(actor: Actor) -> Group:
    """Return the summaries that the units have begun, or got back."""
    found, total = some(
        select(AnnualSummary)
        .where(
            AnnualSummary.unit_id.in_(actor.own_units),
            AnnualSummary.state.in_((SummaryState.DRAFT, SummaryState.RETURNED)),
        )
        .options(joinedload(AnnualSummary.plan), joinedload(AnnualSummary.unit))
        .order_by(AnnualSummary.id)
    )
    return Group("summary", is_now=True, rows=[WorkRow(summary=it) for it in found], total=total)


def _filling(actor: Actor, day: Judging) -> list[Filling]:
    """Return how far each unit is with its grid of the present periods, as the grid counts."""
    fillings = []
    for unit in sorted(units_by_id(actor.own_units).values(), key=lambda it: it.position):
        rows = due_this_period(actor, unit, day.today)
        if rows:
            left = [row for row in rows if not row.is_submitted]
            fillings.append(
                Filling(
                    unit,
                    sum(row.is_filled for row in rows),
                    len(rows),
                    opens_on=min((row.opens_on for row in left), default=None),
                    due_on=min((row.due_on for row in left), default=None),
                )
            )
    return fillings
