"""What the task list asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.foundation.paging import Page, page_of
from tracker.overview.filters import DUE, SIGNALS, SILENT, UNDISPATCHED, WAITING, Filters
from tracker.overview.my_work import tasks_of_work
from tracker.overview.standing import (
    PLACE_OF,
    SIGNAL_OF,
    Timeliness,
    as_they_stood,
    is_undispatched,
    judged,
    leads_involving,
    leads_visible_to,
    standing,
    was_there,
)
from tracker.people.actor import Actor
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.carrying_over.membership import in_year, under_priority
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Plan,
    PlanPriority,
    Task,
)
from tracker.workplan.tasks.queries import assignments_visible_to, tasks_visible_to
from tracker.workplan.tasks.signals import SEVERITY, Judging, Signal

CHUNK = 1000
"""How many tasks a statement may name: databases limit their parameters."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the list shows it; percent and due_on are None until it is dispatched.

    mark: the signal or what stands in its place, None where the state stands for itself.
    """

    task: Task
    mark: str | None
    percent: int | None
    due_on: date | None
    lead_units: tuple[str, ...]
    states: tuple[AssignmentState, ...]


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters can be set to."""

    years: Sequence[int]
    priorities: Sequence[PlanPriority]
    units: Sequence[Unit]
    leaders: Sequence[Person]


@dataclass(frozen=True, slots=True)
class TaskList:
    """A page of the list, and how many tasks have each mark."""

    page: Page[TaskLine]
    by_mark: dict[str, int]

    @property
    def total(self) -> int:
        """How many there are whatever their signal."""
        return sum(self.by_mark.values())

    def counted(self, key: str) -> int:
        """How many there are with one of the marks behind a filter's key."""
        return sum(self.by_mark.get(mark, 0) for mark in SIGNALS[key])


def task_list(actor: Actor, filters: Filters, day: Judging, number: int) -> TaskList:
    """Answer one page of the tasks that the actor may see."""
    table = _standing(actor, filters, day)
    narrowed = _narrowed(actor, filters, table, day)
    marked = (
        narrowed.with_only_columns(_mark_case(table, day).label("mark")).order_by(None).subquery()
    )
    counts = db.session.execute(select(marked.c.mark, func.count()).group_by(marked.c.mark))
    found = page_of(
        _ordered(_with_signal(narrowed, filters, table, day), filters.sort, table).options(
            joinedload(Task.priority), joinedload(Task.leader)
        ),
        number,
    )
    return TaskList(
        page=Page(_lines(actor, found.rows, table, day), found.number, found.total, found.size),
        by_mark={row.mark: row[1] for row in counts},
    )


def every_task(actor: Actor, filters: Filters, day: Judging) -> list[TaskLine]:
    """Answer all tasks that the filters leave, in the list's order."""
    table = _standing(actor, filters, day)
    narrowed = _with_signal(_narrowed(actor, filters, table, day), filters, table, day)
    tasks = db.session.scalars(
        _ordered(narrowed, filters.sort, table).options(
            joinedload(Task.priority), joinedload(Task.leader)
        )
    ).all()
    return [
        line
        for start in range(0, len(tasks), CHUNK)
        for line in _lines(actor, tasks[start : start + CHUNK], table, day)
    ]


def choices(actor: Actor, year: int | None) -> Choices:
    """Return what the filters offer: of units and leaders, those with a task to be seen."""
    visible = tasks_visible_to(actor).with_only_columns(Task.leader_id)
    units = assignments_visible_to(actor).with_only_columns(Assignment.unit_id)
    return Choices(
        years=years(),
        priorities=priorities(year),
        units=db.session.scalars(
            select(Unit).where(Unit.id.in_(units)).order_by(Unit.position, Unit.id)
        ).all(),
        leaders=db.session.scalars(
            select(Person).where(Person.id.in_(visible)).order_by(Person.id)
        ).all(),
    )


def years() -> Sequence[int]:
    """Return the years that have a plan, the latest first."""
    return db.session.scalars(select(Plan.year).order_by(Plan.year.desc())).all()


def priorities(year: int | None) -> Sequence[PlanPriority]:
    """Return the priorities of a year's plan, in its order."""
    return db.session.scalars(
        select(PlanPriority).join(Plan).where(Plan.year == year).order_by(PlanPriority.place)
    ).all()


def _standing(actor: Actor, filters: Filters, day: Judging) -> Subquery:
    leads = leads_visible_to(actor, actor.charge if filters.charge else None)
    if filters.unit is not None:
        own = leads_visible_to(actor, (filters.unit,))
        leads = own if filters.lead or filters.charge else leads_involving(actor, filters.unit)
        if filters.charge:
            leads = leads.where(Assignment.unit_id.in_(actor.charge))
    if filters.state in set(AssignmentState) - {AssignmentState.CLOSED}:
        # A supporter that declined waits for another too, and no lead's state tells of it.
        alike = leads
        if filters.state == AssignmentState.DECLINED and filters.unit is None:
            alike = assignments_visible_to(actor)
            if filters.charge:
                alike = alike.where(Assignment.unit_id.in_(actor.charge))
        question, it = as_they_stood(alike, day)
        matching = question.with_only_columns(it.task_id).where(
            it.state == AssignmentState(filters.state)
        )
        leads = leads.where(Assignment.task_id.in_(matching))
    return standing(judged(leads, day))


