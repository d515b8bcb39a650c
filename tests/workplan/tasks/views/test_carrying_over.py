"""Carrying over, the order of priorities and weights, as people meet them."""

from datetime import UTC, date, datetime
from typing import Any

from flask import Flask

from tests.browser import Browser
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.clock import PINNED
from tracker.foundation.db import db, transaction
from tracker.workplan.tasks import queries

YEAR_ENDS = date(2026, 12, 30)


def row(task_id: int, version: int, **fields: object) -> dict[str, Any]:
    said = {"chosen": "y", "priority": "new", "version": version, **fields}
    return {f"t{task_id}-{name}": str(value) for name, value in said.items()}


def test_unfinished_tasks_are_previewed_and_carried_over_in_one_deed(
    app: Flask, browser: Browser, town: Town
) -> None:
    task = builders.acknowledged(town, percent=60).task
    standing = builders.acknowledged(town, title="长年", is_standing=True, due_on=None).task
    stays = builders.task(town, "不要了")
    browser.sign_in(town.lin)
    assert "从 2026 年 12 月起才能结转" in browser.get("/plan/2026/carry-over")
    with transaction():
        town.lin.password_set_at = datetime(2026, 12, 1, tzinfo=UTC)
    app.config[PINNED] = YEAR_ENDS
    browser.sign_in(town.lin)
    page = browser.get("/plan/2026/carry-over")
    assert "新设“城乡建设”" in page
    assert "60%" in page
    assert "请至少选一项" in browser.post("/plan/2026/carry-over", expect=422)
    chosen = {**row(task.id, task.version), **row(standing.id, standing.version, is_routine="y")}
    browser.post("/plan/2026/carry-over", **chosen)
    db.session.expire_all()
    assert (task.number, standing.number) == ("2027-01-001", "2027-01-002")
    assert (stays.plan.year, standing.is_routine) == (2026, True)

    page = browser.get(f"/tasks/{task.id}")
    assert "由2026年度 2026-01-001 结转" in page
    assert "结转到下一年度，原编号 2026-01-001" in page
    assert "2 项由以前年度结转来" in browser.get("/plan?year=2027")
    assert "2 项已结转到以后年度" in browser.get("/plan?year=2026")
    assert "现为 2027-01-001" in browser.get("/plan/2026/carry-over")
    browser.post(f"/plan/2026/carry-over/{task.id}/bring-back")
    db.session.expire_all()
    assert task.number == "2026-01-001"

    # Next time there is a priority of that name to go under.
    assert "新设“城乡建设”" not in browser.get("/plan/2026/carry-over")
    stale = row(task.id, 1, priority=standing.priority_id)
    browser.post("/plan/2026/carry-over", expect=409, **stale)
    wrong = row(task.id, task.version, priority="987654")
    browser.post("/plan/2026/carry-over", expect=422, **wrong)
    browser.get("/plan/2031/carry-over", expect=404)


def test_a_year_with_nothing_left_says_so(browser: Browser, town: Town) -> None:
    builders.plan(town)
    browser.sign_in(town.lin)
    assert "没有要结转的任务" in browser.get("/plan/2026/carry-over")
    assert "这一年还没有任务" in browser.get("/plan/2026/weights")


def test_priorities_are_put_in_another_order(browser: Browser, town: Town) -> None:
    builders.priority(town, "民生")
    second = builders.priority(town, "产业")
    browser.sign_in(town.lin)
    browser.post(f"/plan/priorities/{second.id}/move", way="up", place=2)
    page = browser.get("/plan?year=2026")
    assert page.html.index("产业") < page.html.index("民生")
    browser.post(f"/plan/priorities/{second.id}/move", expect=409, way="aside", place=1)
    browser.post(f"/plan/priorities/{second.id}/move", expect=409, way="down", place=2)


def test_weights_are_changed_on_one_page(browser: Browser, town: Town) -> None:
    first, second = builders.task(town), builders.task(town, "另一项", under="产业")
    browser.sign_in(town.lin)
    assert "占 50.0%" in browser.get("/plan/2026/weights")

    def said(weight: object) -> dict[str, Any]:
        return {f"t{first.id}-weight": weight, f"t{first.id}-version": first.version}

    assert "权重须在 1 到 100" in browser.post("/plan/2026/weights", expect=422, **said(101))
    browser.post("/plan/2026/weights", **said(3))
    db.session.expire_all()
    assert (first.weight, second.weight) == (3, 1)
    page = browser.get("/plan/2026/weights")
    assert "占 75.0%" in page
    assert "理由" not in page


def test_weights_of_tasks_that_are_given_out_ask_for_a_reason(browser: Browser, town: Town) -> None:
    task = builders.dispatched(town).task
    browser.sign_in(town.lin)
    said = {f"t{task.id}-weight": 3, f"t{task.id}-version": task.version}
    page = browser.post("/plan/2026/weights", expect=422, **said)
    assert 'name="reason"' in page
    assert "请写明理由。" in page
    browser.post("/plan/2026/weights", **said, reason="会议定的")
    db.session.expire_all()
    assert task.weight == 3
    assert queries.plan_of(2026)
