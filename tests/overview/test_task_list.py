"""The list of tasks, as people meet it."""

from io import BytesIO
from urllib.parse import quote

import openpyxl
import pytest

from tests.browser import Browser
from tests.overview.builders import (
    FEBRUARY,
    LATER,
    MAY,
    PAST,
    SOON,
    extended,
    put_in_charge,
    town_with_a_year,
)
from tests.town import TODAY, Town
from tests.workplan.progress.builders import entry
from tests.workplan.tasks.builders import (
    acknowledged,
    closed,
    dispatched_to_each,
    note,
    plan,
    step,
    task,
)
from tracker.overview.filters import Filters
from tracker.overview.list_choices import choices
from tracker.overview.task_list import TaskList, task_list
from tracker.people.models import Person
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Signal, judging


def asked(town: Town, who: Person, **filters: object) -> TaskList:
    return task_list(town.actor(who), Filters(**filters), judging(TODAY), 1)  # type: ignore[arg-type]  # a test names filters freely


def titles(found: TaskList) -> list[str]:
    return [line.task.title for line in found.page.rows]


def a_few(town: Town) -> None:
    acknowledged(town, due_on=PAST, now=FEBRUARY, percent=60, title="管网")
    acknowledged(town, unit=town.roads, due_on=SOON, now=FEBRUARY, percent=90, title="公路")
    acknowledged(
        town,
        unit=town.east,
        due_on=LATER,
        now=FEBRUARY,
        percent=2,
        title="公园",
        cycle=ReportingCycle.MONTHLY,
    )
    extended(town, unit=town.west, title="大桥")
    closed(town, due_on=PAST, now=FEBRUARY, closed_at=MAY, title="学位")
    task(town, "待办的事")


def test_each_signal_is_counted_and_leads_to_its_tasks(town: Town) -> None:
    a_few(town)

    found = asked(town, town.lin)
    assert found.total == 6
    for signal, title in (
        ("overdue", "管网"),
        ("due_soon", "公路"),
        ("lagging", "公园"),
        ("extended", "大桥"),
        ("closed", "学位"),
    ):
        assert found.counted(signal) == 1
        assert titles(asked(town, town.lin, signal=signal)) == [title]
    assert titles(asked(town, town.lin, signal="late")) == ["管网"]
    assert titles(asked(town, town.lin, signal="warned")) == ["公路", "公园"]


def test_the_counts_stay_while_one_signal_is_looked_at(town: Town) -> None:
    a_few(town)

    found = asked(town, town.lin, signal="overdue")

    assert (found.total, found.page.total, found.counted("closed")) == (6, 1, 1)


def test_states_and_dates_can_be_asked_for(town: Town) -> None:
    a_few(town)

    assert titles(asked(town, town.lin, state="undispatched")) == ["待办的事"]
    assert titles(asked(town, town.lin, state="closed")) == ["学位"]
    assert titles(asked(town, town.lin, state="acknowledged")) == ["管网", "公路", "公园", "大桥"]
    assert titles(asked(town, town.lin, time="due")) == ["管网", "大桥", "学位"]
    assert titles(asked(town, town.lin, time="on_time")) == ["学位"]
    assert titles(asked(town, town.lin, time="late")) == ["管网"]


def test_a_supporter_that_declined_is_found_by_its_state(town: Town) -> None:
    lead = acknowledged(town, support=[town.east], title="有退回的")
    acknowledged(town, title="没有退回的")
    supporter = next(it for it in lead.task.assignments if it is not lead)
    step(town, supporter, Step.DECLINE, reason="与本县无关")

    assert titles(asked(town, town.lin, state="declined")) == ["有退回的"]
    # The county is in nobody's charge.
    assert titles(asked(town, town.yan, state="declined", charge=True)) == []


