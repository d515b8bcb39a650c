"""The key pages of the example city, at a desk and on a phone: nothing breaks, everybody can read."""

from collections.abc import Iterator
from http import HTTPStatus
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize
from sqlalchemy import select
from waitress.server import create_server

from tests.example.conftest import city, city_file
from tests.journeys.conftest import DESK
from tracker.app import with_static_files
from tracker.example.people import ACCOUNTS, PASSWORD
from tracker.foundation.db import db
from tracker.people.models import Grant, Person
from tracker.workplan.review.models import AnnualSummary, SummaryState
from tracker.workplan.tasks.models import Assignment, Task

__all__ = ["city", "city_file"]

PHONE: ViewportSize = {"width": 390, "height": 844}
PAGES = {
    "督查员": (
        "/",
        "/reports",
        "/reports/new",
        "/reports/1",
        "/directives",
        "/breakdowns",
        "/reports/3/directives",
        "/reports/3/carry-out",
        "/plan",
        "/tasks",
        "/tasks?signal=overdue",
        "/tasks/queue",
        "/tasks/new",
        "/tasks/{each}",
        "/tasks/{task}/edit",
        "/progress/queue",
        "/review",
        "/review/summaries/{submitted}",
        "/review/scores",
        "/components",
    ),
    "领导": ("/", "/dashboard", "/dashboard?units=departments", "/tasks/{task}"),
    "县负责人": ("/", "/tasks", "/progress", "/assignments/{own}/progress", "/review"),
    "审计员": ("/",),
}


@pytest.fixture
def city_address(city: Flask) -> Iterator[str]:
    """The address of a server of the example city."""
    server = create_server(with_static_files(city), host="127.0.0.1", port=0, threads=4)
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    server.close()
    thread.join(timeout=5)


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("role", PAGES)
def test_the_key_pages_hold(
    chromium: Browser, city_address: str, role: str, size: ViewportSize
) -> None:
    login = next(login for words, login, _ in ACCOUNTS if words.startswith(role))
    context = chromium.new_context(viewport=size, locale="zh-CN")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{city_address}/sign-in")
    page.fill("[name=login]", login)
    page.fill("[name=password]", PASSWORD)
    page.click("button[type=submit]")
    for path in PAGES[role]:
        address = path.format(**examples(login))
        answer = page.goto(city_address + address)
        assert answer is not None
        if answer.status != HTTPStatus.OK:
            complaints.append(f"{address}: {answer.status}")
            continue
        width = page.evaluate("document.documentElement.scrollWidth")
        if width > size["width"]:
            complaints.append(f"{address} scrolls sideways: {width}")
        complaints += [f"{address}: {violation}" for violation in violations(page)]
    context.close()
    assert not complaints, "\n".join(complaints)


def violations(page: Page) -> list[str]:
    """What axe finds, each with the first elements that it is about."""
    return [
        f"{rule['id']}: {[node['html'][:120] for node in rule['nodes'][:2]]}"
        for rule in Axe().run(page).response["violations"]
    ]


def examples(login: str) -> dict[str, int]:
    """Ids of rows that the pages are about: an each-task, a task, a summary, one's own work."""
    each = db.session.scalars(select(Task.id).where(Task.mode == "each").limit(1)).one()
    submitted = db.session.scalars(
        select(AnnualSummary.id).where(AnnualSummary.state == SummaryState.SUBMITTED).limit(1)
    ).one()
    task = db.session.scalars(select(Task.id).where(Task.mode == "joint").limit(1)).one()
    return {"each": each, "submitted": submitted, "task": task, "own": own_assignment(login)}


def own_assignment(login: str) -> int:
    """An assignment of the unit that a person heads; any where they head none."""
    units = select(Grant.unit_id).join(Person).where(Person.login == login)
    own = select(Assignment.id).where(Assignment.unit_id.in_(units)).limit(1)
    return db.session.scalar(own) or 1
