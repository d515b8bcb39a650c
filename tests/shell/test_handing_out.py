"""Whatever leaves as a file is written down before it goes."""

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.town import NOW, Town
from tests.workplan.meetings.builders import report
from tests.workplan.tasks.builders import task
from tracker.foundation import files
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.journal.commands import record
from tracker.journal.models import Entry
from tracker.shell import handing_out
from tracker.workplan.meetings.models import ReportKind


@pytest.fixture
def original(town: Town) -> str:
    """The address of a report's original."""
    kept = report(town)
    with transaction():
        kept.kind, kept.file_name = ReportKind.TEXT, "会议纪要.txt"
        kept.file_hash = files.keep(b"minutes")
    return f"/reports/{kept.id}/original"


def last() -> Entry:
    return db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()


def test_a_downloaded_original_is_written_down(town: Town, browser: Browser, original: str) -> None:
    browser.sign_in(town.lin)

    browser.get(original)

    written = last()
    assert (written.deed, written.subject) == ("report.downloaded", f"report:{original[9:-9]}")
    assert written.actor_id == town.lin.id
    assert written.details == {"file": "会议纪要.txt", "path": original}


def test_an_exported_list_is_written_down_with_its_filters(town: Town, browser: Browser) -> None:
    task(town)
    browser.sign_in(town.lin)

    browser.get("/tasks/breakdown.xlsx?year=2026&q=%E8%B7%AF")

    assert last().deed == "tasks.exported"
    assert last().details["filters"] == "year=2026&q=路"


def test_what_is_refused_or_only_shown_hands_nothing_out(
    town: Town, browser: Browser, original: str
) -> None:
    browser.sign_in(town.wang)
    browser.get(original, expect=403)
    browser.sign_in(town.lin)
    browser.get("/reports")

    assert not [it for it in deeds() if it.endswith((".downloaded", ".exported"))]


def test_without_its_entry_no_file_leaves(
    app: Flask, town: Town, browser: Browser, original: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_given: object, **_named: object) -> None:
        raise OSError("no journal")

    browser.sign_in(town.lin)
    monkeypatch.setattr(handing_out, "record", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False  # answer as in production

    page = browser.get(original, expect=500)

    assert b"minutes" not in page.data


def test_a_file_of_an_address_that_is_not_named_is_written_down_too(
    town: Town, browser: Browser, original: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handing_out, "HANDED_OUT", {})
    browser.sign_in(town.lin)

    browser.get(original)

    assert (last().deed, last().subject) == ("file.downloaded", "request:-")


def test_what_a_view_wrote_down_itself_is_not_written_twice(
    town: Town, browser: Browser, original: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kept(digest: str) -> bytes:
        with transaction():
            record(town.actor(town.lin), "tasks.exported", "list:-", at=NOW)
        return digest.encode()

    monkeypatch.setattr(files, "kept", kept)
    browser.sign_in(town.lin)

    browser.get(original)

    assert [it for it in deeds() if it.endswith((".downloaded", ".exported"))] == ["tasks.exported"]


def test_the_named_addresses_exist(app: Flask) -> None:
    endpoints = {rule.endpoint: rule for rule in app.url_map.iter_rules()}

    for endpoint, (_, subject) in handing_out.HANDED_OUT.items():
        rule = endpoints[endpoint]
        assert subject.format(**dict.fromkeys(rule.arguments, 1))


def test_reading_the_journal_is_written_down_again_after_an_hour(
    town: Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(town.shi)
    browser.get("/journal")
    browser.get("/journal/1")
    assert deeds().count("journal.read") == 1

    later = now() + handing_out.ONCE_IN * 2
    monkeypatch.setattr(handing_out, "now", lambda: later)
    browser.get("/journal")
    assert deeds().count("journal.read") == 2
