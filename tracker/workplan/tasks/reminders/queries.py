"""Which assignments may have to be reminded of, and what was."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta

from sqlalchemy import and_, func, or_, select

from tracker.foundation.clock import midnight
from tracker.foundation.db import db
from tracker.foundation.labels import Label
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Task
from tracker.workplan.tasks.reminders.models import Reminder
from tracker.workplan.tasks.reminders.rules import ReminderKind, Standing

DAYS_PER_WORKDAY, LONGEST_BREAK = 2, 15
AT_ONCE = 1000
"""How many values go in one question: no database takes any number of them."""


def standings(today: date, *, workdays: int, ids: Collection[int] | None = None) -> list[Standing]:
    """Return the assignments that wait for their unit and whose date is near or past, by their key.

    workdays: how far ahead one looks at most. ids: these alone, for a second look.
    """
    # So many working days lie within so many days, a long holiday in between.
    until = today + timedelta(days=workdays * DAYS_PER_WORKDAY + LONGEST_BREAK)
    question = (
        select(
            Assignment.id,
            Assignment.unit_id,
            Assignment.state,
            Assignment.duty == Duty.LEAD,
            Assignment.dispatched_on,
            Assignment.sign_by,
            Assignment.due_on,
        )
        .where(
            or_(
                and_(Assignment.state == AssignmentState.DISPATCHED, Assignment.sign_by <= until),
                and_(
                    Assignment.state == AssignmentState.ACKNOWLEDGED,
                    Assignment.duty == Duty.LEAD,
                    Assignment.due_on <= until,
                ),
            )
        )
        .order_by(Assignment.id)
    )
    if ids is not None:
        question = question.where(Assignment.id.in_(ids))
    return [Standing(*row) for row in db.session.execute(question)]


def tasks_of(ids: Collection[int]) -> dict[int, Task]:
    """Return the tasks of assignments, by the assignments' ids."""
    rows = db.session.execute(
        select(Assignment.id, Task).join(Assignment.task).where(Assignment.id.in_(ids))
    )
    return dict(rows.all())


def reminded(keys: Sequence[str]) -> set[str]:
    """Return those of the reminders that were sent."""
    return {
        it
        for first in range(0, len(keys), AT_ONCE)
        for it in db.session.scalars(
            select(Reminder.key).where(Reminder.key.in_(keys[first : first + AT_ONCE]))
        )
    }


def has_reminded_of_overdue(day: date) -> bool:
    """Whether any unit was reminded on that day of what is overdue."""
    found = db.session.scalar(
        select(Reminder.key)
        .where(Reminder.at >= midnight(day), Reminder.key.like(f"{ReminderKind.OVERDUE}:%"))
        .limit(1)
    )
    return found is not None


def overdue_counts(today: date) -> dict[Label, int]:
    """Count what is overdue and not reported, by label; supporters are not counted."""
    rows = db.session.execute(
        select(Task.label, func.count())
        .join(Assignment, Assignment.task_id == Task.id)
        .where(
            Assignment.state.in_((AssignmentState.DISPATCHED, AssignmentState.ACKNOWLEDGED)),
            Assignment.duty == Duty.LEAD,
            Assignment.due_on < today,
        )
        .group_by(Task.label)
    )
    return dict(rows.all())
