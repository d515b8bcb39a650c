"""The fan-out matrix: one task that each unit answers for, and how its units stand side by side."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.overview.filters import WAITING
from tracker.overview.listing import mark_of
from tracker.overview.standing import overdue_days
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.progress.openings.rules import due_period
from tracker.workplan.progress.places import place_of
from tracker.workplan.progress.queries import latest_entries
from tracker.workplan.tasks.chases.models import Chase, ChaseItem
from tracker.workplan.tasks.chases.queries import chases_visible_to
from tracker.workplan.tasks.chases.rules import is_chaseable, may_chase
from tracker.workplan.tasks.indicators.models import Indicator
from tracker.workplan.tasks.indicators.queries import indicators_of
from tracker.workplan.tasks.milestones.models import Milestone, MilestoneReached
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Mode,
    ReportingCycle,
    Task,
)
from tracker.workplan.tasks.queries import (
    NO_TASK,
    assignments_visible_to,
    sees_whole,
    tasks_visible_to,
    visible_task,
)
from tracker.workplan.tasks.signals import SEVERITY, Judging, Signal, planned_of, signal_of

NO_MATRIX = N_("只有分别承办的任务才有各单位对照。")
NOT_COUNTED = (
    AssignmentState.DISPATCHED,
    AssignmentState.DECLINED,
    AssignmentState.TERMINATED,
)
"""States in which a unit does not work on its share (yet): no part of the mean."""


class Show(StrEnum):
    """Which of the units are shown; behind: slower than the schedule; missed: no entry of last period."""

    ALL = "all"
    OVERDUE = "overdue"
    WARNED = "warned"
    BEHIND = "behind"
    MISSED = "missed"
    UNSIGNED = "unsigned"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Chased:
    """How often a unit was chased about its share, and on which day last."""

    times: int
    last_on: date


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's line.

    entry: about the latest period that it reported on; missed: it said nothing about the last ended
    period; reached: milestones that it has come past; may_chase: by whom the page is shown to.
    """

    assignment: Assignment
    signal: Signal | None
    planned: int | None
    late: int
    entry: ProgressEntry | None
    missed: bool
    chased: Chased | None
    reached: int
    may_chase: bool

    @property
    def unit(self) -> Unit:
        """Whose line it is."""
        return self.assignment.unit

    @property
    def mark(self) -> str | None:
        """What stands in the signal's place: WAITING while nobody has signed; None is silent."""
        is_unsigned = self.assignment.state is AssignmentState.DISPATCHED
        return mark_of(self.signal, is_unsigned=is_unsigned)

    @property
    def gap(self) -> int | None:
        """Points before the schedule, or behind it; None where there is no schedule."""
        return None if self.planned is None else self.assignment.percent - self.planned

    @property
    def is_behind(self) -> bool:
        """Whether it is at work, and slower than the schedule."""
        at_work = self.assignment.state is AssignmentState.ACKNOWLEDGED
        return at_work and self.gap is not None and self.gap < 0

    @property
    def counts(self) -> bool:
        """Whether its percent is part of the mean."""
        return self.assignment.state not in NOT_COUNTED

    @property
    def reported_on(self) -> date | None:
        """The day in China on which it last reported."""
        at = self.entry.submitted_at if self.entry else None
        return None if at is None else local_date(at)


@dataclass(frozen=True, slots=True)
class Totals:
    """What lines add up to; percent, planned: means of those that count, rounded down."""

    units: int
    counted: int
    percent: int | None
    planned: int | None
    closed: int
    overdue: int
    warned: int
    missed: int
    chases: int


@dataclass(frozen=True)
class FanOut:
    """The matrix; lines: those that are shown, in the order asked for; milestones: how many there are."""

    task: Task
    everything: Sequence[UnitLine]
    lines: Sequence[UnitLine]
    indicators: Sequence[Indicator]
    milestones: int
    today: date

    @cached_property
    def totals(self) -> Totals:
        """What the lines shown add up to."""
        return totals_of(self.lines)

    def counted(self, show: Show) -> int:
        """How many units a filter leaves."""
        return sum(map(SHOWN[show], self.everything))


SHOWN: Mapping[Show, Callable[[UnitLine], bool]] = {
    Show.ALL: lambda _: True,
    Show.OVERDUE: lambda it: it.signal is Signal.OVERDUE,
    Show.WARNED: lambda it: it.signal in (Signal.DUE_SOON, Signal.LAGGING),
    Show.BEHIND: lambda it: it.is_behind,
    Show.MISSED: lambda it: it.missed,
    Show.UNSIGNED: lambda it: it.mark == WAITING,
    Show.CLOSED: lambda it: it.signal is Signal.CLOSED,
}

Rank = int | date | None
SORTS: Mapping[str, Callable[[UnitLine], Rank]] = {
    "unit": lambda it: it.unit.position,
    "signal": lambda it: None if it.signal is None else SEVERITY[it.signal],
    "percent": lambda it: it.assignment.percent,
    "gap": lambda it: it.gap,
    "milestones": lambda it: it.reached,
    "due": lambda it: it.assignment.due_on,
    "reported": lambda it: it.reported_on,
    "chased": lambda it: it.chased.times if it.chased else 0,
}
OFFICIAL = "unit"


