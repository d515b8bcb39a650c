"""Decisions of leaders as pages ask for them, and their scans."""

from io import BytesIO
from typing import Any
from urllib.parse import quote

from sqlalchemy import select

from tests.browser import Browser
from tests.scans import NAME, PDF, sent
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.settings import set_setting
from tracker.journal.models import Entry
from tracker.people.models import Grant, Role
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.models import Assignment, AssignmentState


def test_what_is_wrong_with_a_decision_stands_beside_its_field(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    deeds = f"/assignments/{it.id}"
    browser.sign_in(town.lin)

    page = browser.post(f"{deeds}/pause", next="/tasks", version=it.version, expect=422)
    for sentence in ("请写明理由", "请选是哪位领导的决定", "请填写决定日期"):
        assert sentence in page
    assert 'enctype="multipart/form-data"' in page
    assert 'accept=".pdf,.jpg,.jpeg,.png"' in page
    assert 'value="/tasks"' in page

    good: dict[str, Any] = {"reason": "汛期停工", "version": it.version}
    wrongs: tuple[tuple[dict[str, Any], str], ...] = (
        ({"decided_on": "2026-06-17"}, "不能早于 2026年6月18日"),
        ({"decided_on": "2026-06-19"}, "不能晚于今天"),
        ({"on_behalf_of": town.lin.id}, "有 1 处要改"),
        ({"scan": (BytesIO(b""), "")}, "请附上决定的扫描件"),
        ({"scan": (BytesIO(b"<html>"), "批示.pdf")}, "与扩展名不符"),
    )
    for wrong, sentence in wrongs:
        page = browser.post(f"{deeds}/pause", **(good | sent(town) | wrong), expect=422)
        assert sentence in page
        assert "汛期停工" in page
        assert "请再选一次" in page
    assert "理由不超过 2000 字" in browser.post(
        f"{deeds}/pause", **(sent(town) | {"reason": "因" * 2001}), expect=422
    )
    assert db.session.scalars(select(RecordedDecision)).all() == []

    done = browser.post(f"{deeds}/pause", **good, **sent(town), next="/tasks")
    assert done.location == "/tasks"
    assert db.session.get_one(Assignment, it.id).state is AssignmentState.PAUSED


def test_a_leader_decides_without_a_scan(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town)
    browser.sign_in(town.yan)
    assert "哪位领导的决定" not in browser.post(f"/assignments/{it.id}/pause", expect=422)
    # What a leader did not have to tell is not taken from them either.
    browser.post(f"/assignments/{it.id}/pause", version=it.version, reason="规划调整", **sent(town))
    assert db.session.get_one(Assignment, it.id).state is AssignmentState.PAUSED
    assert db.session.scalars(select(RecordedDecision)).all() == []


def test_a_supervisor_who_reports_for_the_unit_is_told_so_before_the_form_is_read(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    with transaction():
        db.session.add(
            Grant(person=town.lin, role=Role.CONTACT, unit=town.housing, from_on=it.dispatched_on)
        )
    page = browser.sign_in(town.lin).get(f"/tasks/{it.task_id}")
    assert "由别的督查员核定、代录" in page
    for deed in ("pause", "terminate"):
        assert f'id="deed-{deed}"' not in page
        refused = browser.post(f"/assignments/{it.id}/{deed}", expect=403)
        assert "对自己所在单位承办的，须由别人办理" in refused


def test_a_scan_is_shown_to_who_sees_the_work_and_its_download_is_journalled(
    browser: Browser, town: Town
) -> None:
    it = builders.acknowledged(town)
    browser.sign_in(town.lin)
    browser.post(f"/assignments/{it.id}/pause", version=it.version, reason="等资金", **sent(town))
    with transaction():
        set_setting("tasks.needs_scan", "0")
    bare = sent(town) | {"scan": (BytesIO(b""), "")}
    browser.post(f"/assignments/{it.id}/resume", version=it.version, reason="资金到位", **bare)
    first, second = db.session.scalars(select(RecordedDecision.id).order_by(RecordedDecision.id))

    page = browser.sign_in(town.wang).get(f"/tasks/{it.task_id}")
    assert "（代录严明6月18日的决定）" in page
    assert f'<a href="/decisions/{first}/scan">扫描件：{NAME}</a>' in page
    assert f"/decisions/{second}/scan" not in page

    got = browser.get(f"/decisions/{first}/scan")
    assert got.data == PDF
    assert got.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert got.headers["Content-Disposition"] == (
        f"attachment; filename=\"decision-{first}.pdf\"; filename*=UTF-8''{quote(NAME)}"
    )
    entry = db.session.scalars(select(Entry).where(Entry.deed == "decision.downloaded")).one()
    assert (entry.subject, entry.actor_name) == (f"decision:{first}", "王芳")
    assert entry.details["file"] == NAME

    browser.get(f"/decisions/{second}/scan", expect=404)
    browser.get("/decisions/987654/scan", expect=404)
    browser.sign_in(town.zhao).get(f"/decisions/{first}/scan", expect=404)
