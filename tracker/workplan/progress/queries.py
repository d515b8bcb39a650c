"""What pages ask about progress; every question begins at what the actor may see."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.progress import rules
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.progress.openings.rules import (
    Times,
    asked_period,
    ended_period,
    entry_about,
    is_overtaken,
    open_periods,
)
from tracker.workplan.progress.places import place_of
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    PercentChange,
    Plan,
    PlanPriority,
    Task,
)
from tracker.workplan.tasks.periods import Period
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.signals import Signal, planned_of, signal_of

NO_SUCH_ENTRY = N_("没有这份填报，或者您无权查看。")


@dataclass(frozen=True, slots=True)
class DueRow:
    """An assignment on which its unit reports in a period.

    last: the latest submitted entry about an earlier period; entry: what there is about this
    one (draft, submitted or returned), None when nothing was written yet.
    planned: scheduled progress today, None without a due date. opens_on: the day from which on one is
    asked about the period; due_on: the last day to report in time.
    """

    assignment: Assignment
    period: Period
    opens_on: date
    due_on: date
    last: ProgressEntry | None
    entry: ProgressEntry | None
    signal: Signal | None
    planned: int | None

    @property
    def task(self) -> Task:
        """The task that the assignment belongs to."""
        return self.assignment.task

    @property
    def priority(self) -> PlanPriority:
        """The plan's priority under which the row stands."""
        return self.assignment.task.priority

    @property
    def draft(self) -> ProgressEntry | None:
        """What is written but not reported: a draft, or a returned entry."""
        return self.entry if self.entry is not None and not self.is_submitted else None

    @property
    def is_submitted(self) -> bool:
        """Whether the unit has reported on this period."""
        return self.entry is not None and self.entry.state is EntryState.SUBMITTED

    @property
    def is_filled(self) -> bool:
        """Whether there are words about this period, submitted or not."""
        return self.entry is not None and bool(self.entry.done)

    @property
    def is_writable(self) -> bool:
        """Whether the unit may still write: the work is under way and nothing is submitted."""
        return self.assignment.state is AssignmentState.ACKNOWLEDGED and not self.is_submitted

    @property
    def last_percent(self) -> int:
        """What was reported last time, 0 before the first report."""
        return 0 if self.last is None else self.last.percent


def due_this_period(actor: Actor, unit: Unit, today: date) -> list[DueRow]:
    """Return everything that a unit is asked about, by priority and number.

    That is the present period, or up to its due day the one that has just ended. What waits to be
    verified is still a row when its entry of this period exists.
    """
    return _due(actor, unit, times_on(today), asked_period)


def missed_last_period(actor: Actor, unit: Unit, today: date) -> list[DueRow]:
    """Return what a unit did not report on in the periods that have just ended (补报).

    Rows that a later entry has overtaken are not asked for any more.
    """
    times = times_on(today)

    def missed(it: Assignment, written: Sequence[ProgressEntry], times: Times) -> Period | None:
        ended = ended_period(it.task, times)
        is_open = ended in open_periods(it, times) and times.due_on(ended) < today
        return ended if is_open and not is_overtaken(written, ended.name) else None

    return [row for row in _due(actor, unit, times, missed) if row.is_writable]


def _due(
    actor: Actor,
    unit: Unit,
    times: Times,
    period_for: Callable[[Assignment, Sequence[ProgressEntry], Times], Period | None],
) -> list[DueRow]:
    at_work = (AssignmentState.ACKNOWLEDGED, AssignmentState.REPORTED)
    question = assignments_visible_to(actor).where(
        Assignment.unit_id == unit.id, Assignment.state.in_(at_work)
    )
    assignments = db.session.scalars(
        question.join(Task.priority)
        .join(PlanPriority.plan)
        .options(contains_eager(Assignment.task).contains_eager(Task.priority))
        .order_by(Plan.year, PlanPriority.place, Task.ordinal, Assignment.id)
    ).all()
    entries = _grouped(
        db.session.scalars(
            select(ProgressEntry).where(
                ProgressEntry.assignment_id.in_(question.with_only_columns(Assignment.id))
            )
        ).all()
    )
    day = judging_on(times.today)
    rows = []
    for it in assignments:
        written = entries.get(it.id, [])
        period = period_for(it, written, times)
        if period is None:
            continue
        entry = entry_about(written, period, open_periods(it, times))
        if it.state is AssignmentState.REPORTED and entry is None:
            continue
        rows.append(
            DueRow(
                assignment=it,
                period=period,
                opens_on=times.opens_on(period),
                due_on=times.due_on(period),
                last=rules.last_before(written, period.name),
                entry=entry,
                signal=signal_of(it, it.task.cycle, day),
                planned=planned_of(it, day),
            )
        )
    return rows


def waiting_to_be_signed(actor: Actor, unit: Unit) -> int:
    """Count what a unit has to sign for before it can report on it."""
    question = assignments_visible_to(actor).where(
        Assignment.unit_id == unit.id, Assignment.state == AssignmentState.DISPATCHED
    )
    return db.session.scalar(select(func.count()).select_from(question.subquery())) or 0


def entries_about(actor: Actor, assignment: Assignment) -> Sequence[ProgressEntry]:
    """Return an assignment's entries, the latest period first; drafts are the unit's own affair."""
    own = assignment.unit_id in actor.own_units
    found = db.session.scalars(
        select(ProgressEntry)
        .where(ProgressEntry.assignment_id == assignment.id)
        .options(joinedload(ProgressEntry.drafted_by), joinedload(ProgressEntry.submitted_by))
    ).all()
    shown = [entry for entry in found if own or entry.state is not EntryState.DRAFT]
    return sorted(shown, key=lambda entry: place_of(entry.period), reverse=True)


