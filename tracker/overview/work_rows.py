"""The rows of my work: what is to be done, why it is here, by when."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, func
from sqlalchemy.orm import contains_eager, joinedload

from tracker.foundation.calendar import calendar
from tracker.foundation.db import db
from tracker.workplan.meetings.models import Report
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.review.models import AnnualSummary
from tracker.workplan.tasks.extensions.models import Extension
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.models import Assignment, Plan, StateChange, Task
from tracker.workplan.tasks.signals import Judging, planned_of, signal_of

SHOWN = 10
"""Rows of a group; its head links to the whole list."""
LOOKED_AT = 80
"""Assignments that a group of whole tasks is made from."""


@dataclass(frozen=True, slots=True)
class WorkRow:
    """One thing to do; which of the things it is about are set depends on the group.

    day: the date that matters; left: working days until then, late: calendar days since then.
    planned: scheduled progress today, None without a date. units: whom a row of a whole task is
    about; its assignment is then the first of theirs.
    """

    mark: str | None = None
    day: date | None = None
    left: int = 0
    late: int = 0
    planned: int | None = None
    assignment: Assignment | None = None
    task: Task | None = None
    report: Report | None = None
    entry: ProgressEntry | None = None
    summary: AnnualSummary | None = None
    change: StateChange | None = None
    extension: Extension | None = None
    instruction: Instruction | None = None
    figures: tuple[int, ...] = ()
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Extent:
    """How many tasks a group is about; year: whose plan they all belong to, None where several."""

    tasks: int
    year: int | None


@dataclass(slots=True)
class Group:
    """Rows of one kind. is_now: they are counted among what is to be done today.

    extent: the tasks that they are of, where they are of tasks: so many the list behind them holds.
    task_ids: which tasks, in the groups of a unit's work, which are sorted out in memory.
    """

    kind: str
    is_now: bool
    rows: Sequence[WorkRow] = field(default_factory=list)
    total: int = 0
    extent: Extent | None = None
    task_ids: frozenset[int] = frozenset()


def some(question: Select[Any], size: int = SHOWN) -> tuple[list[Any], int]:
    """Answer the first rows of an ordered question about one entity, and how many there are."""
    found = db.session.execute(
        question.add_columns(func.count().over().label("total")).limit(size)
    ).all()
    return [row[0] for row in found], found[0].total if found else 0


def extent_of(question: Select[Any]) -> Extent:
    """Count the tasks behind a question that is joined with the task, or asks for tasks."""
    tasks, first, last = db.session.execute(
        question.join(Task.plan)
        .order_by(None)
        .with_only_columns(func.count(Task.id.distinct()), func.min(Plan.year), func.max(Plan.year))
    ).one()
    return Extent(tasks, first if first == last else None)


def by_task(found: Sequence[Assignment], row_of: Callable[[Assignment], WorkRow]) -> list[WorkRow]:
    """Make one row of those of the same task, at the place of the first."""
    tasks: dict[int, list[Assignment]] = {}
    for it in found:
        tasks.setdefault(it.task_id, []).append(it)
    return [
        replace(row_of(those[0]), units=tuple(it.unit.short_name for it in those))
        for those in list(tasks.values())[:SHOWN]
    ]


def with_units(question: Select[Assignment]) -> Select[Assignment]:
    """Load tasks and units along; the question is joined with the task already."""
    return question.options(
        contains_eager(Assignment.task).joinedload(Task.plan), joinedload(Assignment.unit)
    )


def assignment_row(it: Assignment, day: Judging, **more: Any) -> WorkRow:
    """Return a row about an assignment and the date in force."""
    signal = signal_of(it, it.task.cycle, day)
    # What was reported waits for the supervisor: its days do not grow.
    return dated(
        it.due_on,
        it.reported_on or day.today,
        mark=signal,
        assignment=it,
        task=it.task,
        planned=planned_of(it, day),
        **more,
    )


def dated(day: date | None, today: date, **about: Any) -> WorkRow:
    """Return a row with what is left until a day, or how long it has passed."""
    if day is None:
        return WorkRow(**about)
    if day < today:
        return WorkRow(day=day, late=(today - day).days, **about)
    return WorkRow(day=day, left=calendar().between(today, day), **about)


def worst_first(rows: Sequence[WorkRow]) -> list[WorkRow]:
    """Put the longest overdue first, then what is due next."""
    return sorted(rows, key=lambda row: (-row.late, row.left))