def test_tasks_are_narrowed_by_what_they_are(town: Town) -> None:
    a_few(town)
    led = task(town, "领导盯的事", leader=town.yan, is_key=True, under="安全守底", year=2027)

    assert titles(asked(town, town.lin, leader=town.yan.id)) == ["领导盯的事"]
    assert titles(asked(town, town.lin, key=True)) == ["领导盯的事"]
    assert titles(asked(town, town.lin, year=2027)) == ["领导盯的事"]
    assert titles(asked(town, town.lin, priority=led.priority_id)) == ["领导盯的事"]
    assert titles(asked(town, town.lin, q="领导")) == ["领导盯的事"]
    assert titles(asked(town, town.lin, q="2027-01-001")) == ["领导盯的事"]
    assert titles(asked(town, town.lin, q="%")) == []


def test_a_unit_of_a_joint_task_is_judged_by_its_lead_and_of_the_other_kind_by_itself(
    town: Town,
) -> None:
    acknowledged(
        town, unit=town.roads, support=[town.east], due_on=PAST, now=FEBRUARY, title="公路"
    )
    first, second = dispatched_to_each(town, due_on=PAST, now=FEBRUARY, title="排查")
    for it in (first, second):
        step(town, it, Step.ACKNOWLEDGE, now=FEBRUARY)
    note(town, second, 100, now=MAY)
    step(town, second, Step.ASK_CLOSURE, now=MAY)
    step(town, second, Step.CLOSE, now=MAY)

    assert titles(asked(town, town.lin, unit=town.east.id)) == ["公路", "排查"]
    assert titles(asked(town, town.lin, unit=town.east.id, lead=True)) == ["排查"]
    assert titles(asked(town, town.lin, unit=town.west.id, signal="closed")) == ["排查"]
    assert titles(asked(town, town.lin, signal="closed")) == []


def test_a_leader_narrows_to_the_units_in_their_charge(town: Town) -> None:
    a_few(town)

    assert titles(asked(town, town.yan, charge=True)) == ["管网", "学位"]
    put_in_charge(town, town.roads)
    assert titles(asked(town, town.yan, charge=True)) == ["管网", "公路", "学位"]
    assert titles(asked(town, town.yan, charge=True, unit=town.roads.id)) == ["公路"]
    assert titles(asked(town, town.yan, charge=True, unit=town.east.id)) == []


def test_tasks_are_put_in_the_order_asked_for(town: Town) -> None:
    a_few(town)

    assert titles(asked(town, town.lin, sort="-number"))[0] == "待办的事"
    assert titles(asked(town, town.lin, sort="-signal"))[0] == "管网"
    assert titles(asked(town, town.lin, sort="percent"))[0] == "大桥"
    assert titles(asked(town, town.lin, sort="due"))[-2:] == ["公园", "待办的事"]


def test_a_unit_sees_its_own_tasks_and_its_own_signal(town: Town) -> None:
    first, second = dispatched_to_each(town, due_on=PAST, now=FEBRUARY, title="排查")
    step(town, second, Step.ACKNOWLEDGE, now=FEBRUARY)
    note(town, second, 100, now=MAY)
    step(town, second, Step.ASK_CLOSURE, now=MAY)
    acknowledged(town, title="住房局的事")

    assert titles(asked(town, town.qin)) == ["排查"]
    mine = asked(town, town.sun).page.rows[0]
    assert (mine.mark, mine.lead_units) == (Signal.NORMAL, ("西岭县",))
    assert first.unit_id != second.unit_id
    offered = choices(town.actor(town.sun), 2026)
    assert [unit.short_name for unit in offered.units] == ["西岭县"]


def test_the_page_shows_filters_that_can_be_taken_off(browser: Browser, town: Town) -> None:
    a_few(town)
    browser.sign_in(town.lin)

    address = f"/tasks?signal=overdue&unit={town.housing.id}&lead=1&leader={town.yan.id}&q=管"
    page = browser.get(f"{address}&state=undispatched&time=late&charge=1&key=1&sort=-due")

    assert "没有符合条件的任务" in page
    for words in ("牵头：住房局", "含“管”", "超过时限", "我分管的单位", "清除"):
        assert words in page
    assert "状态：推进中" in browser.get("/tasks?state=acknowledged&priority=1&unit=999")


