"""A setting changes what it governs, from the next deed or page on."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tests.browser import Browser
from tests.overview.builders import FEBRUARY
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks.builders import acknowledged, dispatched, plan, priority, task
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.settings import Option, keep_option
from tracker.people.permissions import Permission, may
from tracker.people.policy import CONTACTS_SUBMIT
from tracker.workplan.progress import commands as progress
from tracker.workplan.progress.limits import LATE_DAYS
from tracker.workplan.progress.queries import missed_last_period
from tracker.workplan.review import limits as review
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.commands import add_priority
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.signals import Signal, signal_of


def put(it: Option[Any], value: object) -> None:
    """Set an option as an admin would."""
    with transaction():
        keep_option(it.name, it.format(value), changed_by="顾平", changed_at=NOW)


def test_a_task_is_to_be_signed_for_in_as_many_days_as_are_set(town: Town) -> None:
    put(limits.SIGN_BY, 1)

    assert dispatched(town).sign_by == date(2026, 6, 22)  # the Dragon Boat holiday lies between


def test_the_bounds_of_the_signals_follow(town: Town) -> None:
    lead = acknowledged(town, due_on=TODAY + timedelta(days=60), now=FEBRUARY)
    cycle = ReportingCycle.QUARTERLY

    assert signal_of(lead, cycle, limits.judging_on(TODAY)) is Signal.LAGGING
    put(limits.LAGGING, 50)
    assert signal_of(lead, cycle, limits.judging_on(TODAY)) is Signal.NORMAL
    put(limits.DUE_SOON, 60)
    assert signal_of(lead, cycle, limits.judging_on(TODAY)) is Signal.DUE_SOON


def test_the_usual_cycles_follow(town: Town) -> None:
    put(limits.PLAIN_CYCLE, ReportingCycle.HALF_YEARLY)
    put(limits.KEY_CYCLE, ReportingCycle.QUARTERLY)

    assert task(town).cycle is ReportingCycle.HALF_YEARLY
    assert task(town, is_key=True, title="重点").cycle is ReportingCycle.QUARTERLY


def test_a_plan_takes_as_many_priorities_as_are_set(town: Town) -> None:
    put(limits.PRIORITIES, 1)
    priority(town)

    with pytest.raises(RuleBroken, match="最多设 1 个"), transaction():
        add_priority(town.actor(town.lin), plan(town), "民生", now=NOW)


def test_the_offered_end_of_the_year_follows(town: Town, browser: Browser) -> None:
    made = task(town)
    put(limits.YEAR_END, limits.YEAR_END.parse("11-30"))

    page = browser.sign_in(town.lin).get(f"/tasks/dispatch?task={made.id}")
    assert "2026-11-30" in page
    assert limits.year_end(2027) == date(2027, 11, 30)


def test_a_period_that_ended_long_ago_cannot_be_made_up_for(town: Town) -> None:
    lead = acknowledged(town, now=FEBRUARY)
    assert missed_last_period(town.actor(town.wang), town.housing, TODAY)
    put(LATE_DAYS, 10)

    assert missed_last_period(town.actor(town.wang), town.housing, TODAY) == []
    with pytest.raises(RuleBroken, match="补报期限"), transaction():
        progress.save_draft(
            town.actor(town.wang), lead, period="2026Q1", percent=5, done="开工 1 处。", now=NOW
        )


def test_contacts_submit_only_where_that_is_set(town: Town) -> None:
    lead = acknowledged(town)
    with transaction():
        entry = progress.save_draft(
            town.actor(town.bai), lead, period="2026Q2", percent=5, done="开工 1 处。", now=NOW
        )
    assert not may(town.actor(town.bai), Permission.SUBMIT_PROGRESS)
    assert not may(town.actor(town.bai), Permission.SUBMIT_SUMMARIES)
    put(CONTACTS_SUBMIT, True)  # noqa: FBT003  the value is what it is about

    assert may(town.actor(town.bai), Permission.SUBMIT_SUMMARIES)
    with transaction():
        progress.submit(town.actor(town.bai), entry, now=NOW)
    assert lead.percent == 5


def test_scores_are_counted_as_set(town: Town, browser: Browser) -> None:
    acknowledged(town, due_on=TODAY - timedelta(days=15), now=FEBRUARY)
    page = browser.sign_in(town.lin)
    assert "98" in page.get(f"/review/scores/{town.housing.id}?year=2026")
    put(review.LATE_PER_WEEK, Decimal("2.5"))
    put(review.SUPPORT_SHARE, 25)

    shown = page.get(f"/review/scores/{town.housing.id}?year=2026")
    assert "95" in shown
    assert "满一周扣 2.5 分" in shown
    assert "配合单位按 25% 扣" in shown
