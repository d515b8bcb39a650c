"""About which period a unit is asked on a day, and by when; no database beneath."""

from collections.abc import Sequence
from datetime import date

import pytest

from tracker.foundation.workdays import OFFICIAL
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.openings import rules
from tracker.workplan.progress.openings.rules import Times
from tracker.workplan.tasks.models import Assignment, AssignmentState, ReportingCycle, Task
from tracker.workplan.tasks.periods import period_of

SIGNED = date(2026, 1, 12)
Q1, Q2 = (period_of(ReportingCycle.QUARTERLY, date(2026, month, 1)) for month in (3, 6))


def times(
    today: date, *, opens: int = 5, due: int = 5, late: int = 366, nodes: Sequence[date] = ()
) -> Times:
    add, is_workday = OFFICIAL.add, OFFICIAL.is_workday
    return Times(today, opens, due, late, add, is_workday, milestones={7: nodes})


def an_assignment(
    cycle: ReportingCycle = ReportingCycle.QUARTERLY, *, signed: date | None = SIGNED
) -> Assignment:
    return Assignment(
        state=AssignmentState.ACKNOWLEDGED,
        task=Task(id=7, cycle=cycle),
        dispatched_on=date(2026, 1, 10),
        acknowledged_on=signed,
    )


def an_entry(period: str, state: EntryState = EntryState.SUBMITTED) -> ProgressEntry:
    return ProgressEntry(period=period, state=state, done="完成 3 处。")


def test_a_period_is_opened_on_one_of_its_last_working_days_and_due_after_its_end() -> None:
    found = times(date(2026, 6, 18))
    assert found.opens_on(Q2) == date(2026, 6, 24)
    assert found.due_on(Q2) == date(2026, 7, 7)
    assert times(date(2026, 6, 18), opens=0, due=0).opens_on(Q2) == date(2026, 7, 1)
    assert times(date(2026, 6, 18), opens=0, due=0).due_on(Q2) == date(2026, 6, 30)


def test_a_short_period_is_not_opened_before_it_begins() -> None:
    nodes = [date(2026, 6, 10), date(2026, 6, 12)]
    period = period_of(ReportingCycle.BY_MILESTONE, date(2026, 6, 11), nodes)
    assert times(date(2026, 6, 11)).opens_on(period) == date(2026, 6, 11)


@pytest.mark.parametrize(
    ("day", "opened"),
    [
        (date(2026, 3, 31), ["2026Q1"]),
        (date(2026, 4, 1), ["2026Q1", "2026Q2"]),
        (date(2026, 4, 8), ["2026Q1", "2026Q2"]),
        (date(2026, 4, 9), ["2026Q2", "2026Q1"]),
    ],
)
def test_the_period_just_ended_is_asked_for_first_up_to_its_due_day(
    day: date, opened: list[str]
) -> None:
    assert [it.name for it in rules.open_periods(an_assignment(), times(day))] == opened


def test_what_is_due_is_open_however_short_the_time_for_late_ones() -> None:
    assert len(rules.open_periods(an_assignment(), times(date(2026, 4, 8), late=0))) == 2
    assert len(rules.open_periods(an_assignment(), times(date(2026, 4, 9), late=0))) == 1
    assert len(rules.open_periods(an_assignment(), times(date(2026, 4, 10), late=10))) == 2
    assert len(rules.open_periods(an_assignment(), times(date(2026, 4, 11), late=10))) == 1


def test_nobody_is_asked_about_a_time_before_the_work_was_theirs() -> None:
    it = an_assignment(signed=date(2026, 4, 2))
    assert rules.asked_period(it, [], times(date(2026, 4, 3))) == Q2
    unsigned = an_assignment(signed=None)
    assert rules.asked_period(unsigned, [], times(date(2026, 4, 3))) == Q1
    unsigned.dispatched_on = date(2026, 4, 1)
    assert [it.name for it in rules.open_periods(unsigned, times(date(2026, 4, 3)))] == ["2026Q2"]


def test_what_a_later_entry_has_overtaken_is_not_asked_for() -> None:
    day = times(date(2026, 4, 3))
    assert rules.asked_period(an_assignment(), [an_entry("2026Q2")], day) == Q2
    begun = [an_entry("2026Q2", EntryState.DRAFT)]
    assert rules.asked_period(an_assignment(), begun, day) == Q1


def test_a_changed_cycle_asks_for_nothing_twice() -> None:
    told = [an_entry("2026Q1")]
    monthly = an_assignment(ReportingCycle.MONTHLY)
    assert rules.asked_period(monthly, told, times(date(2026, 4, 3))).name == "2026-04"

    june = [an_entry("2026-06")]
    opened = rules.open_periods(an_assignment(), times(date(2026, 6, 29)))
    assert rules.entry_about(june, Q2, opened) is june[0]


def test_a_draft_goes_on_under_the_name_of_the_new_cycle() -> None:
    opened = rules.open_periods(an_assignment(), times(date(2026, 5, 20)))
    begun = [an_entry("2026-04"), an_entry("2026-05", EntryState.DRAFT)]
    assert rules.entry_about(begun, Q2, opened) is begun[1]
    assert rules.entry_about(begun, Q1, opened) is None
    own = [*begun, an_entry("2026Q2", EntryState.DRAFT)]
    assert rules.entry_about(own, Q2, opened) is own[2]


def test_a_draft_of_the_present_period_is_not_taken_for_the_one_before() -> None:
    opened = rules.open_periods(an_assignment(), times(date(2026, 4, 3)))
    assert rules.entry_about([an_entry("2026Q2", EntryState.DRAFT)], Q1, opened) is None


def test_what_is_not_past_its_due_day_may_be_corrected() -> None:
    it = an_assignment()
    assert rules.correctable_ends(it, times(date(2026, 4, 8))) == [Q1.ends_on, Q2.ends_on]
    assert rules.correctable_ends(it, times(date(2026, 4, 9))) == [Q2.ends_on]


def test_a_task_by_milestones_is_asked_up_to_each_of_them() -> None:
    it = an_assignment(ReportingCycle.BY_MILESTONE)
    nodes = [date(2026, 3, 15), date(2026, 9, 30)]
    asked = {
        day: rules.asked_period(it, [], times(day, nodes=nodes)).name
        for day in (date(2026, 3, 15), date(2026, 3, 20), date(2026, 3, 23), date(2026, 10, 15))
    }
    assert [*asked.values()] == ["2026-03-15", "2026-03-15", "2026-09-30", "2026"]


def test_who_said_nothing_is_late_only_past_the_due_day() -> None:
    cycle = ReportingCycle.QUARTERLY
    assert rules.due_period(cycle, times(date(2026, 4, 8))).name == "2025Q4"
    assert rules.due_period(cycle, times(date(2026, 4, 9))).name == "2026Q1"
