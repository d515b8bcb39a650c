"""The first screens of a new installation: each says the next step, with a link that works."""

import re

import pytest
from sqlalchemy import delete, update

from tests.browser import Browser, Page
from tests.town import TODAY, Town
from tests.workplan.tasks.builders import dispatched, report, task
from tracker.foundation.db import db, transaction
from tracker.overview.first_steps import FirstStep, first_step
from tracker.people.models import Grant, Person, Role, Unit


def step_of(town: Town, who: Person) -> FirstStep | None:
    return first_step(town.actor(who), TODAY)


def follow(browser: Browser, page: Page) -> str:
    """Open the link of the page's empty state, which must not be refused; return its address."""
    block = page.html[page.html.index('class="empty-title"') :]
    found = re.search(r'<a class="btn" href="([^"]+)">', block)
    assert found
    browser.get(found[1])
    return found[1]


@pytest.mark.parametrize(
    ("who", "said", "address"),
    [
        ("lin", "从收一份会议报告开始", "/reports/new"),
        ("yan", "还没有交办任务", "/reports"),
        ("wang", "还没有交办给本单位的任务", "/account"),
        ("bai", "还没有交办给本单位的任务", "/account"),
    ],
)
def test_who_has_no_work_yet_reads_where_it_begins(
    browser: Browser, town: Town, who: str, said: str, address: str
) -> None:
    page = browser.sign_in(getattr(town, who)).get("/")

    assert said in page
    assert follow(browser, page) == address


def test_once_work_has_begun_nobody_is_told_where_it_begins(town: Town) -> None:
    report(town)
    dispatched(town)

    for who in (town.lin, town.yan, town.wang, town.gu, town.fang, town.shi):
        assert step_of(town, who) is None
    assert step_of(town, town.zhao) is FirstStep.NOTHING_FOR_UNIT


def test_the_admins_are_led_from_units_to_persons_to_roles(browser: Browser, town: Town) -> None:
    admins = [town.gu.id, town.fang.id, town.shi.id]
    with transaction():
        db.session.execute(delete(Grant).where(Grant.role == Role.SUPERVISOR))
    assert step_of(town, town.gu) is FirstStep.ROLES_BY_OTHERS
    assert follow(browser, browser.sign_in(town.gu).get("/")) == "/persons"
    assert follow(browser, browser.sign_in(town.fang).get("/")) == "/persons?state=no-role"

    with transaction():
        db.session.execute(update(Person).where(Person.id.not_in(admins)).values(is_active=False))
    assert follow(browser, browser.sign_in(town.gu).get("/")) == "/persons/import"
    page = browser.sign_in(town.fang).get("/")
    assert "等系统管理员录入人员" in page
    address, _, place = follow(browser, page).partition("#")
    assert f'id="{place}"' in browser.get(address)

    with transaction():
        db.session.execute(update(Unit).values(closed_on=TODAY))
    assert follow(browser, browser.sign_in(town.gu).get("/")) == "/units/import"
    lin = town.actor(town.fang)
    assert first_step(lin, TODAY) is FirstStep.PERSONS_BY_OTHERS


def test_without_units_a_supervisor_is_told_who_enters_them(browser: Browser, town: Town) -> None:
    with transaction():
        db.session.execute(update(Unit).values(closed_on=TODAY))

    page = browser.sign_in(town.lin).get("/")

    assert "单位名册还是空的" in page
    follow(browser, page)


def test_an_installation_that_plans_for_next_year_does_not_look_empty(
    browser: Browser, town: Town
) -> None:
    task(town, "明年的事", year=2027)
    browser.sign_in(town.lin)

    assert "明年的事" in browser.get("/tasks")
    assert "2027年度看板" in browser.get("/dashboard")
    assert "2027年度计划" in browser.get("/plan")
    # Who asks for a year gets that year, with the way to those that have a plan.
    assert 'href="/tasks?year=2027"' in browser.get("/tasks?year=2026")
    assert "2026年度计划还没有建立" in browser.get("/plan?year=2026")

    task(town, "今年的事")
    assert "明年的事" not in browser.get("/tasks")
    assert "2026年度看板" in browser.get("/dashboard")


def test_the_review_without_any_plan_leads_each_on(browser: Browser, town: Town) -> None:
    assert follow(browser, browser.sign_in(town.lin).get("/review")) == "/plan"
    assert follow(browser, browser.sign_in(town.wang).get("/review")) == "/"

    task(town)
    assert follow(browser, browser.get("/review?year=2031")) == "/review"
