"""Refusals and faults turned into pages."""

from http import HTTPStatus

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser import Browser
from tests.town import Town
from tracker.foundation.errors import NotFound, Outdated, RuleBroken
from tracker.people.permissions import Permission, requires


def failing(app: Flask, error: Exception) -> None:
    """Add a page that fails in a certain way."""

    @requires(Permission.SEE_WORK)
    def fail() -> str:
        raise error

    app.add_url_rule("/failing", "failing", fail)


@pytest.mark.parametrize(
    ("error", "status", "sentence"),
    [
        (NotFound("没有这项任务。"), 404, "没有这项任务。"),
        (RuleBroken("已经办结。"), 409, "已经办结。"),
        (Outdated(), 409, "刚刚被别人改过"),
        (ZeroDivisionError("secret inner words"), 500, "刚才的操作没有保存"),
    ],
)
def test_each_failure_has_its_page_and_sentence(
    app: Flask, browser: Browser, town: Town, error: Exception, status: int, sentence: str
) -> None:
    failing(app, error)

    page = browser.sign_in(town.wang).get("/failing", expect=status)

    assert sentence in page
    assert "secret inner words" not in page


def test_what_is_not_there_is_said_to_those_who_are_signed_in(browser: Browser, town: Town) -> None:
    assert "没有这个页面" in browser.sign_in(town.wang).get("/nowhere", expect=404)


def test_a_deed_cannot_be_opened_as_a_page(browser: Browser, town: Town) -> None:
    assert "请从页面上的按钮进入" in browser.sign_in(town.wang).get("/sign-out", expect=405)


def test_a_page_that_grew_old_says_so(browser: Browser) -> None:
    page = browser.get("/sign-in")
    assert page.tokens == 1

    assert browser.status_of("POST", "/sign-in", csrf_token="old", login="x") == 400


def test_a_redirect_is_not_a_fault(app: Flask, browser: Browser, town: Town) -> None:
    failing(app, RequestRedirect("/tasks"))

    assert browser.sign_in(town.wang).get("/failing", expect=308).location == "/tasks"


def test_an_unusual_status_has_a_page_too(app: Flask, browser: Browser, town: Town) -> None:
    class Teapot(HTTPException):
        code = HTTPStatus.IM_A_TEAPOT

    failing(app, Teapot())

    assert "请返回上一页重试" in browser.sign_in(town.wang).get("/failing", expect=418)


@pytest.mark.parametrize(
    ("came_from", "is_offered"),
    [
        ("http://localhost/tasks/3?x=1", True),
        ("http://elsewhere.example/tasks/3", False),
        ("http://localhost//elsewhere.example", False),
        ("http://localhost/failing", False),
        ("http://[", False),
        (None, False),
    ],
)
def test_a_refusal_leads_back_to_where_one_came_from(
    app: Flask, browser: Browser, town: Town, came_from: str | None, *, is_offered: bool
) -> None:
    failing(app, RuleBroken("已经办结。"))
    browser.sign_in(town.wang)

    headers = {"Referer": came_from} if came_from else {}
    page = browser._client.get("/failing", headers=headers).get_data(
        as_text=True
    )  # a header of its own

    assert ("回到刚才的页面" in page) is is_offered
    assert ('href="/tasks/3?x=1"' in page) is is_offered
