"""One task for twelve counties, and how differently it goes in them, in a real browser."""

from datetime import date

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select

from tests.journeys.visitor import Visitor
from tests.town import NOW, YEAR_BEGAN, Town
from tests.workplan.progress.builders import entry
from tests.workplan.tasks import builders
from tracker.foundation.clock import PINNED, now
from tracker.foundation.db import db, transaction
from tracker.people.models import Grant, Person, Role, Unit, UnitKind
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.rules import Step

TITLE = "完成农村危房排查整治"
JULY, DUE, PAST_DUE, LATER = (
    date(2026, 7, 20),
    date(2026, 7, 31),
    date(2026, 8, 6),
    date(2026, 9, 30),
)
NAMES = ["南浦", "北塘", "中屏", "上溪", "下洋", "安岭", "泰清", "和田", "宁湖", "福源"]
DONE = tuple(f"{name}县" for name in NAMES[1:])
SAID = {
    "西岭县": (55, "排查 1240 户，三个乡镇因道路中断没有进场。"),
    "南浦县": (30, "排查 410 户，检测单位还没有招定。"),
}


@pytest.fixture
def heads(town: Town) -> dict[str, Person]:
    """Ten more counties with a head each, and the heads of all twelve by the county's name."""
    found = {"东溪县": town.qin, "西岭县": town.sun}
    with transaction():
        for number, name in enumerate(NAMES, 203):
            unit = Unit(
                code=str(number),
                name=f"{name}县",
                short_name=f"{name}县",
                kind=UnitKind.COUNTY,
                position=number,
            )
            person = Person(
                login=f"head{number}",
                name=f"{name[0]}长青",
                post="县长",
                password_hash=town.qin.password_hash,
                password_set_at=NOW,
            )
            db.session.add_all([unit, person])
            db.session.flush()
            db.session.add(
                Grant(person_id=person.id, role=Role.HEAD, unit_id=unit.id, from_on=YEAR_BEGAN)
            )
            town.counties.members.append(unit)
            found[unit.short_name] = person
    return found


def test_a_task_goes_to_twelve_counties_and_each_goes_its_own_way(
    visitor: Visitor, app: Flask, town: Town, heads: dict[str, Person]
) -> None:
    task = builders.task(town, TITLE, leader=town.yan, is_key=True, now=now())

    dispatch(visitor, town, task)
    decline_and_give_again(visitor, town, task, heads)
    app.config[PINNED] = JULY
    the_others_work(town, task)
    ask_for_closure(visitor, task, heads)
    ask_for_time(visitor, town, task, heads)
    app.config[PINNED] = PAST_DUE
    chase(visitor, town, task, heads)
    close_and_reopen(visitor, town, task)
    seen_by_the_leader(visitor, town, task)


@pytest.fixture
def visitor(page: Page, address: str) -> Visitor:
    """Somebody at a desk."""
    return Visitor(page, address)


def work_of(task: Task, county: str) -> Assignment:
    """Return a county's assignment as it is kept now."""
    db.session.rollback()  # What the browser did since is in no snapshot of this session.
    return db.session.scalars(
        select(Assignment)
        .join(Unit)
        .where(Assignment.task_id == task.id, Unit.short_name == county)
    ).one()


def dispatch(visitor: Visitor, town: Town, task: Task) -> None:
    visitor.sign_in(town.lin)
    visitor.open(f"/tasks/dispatch?task={task.id}")
    page = visitor.page
    page.locator("[name=mode]").select_option("each")
    page.locator("[name=leads]").fill("各县（市、区）")
    page.locator("[name=due_on]").fill(DUE.isoformat())
    visitor.sees("1 项任务，12 件承办")
    visitor.take_pictures("dispatch")
    visitor.press("先看各单位的通知单")
    visitor.sees("各单位看到的就是下面 12 张")
    visitor.press("交办并发通知单")
    visitor.sees("已交办 1 项任务，共 12 件承办。发出督办通知单 12 张。")


def decline_and_give_again(
    visitor: Visitor, town: Town, task: Task, heads: dict[str, Person]
) -> None:
    """One county says that it has no such houses; the office gives it the task again."""
    visitor.sign_in(heads["福源县"])
    visitor.sees(TITLE)
    visitor.open(f"/tasks/{task.id}")
    # A county sees itself and no other.
    expect(visitor.page.locator("table.mx tbody tr")).to_have_count(1)
    visitor.press("退回（非本单位职责）")
    visitor.page.locator("dialog[open] textarea").fill("我县农房已全部改为集中安置，没有这类房屋。")
    visitor.page.locator("dialog[open] .foot [type=submit]").click()
    visitor.sees("退回待重派")

    visitor.sign_in(town.lin)
    visitor.open(f"/tasks/{task.id}")
    visitor.sees("没有这类房屋")
    visitor.press("重新交办")
    visitor.page.locator("dialog[open] textarea").fill("集中安置点也在排查范围内，请一并排查。")
    visitor.page.locator("dialog[open] .foot [type=submit]").click()
    visitor.sees("重新交办福源县")


