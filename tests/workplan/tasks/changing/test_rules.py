"""What a change says as it is written, read and told."""

from datetime import date

import pytest

from tracker.foundation.labels import Label
from tracker.workplan.tasks.changing import rules
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.models import Assignment, ReportingCycle, Task
from tracker.workplan.tasks.models import AssignmentState as S

NAMES = {(Aspect.LEADER, 3): "严明"}


@pytest.mark.parametrize(
    ("aspect", "value", "kept", "words"),
    [
        (Aspect.DUE_ON, date(2026, 9, 30), "2026-09-30", "2026年9月30日"),
        (Aspect.CYCLE, ReportingCycle.MONTHLY, "monthly", "每月"),
        (Aspect.LABEL, Label.SENSITIVE, "sensitive", "敏感"),
        (Aspect.KEY, True, "yes", "是"),
        (Aspect.KEY, False, "no", "否"),
        (Aspect.WEIGHT, 12, "12", "12"),
        (Aspect.LEADER, 3, "3", "严明"),
        (Aspect.PRIORITY, 3, "3", "3"),
        (Aspect.LEADER, None, None, "待定"),
        (Aspect.COORDINATOR, None, None, "不设"),
    ],
)
def test_a_value_is_kept_read_again_and_said(
    aspect: Aspect, value: rules.Value, kept: str | None, words: str
) -> None:
    assert rules.written(value) == kept
    assert rules.read(aspect, kept) == value
    assert rules.in_words(aspect, value, NAMES) == words


def test_a_row_offers_what_would_not_be_refused() -> None:
    weight, leader, due_on = Aspect.WEIGHT, Aspect.LEADER, Aspect.DUE_ON
    usual, standing = Task(is_standing=False), Task(is_standing=True)
    for task, states, offered in (
        (usual, [], {weight, leader}),
        (usual, [S.ACKNOWLEDGED, S.CLOSED], {weight, leader, due_on}),
        (standing, [S.ACKNOWLEDGED], {weight, leader}),
        (usual, [S.REPORTED], {weight, leader}),
        (usual, [S.PAUSED], {weight, leader}),
        (usual, [S.CLOSED, S.TERMINATED], {weight}),
    ):
        assert rules.changed_in_rows(task, states) == offered


def test_what_is_so_already_is_no_wish_but_dates_are_compared_one_by_one() -> None:
    task = Task(weight=3, is_key=False)
    target = rules.Target(task, [])

    wanted = rules.differing(
        target, {Aspect.WEIGHT: 3, Aspect.KEY: True, Aspect.DUE_ON: date(2026, 9, 30)}
    )

    assert wanted == {Aspect.KEY: True, Aspect.DUE_ON: date(2026, 9, 30)}


def test_what_was_seen_is_told_by_the_versions_of_task_and_units() -> None:
    def mark(task_version: int, unit_version: int) -> str:
        task = Task(id=1, version=task_version)
        return rules.seen_of([rules.Target(task, [Assignment(id=2, version=unit_version)])])

    assert len({mark(1, 1), mark(2, 1), mark(1, 2), mark(1, 1)}) == 3
