"""Reporting periods."""

from datetime import date

import pytest

from tracker.workplan.tasks.models import ReportingCycle as Cycle
from tracker.workplan.tasks.periods import last_ended, period_of, periods_between


@pytest.mark.parametrize(
    ("cycle", "day", "name", "begins", "ends"),
    [
        (Cycle.MONTHLY, date(2026, 2, 28), "2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        (Cycle.MONTHLY, date(2028, 2, 1), "2028-02", date(2028, 2, 1), date(2028, 2, 29)),
        (Cycle.MONTHLY, date(2026, 12, 31), "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        (Cycle.QUARTERLY, date(2026, 6, 18), "2026Q2", date(2026, 4, 1), date(2026, 6, 30)),
        (Cycle.QUARTERLY, date(2026, 10, 1), "2026Q4", date(2026, 10, 1), date(2026, 12, 31)),
        (Cycle.HALF_YEARLY, date(2026, 6, 30), "2026H1", date(2026, 1, 1), date(2026, 6, 30)),
        (Cycle.HALF_YEARLY, date(2026, 7, 1), "2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        (Cycle.ONCE, date(2026, 6, 18), "2026", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_the_period_of_a_day(cycle: Cycle, day: date, name: str, begins: date, ends: date) -> None:
    period = period_of(cycle, day)
    assert (period.name, period.begins_on, period.ends_on) == (name, begins, ends)


@pytest.mark.parametrize(
    ("cycle", "day", "name"),
    [
        (Cycle.MONTHLY, date(2026, 1, 1), "2025-12"),
        (Cycle.MONTHLY, date(2026, 6, 30), "2026-05"),
        (Cycle.QUARTERLY, date(2026, 6, 18), "2026Q1"),
        (Cycle.HALF_YEARLY, date(2026, 7, 1), "2026H1"),
        (Cycle.ONCE, date(2026, 6, 18), "2025"),
    ],
)
def test_the_latest_period_that_has_ended(cycle: Cycle, day: date, name: str) -> None:
    assert last_ended(cycle, day).name == name


@pytest.mark.parametrize(
    ("cycle", "first", "last", "count"),
    [
        (Cycle.MONTHLY, date(2026, 6, 18), date(2026, 9, 30), 4),
        (Cycle.QUARTERLY, date(2026, 6, 18), date(2026, 12, 31), 3),
        (Cycle.QUARTERLY, date(2026, 7, 1), date(2026, 7, 1), 1),
        (Cycle.HALF_YEARLY, date(2026, 6, 18), date(2027, 1, 1), 3),
        (Cycle.ONCE, date(2026, 6, 18), date(2026, 12, 31), 1),
        (Cycle.MONTHLY, date(2026, 6, 18), date(2026, 5, 31), 0),
        (Cycle.BY_MILESTONE, date(2026, 6, 18), date(2026, 12, 31), 1),
    ],
)
def test_each_period_that_a_stretch_touches_is_counted(
    cycle: Cycle, first: date, last: date, count: int
) -> None:
    assert periods_between(cycle, first, last) == count


NODES = [date(2026, 3, 15), date(2026, 3, 15), date(2026, 9, 30), date(2027, 5, 1)]


@pytest.mark.parametrize(
    ("day", "name", "begins", "ends"),
    [
        (date(2026, 1, 1), "2026-03-15", date(2026, 1, 1), date(2026, 3, 15)),
        (date(2026, 3, 15), "2026-03-15", date(2026, 1, 1), date(2026, 3, 15)),
        (date(2026, 3, 16), "2026-09-30", date(2026, 3, 16), date(2026, 9, 30)),
        (date(2026, 10, 1), "2026", date(2026, 10, 1), date(2026, 12, 31)),
        (date(2027, 1, 1), "2027-05-01", date(2027, 1, 1), date(2027, 5, 1)),
        (date(2028, 7, 1), "2028", date(2028, 1, 1), date(2028, 12, 31)),
    ],
)
def test_a_period_by_milestones_ends_on_the_next_one_or_with_the_year(
    day: date, name: str, begins: date, ends: date
) -> None:
    period = period_of(Cycle.BY_MILESTONE, day, NODES)
    assert (period.name, period.begins_on, period.ends_on) == (name, begins, ends)


def test_the_period_before_a_milestones_is_the_one_up_to_the_milestone_before() -> None:
    assert last_ended(Cycle.BY_MILESTONE, date(2026, 4, 1), NODES).name == "2026-03-15"
    assert last_ended(Cycle.BY_MILESTONE, date(2027, 1, 1), NODES).name == "2026"
    assert last_ended(Cycle.BY_MILESTONE, date(2026, 1, 1), ()).name == "2025"


def test_periods_by_milestones_are_counted_by_their_ends() -> None:
    first, last = date(2026, 1, 10), date(2027, 2, 1)
    assert periods_between(Cycle.BY_MILESTONE, first, last, NODES) == 4
    assert periods_between(Cycle.BY_MILESTONE, last, first, NODES) == 0
