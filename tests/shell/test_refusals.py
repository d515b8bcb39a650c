"""Refusals and faults turned into pages."""

from contextvars import Context
from http import HTTPStatus
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from tests.browser import TOKEN, Browser
from tests.journal.readers import behind_the_back, deeds
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db
from tracker.foundation.errors import NotFound, Outdated, RuleBroken
from tracker.people.permissions import Permission, requires
from tracker.workplan.tasks.models import Assignment, AssignmentState


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


SILENT = {
    "sqlite": "CREATE TRIGGER disk_full BEFORE INSERT ON journal_entry"
    " BEGIN SELECT RAISE(FAIL, 'disk full'); END",
    "postgresql": "ALTER TABLE journal_entry ADD CONSTRAINT disk_full CHECK (false) NOT VALID",
}
"""What has the journal take no entry any more, as a full disk or a wrong grant would."""


@pytest.mark.postgres
def test_without_the_journal_nothing_is_done_shown_or_handed_out_and_the_log_raises_an_alarm(
    app: Flask, browser: Browser, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    it = builders.dispatched(town)
    browser.sign_in(town.wang)
    token = browser.token()
    supervisor, auditor = Browser(app).sign_in(town.lin), Browser(app).sign_in(town.shi)
    before = len(deeds())
    app.testing = False  # a fault after the view is answered, as in life
    stranger = Browser(app)
    form = TOKEN.search(Context().run(stranger._client.get, "/sign-in").text)
    with behind_the_back() as connection:
        connection.execute(text(SILENT[connection.dialect.name]))

    def answer(visitor: Browser, path: str, **fields: object) -> tuple[int, str]:
        asked: Any = {"data": fields, "method": "POST"} if fields else {}
        got = Context().run(visitor._client.open, path, **asked)
        db.session.rollback()
        return got.status_code, got.text

    told = {
        "a deed": answer(
            browser, f"/assignments/{it.id}/acknowledge", version=it.version, csrf_token=token
        ),
        "a refusal": answer(browser, "/reports"),
        "an export": answer(supervisor, "/tasks/breakdown.xlsx"),
        "the journal": answer(auditor, "/journal"),
        "signing in": answer(
            stranger, "/sign-in", login="wang", password="wrong", csrf_token=form and form[1]
        ),
    }

    assert {name: status for name, (status, _) in told.items()} == dict.fromkeys(told, 503)
    assert all("操作日志写不进去" in page for _, page in told.values())
    alarms = [it for it in caplog.records if it.levelname == "CRITICAL"]
    assert len(alarms) == len(told)
    assert {it.message.split(":")[0] for it in alarms} == {"ALARM"}
    assert db.session.get_one(Assignment, it.id).state is AssignmentState.DISPATCHED
    assert len(deeds()) == before
