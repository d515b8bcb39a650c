"""Tasks made by hand and corrected, as people meet the pages."""

from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.workplan.tasks.models import ReportingCycle, Task


def test_without_a_priority_one_is_sent_to_the_plan(browser: Browser, town: Town) -> None:
    assert "去设重点" in browser.sign_in(town.lin).get("/tasks/new")


def _fields(**changes: Any) -> dict[str, Any]:
    usual = {"title": "编制规划", "text": "", "leader": "", "cycle": "", "weight": 2}
    return usual | changes


def test_a_task_made_by_hand_goes_on_to_its_dispatch(browser: Browser, town: Town) -> None:
    priority = builders.priority(town)
    browser.sign_in(town.lin)
    assert "不出自会议报告" in browser.get("/tasks/new")

    sent = browser.post("/tasks/new", **_fields(priority=priority.id, is_key="y"))

    task = db.session.scalars(select(Task)).one()
    assert (task.title, task.weight, task.cycle) == ("编制规划", 2, ReportingCycle.MONTHLY)
    assert sent.location == f"/tasks/dispatch?task={task.id}"


def test_a_new_task_without_a_title_comes_back(browser: Browser, town: Town) -> None:
    priority = builders.priority(town)
    page = browser.sign_in(town.lin).post(
        "/tasks/new", expect=422, **_fields(priority=priority.id, title="", text="已写的内容")
    )
    assert "请写任务名称。" in page
    assert "已写的内容" in page


def test_a_new_task_that_a_rule_forbids_comes_back(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    priority = builders.priority(town)

    def refuse(*_: object, **__: object) -> None:
        raise RuleBroken("所选重点不在这一年的计划里。")

    monkeypatch.setattr("tracker.workplan.tasks.commands.register", refuse)
    page = browser.sign_in(town.lin).post("/tasks/new", expect=422, **_fields(priority=priority.id))
    assert "不在这一年的计划里" in page


def test_a_correction_is_kept(browser: Browser, town: Town) -> None:
    task = builders.task(town, "修路", leader=town.yan)
    browser.sign_in(town.lin)
    assert "修路" in browser.get(f"/tasks/{task.id}/edit")

    sent = browser.post(
        f"/tasks/{task.id}/edit",
        **_fields(title="修路十条", cycle="once", leader=town.yan.id, version=task.version),
    )

    assert sent.location == f"/tasks/{task.id}"
    kept = db.session.get_one(Task, task.id)
    assert (kept.title, kept.cycle) == ("修路十条", ReportingCycle.ONCE)


def test_a_correction_of_an_old_copy_comes_back_with_what_was_typed(
    browser: Browser, town: Town
) -> None:
    task = builders.task(town, "修路")
    browser.sign_in(town.lin)

    page = browser.post(
        f"/tasks/{task.id}/edit", expect=409, **_fields(title="修路十条", cycle="once", version=99)
    )

    assert "刚刚被别人改过" in page
    assert "修路十条" in page
    assert "请写任务名称。" in browser.post(
        f"/tasks/{task.id}/edit", expect=422, **_fields(title="", cycle="once")
    )


def test_after_the_dispatch_the_wording_alone_is_corrected(browser: Browser, town: Town) -> None:
    task = builders.dispatched(town).task
    there = f"/tasks/{task.id}/edit"
    page = browser.sign_in(town.lin).get(there)
    assert 'name="weight"' not in page
    assert f'href="/tasks/{task.id}/change"' in page

    browser.post(there, **_fields(title="修路十条", weight=9, is_key="y", version=task.version))

    db.session.expire_all()
    assert (task.title, task.weight, task.is_key) == ("修路十条", 1, False)


def test_a_correction_that_does_not_say_what_it_saw_is_refused(
    browser: Browser, town: Town
) -> None:
    task = builders.task(town, "修路")
    browser.sign_in(town.lin)
    browser.post(f"/tasks/{task.id}/edit", expect=409, **_fields(title="盲改", cycle="once"))
    db.session.expire_all()
    assert task.title == "修路"


def test_a_leader_who_left_stays_named(browser: Browser, town: Town) -> None:
    task = builders.task(town, "修路", leader=town.yan)
    with transaction():
        town.yan.is_active = False
    assert "严明" in browser.sign_in(town.lin).get(f"/tasks/{task.id}/edit")


def test_only_supervisors_make_and_correct_tasks(browser: Browser, town: Town) -> None:
    task = builders.dispatched(town).task
    browser.sign_in(town.wang)
    browser.get("/tasks/new", expect=403)
    browser.get(f"/tasks/{task.id}/edit", expect=403)
    browser.post(f"/tasks/{task.id}/edit", expect=403, **_fields())
    browser.sign_in(town.lin).get("/tasks/9999/edit", expect=404)
