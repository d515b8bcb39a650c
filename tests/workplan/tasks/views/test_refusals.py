"""A refused decision comes back with what was typed; who was slower sees both versions."""

from io import BytesIO
from typing import Any

import pytest

from tests.browser import Browser
from tests.scans import sent
from tests.town import TODAY, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.extensions import builders as extensions
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.formats import BadUpload
from tracker.workplan.tasks.forms import RowForm, put_refusal
from tracker.workplan.tasks.models import AssignmentState

WORDS = "汛期停工很久"


def test_a_step_that_cannot_be_taken_now_keeps_the_words(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town)
    browser.sign_in(town.lin)
    fields: dict[str, Any] = {"reason": WORDS, "version": it.version}
    page = browser.post(f"/assignments/{it.id}/resume", **fields, **sent(town), expect=422)
    assert WORDS in page
    assert "有 1 处要改" in page

    stale = fields | {"version": it.version - 1}
    page = browser.post(f"/assignments/{it.id}/pause", **stale, **sent(town), expect=409)
    assert WORDS in page
    assert "刚刚被别人改过" in page


def test_what_is_wrong_with_a_request_for_a_later_date_stands_beside_its_field(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    path = f"/assignments/{it.id}/extension"
    fields = {"reason": WORDS, "progress": "主体完工", "version": str(it.version)}
    browser.sign_in(town.wang)
    page = browser.post(path, **fields, due_on=str(it.due_on), expect=422)
    assert "新时限须晚于现在的时限" in page
    assert WORDS in page
    with transaction():
        it.state = AssignmentState.PAUSED
    late = fields | {"version": str(it.version), "due_on": "2027-01-31"}
    page = browser.post(path, **late, expect=422)
    assert "只有推进中的" in page


def test_what_is_wrong_with_a_decision_about_it_stands_beside_its_field(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    asked = extensions.proposed(town, it)
    path = f"/extensions/{asked.id}/decide"
    browser.sign_in(town.lin)
    good: dict[str, Any] = {"approves": "yes", "reason": WORDS, "version": asked.version}
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"due_on": str(it.due_on)}, "新时限须晚于现在的时限"),
        ({"decided_on": "2026-06-19"}, "不能晚于今天"),
        ({"scan": (BytesIO(b""), "")}, "请附上决定的扫描件"),
        ({"scan": (BytesIO(b"<html>"), "批示.pdf")}, "与扩展名不符"),
        ({"approves": "no", "reason": ""}, "不批准的，请写明理由"),
    )
    for wrong, sentence in wrongs:
        page = browser.post(path, **(good | sent(town, on=TODAY) | wrong), expect=422)
        assert sentence in page
        assert wrong.get("reason", WORDS) in page

    with transaction():
        it.state = AssignmentState.PAUSED
    page = browser.post(path, **good, **sent(town), expect=422)
    assert "等恢复推进后再办" in page
    assert WORDS in page
    stale = good | {"version": asked.version - 1}
    assert WORDS in browser.post(path, **stale, **sent(town), expect=409)


def test_a_refusal_with_a_page_of_its_own_goes_on_to_it(browser: Browser) -> None:
    assert browser
    form = RowForm(formdata=None)
    with pytest.raises(Outdated):
        put_refusal(form, Outdated())
    # A form without the field that is meant says it above all.
    put_refusal(form, BadUpload("不收"))
    put_refusal(form, RuleBroken("不行"))
    assert form.form_errors == ["不收", "不行"]
