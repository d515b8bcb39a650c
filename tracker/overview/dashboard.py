"""What the leaders' dashboard asks."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, select

from tracker.foundation.db import db
from tracker.overview.attention import Concern, concerns
from tracker.overview.standing import (
    SIGNAL_OF,
    STILL_SILENT,
    TIMELINESS_OF,
    Timeliness,
    as_they_stood,
    judged,
    leads_visible_to,
    overdue_case,
    overdue_days,
    standing,
    was_there,
)
from tracker.overview.trend import Course, courses
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitKind
from tracker.workplan.tasks.carrying_over.membership import in_plan, priority_in
from tracker.workplan.tasks.models import Assignment, AssignmentState, Plan, PlanPriority, Task
from tracker.workplan.tasks.queries import tasks_visible_to
from tracker.workplan.tasks.signals import SEVERITY, Judging, Signal, signal_case

PLACES = (UnitKind.COUNTY, UnitKind.ZONE)
DEPARTMENTS = (UnitKind.OFFICE, UnitKind.DEPARTMENT)
SHOWN_TASKS = 8
HEAT_STEPS = (-5, 0, 5, 15)
"""Points ahead of schedule from which a cell is one shade darker."""
WARNED = (Signal.DUE_SOON, Signal.LAGGING)


@dataclass(frozen=True, slots=True)
class Tally:
    """How many there are, by signal and by what became of the dates that have come."""

    signals: Counter[Signal | None]
    times: Counter[Timeliness | None]

    @property
    def total(self) -> int:
        """All of them."""
        return self.signals.total()

    @property
    def closed(self) -> int:
        """The closed ones."""
        return self.signals[Signal.CLOSED]

    @property
    def warned(self) -> int:
        """Those due soon or lagging."""
        return sum(self.signals[signal] for signal in WARNED)

    @property
    def due(self) -> int:
        """Those whose original date has passed."""
        return sum(self.times[timeliness] for timeliness in Timeliness)

    def rate(self, *kept: Timeliness) -> float | None:
        """Return the share of the due ones that were kept, in percent; None while none is due."""
        return sum(self.times[it] for it in kept) * 100 / self.due if self.due else None

    @property
    def on_time_rate(self) -> float | None:
        """On time by the original date."""
        return self.rate(Timeliness.ON_TIME)

    @property
    def kept_rate(self) -> float | None:
        """On time, approved extensions counted in."""
        return self.rate(Timeliness.ON_TIME, Timeliness.EXTENDED)


@dataclass(frozen=True, slots=True)
class PriorityPart:
    """A priority's small multiple."""

    priority: PlanPriority
    tally: Tally
    course: Course | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A unit's leads in a priority; heat: 1 to 5 by how far ahead of schedule they are.

    percent: the average of those signed for; None while nothing is.
    """

    percent: int | None
    signal: Signal | None
    heat: int
    leads: int


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A unit's line; None where it leads nothing."""

    unit: Unit
    cells: Sequence[Cell | None]
    percent: int | None


@dataclass(frozen=True, slots=True)
class DueTask:
    """A task of the overdue or due-soon list, with the units that it is about.

    late: the days of the one that is overdue longest; is_waiting: all have reported and wait for
    the supervisor, so that their days do not grow.
    """

    task: Task
    units: tuple[str, ...]
    original_due_on: date
    due_on: date
    late: int
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Everything on the page; tasks are counted in 项, assignments (leads alone) in 件."""

    plan: Plan
    tasks: Tally
    assignments: Tally
    warned_units: int
    parts: Sequence[PriorityPart]
    matrix: Sequence[MatrixRow]
    course: Course
    overdue: Sequence[DueTask]
    due_soon: Sequence[DueTask]
    concerns: Sequence[Concern]


def dashboard(
    actor: Actor,
    plan: Plan,
    day: Judging,
    *,
    units: Collection[int] | None = None,
    kinds: Sequence[UnitKind] = PLACES,
) -> Dashboard:
    """Answer the whole dashboard of a plan; of these units' leads alone, where they are named."""
    leads = leads_visible_to(actor, units).where(in_plan(plan.id, then=day.then))
    lines = judged(leads, day, plan.id)
    priorities = db.session.scalars(
        select(PlanPriority).where(PlanPriority.plan_id == plan.id).order_by(PlanPriority.place)
    ).all()
    by_priority = _tallies(actor, plan, lines, day, is_scoped=units is not None)
    whole, parts = courses(leads, plan, day)
    assignments, warned_units = _assignments(lines)
    return Dashboard(
        plan=plan,
        tasks=_sum(by_priority.values()),
        assignments=assignments,
        warned_units=warned_units,
        parts=[
            PriorityPart(it, by_priority.get(it.id, _sum(())), parts.get(it.id))
            for it in priorities
        ],
        matrix=_matrix(lines, priorities, kinds, units),
        course=whole,
        overdue=_due_tasks(leads, day, Signal.OVERDUE),
        due_soon=_due_tasks(leads, day, Signal.DUE_SOON),
        concerns=() if day.is_past else concerns(leads, day),
    )


def charged_tasks(actor: Actor, plan: Plan) -> int:
    """Count the tasks of the units in the actor's charge."""
    mine = leads_visible_to(actor, actor.charge).where(in_plan(plan.id))
    return db.session.scalar(mine.with_only_columns(func.count(Assignment.task_id.distinct()))) or 0


