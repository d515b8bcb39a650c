from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from tests.conftest import TODAY
from tests.example.conftest import opened
from tracker.example.days import dice, year_of
from tracker.example.fates import Fate, Lot, deal
from tracker.example.load import load_example
from tracker.example.plan import task_rows
from tracker.foundation.db import db
from tracker.foundation.settings import holds_example
from tracker.journal.models import Entry
from tracker.journal.queries import chain_faults
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.review.models import AnnualSummary, SummaryState
from tracker.workplan.tasks.chases.models import Chase
from tracker.workplan.tasks.indicators.models import Direction, Indicator
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.milestones.models import Milestone, MilestoneReached
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Mode,
    ReportingCycle,
    StateChange,
    Task,
)
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Signal, judging, signal_of

LEAST = 3


def assignments() -> list[Assignment]:
    return list(db.session.scalars(select(Assignment).order_by(Assignment.id)))


def signals(today: date) -> Counter[Signal | None]:
    day = judging(today)
    return Counter(
        signal_of(it, it.task.cycle, day) for it in assignments() if it.duty is Duty.LEAD
    )


def check_lively(today: date) -> None:
    counted = signals(today)
    whole = counted.total()
    assert all(counted[signal] >= LEAST for signal in Signal), counted
    assert 0.30 < counted[Signal.CLOSED] / whole < 0.42
    assert 0.04 < counted[Signal.OVERDUE] / whole < 0.10
    states = Counter(it.state for it in assignments())
    assert all(states[state] >= LEAST for state in AssignmentState), states
    assert list(chain_faults()) == []


@pytest.mark.usefixtures("city")
def test_the_year_has_every_state_and_every_signal_in_believable_shares() -> None:
    check_lively(TODAY)


@pytest.mark.usefixtures("city")
def test_about_a_hundred_and_fifty_tasks_went_to_about_five_hundred_units() -> None:
    tasks = list(db.session.scalars(select(Task)))
    assert 150 <= len(tasks) <= 165
    assert 500 <= len(assignments()) <= 600
    assert len({task.title for task in tasks}) == len(tasks)
    assert len({task.text for task in tasks}) > 120
    assert {task.mode for task in tasks} == {Mode.JOINT, Mode.EACH, None}
    by_time = set(ReportingCycle) - {ReportingCycle.BY_MILESTONE}
    assert {task.cycle for task in tasks} == by_time
    assert sum(task.is_key for task in tasks) > 20
    assert sum(task.is_standing for task in tasks) > 5
    assert sum(task.coordinator_id is not None for task in tasks) > 15
    assert all(task.leader_id for task in tasks)


@pytest.mark.usefixtures("city")
def test_every_step_of_the_table_was_taken() -> None:
    taken = Counter(db.session.scalars(select(StateChange.step)))
    assert set(taken) == set(Step)


@pytest.mark.usefixtures("city")
def test_the_journal_tells_the_year_in_the_order_of_time() -> None:
    moments = list(db.session.scalars(select(Entry.at).order_by(Entry.seq)))
    assert moments == sorted(moments)
    assert moments[-1].date() < TODAY
    # Somebody left at the end of the year before; the work itself is of this year.
    assert moments[0].year >= TODAY.year - 1


@pytest.mark.usefixtures("city")
def test_units_wrote_of_problems_and_figures_in_varied_words() -> None:
    entries = list(db.session.scalars(select(ProgressEntry)))
    states = Counter(entry.state for entry in entries)
    assert all(states[state] >= LEAST for state in EntryState)
    assert states[EntryState.SUBMITTED] > 500
    assert len({entry.done for entry in entries}) > len(entries) / 2
    assert sum(bool(entry.problems) for entry in entries) > 100
    assert not any("{" in entry.done + entry.problems + entry.next_steps for entry in entries)


@pytest.mark.usefixtures("city")
def test_nobody_verified_the_work_of_a_unit_they_report_for() -> None:
    closings = db.session.scalars(select(StateChange).where(StateChange.step == Step.CLOSE))
    for change in closings:
        assert change.assignment.unit_id not in {
            grant.unit_id for grant in change.by.grants if grant.role in {"head", "contact"}
        }


@pytest.mark.usefixtures("city")
def test_the_database_says_that_it_is_an_example() -> None:
    assert holds_example()


@pytest.mark.parametrize("today", [date(2026, 4, 1), date(2027, 2, 28)])
def test_it_can_be_loaded_early_and_late_in_its_year(empty: Path, today: date) -> None:
    with opened(empty, today):
        load_example(today=today)
        check_lively(today)


@pytest.mark.parametrize("place", range(26))
def test_on_whatever_day_every_fate_is_dealt(place: int) -> None:
    year = year_of(date(2026, 1, 1) + timedelta(days=17 * place))
    lots = [Lot(row, at, None) for at, row in enumerate(task_rows())]
    deal(lots, year, dice("test", place))
    dealt = Counter(fate for lot in lots for fate in lot.fates.values())
    assert all(dealt[fate] >= 2 for fate in Fate), dealt
    for lot in lots:
        assert lot.dispatched_on is not None
        assert lot.dispatched_on < year.today
        assert lot.due_on is None or lot.due_on >= lot.dispatched_on


@pytest.mark.usefixtures("city")
def test_two_assignments_of_a_task_never_have_the_same_unit() -> None:
    doubles = select(Assignment.task_id).group_by(Assignment.task_id, Assignment.unit_id)
    assert not db.session.scalars(doubles.having(func.count() > 1)).all()


@pytest.mark.usefixtures("city")
def test_some_units_have_begun_their_annual_summaries() -> None:
    summaries = list(db.session.scalars(select(AnnualSummary)))
    states = Counter(it.state for it in summaries)
    assert states == {
        SummaryState.DRAFT: 2,
        SummaryState.SUBMITTED: 1,
        SummaryState.RETURNED: 1,
        SummaryState.ACCEPTED: 1,
    }
    assert all(any(result.words for result in it.results) for it in summaries)


@pytest.mark.usefixtures("city")
def test_key_tasks_have_milestones_that_some_units_came_past_and_some_did_not() -> None:
    due = list(db.session.scalars(select(Milestone).where(Milestone.due_on < TODAY)))
    reached = Counter(db.session.scalars(select(MilestoneReached.milestone_id)))
    signed = Counter(
        it.task_id for it in assignments() if it.is_lead and it.acknowledged_on is not None
    )
    behind = [it for it in due if reached[it.id] < signed[it.task_id]]
    assert len(due) > 20
    assert LEAST <= len(behind) < len(due) / 2
    assert set(db.session.scalars(select(Indicator.direction))) == set(Direction)
    # What lags by its milestones still is something.
    day = judging_on(TODAY)
    lagging = [it for it in assignments() if signal_of(it, it.task.cycle, day) is Signal.LAGGING]
    assert len(lagging) >= LEAST


@pytest.mark.usefixtures("city")
def test_of_the_papers_that_went_to_late_units_some_are_answered() -> None:
    answers = [it.answered_at for it in db.session.scalars(select(Chase))]
    assert None in answers
    assert any(answers)
