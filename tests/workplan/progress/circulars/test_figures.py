"""What a circular counts and how it says it."""

from dataclasses import replace
from datetime import date

import pytest

from tracker.workplan.progress.circulars.figures import (
    Stand,
    Work,
    counted,
    meetings_text,
    overall_text,
    praise_text,
    priorities_text,
    problems_text,
    share,
)
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.signals import Signal

TODAY = date(2026, 6, 18)
OPEN = Work(
    assignment_id=1,
    task_id=1,
    number="2026-01-001",
    title="建成“一刻钟”养老圈",
    unit_id=1,
    unit="市住房局",
    priority_id=7,
    state=AssignmentState.ACKNOWLEDGED,
    signal=Signal.NORMAL,
    percent=40,
    due_on=date(2026, 12, 31),
    original_due_on=date(2026, 12, 31),
    reported_on=None,
    report_ids=frozenset({3}),
)
LATE = replace(
    OPEN,
    assignment_id=2,
    task_id=2,
    number="2026-01-002",
    signal=Signal.OVERDUE,
    due_on=date(2026, 6, 6),
    original_due_on=date(2026, 6, 6),
)
WAITING = replace(
    LATE,
    assignment_id=3,
    unit_id=2,
    unit="东溪县",
    state=AssignmentState.REPORTED,
    reported_on=date(2026, 6, 9),
)
CLOSED = replace(
    OPEN,
    assignment_id=4,
    task_id=3,
    state=AssignmentState.CLOSED,
    signal=Signal.CLOSED,
    due_on=date(2026, 5, 31),
    original_due_on=date(2026, 5, 31),
    reported_on=date(2026, 5, 20),
    report_ids=frozenset(),
    priority_id=8,
)
EXTENDED = replace(CLOSED, assignment_id=5, due_on=date(2026, 6, 30), reported_on=date(2026, 6, 10))
PAUSED = replace(OPEN, assignment_id=6, state=AssignmentState.PAUSED, signal=None)
ALL = [OPEN, LATE, WAITING, CLOSED, EXTENDED, PAUSED]


def stand(*works: Work) -> Stand:
    return Stand(
        as_of=TODAY,
        year=2026,
        works=works,
        meetings={3: "全市民生工作会", 4: "没有任务的会"},
        priorities={7: "城乡建设", 8: "民生", 9: "空的"},
    )


def test_works_are_counted_once_and_judged_by_the_original_date() -> None:
    it = counted(ALL, TODAY)

    assert (it.tasks, it.works, it.closed, it.resting, it.late) == (3, 6, 2, 1, 2)
    assert (it.due, it.in_time, it.extended, it.under_way) == (4, 1, 1, 3)


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [(1, 3, "33.3%"), (2, 3, "66.7%"), (3, 3, "100%"), (0, 3, "0%"), (0, 0, "0%"), (1, 2, "50%")],
)
def test_shares_are_written_to_the_tenth(part: int, whole: int, words: str) -> None:
    assert share(part, whole) == words


def test_the_totals_say_what_was_counted() -> None:
    assert overall_text(stand(*ALL)) == (
        "截至2026年6月18日，2026年度计划已交办任务3项，由各单位承办6件。其中，已办结2件，占33.3%；"
        "正在办理3件；中止或退回待重派1件。\n"
        "原定时限已到的4件中，按时办结1件，按时办结率25%，经批准延期的计入后为50%；现逾期2件。"
    )


def test_without_dates_that_came_there_is_no_rate() -> None:
    assert "按时办结率" not in overall_text(stand(OPEN))
    assert "还没有交办任务" in overall_text(stand())


def test_each_meeting_and_the_rest_have_a_line() -> None:
    assert meetings_text(stand(*ALL)) == (
        "“全市民生工作会”部署的任务：2项4件，已办结0件，占0%；逾期2件。\n"
        "其他任务：1项2件，已办结2件，占100%。"
    )


def test_without_meetings_there_are_no_lines_of_them() -> None:
    assert meetings_text(replace(stand(CLOSED), meetings={})) == ""


def test_each_priority_that_has_work_has_a_line() -> None:
    lines = priorities_text(stand(*ALL)).splitlines()

    assert [it.partition("：")[0] for it in lines] == ["城乡建设", "民生"]


def test_late_work_is_named_by_unit_with_its_number_the_longest_first() -> None:
    it = stand(*ALL)

    assert problems_text(it, it.late, [1]) == (
        "有2件逾期未办结，涉及2个单位（清单附后）。\n"
        "市住房局1件：“建成‘一刻钟’养老圈”（2026-01-002）超期12天。\n"
        "东溪县1件：“建成‘一刻钟’养老圈”（2026-01-002）超期3天，已申请办结待核定。\n"
        "对市住房局予以通报批评：承办5件，已办结2件，原定时限已到的3件按时办结1件，逾期1件。"
    )
    assert problems_text(it, [], []) == ""


def test_praise_is_of_the_units_that_were_chosen() -> None:
    it = stand(OPEN, WAITING)

    assert praise_text(it, [1, 99]) == "对市住房局予以通报表扬：承办1件，已办结0件。"
    assert OPEN.days_late(TODAY) == 0