def fan_out(
    actor: Actor,
    task_id: int,
    day: Judging,
    *,
    show: Show = Show.ALL,
    sort: str = OFFICIAL,
    only: Collection[int] = (),
) -> FanOut:
    """Answer the matrix of a task to those who see all of its units, or pretend there is none.

    only: the assignments that were picked, where any were.
    """
    task = _shared_out(actor, task_id)
    leads = db.session.scalars(
        assignments_visible_to(actor)
        .where(Assignment.task_id == task_id, Assignment.duty == Duty.LEAD)
        .join(Assignment.unit)
        .options(joinedload(Assignment.unit))
        .order_by(Unit.position, Unit.id)
    ).all()
    ids = [it.id for it in leads]
    entries, chased, reached = latest_entries(ids), _chased(actor, ids), _reached(ids)
    lines = []
    for it in leads:
        signal, entry = signal_of(it, task.cycle, day), entries.get(it.id)
        lines.append(
            UnitLine(
                assignment=it,
                signal=signal,
                planned=planned_of(it, day),
                late=overdue_days(it, day.today) if signal is Signal.OVERDUE else 0,
                entry=entry,
                missed=_has_missed(it, task, entry, day),
                chased=chased.get(it.id),
                reached=reached.get(it.id, 0),
                may_chase=is_chaseable(it) and may_chase(actor, it.unit_id),
            )
        )
    shown = [it for it in lines if SHOWN[show](it) and (not only or it.assignment.id in only)]
    return FanOut(
        task=task,
        everything=lines,
        lines=in_order(shown, sort),
        indicators=indicators_of(actor, task),
        milestones=len(day.milestones.get(task_id, ())),
        today=day.today,
    )


def has_matrix(actor: Actor, task: Task) -> bool:
    """Whether a task that the actor sees has a matrix, and the actor sees all of its units."""
    return task.mode is Mode.EACH and sees_whole(actor, task)


def in_order(lines: Sequence[UnitLine], sort: str) -> list[UnitLine]:
    """Sort lines that stand in official order, downwards behind a minus; what has no value is last."""
    value = SORTS[sort.removeprefix("-")]
    ranked = [(value(it), it) for it in lines]
    known = [(rank, it) for rank, it in ranked if rank is not None]
    known.sort(key=lambda pair: pair[0], reverse=sort.startswith("-"))
    return [it for _, it in known] + [it for rank, it in ranked if rank is None]


def totals_of(lines: Sequence[UnitLine]) -> Totals:
    """Add lines up."""
    at_work = [it for it in lines if it.counts]
    planned = [it.planned for it in at_work if it.planned is not None]
    return Totals(
        units=len(lines),
        counted=len(at_work),
        percent=_mean([it.assignment.percent for it in at_work]),
        planned=_mean(planned),
        closed=sum(map(SHOWN[Show.CLOSED], lines)),
        overdue=sum(map(SHOWN[Show.OVERDUE], lines)),
        warned=sum(map(SHOWN[Show.WARNED], lines)),
        missed=sum(it.missed for it in lines),
        chases=sum(it.chased.times for it in lines if it.chased),
    )


def _mean(figures: Sequence[int]) -> int | None:
    return sum(figures) // len(figures) if figures else None


def _shared_out(actor: Actor, task_id: int) -> Task:
    task = visible_task(actor, task_id)
    if not has_matrix(actor, task):
        # Who sees their own part alone is not told that there are others.
        raise NotFound(NO_MATRIX if actor.sees_all else NO_TASK)
    return db.session.scalars(
        tasks_visible_to(actor)
        .where(Task.id == task_id)
        .options(joinedload(Task.plan), joinedload(Task.priority), joinedload(Task.coordinator))
        .execution_options(populate_existing=True)
    ).one()


def _has_missed(it: Assignment, task: Task, entry: ProgressEntry | None, day: Judging) -> bool:
    """Whether a unit that worked through the last period past its due day has said nothing since."""
    if task.cycle is ReportingCycle.ONCE or it.state is not AssignmentState.ACKNOWLEDGED:
        return False
    ended = due_period(task.cycle, times_on(day.today), day.milestones.get(task.id, ()))
    if it.acknowledged_on is None or it.acknowledged_on > ended.ends_on:
        return False
    return entry is None or place_of(entry.period) < place_of(ended.name)


def _chased(actor: Actor, ids: Collection[int]) -> dict[int, Chased]:
    rows = db.session.execute(
        chases_visible_to(actor)
        .join(ChaseItem, ChaseItem.chase_id == Chase.id)
        .where(ChaseItem.assignment_id.in_(ids), Chase.withdrawn_at.is_(None))
        .with_only_columns(ChaseItem.assignment_id, func.count(), func.max(Chase.sent_on))
        .group_by(ChaseItem.assignment_id)
    )
    return {key: Chased(times, last_on) for key, times, last_on in rows}


def _reached(ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        select(MilestoneReached.assignment_id, func.count())
        .join(Milestone, Milestone.id == MilestoneReached.milestone_id)
        .where(MilestoneReached.assignment_id.in_(ids))
        .group_by(MilestoneReached.assignment_id)
    )
    return dict(rows.all())
