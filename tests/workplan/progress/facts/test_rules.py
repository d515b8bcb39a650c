"""Late and missing are facts that follow from events; no database beneath."""

from collections.abc import Sequence
from datetime import date

import pytest

from tracker.foundation.workdays import OFFICIAL
from tracker.workplan.progress.facts.rules import (
    Course,
    Ruled,
    Stood,
    Timing,
    Told,
    facts_of,
    timing_of,
)
from tracker.workplan.progress.openings.rules import Times
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.models import ReportingCycle as Cycle

S = AssignmentState
YEAR_BEGAN = date(2026, 1, 1)
HELD = (Stood(date(2026, 1, 10), S.DISPATCHED, 1), Stood(date(2026, 1, 12), S.ACKNOWLEDGED, 1))


def told(course: Course, today: date, since: date = YEAR_BEGAN) -> list[tuple[str, Timing]]:
    times = Times(today, 5, 5, 366, OFFICIAL.add, OFFICIAL.is_workday, milestones={})
    return [(it.period.name, it.timing) for it in facts_of(course, times, since)]


def a_course(
    cycle: Cycle = Cycle.QUARTERLY, *, stood: Sequence[Stood] = HELD, entries: Sequence[Told] = ()
) -> Course:
    return Course(cycle, stood, entries)


@pytest.mark.parametrize(
    ("reported_on", "today", "timing"),
    [
        (None, date(2026, 4, 8), None),
        (None, date(2026, 4, 9), Timing.MISSING),
        (date(2026, 3, 20), date(2026, 4, 9), Timing.ON_TIME),
        (date(2026, 4, 8), date(2026, 4, 9), Timing.ON_TIME),
        (date(2026, 4, 9), date(2026, 4, 9), Timing.LATE),
    ],
)
def test_in_time_is_what_comes_up_to_the_due_day(
    reported_on: date | None, today: date, timing: Timing | None
) -> None:
    assert timing_of(date(2026, 4, 8), reported_on, today) is timing


def test_each_ended_period_under_way_is_a_fact() -> None:
    entries = [Told("2026Q1", date(2026, 4, 20)), Told("2026Q3", date(2026, 9, 29))]
    assert told(a_course(entries=entries), date(2026, 10, 20)) == [
        ("2026Q1", Timing.LATE),
        ("2026Q2", Timing.MISSING),
        ("2026Q3", Timing.ON_TIME),
    ]


def test_what_came_after_a_day_was_missing_on_that_day() -> None:
    course = a_course(entries=[Told("2026Q1", date(2026, 4, 20))])
    assert told(course, date(2026, 4, 19)) == [("2026Q1", Timing.MISSING)]


def test_nothing_is_asked_while_nobody_works_on_it() -> None:
    stood = [
        *HELD,
        Stood(date(2026, 3, 1), S.PAUSED, 1),
        Stood(date(2026, 5, 1), S.ACKNOWLEDGED, 1),
    ]
    course = a_course(stood=[*stood, Stood(date(2026, 8, 1), S.REPORTED, 1)])
    assert told(course, date(2026, 12, 31)) == [("2026Q2", Timing.MISSING)]


def test_a_period_is_the_units_that_had_the_work_at_its_end() -> None:
    other = [Stood(date(2026, 4, 2), S.DISPATCHED, 2), Stood(date(2026, 4, 3), S.ACKNOWLEDGED, 2)]
    times = Times(date(2026, 8, 1), 5, 5, 366, OFFICIAL.add, OFFICIAL.is_workday, milestones={})
    facts = [*facts_of(a_course(stood=[*HELD, *other]), times, YEAR_BEGAN)]
    assert [(it.period.name, it.unit_id) for it in facts] == [("2026Q1", 1), ("2026Q2", 2)]


def test_the_cycle_that_ruled_at_a_periods_end_asked_for_it() -> None:
    course = Course(
        Cycle.MONTHLY,
        HELD,
        [Told("2026Q1", date(2026, 3, 30)), Told("2026-05", date(2026, 6, 1))],
        before=[Ruled(date(2026, 5, 10), Cycle.QUARTERLY)],
    )
    assert told(course, date(2026, 7, 15)) == [
        ("2026Q1", Timing.ON_TIME),
        ("2026-05", Timing.ON_TIME),
        ("2026-06", Timing.MISSING),
    ]


def test_an_entry_of_the_former_cycle_with_the_same_end_counts() -> None:
    course = Course(
        Cycle.QUARTERLY,
        HELD,
        [Told("2026-06", date(2026, 6, 20))],
        before=[Ruled(date(2026, 6, 25), Cycle.MONTHLY)],
    )
    assert told(course, date(2026, 7, 15), date(2026, 6, 1)) == [("2026Q2", Timing.ON_TIME)]


def test_a_task_by_milestones_has_a_fact_for_each() -> None:
    nodes = [date(2026, 3, 15), date(2026, 9, 30)]
    course = Course(Cycle.BY_MILESTONE, HELD, milestones=nodes)
    assert told(course, date(2026, 12, 31)) == [
        ("2026-03-15", Timing.MISSING),
        ("2026-09-30", Timing.MISSING),
    ]
