"""Which due date work gets that is taken up again."""

from datetime import date

from tracker.foundation.errors import Misfilled
from tracker.foundation.words import N_
from tracker.foundation.workdays import Calendar
from tracker.workplan.tasks.rules.figures import FURTHEST_YEARS

DUE_ON = "due_on"
"""What the form calls the date."""


class BadDate(Misfilled):
    """The date that work is to be resumed with cannot be."""


def resumed_due_on(due_on: date, paused_on: date, today: date, calendar: Calendar) -> date:
    """Return the due date of work that is resumed: later by the working days that it was paused.

    The date stays where the pause did not outlast it, and where it had passed before the pause.
    """
    if not paused_on <= due_on < today:
        return due_on
    return calendar.add(due_on, calendar.between(paused_on, today))


def check_resumed(due_on: date, wanted: date, today: date) -> None:
    """Refuse a date for resumed work that lies before the one in force, or too far away."""
    if wanted < due_on:
        raise BadDate(DUE_ON, N_("恢复办理的时限不能早于现在的时限。"))
    if wanted.year > today.year + FURTHEST_YEARS:
        raise BadDate(DUE_ON, N_("新时限太远，请核对年份。"))
