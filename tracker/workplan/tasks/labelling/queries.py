"""Who stops seeing a task when its security label is raised, and what is then hidden from them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, Select, exists, func, or_, select

from tracker.foundation.db import db
from tracker.foundation.labels import Label
from tracker.people.models import Unit
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.models import Assignment, StateChange, Task, TaskSource
from tracker.workplan.tasks.queries import OVER
from tracker.workplan.tasks.rules import Step


def is_blamed(task_id: int, today: date) -> bool:
    """Whether some unit is late with a task on that day, or had its work sent back (退回重办)."""
    redone = exists().where(
        StateChange.assignment_id == Assignment.id, StateChange.step == Step.REDO
    )
    is_late = (Assignment.due_on < today) & Assignment.state.not_in(OVER)
    question = select(Assignment.id).where(Assignment.task_id == task_id, or_(is_late, redone))
    return db.session.scalar(question.limit(1)) is not None


def made_of(report_id: int) -> CompoundSelect[int]:
    """Ask for the keys of the tasks that carry out a report's directives, or what a leader said of it."""
    directives = (
        select(TaskSource.task_id)
        .join(Directive, Directive.id == TaskSource.directive_id)
        .where(Directive.report_id == report_id)
    )
    return directives.union(_follow_ups(Instruction.report_id == report_id))


def demanded_of(task_id: int) -> Select[int]:
    """Ask for the keys of the tasks that carry out what a leader said of a task, or of work on it."""
    work = select(Assignment.id).where(Assignment.task_id == task_id)
    return _follow_ups(or_(Instruction.task_id == task_id, Instruction.assignment_id.in_(work)))


def _follow_ups(about: ColumnElement[bool]) -> Select[Any]:
    return select(Instruction.follow_up_id).where(about, Instruction.follow_up_id.is_not(None))


def labels_of_sources(task_id: int) -> Sequence[Label]:
    """Return how the reports are labelled that a task comes from, and what leaders spoke of for it."""
    directives = (
        select(Report.label)
        .join(Directive, Directive.report_id == Report.id)
        .join(TaskSource, TaskSource.directive_id == Directive.id)
        .where(TaskSource.task_id == task_id)
    )
    demands = (
        select(func.coalesce(Report.label, Task.label))
        .select_from(Instruction)
        .outerjoin(Instruction.report)
        .outerjoin(Instruction.assignment)
        .outerjoin(Task, Task.id == func.coalesce(Instruction.task_id, Assignment.task_id))
        .where(Instruction.follow_up_id == task_id)
    )
    return db.session.scalars(directives.union(demands)).all()


def tasks_of_report(report_id: int) -> Collection[int]:
    """Return the keys of the tasks that would be raised with a report."""
    return db.session.scalars(made_of(report_id)).all()


def units_at_work(task_ids: Collection[int]) -> Mapping[int, str]:
    """Return the units with open work on any of these tasks, each with its short name."""
    rows = db.session.execute(
        select(Unit.id, Unit.short_name)
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Assignment.task)
        .where(Task.id.in_(task_ids), Assignment.state.not_in(OVER))
        .distinct()
        .order_by(Unit.id)
    )
    return dict(rows.all())
