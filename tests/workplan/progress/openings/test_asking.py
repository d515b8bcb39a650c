"""About which periods the pages ask and the commands take, with a real database beneath."""

from datetime import UTC, date, datetime

import pytest

from tests.browser import Browser
from tests.settings.test_effects import put
from tests.town import NOW, TODAY, Town
from tests.workplan.progress.builders import draft, entry
from tests.workplan.tasks.builders import acknowledged
from tests.workplan.tasks.changing.builders import changed
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.workplan.progress import commands, queries
from tracker.workplan.progress.models import EntryState
from tracker.workplan.progress.openings.limits import DUE
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.commands import add_milestone
from tracker.workplan.tasks.models import Assignment, ReportingCycle

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)
JULY = datetime(2026, 7, 2, 2, 0, tzinfo=UTC)


def asked(town: Town, day: date = TODAY) -> list[tuple[str, date]]:
    rows = queries.due_this_period(town.actor(town.wang), town.housing, day)
    return [(row.period.name, row.due_on) for row in rows]


def missed(town: Town, day: date = TODAY) -> list[str]:
    rows = queries.missed_last_period(town.actor(town.wang), town.housing, day)
    return [row.period.name for row in rows]


def with_cycle(town: Town, it: Assignment, cycle: ReportingCycle, now: datetime = NOW) -> None:
    changed(town, it.task, {Aspect.CYCLE: cycle}, now=now)


@pytest.mark.postgres
def test_a_period_is_asked_for_up_to_its_due_day_and_missed_after_it(town: Town) -> None:
    acknowledged(town, now=FEBRUARY)
    assert asked(town, date(2026, 7, 7)) == [("2026Q2", date(2026, 7, 7))]
    assert missed(town, date(2026, 7, 7)) == []
    assert asked(town, date(2026, 7, 8)) == [("2026Q3", date(2026, 10, 13))]
    assert missed(town, date(2026, 7, 8)) == ["2026Q2"]

    put(DUE, 0)

    assert asked(town, date(2026, 7, 1)) == [("2026Q3", date(2026, 9, 30))]
    assert missed(town, date(2026, 7, 1)) == ["2026Q2"]


def test_what_was_missed_is_not_asked_for_once_a_later_entry_came(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    assert missed(town) == ["2026Q1"]
    entry(town, it)
    assert missed(town) == []


def test_a_changed_cycle_asks_for_nothing_twice(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    quarter = entry(town, it, now=MARCH)
    april = datetime(2026, 4, 2, 2, 0, tzinfo=UTC)
    with_cycle(town, it, ReportingCycle.MONTHLY, april)
    assert asked(town, date(2026, 4, 3)) == [("2026-04", date(2026, 5, 11))]
    assert missed(town, date(2026, 4, 20)) == []

    june = entry(town, it, percent=40)
    with_cycle(town, it, ReportingCycle.QUARTERLY)
    (row,) = queries.due_this_period(town.actor(town.wang), town.housing, TODAY)
    assert (row.period.name, row.entry, row.last) == ("2026Q2", june, quarter)
    with pytest.raises(RuleBroken, match="更正"):
        draft(town, it, period="2026Q2")
    with transaction():
        commands.correct(town.actor(town.wang), june, percent=45, done="完成 20 处。", now=NOW)
    assert it.percent == 45


def test_a_draft_goes_on_under_the_name_of_the_new_cycle(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    begun = draft(town, it)
    with_cycle(town, it, ReportingCycle.MONTHLY)

    again = draft(town, it)

    assert (again.id, again.period, again.state) == (begun.id, "2026-06", EntryState.DRAFT)


def test_the_period_just_ended_is_reported_and_corrected_in_time(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    written = entry(town, it, period="2026Q2", now=JULY)
    with transaction():
        commands.correct(town.actor(town.wang), written, percent=30, done="完成 9 处。", now=JULY)
    later = datetime(2026, 7, 8, 2, 0, tzinfo=UTC)
    with pytest.raises(RuleBroken, match="往期"):
        commands.correct(town.actor(town.wang), written, percent=31, done="再改。", now=later)


@pytest.mark.postgres
def test_a_task_by_milestones_is_reported_up_to_each_of_them(town: Town) -> None:
    it = acknowledged(town, cycle=ReportingCycle.BY_MILESTONE, now=FEBRUARY)
    with transaction():
        day = date(2026, 6, 30)
        add_milestone(town.actor(town.lin), it.task, name="完成招标", due_on=day, now=FEBRUARY)
    assert asked(town) == [("2026-06-30", date(2026, 7, 7))]

    written = entry(town, it, period="2026-06-30", percent=35)

    assert it.percent == 35
    assert asked(town, date(2026, 7, 8)) == [("2026", date(2027, 1, 8))]
    db.session.expire_all()
    (row,) = queries.due_this_period(town.actor(town.wang), town.housing, date(2026, 7, 8))
    assert row.last == written


def test_pages_name_the_period_and_its_due_day(browser: Browser, town: Town) -> None:
    it = acknowledged(town, cycle=ReportingCycle.BY_MILESTONE, now=FEBRUARY)
    with transaction():
        day = date(2026, 6, 30)
        add_milestone(town.actor(town.lin), it.task, name="完成招标", due_on=day, now=FEBRUARY)
    page = browser.sign_in(town.wang).get(f"/progress/units/{town.housing.id}")
    assert "6月30日节点" in page
    assert "7月7日前报出" in page
    page = browser.get(f"/assignments/{it.id}/progress")
    assert "2026年6月30日节点进展" in page
    assert "请在2026年7月7日前报送。" in page


def test_what_was_reported_under_the_former_cycle_is_corrected_on_its_page(
    browser: Browser, town: Town
) -> None:
    it = acknowledged(town, cycle=ReportingCycle.MONTHLY, now=FEBRUARY)
    written = entry(town, it)
    with_cycle(town, it, ReportingCycle.QUARTERLY)
    path = f"/assignments/{it.id}/progress"
    page = browser.sign_in(town.wang).get(path)
    assert "2026年6月进展" in page
    browser.post(
        path,
        expect=303,
        period="2026-06",
        percent="50",
        done="完成 30 处。",
        deed="correct",
        version=written.version,
    )
    db.session.expire_all()
    assert (written.percent, written.period) == (50, "2026-06")