def entry_named(assignment: Assignment, period: str) -> ProgressEntry:
    """Find a visible assignment's entry about a period."""
    entry = db.session.scalar(
        select(ProgressEntry).where(
            ProgressEntry.assignment_id == assignment.id, ProgressEntry.period == period
        )
    )
    if entry is None:
        raise NotFound(NO_SUCH_ENTRY)
    return entry


def visible_entry(actor: Actor, entry_id: int) -> ProgressEntry:
    """Find one entry, or pretend that it does not exist; a draft exists for its unit alone."""
    entry = db.session.scalar(
        select(ProgressEntry).where(
            ProgressEntry.id == entry_id,
            ProgressEntry.assignment_id.in_(
                assignments_visible_to(actor).with_only_columns(Assignment.id)
            ),
        )
    )
    if entry is None or (
        entry.state is EntryState.DRAFT and entry.assignment.unit_id not in actor.own_units
    ):
        raise NotFound(NO_SUCH_ENTRY)
    return entry


def to_verify(
    actor: Actor, *, unit_id: int | None = None, priority_id: int | None = None
) -> Select[Assignment]:
    """Ask for the assignments whose units say that they are done, the longest waiting first."""
    return (
        assignments_visible_to(actor)
        .where(Assignment.state == AssignmentState.REPORTED, *_narrowed(unit_id, priority_id))
        .options(
            contains_eager(Assignment.task).joinedload(Task.priority),
            contains_eager(Assignment.task).selectinload(Task.assignments),
            joinedload(Assignment.unit),
        )
        .order_by(Assignment.reported_on, Assignment.id)
    )


def submitted_entries(
    actor: Actor, *, unit_id: int | None = None, priority_id: int | None = None
) -> Select[ProgressEntry]:
    """Ask for the submitted entries, the latest first."""
    visible = assignments_visible_to(actor).with_only_columns(Assignment.id)
    to_assignment = joinedload(ProgressEntry.assignment)
    return (
        select(ProgressEntry)
        .join(ProgressEntry.assignment)
        .join(Assignment.task)
        .where(
            ProgressEntry.state == EntryState.SUBMITTED,
            Assignment.id.in_(visible),
            *_narrowed(unit_id, priority_id),
        )
        .options(
            to_assignment.joinedload(Assignment.task).joinedload(Task.priority),
            to_assignment.joinedload(Assignment.task).selectinload(Task.assignments),
            to_assignment.joinedload(Assignment.unit),
            joinedload(ProgressEntry.submitted_by),
        )
        .order_by(ProgressEntry.submitted_at.desc(), ProgressEntry.id.desc())
    )


def priorities() -> Sequence[PlanPriority]:
    """Return the priorities that a list can be narrowed to, the latest plan first."""
    return db.session.scalars(
        select(PlanPriority)
        .join(PlanPriority.plan)
        .options(contains_eager(PlanPriority.plan))
        .order_by(Plan.year.desc(), PlanPriority.place)
    ).all()


def _narrowed(unit_id: int | None, priority_id: int | None) -> list[ColumnElement[bool]]:
    wanted = []
    if unit_id is not None:
        wanted.append(Assignment.unit_id == unit_id)
    if priority_id is not None:
        wanted.append(Task.priority_id == priority_id)
    return wanted


# ── for the later stages: the ids come from a question that began at what the actor may see ──


def entries_of(assignment_ids: Collection[int]) -> dict[int, list[ProgressEntry]]:
    """Return the submitted entries of assignments, each list in the order of its periods."""
    found = db.session.scalars(
        select(ProgressEntry).where(
            ProgressEntry.assignment_id.in_(assignment_ids),
            ProgressEntry.state == EntryState.SUBMITTED,
        )
    ).all()
    return {
        key: sorted(entries, key=lambda entry: place_of(entry.period))
        for key, entries in _grouped(found).items()
    }


def latest_entries(assignment_ids: Collection[int]) -> dict[int, ProgressEntry]:
    """Return the submitted entry about the latest period of each assignment that has one."""
    latest: dict[int, tuple[tuple[int, ...], int]] = {}
    for key, assignment_id, period in db.session.execute(
        select(ProgressEntry.id, ProgressEntry.assignment_id, ProgressEntry.period).where(
            ProgressEntry.assignment_id.in_(assignment_ids),
            ProgressEntry.state == EntryState.SUBMITTED,
        )
    ):
        candidate = (place_of(period), key)
        latest[assignment_id] = max(latest.get(assignment_id, candidate), candidate)
    wanted = [key for _, key in latest.values()]
    found = db.session.scalars(select(ProgressEntry).where(ProgressEntry.id.in_(wanted)))
    return {entry.assignment_id: entry for entry in found}


def percent_series(assignment_ids: Collection[int]) -> dict[int, list[tuple[date, int]]]:
    """Return how the percent of assignments moved: (day, percent from then on), oldest first."""
    series: dict[int, list[tuple[date, int]]] = {}
    for assignment_id, on, percent in db.session.execute(
        select(PercentChange.assignment_id, PercentChange.on, PercentChange.now)
        .where(PercentChange.assignment_id.in_(assignment_ids))
        .order_by(PercentChange.on, PercentChange.id)
    ):
        series.setdefault(assignment_id, []).append((on, percent))
    return series


def _grouped(entries: Sequence[ProgressEntry]) -> dict[int, list[ProgressEntry]]:
    groups: dict[int, list[ProgressEntry]] = {}
    for entry in entries:
        groups.setdefault(entry.assignment_id, []).append(entry)
    return groups