def test_the_page_lists_what_is_there(browser: Browser, town: Town) -> None:
    a_few(town)
    acknowledged(town, is_standing=True, due_on=None, is_key=True, leader=town.yan, title="常抓")
    dispatched_to_each(
        town, [town.housing, town.roads, town.east, town.west], title="四家", due_on=LATER
    )

    page = browser.sign_in(town.lin).get("/tasks?sort=signal")

    for words in (
        "管网",
        "逾期",
        "待交办",
        "待定",
        "长期坚持",
        "重点任务",
        "住房局、公路局等 4 家",
    ):
        assert words in page
    assert "全部领导" not in page


def test_a_long_list_is_shown_a_page_at_a_time_and_keeps_its_filters(
    browser: Browser, town: Town
) -> None:
    for number in range(31):
        task(town, f"任务{number}")

    page = browser.sign_in(town.lin).get("/tasks?state=undispatched")

    assert "第 1–30 项，共 31 项" in page
    assert "state=undispatched" in page.html.split('rel="next"')[0].rsplit("<a", 1)[1]


def test_an_empty_list_says_what_to_do(browser: Browser, town: Town) -> None:
    plan(town)

    assert "去立项" in browser.sign_in(town.lin).get("/tasks")
    assert "督查室交办以后" in browser.sign_in(town.wang).get("/tasks?year=2031")
    assert "2026年还没有任务" in browser.get("/tasks?year=1")


def test_those_who_run_the_system_have_no_list(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu).get("/tasks", expect=403)


def test_the_breakdown_sheet_holds_what_the_filters_leave(browser: Browser, town: Town) -> None:
    joint = acknowledged(
        town,
        unit=town.housing,
        support=[town.roads],
        percent=30,
        leader=town.yan,
        title="管网",
    )
    entry(town, joint, percent=45, done="完成 3 公里。")
    each = dispatched_to_each(town, title="排查", due_on=LATER)
    step(town, each[0], Step.ACKNOWLEDGE)
    entry(town, each[0], percent=20, done="排查 12 处。")
    acknowledged(town, is_standing=True, due_on=None, title="常抓")
    task(town, "待办的事")

    answer = browser.sign_in(town.lin).get("/tasks/breakdown.xlsx")

    assert quote("2026年度重点任务分解表.xlsx") in answer.headers["Content-Disposition"]
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    rows = {row[2]: row for row in sheet.iter_rows(min_row=3, values_only=True)}
    assert rows["管网"][3:7] == ("严明", "住房局", "公路局", "王芳")
    assert rows["管网"][8] == "45%。完成 3 公里。"
    assert rows["排查"][8] == "2 家承办，办结 0 家，平均 10%\n东溪县 20%：排查 12 处。"
    assert rows["常抓"][7:9] == ("长期坚持", "0%")
    assert rows["待办的事"][8] == "待交办"
    narrowed = browser.get("/tasks/breakdown.xlsx?q=管网")
    sheet = openpyxl.load_workbook(BytesIO(narrowed.data)).active
    assert sheet is not None
    assert sheet.max_row == 3


@pytest.mark.postgres
def test_every_task_has_one_mark_so_that_the_chips_add_up(browser: Browser, town: Town) -> None:
    town_with_a_year(town)
    dispatched_to_each(town, due_on=LATER, title="没人签收的事")
    task(town, "待办的事")
    step(town, acknowledged(town, title="中止的事"), Step.PAUSE, reason="等批复。", by=town.yan)

    found = asked(town, town.lin)

    marks = (*Signal, "waiting", "undispatched", "silent")
    assert sum(found.counted(mark) for mark in marks) == found.total
    assert titles(asked(town, town.lin, signal="waiting")) == ["没人签收的事"]
    assert titles(asked(town, town.lin, signal="undispatched")) == ["待办的事"]
    assert titles(asked(town, town.lin, signal="silent")) == ["中止的事"]
    assert "没人签收的事" not in titles(asked(town, town.lin, signal="normal"))
    assert "退回、中止、终止" in browser.sign_in(town.lin).get("/tasks?signal=silent")
