"""The number of a request, and the lines of the log."""

import json
import logging
from contextvars import Context

import pytest
from flask import Flask

from tests.browser import Browser
from tests.town import Town
from tracker.people.permissions import Permission, requires
from tracker.shell.requests import JsonLines, log_as_json_lines


def line(message: str, *values: object) -> str:
    return JsonLines().format(
        logging.LogRecord("luoshi", logging.ERROR, "", 0, message, values, None)
    )


def test_every_answer_has_a_number_that_the_request_cannot_choose(browser: Browser) -> None:
    answers = [
        Context().run(browser._client.get, "/sign-in", headers={"X-Request-Id": "mine"})
        for _ in "ab"
    ]

    numbers = [it.headers["X-Request-Id"] for it in answers]
    assert len(set(numbers)) == 2
    assert "mine" not in numbers


def test_a_fault_s_page_names_the_number_that_the_log_has(
    app: Flask, browser: Browser, town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    @requires(Permission.SEE_WORK)
    def fail() -> str:
        raise ZeroDivisionError("inner words")

    app.add_url_rule("/failing", "failing", fail)
    numbers: list[object] = []

    class Listening(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            numbers.append(json.loads(JsonLines().format(record))["request"])

    logging.getLogger("tracker.shell.refusals").addHandler(listening := Listening())
    page = browser.sign_in(town.lin).get("/failing", expect=500)
    logging.getLogger("tracker.shell.refusals").removeHandler(listening)

    assert numbers == [page.headers["X-Request-Id"]]
    assert str(numbers[0]) in page
    assert "inner words" not in page
    assert "inner words" in caplog.text


@pytest.mark.parametrize(
    "payload", ["a\r\nb", "\x1b[31m", "\u202e", "\u2028", "\x00", '","level":"INFO', "\ud800"]
)
def test_one_event_is_one_line_whatever_it_says(payload: str) -> None:
    written = line("seen %s", payload)

    assert written.isascii()
    assert written.isprintable()
    assert json.loads(written)["said"] == f"seen {payload}"


def test_a_cause_stays_within_its_line() -> None:
    error = ValueError("two\nlines")
    record = logging.LogRecord("luoshi", logging.ERROR, "", 0, "x", (), (ValueError, error, None))
    written = JsonLines().format(record)

    assert "\n" not in written
    assert "two\nlines" in json.loads(written)["cause"]


def test_the_process_logs_in_such_lines(capsys: pytest.CaptureFixture[str]) -> None:
    root = logging.getLogger()
    kept, level = root.handlers[:], root.level
    try:
        log_as_json_lines()
        logging.getLogger("luoshi").warning("现在")
    finally:
        root.handlers[:] = kept
        root.setLevel(level)

    assert json.loads(capsys.readouterr().err)["said"] == "现在"
