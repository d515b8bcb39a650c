"""Which milestones make sense, and what they make of the schedule."""

from datetime import date

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.workplan.tasks.milestones import rules
from tracker.workplan.tasks.milestones.schedule import stretch
from tracker.workplan.tasks.models import Assignment, ReportingCycle
from tracker.workplan.tasks.signals import Signal, judging, planned_of, signal_of

BEGAN, DUE = date(2026, 1, 1), date(2026, 12, 31)
DATES = (date(2026, 2, 1), date(2026, 4, 1), date(2026, 9, 1), date(2026, 11, 1), date(2026, 12, 1))


def test_a_milestone_has_a_name_of_its_own() -> None:
    assert rules.checked_name(" 完成招标 ", []) == "完成招标"
    for name, sentence in (("  ", "请写节点"), ("长" * 61, "不超过 60 字"), ("开工", "同名")):
        with pytest.raises(RuleBroken, match=sentence):
            rules.checked_name(name, ["开工"])


def test_a_milestone_lies_in_a_plausible_year_and_before_the_due_date() -> None:
    rules.check_day(DUE, latest=DUE)
    rules.check_day(DUE, latest=None)
    with pytest.raises(RuleBroken, match="不能晚于"):
        rules.check_day(date(2027, 1, 1), latest=DUE)
    for day in (date(1999, 12, 31), date(2101, 1, 1)):
        with pytest.raises(RuleBroken, match="2000 年至 2100 年"):
            rules.check_day(day, latest=None)


def test_twenty_four_milestones_are_enough() -> None:
    rules.check_room(23)
    with pytest.raises(RuleBroken, match="24"):
        rules.check_room(24)


@pytest.mark.parametrize(
    ("dispatched_on", "day", "counted"),
    [
        (BEGAN, date(2026, 1, 31), (0, 5)),
        (BEGAN, date(2026, 2, 1), (1, 5)),
        (BEGAN, date(2026, 12, 31), (5, 5)),
        # Who took the work over in May has the last three before them.
        (date(2026, 5, 1), date(2026, 5, 2), (0, 3)),
        (date(2026, 5, 1), date(2026, 9, 1), (1, 3)),
        # The day before the dispatch is no day of the work.
        (date(2026, 5, 1), date(2026, 3, 1), (0, 3)),
        (date(2026, 12, 2), date(2026, 12, 3), (0, 0)),
    ],
)
def test_milestones_after_the_dispatch_count_each_the_same(
    dispatched_on: date, day: date, counted: tuple[int, int]
) -> None:
    assert stretch(dispatched_on, day, DATES) == counted


def work(percent: int, *, due_on: date | None = DUE) -> Assignment:
    return Assignment(
        task_id=7,
        percent=percent,
        dispatched_on=BEGAN,
        due_on=due_on,
        original_due_on=due_on,
    )


@pytest.mark.parametrize(
    ("day", "by_milestones", "by_days"),
    [
        (date(2026, 6, 18), 40, 46),
        (date(2026, 12, 30), 100, 99),
        (DUE, 100, 100),
        (date(2026, 1, 31), 0, 8),
    ],
)
def test_the_schedule_goes_by_milestones_where_there_are_any(
    day: date, by_milestones: int, by_days: int
) -> None:
    assert planned_of(work(0), judging(day, milestones={7: DATES})) == by_milestones
    assert planned_of(work(0), judging(day, milestones={8: DATES})) == by_days
    assert planned_of(work(0, due_on=None), judging(day, milestones={7: DATES})) is None


def test_what_lags_behind_the_calendar_but_not_behind_its_milestones_does_not_lag() -> None:
    # At the end of May 41 % of the days are gone, and two milestones of five are past.
    day = date(2026, 6, 18)
    late = {7: (date(2026, 2, 1), date(2026, 10, 1), date(2026, 11, 1), date(2026, 12, 1))}
    for percent, by_days, by_milestones in (
        (20, Signal.LAGGING, Signal.NORMAL),
        (5, Signal.LAGGING, Signal.LAGGING),
        (30, Signal.NORMAL, Signal.NORMAL),
    ):
        it = work(percent)
        cycle = ReportingCycle.MONTHLY
        assert signal_of(it, cycle, judging(day)) is by_days
        assert signal_of(it, cycle, judging(day, milestones=late)) is by_milestones
