"""The private link of a calendar program: whose dates it shows, and when it shows none any more."""

import re
from datetime import date
from typing import Any

import pytest
from flask import Flask
from icalendar import Calendar
from sqlalchemy import func, select

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound
from tracker.foundation.labels import Label
from tracker.overview.feed import due_dates
from tracker.people import commands
from tracker.people.actor import Actor
from tracker.people.models import CalendarLink, Person
from tracker.people.queries import bearer_of
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import judging

PAGE = "/account/calendar"
DAY = judging(TODAY)


def link(town: Town, person: Person) -> str:
    with transaction():
        return commands.make_calendar_link(town.actor(person), now=NOW)


def fetched(app: Flask, token: str) -> list[Any]:
    """Fetch the events as a program does, which never signs in."""
    page = Browser(app).get(f"/calendars/{token}.ics")
    assert page.mimetype == "text/calendar"
    calendar: Any = Calendar.from_ical(page.data)
    return list(calendar.walk("VEVENT"))


def summaries(town: Town, person: Person) -> list[str]:
    return [it.summary for it in due_dates(town.actor(person), DAY, lambda _id: None)]


@pytest.mark.postgres
def test_a_program_fetches_the_due_dates_of_the_own_units(app: Flask, town: Town) -> None:
    lead = builders.acknowledged(town, due_on=date(2026, 6, 20), support=(town.east,))
    builders.acknowledged(town, unit=town.roads, title="修路")
    builders.closed(town, title="已办结")
    event, period = fetched(app, link(town, town.wang))

    assert event["summary"] == "【临期】加快老旧小区改造"
    assert event["uid"] == f"assignment-{lead.id}@luoshi"
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 6, 20), date(2026, 6, 21))
    assert event["description"] == f"{lead.task.number}\n{town.housing.short_name}"
    assert event["dtstamp"].dt.tzinfo is not None
    assert "url" not in event
    assert period["summary"] == "【填报】住房局二季度进展 1 项"
    assert "url" not in period


def test_an_event_leads_to_its_task_where_the_address_is_known(app: Flask, town: Town) -> None:
    task_id = builders.acknowledged(town).task_id
    app.config["BASE_URL"] = "https://luoshi.example/"
    event, period = fetched(app, link(town, town.wang))

    assert event["url"] == f"https://luoshi.example/tasks/{task_id}"
    assert period["url"] == f"https://luoshi.example/progress/units/{town.housing.id}"


def test_several_units_of_a_task_are_one_date_for_the_office(town: Town) -> None:
    units = [town.east, town.west, town.housing, town.roads]
    builders.dispatched_to_each(town, units)
    (told,) = due_dates(town.actor(town.lin), DAY, lambda _id: None)

    assert told.description.endswith("等4家")


def test_what_is_paused_has_a_date_without_a_mark(town: Town) -> None:
    lead = builders.acknowledged(town, due_on=date(2026, 6, 20))
    builders.step(town, lead, Step.PAUSE, reason="等资金")

    assert summaries(town, town.wang) == ["加快老旧小区改造"]


def test_what_is_sensitive_is_not_named(town: Town) -> None:
    lead = builders.acknowledged(town)
    with transaction():
        lead.task.label = Label.SENSITIVE
        town.wang.clearance = Label.SENSITIVE

    assert summaries(town, town.wang) == ["敏感任务，登录后查看"]
    with transaction():
        town.wang.clearance = Label.INTERNAL
    assert summaries(town, town.wang) == []


def test_who_runs_the_system_alone_has_no_dates(town: Town) -> None:
    builders.acknowledged(town)

    assert summaries(town, town.gu) == []


def test_one_link_at_a_time_is_good_and_none_after_it_was_revoked(
    browser: Browser, town: Town
) -> None:
    first = link(town, town.wang)
    second = link(town, town.wang)
    assert bearer_of(first, TODAY) is None
    assert bearer_of(second, TODAY) == town.actor(town.wang)
    with transaction():
        commands.revoke_calendar_link(town.actor(town.wang), now=NOW)

    assert db.session.scalar(select(func.count()).select_from(CalendarLink)) == 0
    browser.get(f"/calendars/{second}.ics", expect=404)
    assert deeds()[-3:] == [
        "calendar_link.made",
        "calendar_link.made",
        "calendar_link.revoked",
    ]


def test_what_is_not_there_cannot_be_revoked(town: Town) -> None:
    with pytest.raises(NotFound, match="可能已经停用"), transaction():
        commands.revoke_calendar_link(town.actor(town.wang), now=NOW)


def test_nobody_in_particular_has_no_link(town: Town) -> None:
    assert town
    nobody = Actor(id=None, name="系统", roles=frozenset())
    with pytest.raises(NotAllowed), transaction():
        commands.make_calendar_link(nobody, now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.revoke_calendar_link(nobody, now=NOW)


def test_a_disabled_account_shows_nothing_and_does_so_for_good(town: Town) -> None:
    token = link(town, town.wang)
    with transaction():
        commands.end_credentials(town.wang)

    assert bearer_of(token, TODAY) is None


def test_the_page_shows_a_link_once_to_who_made_it(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.wang).get(PAGE)
    assert "还没有链接" in page
    browser.post(PAGE)
    page = browser.get(PAGE)
    (token,) = re.findall(r"/calendars/([\w-]+)\.ics", page.html)
    assert bearer_of(token, TODAY) is not None

    elsewhere = browser.sign_in(town.wang).get(PAGE)
    assert token not in elsewhere
    assert "正在使用" in elsewhere
    browser.post(f"{PAGE}/revoke")
    assert "已停用" in browser.get(PAGE)
