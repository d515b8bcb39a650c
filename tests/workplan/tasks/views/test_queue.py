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
from tracker.workplan.directives.models import Directive, Level, NamedUnit
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.models import (
    Assignment,
    Duty,
    PlanPriority,
    ReportingCycle,
    Task,
)


def _report_with_two_measures(town: Town) -> tuple[Directive, list[Directive]]:
    text = "突出安居，加快老旧小区改造，建成二百套保障房。"
    report = builders.report(town, text=text)
    heading = builders.directive(town, "突出安居", of=report, level=Level.PRIORITY)
    lead = NamedUnit(name="市住房局", duty="lead", unit_id=town.housing.id, group_id=None)
    group = NamedUnit(name="各地", duty="lead", unit_id=None, group_id=town.counties.id)
    measures = [
        builders.directive(town, "加快老旧小区改造", of=report, parent=heading, units=[lead]),
        builders.directive(town, "建成二百套保障房", of=report, parent=heading, units=[group]),
    ]
    return heading, measures


def test_the_queue_shows_what_the_report_says(browser: Browser, town: Town) -> None:
    _report_with_two_measures(town)

    page = browser.sign_in(town.lin).get("/tasks/queue")

    assert "2 条举措" in page
    assert "牵头：市住房局" in page
    assert "承办：各县（市、区）" in page
    assert "新设重点：突出安居" in page
    assert f'selected value="{town.yan.id}"' in page


def test_measures_become_tasks_and_go_to_their_units_in_two_pages(
    browser: Browser, town: Town
) -> None:
    heading, (houses, flats) = _report_with_two_measures(town)
    browser.sign_in(town.lin)

    fields: dict[str, Any] = {
        f"h{heading.id}-priority": "new",
        f"h{heading.id}-leader": town.yan.id,
        f"m{houses.id}-chosen": "y",
        f"m{houses.id}-title": "老旧小区改造",
        f"m{houses.id}-cycle": "",
        f"m{houses.id}-is_key": "y",
        f"m{flats.id}-chosen": "y",
        f"m{flats.id}-title": "建成保障房",
        f"m{flats.id}-cycle": "half_yearly",
    }
    sent = browser.post("/tasks/register", report=heading.report_id, **fields)

    first, second = db.session.scalars(select(Task).order_by(Task.number)).all()
    assert (first.number, first.title, first.cycle) == (
        "2026-01-001",
        "老旧小区改造",
        ReportingCycle.MONTHLY,
    )
    assert (second.cycle, second.leader_id) == (ReportingCycle.HALF_YEARLY, town.yan.id)
    page = browser.get(sent.location or "")
    assert "交办 2 项任务" in page
    assert "3 件承办" in page
    assert 'value="各县（市、区）"' in page

    rows: dict[str, Any] = {
        f"t{first.id}-mode": "joint",
        f"t{first.id}-leads": "市住房局",
        f"t{first.id}-supports": "公路局",
        f"t{first.id}-due_on": "2026-10-31",
        f"t{second.id}-mode": "each",
        f"t{second.id}-leads": "各县(市、区)",
        f"t{second.id}-coordinator": "住房局",
    }
    sent = browser.post(
        "/tasks/dispatch", task=[first.id, second.id], mode="joint", due_on="2026-12-31", **rows
    )
    assert sent.location == f"/tasks?year=2026&state=dispatched&priority={first.priority_id}"

    made = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert [(it.unit_id, it.duty, str(it.due_on)) for it in made] == [
        (town.housing.id, Duty.LEAD, "2026-10-31"),
        (town.roads.id, Duty.SUPPORT, "2026-10-31"),
        (town.east.id, Duty.LEAD, "2026-12-31"),
        (town.west.id, Duty.LEAD, "2026-12-31"),
    ]
    assert db.session.get_one(Task, second.id).coordinator_id == town.housing.id
    assert "已交办 2 项任务，共 4 件承办。" in browser.get("/tasks/queue")


def test_an_empty_queue_says_what_to_do(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.lin).get("/tasks/queue")
    assert "没有待立项的举措" in page
    assert "没有待交办的任务" in page


def test_reports_wait_side_by_side(browser: Browser, town: Town) -> None:
    heading, _ = _report_with_two_measures(town)
    later = builders.report(town, "防汛会召开", text="备足物资。")
    builders.directive(town, "备足物资", of=later)
    browser.sign_in(town.lin)

    page = browser.get("/tasks/queue")
    assert "3 条举措" in page
    assert "未归入重点的举措" in page
    assert "突出安居" in browser.get(f"/tasks/queue?report={heading.report_id}")


