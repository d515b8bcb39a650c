"""Who stops seeing a task when its security label is raised, and what is then hidden from them."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import Select, exists, or_, select

from tracker.foundation.db import db
from tracker.people.models import Unit
from tracker.workplan.directives.models import Directive
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


def made_of(report_id: int) -> Select[int]:
    """Ask for the keys of the tasks that were made of a report or joined by one of its directives."""
    return (
        select(TaskSource.task_id)
        .join(Directive, Directive.id == TaskSource.directive_id)
        .where(Directive.report_id == report_id)
        .distinct()
    )


def tasks_of_report(report_id: int) -> Collection[int]:
    """Return the keys of the tasks that were made of a report or joined by one of its directives."""
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
