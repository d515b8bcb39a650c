"""The pages of this stage, as people meet them."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.queries import counted
from tests.town import Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives.models import NamedUnit
from tracker.workplan.tasks.models import (
    Assignment,
    Task,
)


def test_reports_wait_side_by_side(browser: Browser, town: Town) -> None:
    flood = builders.report(town, "防汛会召开", text="备足物资。")
    for of in (None, flood, flood):
        builders.directive(town, of=of)

    page = browser.sign_in(town.lin).get("/tasks/queue")

    assert "3 条举措" in page
    assert "立项交办 2 条" in page
    assert f'href="/reports/{flood.id}/carry-out"' in page


def test_an_empty_queue_says_what_to_do(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.lin).get("/tasks/queue")
    assert "没有待立项的举措" in page
    assert "没有待交办的任务" in page


def test_only_supervisors_register_and_dispatch(browser: Browser, town: Town) -> None:
    for person in (town.yan, town.wang, town.gu):
        browser.sign_in(person)
        for path in ("/tasks/queue", "/tasks/dispatch?task=1"):
            browser.get(path, expect=403)
        browser.post("/tasks/dispatch", expect=403)


def test_the_queue_costs_a_bounded_number_of_queries(browser: Browser, town: Town) -> None:
    builders.directive(town)
    browser.sign_in(town.lin).get("/tasks/queue")
    with counted() as few:
        browser.get("/tasks/queue")
    for number in range(15):
        builders.directive(town)
        builders.task(town, f"第 {number} 项", of=[builders.directive(town)])
    with counted() as many:
        page = browser.get("/tasks/queue")

    assert "另有 4 份报告" in page
    assert many.total <= few.total + 3
    assert many.total <= 30
    assert not [it for it in many.statements if "report.text" in it]


def test_nothing_to_dispatch_leads_back_to_the_queue(browser: Browser, town: Town) -> None:
    it = builders.dispatched(town)
    browser.sign_in(town.lin)
    browser.get("/tasks/dispatch", expect=303)
    browser.get(f"/tasks/dispatch?task={it.task_id}", expect=303)
    assert "请先选要交办的任务" in browser.get("/tasks/queue")
    browser.post("/tasks/dispatch", task=[it.task_id])
    assert "已经交办过了" in browser.get("/tasks/queue")


def test_what_a_row_leaves_empty_is_as_shared(browser: Browser, town: Town) -> None:
    first, second, third = (builders.task(town, f"第 {n} 项").id for n in range(3))
    browser.sign_in(town.lin)
    rows: dict[str, Any] = {
        f"t{first}-mode": "",
        f"t{second}-mode": "each",
        f"t{second}-leads": "各地",
        f"t{third}-mode": "",
        f"t{third}-supports": "东溪县",
    }
    shared: dict[str, Any] = {"mode": "joint", "leads": "住房局", "supports": "公路局、住房局"}

    browser.post(
        "/tasks/dispatch", task=[first, second, third], due_on="2026-11-30", **shared, **rows
    )

    made = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert [(it.task_id, it.unit_id) for it in made] == [
        (first, town.housing.id),
        (first, town.roads.id),
        (second, town.east.id),
        (second, town.west.id),
        (third, town.housing.id),
        (third, town.east.id),
    ]


def test_names_that_nobody_knows_are_said_and_kept(browser: Browser, town: Town) -> None:
    task = builders.task(town)
    rows: dict[str, Any] = {
        f"t{task.id}-mode": "each",
        f"t{task.id}-leads": "月球局",
        f"t{task.id}-coordinator": "住房局、公路局",
    }
    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, task=[task.id], mode="joint", **rows
    )
    assert f"{task.number}：单位名册里没有“月球局”" in page
    assert "至少选一个" not in page
    assert "归口处室只能有一个" in page
    assert 'value="月球局"' in page


def test_the_row_that_is_refused_says_why_and_nothing_goes_out(
    browser: Browser, town: Town
) -> None:
    good, bad = builders.task(town).id, builders.task(town).id
    rows: dict[str, Any] = {
        f"t{good}-mode": "joint",
        f"t{good}-leads": "住房局",
        f"t{bad}-mode": "joint",
        f"t{bad}-leads": "住房局、公路局",
    }
    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, task=[good, bad], mode="joint", due_on="2026-12-31", **rows
    )
    number = db.session.get_one(Task, bad).number
    assert f"{number}：共同承办只能有一个牵头单位" in page
    assert f'href="#t{bad}-leads"' in page
    assert db.session.scalars(select(Assignment)).all() == []


def test_what_would_come_of_a_dispatch_is_shown_before(browser: Browser, town: Town) -> None:
    task = builders.task(town)
    rows: dict[str, Any] = {f"t{task.id}-mode": "each", f"t{task.id}-leads": "各地"}
    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=200, task=[task.id], deed="preview", due_on="2026-12-31", **rows
    )
    assert "2 件承办" in page
    assert "1 项，到年底填 3 次" in page
    assert db.session.scalars(select(Assignment)).all() == []


def test_every_row_at_fault_says_all_that_is_wrong(browser: Browser, town: Town) -> None:
    tasks = [builders.task(town), builders.task(town)]
    rows: dict[str, Any] = {}
    for task in tasks:
        rows |= {f"t{task.id}-mode": "joint", f"t{task.id}-due_on": "2026-01-31"}
    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch", expect=422, task=[it.id for it in tasks], mode="joint", **rows
    )
    for task in tasks:
        assert f"{task.number}：请至少选一个" in page
        assert f"{task.number}：完成时限不能早于" in page
    assert "有 4 处要改" in page


def test_what_the_deed_itself_refuses_is_said_of_each_row(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = [builders.task(town), builders.task(town)]

    def refuse(*_: object, **__: object) -> None:
        raise RuleBroken("所选单位已撤销，请另选单位。")

    monkeypatch.setattr("tracker.workplan.tasks.commands.dispatch", refuse)
    page = browser.sign_in(town.lin).post(
        "/tasks/dispatch",
        expect=422,
        task=[it.id for it in tasks],
        mode="joint",
        leads="住房局",
        due_on="2026-12-31",
    )
    assert all(f"{task.number}：所选单位已撤销" in page for task in tasks)


def test_one_task_that_goes_out_leads_to_its_page(browser: Browser, town: Town) -> None:
    task = builders.task(town)
    rows: dict[str, Any] = {f"t{task.id}-mode": "joint", f"t{task.id}-leads": "住房局"}
    sent = browser.sign_in(town.lin).post(
        "/tasks/dispatch", task=[task.id], mode="joint", due_on="2026-12-31", **rows
    )
    assert sent.location == f"/tasks/{task.id}"


def test_tasks_of_several_priorities_lead_to_what_waits_for_signature(
    browser: Browser, town: Town
) -> None:
    ids = [builders.task(town).id, builders.task(town, under="交通出行").id]
    sent = browser.sign_in(town.lin).post(
        "/tasks/dispatch", task=ids, mode="joint", leads="住房局", due_on="2026-12-31"
    )
    assert sent.location == "/tasks?year=2026&state=dispatched"


def test_the_dispatch_page_says_what_the_report_said(browser: Browser, town: Town) -> None:
    unknown = NamedUnit(name="月球局", duty="support", unit_id=None, group_id=None)
    joined = NamedUnit(name="住房局和西岭县", duty="support", unit_id=None, group_id=None)
    directive = builders.directive(
        town,
        "修路",
        units=[builders.named(town.roads), builders.named(town.east, "support"), joined, unknown],
        due_on=date(2026, 9, 30),
    )
    task = builders.task(town, "修路十条", of=[directive])
    standing = builders.task(town, "常态巡查", is_standing=True)

    page = browser.sign_in(town.lin).get(f"/tasks/dispatch?task={task.id}&task={standing.id}")

    assert "交办 2 项任务" in page
    assert 'value="市公路局"' in page
    assert 'value="东溪县、市住房局、西岭县"' in page
    assert 'value="2026-09-30"' in page
    assert 'value="2026-12-31"' in page
    assert "原文还写了：月球局，单位名册里没有，请自己填。" in page
    assert "长期坚持，没有时限" in page
    assert "4 件承办" in page
