"""Signals: a table of cases, and the same decision in SQL for every assignment there may be."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from tests.town import TODAY, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db
from tracker.workplan.tasks.models import Assignment, AssignmentState, ReportingCycle, Task
from tracker.workplan.tasks.signals import (
    SEVERITY,
    SILENT,
    Judging,
    Signal,
    judging,
    planned_percent,
    severity_case,
    signal_case,
    signal_of,
    worst,
)

S = AssignmentState
DAY = judging(TODAY)
BEGAN, YEAR_END = date(2026, 1, 5), date(2026, 12, 31)


def assignment(**facts: Any) -> Assignment:
    usual = {
        "state": S.ACKNOWLEDGED,
        "percent": 50,
        "dispatched_on": BEGAN,
        "due_on": YEAR_END,
        "original_due_on": facts.get("due_on", YEAR_END),
    }
    return Assignment(**(usual | facts))


def test_a_day_judges_soon_by_working_days_and_lagging_by_ended_periods() -> None:
    assert DAY.due_soon_until == date(2026, 7, 3)  # the Dragon Boat holiday lies between
    assert DAY.ends == {
        ReportingCycle.MONTHLY: date(2026, 5, 31),
        ReportingCycle.QUARTERLY: date(2026, 3, 31),
        ReportingCycle.HALF_YEARLY: date(2025, 12, 31),
        ReportingCycle.BY_MILESTONE: date(2026, 6, 17),
    }


@pytest.mark.parametrize(
    ("it", "signal"),
    [
        (assignment(), Signal.NORMAL),
        (assignment(state=S.DECLINED), None),
        (assignment(state=S.PAUSED, due_on=BEGAN), None),
        (assignment(state=S.TERMINATED), None),
        (assignment(state=S.CLOSED, due_on=BEGAN, reported_on=TODAY), Signal.CLOSED),
        (assignment(due_on=None, percent=0), Signal.NORMAL),
        (assignment(due_on=date(2026, 6, 17)), Signal.OVERDUE),
        (assignment(due_on=TODAY), Signal.DUE_SOON),
        (assignment(due_on=date(2026, 7, 3)), Signal.DUE_SOON),
        (assignment(due_on=date(2026, 7, 4), percent=60), Signal.NORMAL),
        (assignment(original_due_on=date(2026, 6, 17)), Signal.EXTENDED),
        (assignment(original_due_on=TODAY), Signal.NORMAL),
        (assignment(original_due_on=date(2026, 5, 1), due_on=date(2026, 6, 1)), Signal.OVERDUE),
        (assignment(state=S.REPORTED, reported_on=TODAY, due_on=TODAY), Signal.NORMAL),
        (
            assignment(state=S.REPORTED, reported_on=date(2026, 3, 1), due_on=date(2026, 3, 1)),
            Signal.NORMAL,
        ),
        (
            assignment(state=S.REPORTED, reported_on=date(2026, 3, 2), due_on=date(2026, 3, 1)),
            Signal.OVERDUE,
        ),
        (
            assignment(
                state=S.REPORTED,
                reported_on=date(2026, 3, 2),
                original_due_on=date(2026, 3, 1),
                due_on=date(2026, 4, 1),
            ),
            Signal.EXTENDED,
        ),
        (assignment(state=S.DISPATCHED, percent=0), Signal.LAGGING),
    ],
)
def test_a_case(it: Assignment, signal: Signal | None) -> None:
    assert signal_of(it, ReportingCycle.QUARTERLY, DAY) is signal


@pytest.mark.parametrize(
    ("cycle", "percent", "signal"),
    [
        (ReportingCycle.QUARTERLY, 3, Signal.LAGGING),  # 85 of 360 days are 23.6 %
        (ReportingCycle.QUARTERLY, 4, Signal.NORMAL),
        (ReportingCycle.MONTHLY, 20, Signal.LAGGING),  # 146 of 360 days are 40.6 %
        (ReportingCycle.MONTHLY, 21, Signal.NORMAL),
        (ReportingCycle.HALF_YEARLY, 0, Signal.NORMAL),
        (ReportingCycle.ONCE, 0, Signal.NORMAL),
        (ReportingCycle.BY_MILESTONE, 0, Signal.NORMAL),  # it has no milestones
    ],
)
def test_lagging_begins_at_twenty_points_at_the_end_of_a_period(
    cycle: ReportingCycle, percent: int, signal: Signal
) -> None:
    assert signal_of(assignment(percent=percent), cycle, DAY) is signal


@pytest.mark.parametrize(
    ("begins", "due", "day", "percent"),
    [
        (BEGAN, None, TODAY, 0),
        (BEGAN, YEAR_END, BEGAN, 0),
        (BEGAN, YEAR_END, date(2025, 12, 1), 0),
        (BEGAN, YEAR_END, YEAR_END, 100),
        (BEGAN, YEAR_END, date(2027, 1, 1), 100),
        (BEGAN, YEAR_END, date(2026, 7, 4), 50),
        (BEGAN, YEAR_END, date(2026, 7, 3), 49),
        (BEGAN, BEGAN, BEGAN, 0),
        (BEGAN, BEGAN, TODAY, 100),
    ],
)
def test_the_schedule_is_linear_by_calendar_days(
    begins: date, due: date | None, day: date, percent: int
) -> None:
    assert planned_percent(begins, due, day) == percent


def test_the_worst_signal_counts() -> None:
    assert worst([Signal.CLOSED, Signal.OVERDUE, Signal.LAGGING]) is Signal.OVERDUE
    assert worst([Signal.CLOSED]) is Signal.CLOSED
    assert worst([]) is None


def days(
    start: date = date(2025, 12, 1), end: date = date(2026, 12, 31)
) -> st.SearchStrategy[date]:
    return st.dates(start, end)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    """Whatever the constraints of the table let an assignment be, near the days that matter."""
    state = draw(st.sampled_from(S))
    original = draw(st.none() | days())
    later = draw(st.integers(0, 3).map(lambda n: timedelta(days=n * 20)))
    reported = draw(days(end=TODAY)) if state in (S.REPORTED, S.CLOSED) else None
    dispatched = draw(days(end=TODAY))
    return {
        "state": state,
        "percent": draw(st.integers(0, 100)),
        "dispatched_on": dispatched,
        "acknowledged_on": dispatched if state in (S.ACKNOWLEDGED, S.REPORTED) else None,
        "original_due_on": original,
        "due_on": original + later if original else None,
        "reported_on": reported,
        "closed_on": reported if state is S.CLOSED else None,
    }


@pytest.mark.postgres
@given(
    rows=st.lists(st.tuples(facts(), st.sampled_from(ReportingCycle)), min_size=1, max_size=12),
    today=days(start=TODAY),
    soon=st.integers(1, 60),
    lagging=st.integers(5, 100),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_decides_as_python_does(
    town: Town,
    rows: list[tuple[dict[str, Any], ReportingCycle]],
    today: date,
    soon: int,
    lagging: int,
) -> None:
    day = judging(today, due_soon_workdays=soon, lagging_points=lagging)
    assert_same_signals(town, rows, day)


def assert_same_signals(
    town: Town, rows: list[tuple[dict[str, Any], ReportingCycle]], day: Judging
) -> None:
    """Compare both decisions for these rows, on whichever database the test runs."""
    ids = _assignments(town)
    for assignment_id, (fact, cycle) in zip(ids, rows, strict=False):
        db.session.execute(update(Assignment).where(Assignment.id == assignment_id).values(**fact))
        task_id = select(Assignment.task_id).where(Assignment.id == assignment_id)
        db.session.execute(
            update(Task).where(Task.id == task_id.scalar_subquery()).values(cycle=cycle)
        )
    found = db.session.execute(
        select(Assignment, Task.cycle, signal_case(day), severity_case(day))
        .join(Assignment.task)
        .where(Assignment.id.in_(ids[: len(rows)]))
        .execution_options(populate_existing=True)
    ).all()
    assert len(found) == len(rows)
    for it, cycle, signal, severity in found:
        expected = signal_of(it, cycle, day)
        assert signal == (expected.value if expected else None)
        assert severity == (SEVERITY[expected] if expected else None)
    db.session.rollback()


def _assignments(town: Town) -> list[int]:
    """Return the ids of twelve assignments, made once and bent in a transaction never kept."""
    ids = list(db.session.scalars(select(Assignment.id).order_by(Assignment.id)))
    while len(ids) < 12:
        ids.append(builders.dispatched(town, title=f"第 {len(ids)} 项").id)
    return ids


def test_states_that_stand_for_themselves_have_no_signal() -> None:
    assert {S.DECLINED, S.PAUSED, S.TERMINATED} == set(SILENT)
