"""Which percents make sense."""

from datetime import date

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty

DUE = date(2026, 6, 30)


def assignment(**facts: object) -> Assignment:
    usual = {"state": AssignmentState.ACKNOWLEDGED, "duty": Duty.LEAD, "due_on": DUE, "percent": 40}
    return Assignment(**(usual | facts))


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
