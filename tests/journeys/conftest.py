"""A real server and a real browser; where there is no Chromium the journeys skip, loudly."""

import shutil
from collections.abc import Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from waitress import wasyncore
from waitress.server import create_server

from tests.demands import skip_or_fail
from tracker.app import with_static_files

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESK: ViewportSize = {"width": 1440, "height": 900}
PATIENCE = 30_000
"""Milliseconds that a page may take: what is slow here is only the machine."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, without a download of its own."""
    place = shutil.which("chromium")
    if place is None:
        skip_or_fail("there is no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=place, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """The address of a server of the test's application."""
    open_ends: dict[int, Any] = {}
    server = create_server(
        with_static_files(app), map=open_ends, host="127.0.0.1", port=0, threads=4
    )
    thread = Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.effective_port}"
    # Within its own thread: it goes on as long as a browser keeps a line open, and ends with the last.
    server.trigger.pull_trigger(lambda: wasyncore.close_all(open_ends, ignore_all=True))
    thread.join(timeout=5)
    server.task_dispatcher.shutdown()
    assert not thread.is_alive()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A window of a visitor; whatever the policy or a script refuses fails the test.

    It knows the server, so that it is closed before the server is.
    """
    context = chromium.new_context(base_url=address, viewport=DESK, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda told: complaints.append(told.text) if told.type == "error" else None,
    )
    yield page
    context.close()
    assert complaints == []
