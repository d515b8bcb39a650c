"""What the list of assignments asks: one line for each unit of a task, with its own clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, literal
from sqlalchemy.orm import contains_eager, joinedload

from tracker.foundation.paging import Page
from tracker.overview.filters import DUE, SILENT, SUPPORTING, WAITING, Filters
from tracker.overview.group_names import groups_of, month_key
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
    page_of_rows,
    with_signal,
)
from tracker.overview.standing import (
    PLACE_OF,
    Timeliness,
    overdue_case,
    overdue_days,
    timeliness_case,
)
from tracker.overview.task_terms import task_terms
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Task
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.signals import SEVERITY, Judging, Signal, severity_case, signal_of
from tracker.workplan.tasks.watching.queries import is_work_watched

S = AssignmentState
PLACES: dict[str, int] = {
    signal.value: place for signal, place in SEVERITY.items()
} | dict.fromkeys((WAITING, SUPPORTING), SEVERITY[Signal.NORMAL])
"""By which marks are sorted: whoever helps is as calm as what is in time."""


@dataclass(frozen=True, slots=True)
class AssignmentLine:
    """An assignment as the list shows it; late: calendar days over the date, 0 when it is not.

    mark: the signal or what stands in its place, None where the state stands for itself.
    """

    assignment: Assignment
    mark: str | None
    late: int

    @property
    def task(self) -> Task:
        """The task that it is part of."""
        return self.assignment.task


AssignmentList = Listing[AssignmentLine]


def assignment_list(actor: Actor, filters: Filters, day: Judging, number: int) -> AssignmentList:
    """Answer one page of the assignments that the actor may see."""
    everything = _listed(actor, filters, day)
    listed = with_signal(everything, filters.signal)
    groups = groups_of(listed, filters.group)
    found = page_of_rows(listed, groups, number)
    lines = _lines(found.rows, day)
    return Listing(
        page=Page(lines, found.number, found.total, found.size),
        by_mark=by_mark(everything),
        blocks=blocks_of(lines, groups, found.first),
    )


def every_assignment_block(
    actor: Actor, filters: Filters, day: Judging
) -> Sequence[Block[AssignmentLine]]:
    """Answer all assignments that the filters leave, cut into their groups; refuse too many."""
    listed = with_signal(_listed(actor, filters, day), filters.signal)
    check_exportable(listed)
    groups = groups_of(listed, filters.group)
    return blocks_of(_lines(every_row(listed, groups), day), groups)


def _listed(actor: Actor, filters: Filters, day: Judging) -> Listed:
    question = _narrowed(actor, filters, day)
    mark, priority = _mark_case(day), priority_key(filters, day)
    percent = case((Assignment.duty == Duty.LEAD, Assignment.percent))
    groups: dict[str, Expression] = {
        "priority": priority,
        "unit": Assignment.unit_id,
        "leader": func.coalesce(Task.leader_id, NO_KEY),
        "month": month_key(Assignment.due_on),
        "signal": mark,
    }
    sorts = task_sorts(priority) | {
        "signal": case(PLACES, value=mark),
        "unit": Unit.position,
        "percent": percent,
        "due": Assignment.due_on,
        "duty": in_order(Assignment.duty, Duty),
        "original_due": Assignment.original_due_on,
        "late": case((mark == Signal.OVERDUE.value, overdue_case(day.today)), else_=0),
        "dispatched": Assignment.dispatched_on,
        "sign_by": Assignment.sign_by,
        "acknowledged": Assignment.acknowledged_on,
        "reported": Assignment.reported_on,
        "closed": Assignment.closed_on,
        "redo": Assignment.redo_count,
    }
    column = sorts.get(filters.sort.removeprefix("-"), Task.number)
    ordered = column.desc() if filters.sort.startswith("-") else column.asc()
    return Listed(
        question=question,
        mark=mark,
        percent=percent,
        order=(ordered.nulls_last(), Task.number, Unit.position, Assignment.id),
        group=groups.get(filters.group or ""),
        along=(
            contains_eager(Assignment.unit),
            contains_eager(Assignment.task).options(
                joinedload(Task.priority), joinedload(Task.leader)
            ),
        ),
    )


def _narrowed(actor: Actor, filters: Filters, day: Judging) -> Select[Any]:
    """Apply every filter but the signal's."""
    question = (
        assignments_visible_to(actor)
        .join(Task.plan)
        .join(Assignment.unit)
        .where(*task_terms(filters, day), *_own_terms(actor, filters))
    )
    if filters.time is None:
        return question
    place = timeliness_case(day.today)
    is_wanted = (
        place.is_not(None) if filters.time == DUE else place == PLACE_OF[Timeliness(filters.time)]
    )
    return question.where(Assignment.duty == Duty.LEAD, is_wanted)


def _own_terms(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if filters.unit is not None:
        terms.append(Assignment.unit_id == filters.unit)
    if filters.charge:
        terms.append(Assignment.unit_id.in_(actor.charge))
    if filters.watched:
        terms.append(is_work_watched(actor))
    if filters.duty is not None:
        terms.append(Assignment.duty == Duty(filters.duty))
    if filters.state in set(S):
        terms.append(Assignment.state == S(filters.state))
    elif filters.state is not None:
        # What was not given out to anybody has no assignment.
        terms.append(literal(value=False))
    return terms


def _mark_case(day: Judging) -> ColumnElement[str]:
    """Return an assignment's mark; of a unit that helps, which has no clock, by its state alone."""
    it, severity = Assignment, severity_case(day)
    is_helping = and_(it.duty == Duty.SUPPORT, it.state != S.CLOSED)
    return case(
        (severity.is_(None), SILENT),
        (and_(it.state == S.DISPATCHED, is_helping), WAITING),
        (is_helping, SUPPORTING),
        (and_(it.state == S.DISPATCHED, severity == SEVERITY[Signal.NORMAL]), WAITING),
        *((severity == place, signal.value) for signal, place in SEVERITY.items()),
    )


def _lines(rows: Sequence[Assignment], day: Judging) -> list[AssignmentLine]:
    lines = []
    for it in rows:
        mark = _mark_of(it, day)
        late = overdue_days(it, day.today) if mark == Signal.OVERDUE else 0
        lines.append(AssignmentLine(it, mark, late))
    return lines


def _mark_of(it: Assignment, day: Judging) -> str | None:
    """Return what `_mark_case` does; None for SILENT."""
    signal = signal_of(it, it.task.cycle, day)
    if signal is None:
        return None
    is_unsigned = it.state is S.DISPATCHED
    if it.duty is Duty.SUPPORT and it.state is not S.CLOSED:
        return WAITING if is_unsigned else SUPPORTING
    return WAITING if is_unsigned and signal is Signal.NORMAL else signal.value
