"""Which dates and percents make sense."""

from datetime import date

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty

TODAY, DUE, LATER = date(2026, 6, 18), date(2026, 6, 30), date(2026, 9, 30)


def assignment(**facts: object) -> Assignment:
    usual = {"state": AssignmentState.ACKNOWLEDGED, "duty": Duty.LEAD, "due_on": DUE, "percent": 40}
    return Assignment(**(usual | facts))


def test_an_extension_on_the_last_day_is_in_time() -> None:
    rules.check_extension(assignment(), LATER, DUE, "汛期停工")


@pytest.mark.parametrize(
    ("it", "new", "today", "reason", "words"),
    [
        (assignment(state=AssignmentState.DISPATCHED), LATER, TODAY, "因", "推进中"),
        (assignment(duty=Duty.SUPPORT), LATER, TODAY, "因", "推进中"),
        (assignment(due_on=None), LATER, TODAY, "因", "长期坚持"),
        (assignment(), LATER, date(2026, 7, 1), "因", "已过时限"),
        (assignment(), DUE, TODAY, "因", "须晚于"),
        (assignment(), LATER, TODAY, " ", "理由"),
        (assignment(), date(9999, 12, 30), TODAY, "因", "太远"),
    ],
)
def test_an_extension_that_is_refused(
    it: Assignment, new: date, today: date, reason: str, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        rules.check_extension(it, new, today, reason)


@pytest.mark.parametrize("percent", [40, 41, 100])
def test_a_percent_goes_up_without_a_reason(percent: int) -> None:
    rules.check_percent(assignment(), percent, "")


@pytest.mark.parametrize(
    ("it", "percent", "reason", "words"),
    [
        (assignment(state=AssignmentState.CLOSED), 50, "", "不在推进中"),
        (assignment(), 101, "", "0 到 100"),
        (assignment(), -1, "因", "0 到 100"),
        (assignment(), 39, " ", "比上次低"),
    ],
)
def test_a_percent_that_is_refused(it: Assignment, percent: int, reason: str, words: str) -> None:
    with pytest.raises(RuleBroken, match=words):
        rules.check_percent(it, percent, reason)


def test_a_lower_percent_with_a_reason_is_taken() -> None:
    rules.check_percent(assignment(), 10, "统计口径调整")