def _chosen(heading: Directive, measure: Directive, **changes: Any) -> dict[str, Any]:
    usual = {
        f"h{heading.id}-priority": "new",
        f"h{heading.id}-leader": "",
        f"m{measure.id}-chosen": "y",
        f"m{measure.id}-title": measure.title,
        f"m{measure.id}-cycle": "",
    }
    return {"report": heading.report_id} | usual | changes


def test_what_is_wrong_comes_back_beside_its_field(browser: Browser, town: Town) -> None:
    heading, (houses, _) = _report_with_two_measures(town)
    browser.sign_in(town.lin)
    wrong = {f"h{heading.id}-priority": "", f"m{houses.id}-title": ""}

    page = browser.post("/tasks/register", expect=422, **_chosen(heading, houses, **wrong))

    assert "有 2 处要改" in page
    assert "请选这组举措归入计划的哪个重点。" in page
    assert "请写任务名称。" in page


def test_a_heading_may_wait_while_another_is_registered(browser: Browser, town: Town) -> None:
    heading, (houses, _) = _report_with_two_measures(town)
    report = db.session.get_one(Report, heading.report_id)
    builders.directive(town, "突出安居", of=report, level=Level.PRIORITY)
    browser.sign_in(town.lin).post("/tasks/register", **_chosen(heading, houses))
    assert len(db.session.scalars(select(Task)).all()) == 1


def test_choosing_nothing_is_said(browser: Browser, town: Town) -> None:
    heading, _ = _report_with_two_measures(town)
    browser.sign_in(town.lin)
    page = browser.post("/tasks/register", expect=422, report=heading.report_id)
    assert "请至少选一条举措。" in page


def test_a_report_that_was_dealt_with_meanwhile_is_said(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin).post("/tasks/register", report=99)
    assert "没有待立项的举措了" in browser.get("/tasks/queue")


def test_the_rest_of_a_heading_goes_where_its_beginning_went(browser: Browser, town: Town) -> None:
    heading, (houses, _) = _report_with_two_measures(town)
    priority = builders.priority(town, "城乡建设")
    browser.sign_in(town.lin)
    own = {f"h{heading.id}-priority": priority.id}
    browser.post("/tasks/register", **_chosen(heading, houses, **own))

    page = browser.get("/tasks/queue")

    assert f'<option selected value="{priority.id}">' in page
    assert "1 条举措" in page
    assert "1 项任务" in page


def test_a_refused_batch_keeps_nothing(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading, (houses, _) = _report_with_two_measures(town)
    builders.plan(town)

    def refuse(*_: object, **__: object) -> None:
        raise RuleBroken("有部署要求已经立项，不能重复立项。")

    monkeypatch.setattr("tracker.workplan.tasks.commands.register", refuse)
    page = browser.sign_in(town.lin).post("/tasks/register", expect=422, **_chosen(heading, houses))

    assert "不能重复立项" in page
    assert db.session.scalars(select(PlanPriority)).all() == []


def test_only_supervisors_register_and_dispatch(browser: Browser, town: Town) -> None:
    for person in (town.yan, town.wang, town.gu):
        browser.sign_in(person)
        for path in ("/tasks/queue", "/tasks/dispatch?task=1"):
            browser.get(path, expect=403)
        for path in ("/tasks/register", "/tasks/dispatch"):
            browser.post(path, expect=403)


def test_the_queue_costs_a_bounded_number_of_queries(browser: Browser, town: Town) -> None:
    _report_with_two_measures(town)
    browser.sign_in(town.lin).get("/tasks/queue")
    with counted() as few:
        browser.get("/tasks/queue")
    for number in range(15):
        _report_with_two_measures(town)
        builders.task(town, f"第 {number} 项", of=[builders.directive(town)])
    with counted() as many:
        page = browser.get("/tasks/queue")

    assert "另有 4 份报告" in page
    assert many.total <= few.total + 3
    assert many.total <= 30


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


def test_a_measure_that_says_how_often_has_its_cycle_chosen(browser: Browser, town: Town) -> None:
    builders.directive(town, "每半年评估一次物业服务")
    page = browser.sign_in(town.lin).get("/tasks/queue")
    assert '<option selected value="half_yearly">' in page


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
