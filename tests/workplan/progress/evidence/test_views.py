"""Evidence on the pages: chosen in the form, shown beside the entry, handed out, removed."""

from contextlib import suppress
from io import BytesIO
from typing import Any
from urllib.parse import quote

from flask import Flask, request
from flask_wtf.csrf import CSRFError
from sqlalchemy import select

from tests.browser import Browser
from tests.papers import TABLE
from tests.town import Town
from tests.workplan.progress.builders import entry
from tests.workplan.progress.evidence.builders import NAME, attached
from tests.workplan.tasks.builders import acknowledged
from tracker.app import LARGER_REQUESTS, LARGEST_REQUEST
from tracker.foundation.db import db
from tracker.journal.models import Entry
from tracker.workplan.progress.evidence.models import Evidence
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.tasks.models import Assignment

FORM: dict[str, Any] = {"period": "2026Q2", "version": 0, "percent": "20", "done": "完工 5 处。"}


def files(*named: tuple[bytes, str]) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(content), name) for content, name in named]


def place_of(it: Assignment) -> str:
    return f"/assignments/{it.id}/progress"


def evidence() -> list[Evidence]:
    return list(db.session.scalars(select(Evidence).order_by(Evidence.id)))


def test_files_go_with_the_words_and_are_shown_where_the_entry_is(
    browser: Browser, town: Town
) -> None:
    it = acknowledged(town)
    browser.sign_in(town.wang)
    page = browser.get(place_of(it))
    for words in (
        "佐证材料（选填）",
        'enctype="multipart/form-data"',
        "accept=",
        "一个不超过 20 MB",
        "还剩 2000 MB",
        "multiple",
    ):
        assert words in page

    sent = files((TABLE, NAME), (b"%PDF", "改名.pdf"))
    page = browser.post(place_of(it), **FORM, deed="submit", evidence=sent, expect=422)
    assert "“改名.pdf”：文件内容与扩展名不符" in page
    assert "完工 5 处。" in page
    assert evidence() == []

    browser.post(place_of(it), **FORM, deed="submit", evidence=files((TABLE, NAME)))
    for person, path in (
        (town.wang, place_of(it)),
        (town.lin, place_of(it)),
        (town.lin, f"/tasks/{it.task_id}"),
        (town.lin, "/progress/queue?view=entries"),
    ):
        page = browser.sign_in(person).get(path)
        assert NAME in page
        assert ("移除" in page) is (person is town.wang)


def test_a_file_alone_begins_an_entry_and_leaves_its_words_alone(
    browser: Browser, town: Town
) -> None:
    it = acknowledged(town)
    browser.sign_in(town.bai)
    done = browser.post(place_of(it), period="2026Q2", deed="attach", evidence=files((TABLE, NAME)))
    assert done.location == f"{place_of(it)}?period=2026Q2"
    assert f"已附 1 个：{NAME}" in browser.get(done.location)
    begun = db.session.scalars(select(ProgressEntry)).one()
    assert (begun.state, begun.done) == (EntryState.DRAFT, "")

    browser.post(place_of(it), **(FORM | {"version": begun.version}), deed="draft")
    browser.post(
        place_of(it), period="2026Q2", deed="attach", evidence=files((TABLE + b"x", "二.csv"))
    )
    assert db.session.scalars(select(ProgressEntry)).one().done == "完工 5 处。"
    assert len(evidence()) == 2


def test_a_file_is_handed_out_to_be_saved_and_its_download_is_journalled(
    browser: Browser, town: Town
) -> None:
    made = attached(town, entry(town, acknowledged(town)))[0]
    answer = browser.sign_in(town.lin).get(f"/evidence/{made.id}")

    assert answer.data == TABLE
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"] == (
        f"attachment; filename=\"evidence-{made.id}.csv\"; filename*=UTF-8''{quote(NAME, safe='')}"
    )
    told = db.session.scalars(select(Entry).where(Entry.deed == "evidence.downloaded")).one()
    assert (told.subject, told.details["file"]) == (f"evidence:{made.id}", NAME)
    browser.sign_in(town.zhao).get(f"/evidence/{made.id}", expect=404)


def test_a_removed_file_is_handed_to_nobody_and_restored_by_one_press(
    browser: Browser, town: Town
) -> None:
    it = acknowledged(town)
    made = attached(town, entry(town, it))[0]
    browser.sign_in(town.wang)
    assert NAME in browser.get(place_of(it))
    done = browser.post(f"/evidence/{made.id}/remove")
    assert done.location == f"{place_of(it)}?period=2026Q2#entry-{made.entry_id}"
    page = browser.get(place_of(it))
    for words in (f"已移除“{NAME}”，可以恢复。", "移除了 1 个文件", "30 天内可以恢复"):
        assert words in page
    browser.get(f"/evidence/{made.id}", expect=404)

    browser.post(f"/evidence/{made.id}/restore")
    assert f"已恢复“{NAME}”。" in browser.get(place_of(it))
    browser.get(f"/evidence/{made.id}")


def test_only_the_form_of_an_entry_takes_what_is_larger_than_usual(app: Flask) -> None:
    for path, most in (
        ("/assignments/1/progress", LARGER_REQUESTS["progress.report"]),
        ("/reports", LARGEST_REQUEST),
    ):
        with app.test_request_context(path, method="POST"):
            with suppress(CSRFError):
                app.preprocess_request()
            assert request.max_content_length == most
