"""The steps of assignments, pressed as buttons."""

import pytest

from tests.browser import Browser
from tests.scans import sent as sent_decision
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.rules import Step

S = AssignmentState


def state(assignment_id: int) -> S:
    return db.session.get_one(Assignment, assignment_id).state


def test_an_assignment_goes_all_the_way_by_buttons(browser: Browser, town: Town) -> None:
    it = builders.dispatched(town)
    deeds = f"/assignments/{it.id}"
    browser.sign_in(town.wang)
    sent = browser.post(f"{deeds}/acknowledge", version=it.version)
    assert sent.location == f"/tasks/{it.task_id}"
    refused = browser.post(f"{deeds}/ask-closure", version=it.version, expect=409)
    assert "最近报的完成比例是 0%，报到 100% 再申请办结。" in refused
    builders.note(town, db.session.get_one(Assignment, it.id), 100)
    browser.post(f"{deeds}/ask-closure", version=it.version)
    browser.post(f"{deeds}/withdraw", version=it.version)
    browser.post(f"{deeds}/ask-closure", version=it.version)

    browser.sign_in(town.lin)
    browser.post(f"{deeds}/redo", version=it.version, reason="材料不全")
    browser.sign_in(town.wang).post(f"{deeds}/ask-closure", version=it.version)
    browser.sign_in(town.lin).post(f"{deeds}/close", version=it.version)
    assert state(it.id) is S.CLOSED
    browser.post(f"{deeds}/reopen", version=it.version, reason="回头看")
    browser.post(f"{deeds}/pause", version=it.version, reason="规划调整", **sent_decision(town))
    browser.sign_in(town.yan).post(f"{deeds}/resume", version=it.version, reason="规划已定")
    browser.post(f"{deeds}/terminate", version=it.version, reason="政策取消")
    assert state(it.id) is S.TERMINATED


def test_a_declined_assignment_is_given_to_another_unit(browser: Browser, town: Town) -> None:
    it = builders.dispatched(town)
    browser.sign_in(town.wang).post(
        f"/assignments/{it.id}/decline", version=it.version, reason="不属职责"
    )
    browser.sign_in(town.lin).post(
        f"/assignments/{it.id}/redispatch", version=it.version, reason="改派", unit_id=town.roads.id
    )
    assert db.session.get_one(Assignment, it.id).unit_id == town.roads.id


def test_several_are_signed_for_at_once(browser: Browser, town: Town) -> None:
    mine = [builders.dispatched(town).id for _ in range(3)]
    theirs = builders.dispatched(town, unit=town.roads).id
    builders.step(town, db.session.get_one(Assignment, mine[0]), Step.ACKNOWLEDGE)
    browser.sign_in(town.bai)

    sent = browser.post("/assignments/acknowledge", assignment=[*mine, theirs], next="/tasks")

    assert sent.location == "/tasks"
    assert [state(it) for it in mine] == [S.ACKNOWLEDGED] * 3
    assert state(theirs) is S.DISPATCHED
    assert browser.post("/assignments/acknowledge").location == "/"


@pytest.mark.parametrize(
    ("target", "there"), [("/tasks?page=2", "/tasks?page=2"), ("//elsewhere.test/", None)]
)
def test_one_comes_back_to_where_one_was_on_this_site(
    browser: Browser, town: Town, target: str, there: str | None
) -> None:
    it = builders.dispatched(town)
    sent = browser.sign_in(town.wang).post(
        f"/assignments/{it.id}/acknowledge", version=it.version, next=target
    )
    assert sent.location == (there or f"/tasks/{it.task_id}")


def test_what_the_rules_forbid_is_answered_with_the_reason(browser: Browser, town: Town) -> None:
    it = builders.acknowledged(town)
    deeds = f"/assignments/{it.id}"
    browser.sign_in(town.lin)

    assert "请看过最新状态" in browser.post(f"{deeds}/close", version=it.version, expect=409)
    assert "不超过 2000 字" in browser.post(
        f"{deeds}/redo", version=it.version, reason="因" * 2001, expect=409
    )


@pytest.mark.parametrize("deed", ["acknowledge", "decline", "ask-closure", "withdraw"])
def test_another_unit_cannot_even_tell_that_it_exists(
    browser: Browser, town: Town, deed: str
) -> None:
    it = builders.dispatched(town)
    browser.sign_in(town.zhao).post(f"/assignments/{it.id}/{deed}", reason="因", expect=404)


def test_a_unit_presses_no_button_of_the_office(browser: Browser, town: Town) -> None:
    it = builders.reported(town)
    browser.sign_in(town.wang)
    for deed in ("close", "redo", "reopen", "pause", "resume", "terminate", "redispatch"):
        browser.post(f"/assignments/{it.id}/{deed}", reason="因", expect=403)


def test_dialogs_offer_what_can_be_chosen(browser: Browser, town: Town) -> None:
    it = builders.dispatched(town)
    page = browser.sign_in(town.wang).get(f"/tasks/{it.task_id}")
    assert "理由（督查室看得到）" in page
    browser.post(f"/assignments/{it.id}/decline", version=it.version, reason="不属职责")

    page = browser.sign_in(town.lin).get(f"/tasks/{it.task_id}")

    assert "仍交原单位（市住房局）" in page
    assert f'<option value="{town.housing.id}">' not in page
    assert f'<option value="{town.roads.id}">' in page
    assert "完成时限仍是" in page
    assert f'<option value="{town.yan.id}">严明' in page
    assert 'enctype="multipart/form-data"' in page
