"""Pages that belong to no stage."""

import re

import pytest
from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from tests.browser import Browser
from tests.town import Town
from tracker.foundation.db import db, transaction


def test_the_service_says_that_it_is_well(browser: Browser) -> None:
    assert "alive" in browser.get("/healthz")
    assert "ready" in browser.get("/readyz")


@pytest.mark.postgres
def test_a_database_that_lags_behind_is_not_ready(app: Flask, browser: Browser) -> None:
    with transaction():
        db.session.execute(text("UPDATE alembic_version SET version_num = '0001'"))

    page = browser.get("/readyz", expect=503)

    assert app.config["FILES"].is_dir()
    assert '"migrations":false' in page.html.replace(" ", "")


def test_a_database_that_does_not_answer_is_not_ready(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OperationalError("SELECT", {}, Exception())

    monkeypatch.setattr("tracker.foundation.health.MigrationContext.configure", fail)

    assert '"database":false' in browser.get("/readyz", expect=503).html.replace(" ", "")


def test_the_components_are_shown_once_each(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.gu).get("/components")

    for part in ("正常", "临期", "滞后", "逾期", "经批准延期", "已办结", "待签收"):
        assert part in page


def test_each_role_finds_its_places_and_no_others(browser: Browser, town: Town) -> None:
    supervisor = browser.sign_in(town.lin).get("/components")
    assert 'href="/dashboard"' in supervisor
    assert 'href="/reports"' in supervisor

    unit = browser.sign_in(town.wang).get("/components")
    assert 'href="/dashboard"' not in unit
    assert 'href="/reports"' not in unit
    assert 'href="/progress"' in unit

    administrator = browser.sign_in(town.gu).get("/components")
    assert 'href="/tasks"' not in administrator


def test_the_current_place_is_marked(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.wang).get("/tasks")

    marked = re.findall(r'<a[^>]*href="([^"]+)"[^>]*aria-current="page"', page.html)
    assert set(marked) == {"/tasks"}
