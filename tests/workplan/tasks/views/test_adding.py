"""One unit more on a task that is under way."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.messages.models import Message
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Task
from tracker.workplan.tasks.rules import Step


def add(town: Town, task: Task, **how: Any) -> Assignment:
    with transaction():
        return commands.add_unit(
            town.actor(how.pop("by", town.lin)),
            task,
            unit_id=how.pop("unit", town.roads).id,
            due_on=how.pop("due_on", None),
            reason=how.pop("reason", "用得上"),
            now=NOW,
        )


@pytest.mark.postgres
def test_a_supporter_gets_its_leads_date_and_a_message(town: Town) -> None:
    lead = builders.acknowledged(town, due_on=date(2026, 9, 30), now=town.days_ago(20))
    it = add(town, lead.task)
    assert (it.duty, it.state) == (Duty.SUPPORT, AssignmentState.DISPATCHED)
    assert it.due_on == it.original_due_on == date(2026, 9, 30)
    assert it.dispatched_on == date(2026, 6, 18)
    last = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
    assert [receipt.person_id for receipt in last.receipts] == [town.zhao.id]


def test_a_unit_that_answers_for_itself_gets_its_own_date(town: Town) -> None:
    first, _second = builders.dispatched_to_each(town)
    it = add(town, first.task, due_on=date(2026, 10, 30))
    assert (it.duty, it.due_on) == (Duty.LEAD, date(2026, 10, 30))


def test_a_standing_task_has_no_date_for_it_either(town: Town) -> None:
    lead = builders.acknowledged(town, is_standing=True, due_on=None)
    assert add(town, lead.task, due_on=date(2026, 10, 30)).due_on is None


def test_what_makes_no_sense_is_refused(town: Town) -> None:
    first, _second = builders.dispatched_to_each(town)
    late = builders.acknowledged(town, due_on=date(2026, 6, 1), now=town.days_ago(60))
    over = builders.closed(town, title="已办结")

    def refused(task: Task, sentence: str, **how: Any) -> None:
        with pytest.raises(RuleBroken, match=sentence):
            add(town, task, **how)

    refused(first.task, "请写明完成时限")
    refused(first.task, "不能早于交办的日子", due_on=date(2026, 6, 1))
    refused(first.task, "已在这项任务", unit=town.west, due_on=date(2026, 10, 30))
    refused(first.task, "请写明理由", due_on=date(2026, 10, 30), reason=" ")
    refused(first.task, "不在单位名册里", unit=town.root, due_on=date(2026, 10, 30))
    refused(late.task, "牵头单位的时限已过")
    refused(over.task, "没有在办的牵头")
    with pytest.raises(NotAllowed):
        add(town, first.task, by=town.wang)


def test_nobody_joins_work_that_rests(town: Town) -> None:
    it = builders.step(town, builders.acknowledged(town), Step.PAUSE, reason="等资金")
    with pytest.raises(RuleBroken, match="没有在办的牵头"):
        add(town, it.task)


def test_a_supervisor_adds_a_unit_on_its_page(town: Town, browser: Browser) -> None:
    task = builders.dispatched_to_each(town)[0].task
    browser.sign_in(town.lin)
    assert "加承办单位" in browser.get(f"/tasks/{task.id}")
    address = f"/tasks/{task.id}/units/add"
    assert "加的单位单独承办" in browser.get(address)
    form: dict[str, Any] = {"unit_id": town.roads.id, "reason": "用得上", "version": task.version}

    assert "请选要加的单位。" in browser.post(address, expect=422, reason="用得上")
    assert "请写明完成时限" in browser.post(address, expect=422, **form)
    browser.post(address, **form, due_on="2026-10-30")

    page = browser.get(f"/tasks/{task.id}")
    assert "已交办公路局，等它签收。" in page
    assert "交办 公路局：用得上" in page


def test_the_page_says_why_nobody_can_be_added(town: Town, browser: Browser) -> None:
    task = builders.closed(town).task
    browser.sign_in(town.lin)
    assert "加承办单位" not in browser.get(f"/tasks/{task.id}")
    page = browser.post(
        f"/tasks/{task.id}/units/add",
        expect=422,
        unit_id=town.roads.id,
        reason="用得上",
        version=task.version,
    )
    assert "没有在办的牵头（承办）单位" in page
    browser.post(
        f"/tasks/{task.id}/units/add", expect=409, unit_id=town.roads.id, reason="用得上", version=0
    )
