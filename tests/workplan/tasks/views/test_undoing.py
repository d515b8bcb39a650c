"""Buttons that take one's own last step, and one's own dispatch, back; and those of merged units."""

from datetime import date
from typing import Any

from sqlalchemy import select

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.workplan.tasks.models import Assignment, AssignmentState, Task
from tracker.workplan.tasks.rules import Step


def kept(it: Assignment) -> Assignment:
    db.session.expire_all()
    return db.session.scalars(select(Assignment).where(Assignment.id == it.id)).one()


def test_the_head_takes_a_signature_back_from_the_page(town: Town, browser: Browser) -> None:
    it = builders.acknowledged(town)
    browser.sign_in(town.wang)
    page = browser.get(f"/tasks/{it.task_id}")
    assert "撤销上一步" in page

    browser.post(f"/assignments/{it.id}/undo", version=it.version)
    page = browser.get(f"/tasks/{it.task_id}")

    assert "已撤销，恢复到这一步之前。" in page
    assert "撤销住房局的上一步：签收" in page
    assert kept(it).state is AssignmentState.DISPATCHED


def test_the_supervisor_takes_a_dispatch_back_from_the_page(town: Town, browser: Browser) -> None:
    task = builders.dispatched(town).task
    address = f"/tasks/{task.id}"
    browser.sign_in(town.lin)
    assert "撤销交办" in browser.get(address)

    browser.post(f"{address}/undo-dispatch", version=task.version)
    page = browser.get(address)

    assert "已撤销交办，任务仍在待交办。" in page
    assert "还没有交办给承办单位。" in page
    db.session.expire_all()
    assert db.session.scalars(select(Task)).one().mode is None


def test_work_of_a_merged_unit_is_handed_on_from_the_page(town: Town, browser: Browser) -> None:
    it = builders.acknowledged(town)
    with transaction():
        it.unit.closed_on = date(2026, 6, 1)
    browser.sign_in(town.lin)
    assert "转交接续单位" in browser.get(f"/tasks/{it.task_id}")
    browser.post(
        f"/assignments/{it.id}/transfer",
        version=it.version,
        reason="并入",
        unit_id=town.roads.id,
    )
    page = browser.get(f"/tasks/{it.task_id}")
    assert "已转交。" in page
    assert kept(it).unit_id == town.roads.id


def test_a_supporting_unit_is_let_go_from_the_page(town: Town, browser: Browser) -> None:
    lead = builders.acknowledged(town, support=[town.east])
    it = next(each for each in lead.task.assignments if each is not lead)
    browser.sign_in(town.lin)
    browser.post(f"/assignments/{it.id}/release", version=it.version, reason="不再参加")
    page = browser.get(f"/tasks/{it.task_id}")
    assert "已撤下" in page
    assert "撤下东溪县：不再参加" in page


def test_a_leader_resumes_with_a_date_and_reads_what_is_wrong_with_it(
    town: Town, browser: Browser
) -> None:
    it = builders.acknowledged(town, now=town.days_ago(60), due_on=date(2026, 6, 1))
    builders.step(town, it, Step.PAUSE, reason="等资金", now=town.days_ago(30))
    browser.sign_in(town.yan)
    assert "恢复后的时限（选填）" in browser.get(f"/tasks/{it.task_id}")
    form: dict[str, Any] = {"version": it.version, "reason": "资金到位"}
    address = f"/assignments/{it.id}/resume"

    page = browser.post(address, expect=422, **form, due_on="2026-05-01")
    assert "恢复办理的时限不能早于现在的时限。" in page

    browser.post(address, **form, due_on="2026-08-03")
    assert kept(it).due_on == date(2026, 8, 3)