def _sum(tallies: Collection[Tally]) -> Tally:
    signals: Counter[Signal | None] = Counter()
    times: Counter[Timeliness | None] = Counter()
    for tally in tallies:
        signals.update(tally.signals)
        times.update(tally.times)
    return Tally(signals, times)


def _tallies(
    actor: Actor, plan: Plan, lines: Subquery, day: Judging, *, is_scoped: bool
) -> dict[int, Tally]:
    """Count the plan's tasks by priority; undispatched ones belong to no unit's scope."""
    table, priority = standing(lines), priority_in(plan.id, then=day.then)
    counted = (
        tasks_visible_to(actor)
        .where(in_plan(plan.id, then=day.then), was_there(day))
        .join(table, table.c.task_id == Task.id, isouter=not is_scoped)
        .with_only_columns(priority, table.c.severity, table.c.timeliness, func.count())
        .group_by(priority, table.c.severity, table.c.timeliness)
    )
    found: dict[int, Tally] = {}
    for priority_id, severity, timeliness, count in db.session.execute(counted):
        tally = found.setdefault(priority_id, Tally(Counter(), Counter()))
        tally.signals[SIGNAL_OF.get(severity)] += count
        tally.times[TIMELINESS_OF.get(timeliness)] += count
    return found


def _assignments(lines: Subquery) -> tuple[Tally, int]:
    it = lines.c
    tally = Tally(Counter(), Counter())
    for severity, timeliness, count in db.session.execute(
        select(it.severity, it.timeliness, func.count()).group_by(it.severity, it.timeliness)
    ):
        tally.signals[SIGNAL_OF.get(severity)] += count
        tally.times[TIMELINESS_OF.get(timeliness)] += count
    warned = [SEVERITY[signal] for signal in WARNED]
    units = db.session.scalar(
        select(func.count(it.unit_id.distinct())).where(it.severity.in_(warned))
    )
    return tally, units or 0


def _matrix(
    lines: Subquery,
    priorities: Sequence[PlanPriority],
    kinds: Sequence[UnitKind],
    only: Collection[int] | None,
) -> list[MatrixRow]:
    it = lines.c
    # A unit that was closed keeps its line in a year in which it had work.
    had_work = Unit.id.in_(select(it.unit_id).where(it.state != AssignmentState.TERMINATED))
    asked = select(Unit).where(Unit.kind.in_(kinds), Unit.closed_on.is_(None) | had_work)
    if only is not None:
        asked = asked.where(Unit.id.in_(only))
    units = db.session.scalars(asked.order_by(Unit.position, Unit.id)).all()
    is_signed = it.state != AssignmentState.DISPATCHED
    dated = and_(is_signed, it.planned.is_not(None))
    sums = db.session.execute(
        select(
            it.unit_id,
            it.priority_id,
            func.count().label("leads"),
            func.sum(case((is_signed, 1), else_=0)).label("signed"),
            func.sum(case((is_signed, it.percent), else_=0)).label("percent"),
            func.sum(case((dated, it.percent - it.planned), else_=0)).label("ahead"),
            func.sum(case((dated, 1), else_=0)).label("dated"),
            func.max(it.severity).label("severity"),
            func.sum(case((it.state.in_(STILL_SILENT), 1), else_=0)).label("waiting"),
        )
        .where(
            it.unit_id.in_([unit.id for unit in units]),
            it.state != AssignmentState.TERMINATED,
        )
        .group_by(it.unit_id, it.priority_id)
    ).all()
    by_place = {(row.unit_id, row.priority_id): row for row in sums}
    rows = []
    for unit in units:
        places = [by_place.get((unit.id, priority.id)) for priority in priorities]
        signed = sum(row.signed for row in places if row)
        percent = sum(row.percent for row in places if row) // signed if signed else None
        rows.append(MatrixRow(unit, [_cell(row) for row in places], percent))
    return rows


def _cell(row: object) -> Cell | None:
    if row is None:
        return None
    it: Any = row
    signal = SIGNAL_OF.get(it.severity)
    if signal is Signal.CLOSED and it.waiting:
        signal = None
    ahead = it.ahead / it.dated if it.dated else 0
    return Cell(
        percent=it.percent // it.signed if it.signed else None,
        signal=signal,
        heat=1 + sum(ahead >= step for step in HEAT_STEPS),
        leads=it.leads,
    )


def _due_tasks(leads: Select[Assignment], day: Judging, signal: Signal) -> list[DueTask]:
    """Return the first tasks with such leads: the longest overdue, or the earliest date, first."""
    question, it = as_they_stood(leads, day)
    rank = -func.max(overdue_case(day.today, it))
    such = question.where(signal_case(day, it) == signal.value)
    first = (
        such.with_only_columns(it.task_id.label("task_id"), rank.label("rank"))
        .group_by(it.task_id)
        .order_by(rank, it.task_id)
        .limit(SHOWN_TASKS)
        .subquery("first")
    )
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(
        such.with_only_columns(Task, Unit.short_name, it.due_on, it.original_due_on, it.reported_on)
        .join(first, first.c.task_id == it.task_id)
        .join(Unit, Unit.id == it.unit_id)
        .order_by(first.c.rank, it.task_id, Unit.position)
    ):
        found.setdefault(row.Task.id, []).append(row)
    return [
        DueTask(
            task=those[0].Task,
            units=tuple(row.short_name for row in those),
            original_due_on=min(row.original_due_on for row in those),
            due_on=min(row.due_on for row in those),
            late=max(overdue_days(row, day.today) for row in those),
            is_waiting=all(row.reported_on is not None for row in those),
        )
        for those in found.values()
    ]