def _narrowed(actor: Actor, filters: Filters, table: Subquery, day: Judging) -> Select[Task]:
    """Apply every filter but the signal's."""
    question = tasks_visible_to(actor).join(Task.plan).where(*_plain_terms(filters, day))
    if filters.work is not None:
        question = question.where(tasks_of_work(actor, day, filters.work))
    question = question.join(
        table, table.c.task_id == Task.id, isouter=not _needs_standing(filters)
    )
    if filters.state == AssignmentState.CLOSED:
        question = question.where(table.c.severity == SEVERITY[Signal.CLOSED])
    if filters.time is not None:
        wanted = (
            table.c.timeliness.is_not(None)
            if filters.time == DUE
            else table.c.timeliness == PLACE_OF[Timeliness(filters.time)]
        )
        question = question.where(wanted)
    return question


def _needs_standing(filters: Filters) -> bool:
    is_state = filters.state is not None and filters.state != UNDISPATCHED
    return is_state or filters.unit is not None or filters.charge or filters.time is not None


def _plain_terms(filters: Filters, day: Judging) -> list[ColumnElement[bool]]:
    terms = [was_there(day)]
    if filters.year is not None:
        terms.append(in_year(filters.year))
    if filters.priority is not None:
        terms.append(under_priority(filters.priority))
    if filters.leader is not None:
        terms.append(Task.leader_id == filters.leader)
    if filters.key:
        terms.append(Task.is_key.is_(True))
    if filters.state == UNDISPATCHED:
        terms.append(is_undispatched(day))
    if filters.q:
        terms.append(
            or_(
                Task.title.icontains(filters.q, autoescape=True),
                Task.number.icontains(filters.q, autoescape=True),
            )
        )
    return terms


def _mark_case(table: Subquery, day: Judging) -> ColumnElement[str]:
    """Return a task's mark; see SIGNALS."""
    it = table.c
    return case(
        (is_undispatched(day), UNDISPATCHED),
        (it.severity.is_(None), SILENT),
        (and_(it.is_unsigned, it.severity == SEVERITY[Signal.NORMAL]), WAITING),
        *((it.severity == place, signal.value) for signal, place in SEVERITY.items()),
    )


def _with_signal(
    question: Select[Task], filters: Filters, table: Subquery, day: Judging
) -> Select[Task]:
    if filters.signal is None:
        return question
    return question.where(_mark_case(table, day).in_(SIGNALS[filters.signal]))


def _ordered(question: Select[Task], sort: str, table: Subquery) -> Select[Task]:
    columns: dict[str, Any] = {
        "number": Task.number,
        "due": table.c.due_on,
        "percent": table.c.percent,
        "signal": table.c.severity,
    }
    column = columns[sort.removeprefix("-")]
    ordered = column.desc() if sort.startswith("-") else column.asc()
    return question.order_by(ordered.nulls_last(), Task.number)


def _lines(actor: Actor, tasks: Sequence[Task], table: Subquery, day: Judging) -> list[TaskLine]:
    ids = [task.id for task in tasks]
    stood = {
        row.task_id: row
        for row in db.session.execute(select(table).where(table.c.task_id.in_(ids)))
    }
    units: dict[int, list[Any]] = {task_id: [] for task_id in ids}
    question, it = as_they_stood(
        assignments_visible_to(actor).where(
            Assignment.task_id.in_(ids), Assignment.duty == Duty.LEAD
        ),
        day,
    )
    for lead in db.session.execute(
        question.join(Unit, Unit.id == it.unit_id)
        .with_only_columns(it.task_id, it.state, Unit.short_name)
        .order_by(Unit.position, Unit.id)
    ):
        units[lead.task_id].append(lead)
    lines = []
    for task in tasks:
        row, leads = stood.get(task.id), units[task.id]
        lines.append(
            TaskLine(
                task=task,
                mark=_mark_of(row) if row else None,
                percent=row.percent if row else None,
                due_on=row.due_on if row else None,
                lead_units=tuple(lead.short_name for lead in leads),
                states=tuple(
                    sorted({lead.state for lead in leads}, key=list(AssignmentState).index)
                ),
            )
        )
    return lines


def _mark_of(row: Row[Any]) -> str | None:
    signal = SIGNAL_OF.get(row.severity)
    return WAITING if signal is Signal.NORMAL and row.is_unsigned else signal
