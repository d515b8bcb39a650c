"""When a unit is reminded of a date, and in which words; every answer follows from dates alone.

A reminder stands for a day of its own: the date itself where it comes once, a day of the row where it
comes again. A morning on which nobody reminded is made good on the next, and nothing comes twice.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.workplan.tasks.models import AssignmentState

SIGN_WORKDAYS, DUE_WORKDAYS, AGAIN_WORKDAYS = 1, 5, 5


class ReminderKind(StrEnum):
    """What is reminded of; the value is the deed in the message's kind."""

    SIGN_SOON = "sign_soon"
    SIGN_LATE = "sign_late"
    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"


TO_SIGN = (ReminderKind.SIGN_SOON, ReminderKind.SIGN_LATE)
URGENT = (ReminderKind.SIGN_LATE, ReminderKind.DUE_TODAY, ReminderKind.OVERDUE)
SIGN_KINDS = tuple(f"assignment.{it}" for it in TO_SIGN)
DUE_KINDS = tuple(f"assignment.{it}" for it in ReminderKind if it not in TO_SIGN)
"""The kinds of their messages, which the deeds settle that they wait for."""
OVERDUE_SUM = "person.overdue_sum"
"""The kind of the message that tells a supervisor how much is overdue."""
_SIGN_WHY = N_("签收时限是{day}，您的单位还没有签收。")
WORDS = {
    ReminderKind.SIGN_SOON: (N_("请签收：{task}"), _SIGN_WHY),
    ReminderKind.SIGN_LATE: (N_("超过签收时限：{task}"), _SIGN_WHY),
    ReminderKind.DUE_SOON: (
        N_("临近时限：{task}"),
        N_("时限是{day}；办完的请申请办结，办不完的请在时限前申请延期。"),
    ),
    ReminderKind.DUE_TODAY: (N_("到时限：{task}"), N_("时限是{day}，您的单位还没有申请办结。")),
    ReminderKind.OVERDUE: (N_("逾期：{task}"), N_("时限是{day}，您的单位还没有申请办结。")),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What decides about an assignment's reminders."""

    id: int
    unit_id: int
    state: AssignmentState
    is_lead: bool
    dispatched_on: date
    sign_by: date
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Habit:
    """How one reminds, in working days; 0: not at all.

    sign_before, due_before: before the last day to sign, before the due date; again: between two
    reminders after either.
    """

    sign_before: int = SIGN_WORKDAYS
    due_before: int = DUE_WORKDAYS
    again: int = AGAIN_WORKDAYS


@dataclass(frozen=True, slots=True)
class Days:
    """The day on which one reminds, with the office's way of counting working days from and to it.

    between: counts those after its first day up to its second; add: goes on so many.
    """

    today: date
    between: Callable[[date, date], int]
    add: Callable[[date, int], date]


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder that is due; on: the day that it stands for; day: the date that it tells."""

    kind: ReminderKind
    on: date
    day: date


def due_reminder(it: Standing, habit: Habit, days: Days) -> Due | None:
    """Return what a unit is to be reminded of on a day, the strongest alone; whether it was is asked elsewhere."""
    if days.today <= it.dispatched_on:
        return None
    if it.state is AssignmentState.DISPATCHED:
        return _of_signing(it, habit, days)
    if it.state is AssignmentState.ACKNOWLEDGED and it.is_lead and it.due_on is not None:
        return _of_due_date(it.due_on, habit, days)
    return None


def _of_signing(it: Standing, habit: Habit, days: Days) -> Due | None:
    if days.today > it.sign_by:
        return _again(ReminderKind.SIGN_LATE, it.sign_by, habit, days)
    if habit.sign_before and days.between(days.today, it.sign_by) <= habit.sign_before:
        return Due(ReminderKind.SIGN_SOON, it.sign_by, it.sign_by)
    return None


def _of_due_date(due_on: date, habit: Habit, days: Days) -> Due | None:
    if days.today > due_on:
        return _again(ReminderKind.OVERDUE, due_on, habit, days)
    left = days.between(days.today, due_on)
    if not habit.due_before or left > habit.due_before:
        return None
    # The last working day up to the date: a date on a Sunday is told of on the Friday.
    kind = ReminderKind.DUE_SOON if left else ReminderKind.DUE_TODAY
    return Due(kind, due_on, due_on)


def _again(kind: ReminderKind, day: date, habit: Habit, days: Days) -> Due | None:
    """Return the last of the row of reminders after a date: on the first working day, then every so many."""
    past = days.between(day, days.today)
    if not habit.again or not past:
        return None
    return Due(kind, days.add(day, (past - 1) // habit.again * habit.again + 1), day)


def key_of(it: Standing, due: Due) -> str:
    """Return what is the same for a reminder whoever sends it and however often."""
    return f"{due.kind}:{it.id}:{it.unit_id}:{due.on}"


def sum_key(person_id: int, day: date) -> str:
    """Return the same for a supervisor's sum of a day."""
    return f"sum:{person_id}:{day}"


def words_of(due: Due, task: str) -> tuple[str, str]:
    """Return what a reminder says and why one gets it."""
    title, reason = WORDS[due.kind]
    return title.format(task=task), reason.format(day=in_full(due.day))
