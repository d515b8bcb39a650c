"""The dashboard and the task list as they were at the end of a past day."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db
from tracker.overview import dashboard
from tracker.overview.filters import Filters, read
from tracker.overview.task_list import task_list
from tracker.workplan.tasks.models import Plan
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Judging, Signal, judging

DUE = TODAY - timedelta(days=30)
BEFORE, AFTER = DUE - timedelta(days=20), DUE + timedelta(days=5)


def past(day: date) -> Judging:
    return judging(day, is_past=True)


def at(day: date) -> datetime:
    return NOW - (TODAY - day)


def year_of(town: Town) -> None:
    """Make a task that was late for a while and is closed now, and one that came later."""
    begun = DUE - timedelta(days=60)
    late = builders.acknowledged(town, due_on=DUE, now=at(begun), title="先逾期后办结")
    builders.note(town, late, 60, now=at(BEFORE))
    for step in (Step.ASK_CLOSURE, Step.CLOSE):
        builders.step(town, late, step, now=at(AFTER + timedelta(days=10)))
    builders.dispatched(town, now=at(AFTER + timedelta(days=3)), title="后来才有")


@pytest.mark.postgres
def test_the_dashboard_of_a_past_day_counts_what_was_there_then(town: Town) -> None:
    year_of(town)
    plan = db.session.scalars(select(Plan)).one()
    lin = town.actor(town.lin)
    boards = {day: dashboard.dashboard(lin, plan, past(day)) for day in (BEFORE, AFTER)}
    now = dashboard.dashboard(lin, plan, judging(TODAY))

    assert (boards[AFTER].tasks.total, now.tasks.total) == (1, 2)
    assert boards[BEFORE].tasks.signals[Signal.OVERDUE] == 0
    assert boards[AFTER].tasks.signals[Signal.OVERDUE] == 1
    (row,) = boards[AFTER].overdue
    assert (row.task.title, row.late, row.is_waiting) == ("先逾期后办结", 5, False)
    assert now.tasks.closed == 1
    assert (boards[AFTER].course.percent, now.course.leads) == (60, 2)
    assert boards[AFTER].course.actual[-1][0] < now.course.actual[-1][0]
    assert boards[AFTER].concerns == ()


@pytest.mark.postgres
def test_the_list_of_a_past_day_has_marks_states_and_units_of_then(town: Town) -> None:
    year_of(town)
    found = task_list(town.actor(town.lin), Filters(on=AFTER), past(AFTER), 1)

    (line,) = found.page.rows
    assert (line.mark, line.percent, line.states) == ("overdue", 60, ("acknowledged",))
    assert found.by_mark == {"overdue": 1}
    for state, total in (("acknowledged", 1), ("closed", 0)):
        narrowed = task_list(town.actor(town.lin), Filters(on=AFTER, state=state), past(AFTER), 1)
        assert narrowed.page.total == total


def test_what_was_registered_and_not_given_out_yet_waited_for_it(town: Town) -> None:
    task = builders.task(town, "等交办", now=at(BEFORE))
    builders.dispatched(town, the_task=task, now=at(AFTER))
    found = task_list(town.actor(town.lin), Filters(state="undispatched"), past(DUE), 1)

    assert [(line.task.title, line.mark, line.states) for line in found.page.rows] == [
        ("等交办", None, ())
    ]
    assert found.by_mark == {"undispatched": 1}


@pytest.mark.parametrize("written", ["", "x", "2026-02-30", "1066-10-14", "99999-01-01"])
def test_a_day_that_is_none_is_not_looked_at(written: str) -> None:
    assert read({"on": written}).on is None


def test_the_day_is_written_into_the_address_and_narrows_nothing() -> None:
    asked = replace(read({"on": "2026-05-01"}), year=2026)

    assert asked.written == {"year": 2026, "on": date(2026, 5, 1)}
    assert not asked.narrows


def test_a_leader_looks_at_a_day_and_opens_the_list_behind_a_number(
    browser: Browser, town: Town
) -> None:
    year_of(town)
    page = browser.sign_in(town.yan).get(f"/dashboard?on={AFTER}")

    assert "当天结束时的情况" in page
    assert "先逾期后办结" in page
    assert "需要关注" not in page
    assert f"/tasks?year=2026&amp;signal=overdue&amp;on={AFTER}" in page
    listed = browser.get(f"/tasks?year=2026&signal=overdue&on={AFTER}&work=late")
    assert "先逾期后办结" in listed
    assert "后来才有" not in listed
    assert "breakdown.xlsx" not in listed
    assert "回到今天" in listed


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=1)])
def test_today_and_days_to_come_are_today(browser: Browser, town: Town, day: date) -> None:
    year_of(town)
    page = browser.sign_in(town.lin).get(f"/dashboard?on={day}")

    assert "当天结束时的情况" not in page
    assert "breakdown.xlsx" in browser.get(f"/tasks?on={day}")
