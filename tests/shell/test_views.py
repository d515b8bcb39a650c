"""Pages that belong to no stage."""

import re

from tests.browser import Browser
from tests.town import Town


def test_the_service_says_that_it_is_well(browser: Browser) -> None:
    assert "alive" in browser.get("/healthz")
    assert "ready" in browser.get("/readyz")


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
