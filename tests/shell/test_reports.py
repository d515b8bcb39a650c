"""What browsers report of broken pages."""

import json
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.town import Town
from tracker.foundation import breaches
from tracker.foundation.breaches import PolicyBreach
from tracker.foundation.db import db


def report(app: Flask, body: bytes | dict[str, Any], status: int = 204) -> None:
    """Send what a browser sends."""
    data = body if isinstance(body, bytes) else json.dumps({"csp-report": body}).encode()
    answer = app.test_client().post(
        "/csp-reports",
        data=data,
        content_type="application/csp-report",
        headers={"Sec-Fetch-Site": "cross-site"},
    )
    db.session.rollback()
    assert answer.status_code == status


BREACH = {
    "effective-directive": "script-src-elem",
    "blocked-uri": "https://elsewhere.example/a.js?who=1",
    "document-uri": "http://localhost/tasks?q=要找的话",
}


def test_equal_breaches_are_counted_without_what_was_looked_for(
    app: Flask, browser: Browser, town: Town
) -> None:
    report(app, BREACH)
    report(app, BREACH)
    report(app, BREACH | {"violated-directive": "x", "effective-directive": "img-src\x1b"})

    rows = db.session.scalars(select(PolicyBreach).order_by(PolicyBreach.id)).all()
    assert [(it.rule, it.blocked, it.page, it.times) for it in rows] == [
        ("script-src-elem", "https://elsewhere.example/a.js", "/tasks", 2),
        ("img-src", "https://elsewhere.example/a.js", "/tasks", 1),
    ]
    page = browser.sign_in(town.gu).get("/csp-reports")
    assert "elsewhere.example/a.js" in page
    assert "要找的话" not in page


def test_before_any_report_the_page_says_that_there_is_nothing(
    browser: Browser, town: Town
) -> None:
    assert "没有报告" in browser.sign_in(town.gu).get("/csp-reports")
    browser.sign_in(town.lin).get("/csp-reports", expect=403)


@pytest.mark.parametrize(
    "body", [b"", b"no json", b"[]", b"{}", b'{"csp-report": 1}', b"[" * 5000, b"\xff"]
)
def test_what_is_no_report_is_ignored(app: Flask, body: bytes) -> None:
    report(app, body)

    assert db.session.scalar(select(PolicyBreach.id)) is None


def test_strangers_cannot_fill_the_table(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaches, "MOST_KINDS", 2)
    for number in (0, 1, 0, 2, 3):
        report(app, BREACH | {"document-uri": f"/{number}"})
    report(app, b"x" * 20_000, status=413)

    # The kind that was not seen for longest goes first; what comes anew is never lost.
    kept = db.session.scalars(select(PolicyBreach).order_by(PolicyBreach.id)).all()
    assert [it.page for it in kept] == ["/2", "/3"]


def test_the_token_of_a_link_is_not_kept(app: Flask) -> None:
    report(app, BREACH | {"document-uri": "http://localhost/invitations/abc-secret"})
    report(app, BREACH | {"document-uri": "http://["})

    assert set(db.session.scalars(select(PolicyBreach.page))) == {"/invitations/", ""}
