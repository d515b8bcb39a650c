"""What units were asked for, as rows of one shape: progress entries, returns, papers, questions.

Each kind is a question of its own that begins at what the actor may see; together they are one.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Date,
    Integer,
    Select,
    String,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    true,
    union_all,
)

from tracker.foundation.clock import midnight
from tracker.foundation.model import Moment
from tracker.overview.burden_counting import Month
from tracker.people.actor import Actor
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.progress.returns.models import EntryReturn
from tracker.workplan.tasks.chases.models import Chase
from tracker.workplan.tasks.chases.queries import chases_visible_to
from tracker.workplan.tasks.comments.models import Comment, Mention
from tracker.workplan.tasks.comments.queries import comments_visible_to
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.instructions.queries import instructions_visible_to
from tracker.workplan.tasks.milestones.models import Milestone
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    ReportingCycle,
    StateChange,
    Task,
)
from tracker.workplan.tasks.past.cycles import cycle_then
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.rules import Step


class Way(StrEnum):
    """How something was asked for."""

    ENTRY = "entry"
    ENTRY_RETURNED = "entry_returned"
    REDO = "redo"
    CHASE = "chase"
    INSTRUCTION = "instruction"
    MENTION = "mention"


def everything_asked(actor: Actor, months: Sequence[Month]) -> Any:
    """Return everything that was asked for in months that follow each other, as one question."""
    first, last = months[0].first, months[-1].last
    return union_all(
        *_entries(actor, months),
        _returned(actor, first, last),
        _redone(actor, first, last),
        _chased(actor, first, last),
        _instructed_units(actor, first, last),
        _instructed_tasks(actor, first, last),
        _mentioned(actor, first, last),
    )


def _row(
    way: Way,
    unit: Any,
    thing: Any,
    *,
    assignment: Any = None,
    task: Any = None,
    on: Any = None,
    at: Any = None,
) -> Select[Any]:
    """Shape a row; what it has nothing of is still of its type, as a union wants."""
    return select(
        cast(literal(way.value), String).label("way"),
        unit.label("unit_id"),
        thing.label("thing_id"),
        (cast(null(), Integer) if assignment is None else assignment).label("assignment_id"),
        (cast(null(), Integer) if task is None else task).label("task_id"),
        (cast(null(), Date) if on is None else on).label("on"),
        (cast(null(), Moment()) if at is None else at).label("at"),
    )


def _visible_ids(actor: Actor) -> Select[Any]:
    return assignments_visible_to(actor).with_only_columns(Assignment.id)


def _entries(actor: Actor, months: Sequence[Month]) -> list[Select[Any]]:
    """Tell, for each month, who was at work at its end on what reports on a period that ends there."""
    changes = (
        select(
            StateChange.assignment_id,
            StateChange.unit_id,
            StateChange.now,
            StateChange.on.label("day"),
            func.lead(StateChange.on)
            .over(partition_by=StateChange.assignment_id, order_by=StateChange.id)
            .label("until"),
        )
        .where(StateChange.assignment_id.in_(_visible_ids(actor)))
        .cte("spans")
    )
    by_month = [
        _due(changes, literal(month.last)).where(cycle_then(month.last).in_(month.cycles))
        for month in months
    ]
    # The year's end, on which what is left after the last milestone ends, is among the months.
    year_end = date(months[-1].year, 12, 31)
    by_milestone = (
        _due(changes, Milestone.due_on)
        .join(Milestone, Milestone.task_id == Task.id)
        .where(
            Task.cycle == ReportingCycle.BY_MILESTONE,
            Milestone.due_on.between(months[0].first, months[-1].last),
            Milestone.due_on != year_end,
        )
    )
    return [*by_month, by_milestone]


def _due(changes: CTE, day: Any) -> Select[Any]:
    """Tell who was at work on a day, on which an entry is due."""
    it = changes.c
    return (
        _row(
            Way.ENTRY,
            it.unit_id,
            it.assignment_id,
            assignment=it.assignment_id,
            task=Task.id,
            on=day,
        )
        .select_from(changes)
        .join(Assignment, Assignment.id == it.assignment_id)
        .join(Task, Task.id == Assignment.task_id)
        .where(
            it.now == AssignmentState.ACKNOWLEDGED,
            it.day <= day,
            or_(it.until.is_(None), it.until > day),
        )
    )


def _returned(actor: Actor, first: date, last: date) -> Select[Any]:
    """Tell which entries were given back to their unit, each time."""
    return (
        _row(
            Way.ENTRY_RETURNED,
            Assignment.unit_id,
            ProgressEntry.id,
            assignment=Assignment.id,
            task=Assignment.task_id,
            on=EntryReturn.on,
        )
        .select_from(EntryReturn)
        .join(ProgressEntry, ProgressEntry.id == EntryReturn.entry_id)
        .join(Assignment, Assignment.id == ProgressEntry.assignment_id)
        .where(EntryReturn.on.between(first, last), Assignment.id.in_(_visible_ids(actor)))
    )


def _redone(actor: Actor, first: date, last: date) -> Select[Any]:
    return (
        _row(
            Way.REDO,
            StateChange.unit_id,
            StateChange.assignment_id,
            assignment=StateChange.assignment_id,
            task=Assignment.task_id,
            on=StateChange.on,
        )
        .select_from(StateChange)
        .join(Assignment, Assignment.id == StateChange.assignment_id)
        .where(
            StateChange.step == Step.REDO.value,
            StateChange.on.between(first, last),
            Assignment.id.in_(_visible_ids(actor)),
        )
    )


def _chased(actor: Actor, first: date, last: date) -> Select[Any]:
    """Tell the papers; one about several pieces of work is one."""
    seen = chases_visible_to(actor).with_only_columns(Chase.id)
    return (
        _row(Way.CHASE, Chase.unit_id, Chase.id, on=Chase.sent_on)
        .select_from(Chase)
        .where(Chase.sent_on.between(first, last), Chase.withdrawn_at.is_(None), Chase.id.in_(seen))
    )


def _wanting(actor: Actor, first: date, last: date) -> list[ColumnElement[bool]]:
    seen = instructions_visible_to(actor).with_only_columns(Instruction.id)
    return [
        Instruction.wants_answer == true(),
        Instruction.withdrawn_at.is_(None),
        Instruction.given_on.between(first, last),
        Instruction.id.in_(seen),
    ]


def _instructed_units(actor: Actor, first: date, last: date) -> Select[Any]:
    return (
        _row(
            Way.INSTRUCTION,
            Instruction.unit_id,
            Instruction.id,
            assignment=Instruction.assignment_id,
            task=Assignment.task_id,
            on=Instruction.given_on,
        )
        .select_from(Instruction)
        .join(Assignment, Assignment.id == Instruction.assignment_id)
        .where(*_wanting(actor, first, last))
    )


def _instructed_tasks(actor: Actor, first: date, last: date) -> Select[Any]:
    """Tell which units were to answer an instruction on their task: those that answer for it."""
    return (
        _row(
            Way.INSTRUCTION,
            Assignment.unit_id,
            Instruction.id,
            assignment=Assignment.id,
            task=Instruction.task_id,
            on=Instruction.given_on,
        )
        .select_from(Instruction)
        .join(Assignment, Assignment.task_id == Instruction.task_id)
        .where(
            Assignment.duty == Duty.LEAD,
            Assignment.state != AssignmentState.TERMINATED,
            *_wanting(actor, first, last),
        )
    )


def _mentioned(actor: Actor, first: date, last: date) -> Select[Any]:
    """Tell which units were named by others in a discussion."""
    seen = comments_visible_to(actor).with_only_columns(Comment.id)
    return (
        _row(
            Way.MENTION,
            Mention.unit_id,
            Comment.id,
            assignment=Comment.assignment_id,
            task=Comment.task_id,
            at=Comment.written_at,
        )
        .select_from(Mention)
        .join(Comment, Comment.id == Mention.comment_id)
        .where(
            Mention.unit_id.is_not(None),
            Mention.unit_id != Comment.from_id,
            Comment.deleted_at.is_(None),
            *_moments(Comment.written_at, first, last),
            Comment.id.in_(seen),
        )
    )


def _moments(column: Any, first: date, last: date) -> list[ColumnElement[bool]]:
    return [column >= midnight(first), column < midnight(last + timedelta(days=1))]
