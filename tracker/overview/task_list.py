"""What the list of tasks asks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Subquery, and_, case, func, select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.foundation.paging import Page
from tracker.overview.filters import (
    DUE,
    SILENT,
    UNDISPATCHED,
    WAITING,
    Filters,
)
from tracker.overview.group_names import SEVERAL, groups_of, month_key
from tracker.overview.list_order import in_order, priority_key, task_sorts
from tracker.overview.listing import (
    NO_KEY,
    Block,
    Expression,
    Listed,
    Listing,
    blocks_of,
    by_mark,
    check_exportable,
    every_row,
    mark_of,
    page_of_rows,
    with_signal,
)
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
)
from tracker.overview.task_terms import task_terms
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.tasks.changing.rules import changed_in_rows
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Mode,
    Task,
)
from tracker.workplan.tasks.queries import assignments_visible_to, tasks_visible_to
from tracker.workplan.tasks.signals import SEVERITY, Judging, Signal
from tracker.workplan.tasks.watching.queries import is_watched

CHUNK = 1000
"""How many tasks a statement may name: databases limit their parameters."""


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as the list shows it; percent and due_on are None until it is dispatched.

    mark: the signal or what stands in its place, None where the state stands for itself.
    closed: how many of the leads are closed; redo_count: the most often sent back of them.
    """

    task: Task
    mark: str | None
    percent: int | None
    due_on: date | None
    lead_units: tuple[str, ...]
    states: tuple[AssignmentState, ...]
    supporters: tuple[str, ...] = ()
    closed: int = 0
    redo_count: int = 0

    @property
    def changeable(self) -> frozenset[str]:
        """What may be changed in its row."""
        return changed_in_rows(self.task, self.states)


TaskList = Listing[TaskLine]


def task_list(actor: Actor, filters: Filters, day: Judging, number: int) -> TaskList:
    """Answer one page of the tasks that the actor may see."""
    table = _standing(actor, filters, day)
    everything = _listed(actor, filters, table, day)
    listed = with_signal(everything, filters.signal)
    groups = groups_of(listed, filters.group)
    found = page_of_rows(listed, groups, number)
    lines = _lines(actor, found.rows, table, day)
    return Listing(
        page=Page(lines, found.number, found.total, found.size),
        by_mark=by_mark(everything),
        blocks=blocks_of(lines, groups, found.first),
    )


def every_task(actor: Actor, filters: Filters, day: Judging) -> list[TaskLine]:
    """Answer all tasks that the filters leave, in the list's order."""
    return [line for block in every_block(actor, filters, day) for line in block.lines]


def every_block(actor: Actor, filters: Filters, day: Judging) -> Sequence[Block[TaskLine]]:
    """Answer all tasks that the filters leave, cut into their groups; refuse too many."""
    table = _standing(actor, filters, day)
    everything = _listed(actor, filters, table, day)
    listed = with_signal(everything, filters.signal)
    check_exportable(listed)
    groups = groups_of(listed, filters.group)
    tasks = every_row(listed, groups)
    lines = [
        line
        for start in range(0, len(tasks), CHUNK)
        for line in _lines(actor, tasks[start : start + CHUNK], table, day)
    ]
    return blocks_of(lines, groups)


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
    question = tasks_visible_to(actor).join(Task.plan).where(*task_terms(filters, day))
    if filters.work is not None:
        question = question.where(tasks_of_work(actor, day, filters.work))
    if filters.watched:
        question = question.where(is_watched(actor))
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


def _mark_case(table: Subquery, day: Judging) -> ColumnElement[str]:
    """Return a task's mark; see SIGNALS."""
    it = table.c
    return case(
        (is_undispatched(day), UNDISPATCHED),
        (it.severity.is_(None), SILENT),
        (and_(it.is_unsigned, it.severity == SEVERITY[Signal.NORMAL]), WAITING),
        *((it.severity == place, signal.value) for signal, place in SEVERITY.items()),
    )


