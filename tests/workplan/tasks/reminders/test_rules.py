"""When a unit is reminded: before, on and after its dates, and never twice for one day."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.foundation.workdays import OFFICIAL
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.reminders.rules import (
    Days,
    Due,
    Habit,
    ReminderKind,
    Standing,
    due_reminder,
    key_of,
    sum_key,
    words_of,
)

# Of June 2026: the 19th is a holiday, 20 and 21 are a weekend.
WAITS = Standing(
    id=7,
    unit_id=3,
    state=AssignmentState.DISPATCHED,
    is_lead=True,
    dispatched_on=date(2026, 6, 1),
    sign_by=date(2026, 6, 18),
    due_on=date(2026, 6, 28),
)
WORKS = replace(WAITS, state=AssignmentState.ACKNOWLEDGED, sign_by=date(2026, 6, 4))


def june(day: int) -> date:
    return date(2026, 6, day)


def on(
    day: date, it: Standing = WORKS, *, sign_before: int = 1, due_before: int = 5, again: int = 5
) -> tuple[str, date] | None:
    days = Days(day, OFFICIAL.between, OFFICIAL.add)
    found = due_reminder(it, Habit(sign_before, due_before, again), days)
    return None if found is None else (found.kind.value, found.on)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (16, None),
        (17, ("sign_soon", june(18))),
        (18, ("sign_soon", june(18))),
        (22, ("sign_late", june(22))),
        (26, ("sign_late", june(22))),
        (29, ("sign_late", june(29))),
    ],
)
def test_who_has_not_signed_is_reminded_before_and_after(
    day: int, kind: tuple[str, date] | None
) -> None:
    assert on(june(day), WAITS) == kind


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (17, None),
        (18, ("due_soon", june(28))),
        (22, ("due_soon", june(28))),
        (25, ("due_soon", june(28))),
        (26, ("due_today", june(28))),  # the date is a Sunday
        (29, ("overdue", june(29))),
        (30, ("overdue", june(29))),
    ],
)
def test_who_works_on_it_is_reminded_of_the_due_date(
    day: int, kind: tuple[str, date] | None
) -> None:
    assert on(june(day)) == kind


def test_what_is_overdue_is_told_again_every_so_many_working_days() -> None:
    assert on(date(2026, 7, 3)) == ("overdue", june(29))
    assert on(date(2026, 7, 6)) == ("overdue", date(2026, 7, 6))
    assert on(date(2026, 7, 6), again=3) == ("overdue", date(2026, 7, 2))


@pytest.mark.parametrize(
    "it",
    [
        replace(WORKS, is_lead=False),
        replace(WORKS, due_on=None),
        replace(WORKS, state=AssignmentState.REPORTED),
        replace(WORKS, state=AssignmentState.PAUSED),
        replace(WORKS, dispatched_on=june(29)),
    ],
)
def test_who_has_nothing_to_do_is_not_reminded(it: Standing) -> None:
    assert on(june(29), it) is None


def test_an_office_may_do_without_any_of_them() -> None:
    assert on(june(17), WAITS, sign_before=0) is None
    assert on(june(22), WAITS, again=0) is None
    assert on(june(26), due_before=0) is None
    assert on(june(29), again=0) is None


def test_a_weekend_after_the_date_is_no_working_day_late() -> None:
    assert on(june(20), replace(WORKS, due_on=june(18))) is None


def test_a_key_is_the_same_for_the_same_thing_alone() -> None:
    due = Due(ReminderKind.OVERDUE, june(29), june(28))

    assert key_of(WORKS, due) == "overdue:7:3:2026-06-29"
    assert key_of(replace(WORKS, unit_id=4), due) == "overdue:7:4:2026-06-29"
    assert sum_key(9, june(29)) == "sum:9:2026-06-29"


def test_a_reminder_names_the_task_and_the_date() -> None:
    title, reason = words_of(Due(ReminderKind.DUE_TODAY, june(28), june(28)), "修通环线")

    assert (title, reason) == ("到时限：修通环线", "时限是2026年6月28日，您的单位还没有申请办结。")