def the_others_work(town: Town, task: Task) -> None:
    """By July all have signed and reported; most have done the whole, and nine are closed."""
    for county in ("东溪县", "西岭县", *(f"{name}县" for name in NAMES)):
        it = work_of(task, county)
        builders.step(town, it, Step.ACKNOWLEDGE, now=now())
        percent, done = SAID.get(county, (100, "3 类房屋全部排查完，整改销号 86 户。"))
        entry(town, it, percent=percent, done=done, now=now())
        if county in DONE:
            builders.step(town, it, Step.ASK_CLOSURE, now=now())
            builders.step(town, it, Step.CLOSE, now=now())


def ask_for_closure(visitor: Visitor, task: Task, heads: dict[str, Person]) -> None:
    """One county has reported the whole, and asks for closure in time."""
    visitor.sign_in(heads["东溪县"])
    visitor.open(f"/tasks/{task.id}")
    visitor.press("申请办结")
    visitor.sees("待核定")


def ask_for_time(visitor: Visitor, town: Town, task: Task, heads: dict[str, Person]) -> None:
    """One county asks for two months more; the office supports it, and the leader grants it."""
    visitor.sign_in(heads["西岭县"])
    visitor.open(f"/tasks/{task.id}")
    visitor.page.locator(".acts").get_by_role("link", name="申请延期").click()
    page = visitor.page
    page.get_by_label("申请延至").fill(LATER.isoformat())
    page.get_by_label("延期理由").fill("主汛期山区道路中断，三个乡镇进不了场。")
    page.get_by_label("目前进展").fill("已排查 1240 户，还差 960 户。")
    visitor.press("提出申请")
    visitor.sees("待督查室提意见")

    visitor.sign_in(town.lin)
    visitor.open(f"/tasks/{task.id}")
    visitor.page.locator(".acts").get_by_role("link", name="提延期意见").click()
    page.get_by_label("建议同意").check()
    page.get_by_label("说明").fill("情况属实，进场后按旬报进度。")
    visitor.press("提出意见")
    visitor.sees("建议同意，延至2026年9月30日")

    visitor.sign_in(town.yan)
    visitor.open(f"/tasks/{task.id}")
    visitor.page.locator(".acts").get_by_role("link", name="决定延期").click()
    page.get_by_label("批准延期").check()
    visitor.press("决定")
    visitor.sees("批准延至2026年9月30日")


def chase(visitor: Visitor, town: Town, task: Task, heads: dict[str, Person]) -> None:
    """A week after the date one county has neither finished nor asked: it gets a paper, and answers."""
    visitor.sign_in(town.lin)
    visitor.open(f"/tasks/{task.id}")
    row = visitor.page.locator("table.mx tr", has_text="南浦县")
    expect(row).to_contain_text("逾期")
    expect(row).to_contain_text("逾 6 天")
    expect(visitor.page.locator("table.mx tr", has_text="西岭县")).to_contain_text("经批准延期")
    visitor.take_pictures("task")
    visitor.page.locator(".acts").get_by_role("link", name="催办").click()
    chosen = visitor.page.locator("tr, li", has_text="南浦县").locator("[type=checkbox]").first
    chosen.check()
    visitor.press("拟督办单")
    visitor.page.locator("select[name$=level]").select_option("red")
    visitor.press("看样张")
    visitor.sees("督办单样张")
    visitor.press("发出 1 张")
    visitor.sees("红色督办")

    visitor.sign_in(heads["南浦县"])
    visitor.sees("督办单待回复")
    visitor.page.locator("#to-answer").get_by_role("link", name="回复").click()
    visitor.page.get_by_label("回复").fill("已抽调 40 人进村，8 月底前全部排查完。")
    visitor.take_pictures("chase")
    visitor.press("提交回复")
    visitor.sees("8 月底前全部排查完。")


def close_and_reopen(visitor: Visitor, town: Town, task: Task) -> None:
    """What was reported in time is closed; on looking back, something was left."""
    visitor.sign_in(town.lin)
    visitor.open(f"/tasks/{task.id}")
    visitor.press("核定办结")
    visitor.sees("核定东溪县办结")
    visitor.press("回头看")
    visitor.page.locator("dialog[open] textarea").fill("抽查两个村，有 3 户漏排。")
    visitor.page.locator("dialog[open]").get_by_role("button", name="东溪县").click()
    visitor.sees("对东溪县回头看，重新办理：抽查两个村，有 3 户漏排。")


def seen_by_the_leader(visitor: Visitor, town: Town, task: Task) -> None:
    """The leader sees all twelve, what is late, what was extended and what is done."""
    visitor.sign_in(town.yan)
    visitor.open("/dashboard")
    visitor.sees(TITLE)
    visitor.take_pictures("dashboard")
    visitor.open(f"/tasks/{task.id}")
    expect(visitor.page.locator("table.mx tbody tr")).to_have_count(12)
    expect(visitor.page.locator("table.mx tr", has_text="已办结")).to_have_count(len(DONE))
    visitor.sees("没有这类房屋")