def _listed(actor: Actor, filters: Filters, table: Subquery, day: Judging) -> Listed:
    """Say what the list is made of, whatever the signal."""
    question = _narrowed(actor, filters, table, day)
    sort = filters.sort.removeprefix("-")
    leads, helpers = (_units_of(actor, day, duty) for duty in (Duty.LEAD, Duty.SUPPORT))
    if sort == "units" or filters.group == "unit":
        question = question.outerjoin(leads, leads.c.task_id == Task.id)
    if sort == "supporters":
        question = question.outerjoin(helpers, helpers.c.task_id == Task.id)
    mark, priority = _mark_case(table, day), priority_key(filters, day)
    groups: dict[str, Expression] = {
        "priority": priority,
        "unit": case((leads.c.units > 1, SEVERAL), else_=func.coalesce(leads.c.unit_id, NO_KEY)),
        "leader": func.coalesce(Task.leader_id, NO_KEY),
        "month": month_key(table.c.due_on),
        "signal": mark,
    }
    sorts = task_sorts(priority) | {
        "signal": table.c.severity,
        "units": leads.c.place,
        "percent": table.c.percent,
        "due": table.c.due_on,
        "supporters": helpers.c.place,
        "coordinator": select(Unit.position)
        .where(Unit.id == Task.coordinator_id)
        .scalar_subquery(),
        "mode": in_order(Task.mode, Mode),
        "dispatched": Task.dispatched_on,
        "finished": table.c.closed,
        "redo": table.c.redo_count,
    }
    column = sorts.get(sort, Task.number)
    ordered = column.desc() if filters.sort.startswith("-") else column.asc()
    return Listed(
        question=question,
        mark=mark,
        percent=table.c.percent,
        order=(ordered.nulls_last(), Task.number),
        group=groups.get(filters.group or ""),
        along=(joinedload(Task.priority), joinedload(Task.leader), joinedload(Task.coordinator)),
    )


def _units_of(actor: Actor, day: Judging, duty: Duty) -> Subquery:
    """Return one line for each task with units of that duty: how many, and the first of them."""
    question, it = as_they_stood(assignments_visible_to(actor).where(Assignment.duty == duty), day)
    return (
        question.join(Unit, Unit.id == it.unit_id)
        .with_only_columns(
            it.task_id,
            func.count().label("units"),
            func.min(it.unit_id).label("unit_id"),
            func.min(Unit.position).label("place"),
        )
        .group_by(it.task_id)
        .subquery(f"units_of_{duty.value}")
    )


def _lines(actor: Actor, tasks: Sequence[Task], table: Subquery, day: Judging) -> list[TaskLine]:
    ids = [task.id for task in tasks]
    stood = {
        row.task_id: row
        for row in db.session.execute(select(table).where(table.c.task_id.in_(ids)))
    }
    units: dict[tuple[int, Duty], list[Any]] = {
        (task_id, duty): [] for task_id in ids for duty in Duty
    }
    question, it = as_they_stood(
        assignments_visible_to(actor).where(Assignment.task_id.in_(ids)), day
    )
    for unit in db.session.execute(
        question.join(Unit, Unit.id == it.unit_id)
        .with_only_columns(it.task_id, it.duty, it.state, Unit.short_name)
        .order_by(Unit.position, Unit.id)
    ):
        units[unit.task_id, unit.duty].append(unit)
    lines = []
    for task in tasks:
        row, leads = stood.get(task.id), units[task.id, Duty.LEAD]
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
                supporters=tuple(it.short_name for it in units[task.id, Duty.SUPPORT]),
                closed=row.closed if row else 0,
                redo_count=row.redo_count if row else 0,
            )
        )
    return lines


def _mark_of(row: Row[Any]) -> str | None:
    return mark_of(SIGNAL_OF.get(row.severity), is_unsigned=row.is_unsigned)
