"""The grid in which a unit reports, as people meet it."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from tests.browser import Browser, Page
from tests.queries import counted
from tests.town import YEAR_BEGAN, Town
from tests.workplan.progress.builders import draft, entry, returned
from tests.workplan.tasks.builders import acknowledged, dispatched
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.people.models import Grant, Role
from tracker.workplan.progress import commands, views
from tracker.workplan.progress.forms import EntryForm
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.tasks.models import Assignment, ReportingCycle

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)


def grid(town: Town) -> str:
    return f"/progress/units/{town.housing.id}"


def typed(assignment: Assignment, *, version: int = 0, **words: Any) -> dict[str, Any]:
    """Return the fields of a row as the page sends them."""
    found = {"percent": "", "done": "", "problems": "", "next_steps": "", "lower_reason": ""}
    return {
        f"r{assignment.id}-{name}": value
        for name, value in (found | words | {"version": version}).items()
    }


def entries() -> list[ProgressEntry]:
    return list(db.session.scalars(select(ProgressEntry).order_by(ProgressEntry.id)))


def test_the_grid_shows_last_time_above_each_blank(browser: Browser, town: Town) -> None:
    it = acknowledged(town, title="改造老旧小区", now=FEBRUARY)
    entry(town, it, percent=40, done="完工 2 处。", next_steps="再开 3 处", now=MARCH)

    page = browser.sign_in(town.wang).get(grid(town))

    assert "改造老旧小区" in page
    for words in (
        "完工 2 处。",
        "再开 3 处",
        "上期 40%",
        "二季度",
        "7月7日前报出",
        "未填",
        "无变化",
    ):
        assert words in page


def test_an_empty_grid_says_what_happens_next(browser: Browser, town: Town) -> None:
    dispatched(town)
    page = browser.sign_in(town.wang).get(grid(town))
    assert "没有要填的" in page
    assert "另有 1 件待签收" in page


def test_a_strangers_grid_cannot_be_found(browser: Browser, town: Town) -> None:
    browser.sign_in(town.zhao).get(grid(town), expect=404)
    browser.get("/progress/units/99999", expect=404)
    browser.sign_in(town.lin).get(grid(town), expect=403)


def test_a_contact_saves_drafts_and_finds_them_again(browser: Browser, town: Town) -> None:
    it, other = acknowledged(town), acknowledged(town, title="另一件")
    browser.sign_in(town.bai)

    fields = typed(it, percent="35%", done="完工 5 处。") | typed(other)
    done = browser.post(grid(town), **fields)

    assert done.location == grid(town)
    page = browser.get(grid(town))
    for words in ("完工 5 处。", "草稿已存", "已存 1 项草稿", "联络员存草稿"):
        assert words in page
    assert [(its.assignment_id, its.state) for its in entries()] == [(it.id, EntryState.DRAFT)]


def test_a_contact_finds_no_button_to_submit_and_no_way_round(browser: Browser, town: Town) -> None:
    acknowledged(town)
    assert "提交已填" not in browser.sign_in(town.bai).get(grid(town))
    browser.post(f"{grid(town)}/submit", expect=403)


def test_the_head_submits_what_is_filled_and_the_rest_stays_a_draft(
    browser: Browser, town: Town
) -> None:
    first, second = acknowledged(town), acknowledged(town, title="另一件")
    third = acknowledged(town, title="第三件")
    browser.sign_in(town.wang)

    fields = typed(first, percent="100", done="完工 5 处。")
    fields |= typed(second, percent="30") | typed(third)
    browser.post(f"{grid(town)}/submit", **fields)

    page = browser.get(grid(town))
    for words in ("已提交 1 项进展。", "另有 1 项没写完", "已报", "未写完", "可以申请办结"):
        assert words in page
    assert db.session.get_one(Assignment, first.id).percent == 100
    assert [its.state.value for its in entries()] == ["submitted", "draft"]


def test_unchanged_is_one_tick(browser: Browser, town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, percent=40, now=MARCH)
    browser.sign_in(town.wang).post(f"{grid(town)}/submit", **typed(it, is_unchanged="y"))
    assert "与上期无变化" in browser.get(grid(town))
    assert entries()[-1].percent == 40


def test_submitting_nothing_says_so(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    browser.sign_in(town.wang).post(f"{grid(town)}/submit", **typed(it))
    assert "没有可以提交的内容" in browser.get(grid(town))


def refused(browser: Browser, town: Town, **fields: Any) -> Page:
    return browser.sign_in(town.wang).post(f"{grid(town)}/submit", expect=422, **fields)


def test_errors_stand_beside_the_row_and_nothing_typed_is_lost(
    browser: Browser, town: Town
) -> None:
    first, second = acknowledged(town), acknowledged(town, title="另一件")
    third = acknowledged(town, title="第三件")
    fields = typed(first, percent="很多", done="完工 5 处。")
    fields |= typed(second, percent="120", done="完工 6 处。") | typed(third, done="完工 7 处。")

    page = refused(browser, town, **fields)

    for words in (
        "有 3 项要改",
        "未保存",
        "0 到 100 的整数",
        "应在 0 到 100 之间",
        "请填写完成百分比",
    ):
        assert words in page
    for number in (5, 6, 7):
        assert f"完工 {number} 处。" in page
    assert entries() == []


@pytest.mark.parametrize("deed", ["", "/submit"])
def test_one_wrong_row_does_not_keep_the_others_from_being_saved(
    browser: Browser, town: Town, deed: str
) -> None:
    wrong, good = acknowledged(town), acknowledged(town, title="另一件")
    browser.sign_in(town.wang)
    fields = typed(wrong, percent="101", done="完工 5 处。")

    page = browser.post(
        grid(town) + deed, expect=422, **fields, **typed(good, percent="30", done="完工 6 处。")
    )

    for words in ("有 1 项要改", "应在 0 到 100 之间", "其余 1 项已存为草稿", "完工 5 处。"):
        assert words in page
    assert [(it.assignment_id, it.state) for it in entries()] == [(good.id, EntryState.DRAFT)]

    # What was saved goes on from there once the other is mended.
    version = page.html.split(f'name="r{good.id}-version"')[1].split('value="')[1].split('"')[0]
    fields = typed(wrong, percent="10", done="完工 5 处。")
    fields |= typed(good, version=int(version), percent="30", done="完工 6 处。")
    browser.post(f"{grid(town)}/submit", **fields)
    assert {it.state for it in entries()} == {EntryState.SUBMITTED}


def test_a_draft_that_a_rule_refuses_stands_beside_its_row(browser: Browser, town: Town) -> None:
    it, good = acknowledged(town), acknowledged(town, title="另一件")
    draft(town, it, done="联络员写的 3 处。", by=town.bai)
    browser.sign_in(town.wang)
    fields = typed(it, percent="40", done="负责人写的 4 处。") | typed(
        good, percent="3", done="6 处"
    )

    page = browser.post(grid(town), expect=422, **fields)

    assert "刚刚被别人改过" in page
    assert "负责人写的 4 处。" in page
    assert [it.done for it in entries()] == ["联络员写的 3 处。", "6 处"]


def test_nothing_filled_leaves_saving_as_the_first_thing_to_do(
    browser: Browser, town: Town
) -> None:
    it = acknowledged(town)
    page = browser.sign_in(town.wang).get(grid(town))
    assert "提交已填 0 项" not in page
    assert "填好本期进展后提交" in page
    draft(town, it, percent=30, done="完工 5 处。")
    assert "提交已填 1 项" in browser.get(grid(town))


def test_what_a_rule_refuses_stands_beside_its_row_and_the_others_wait(
    browser: Browser, town: Town
) -> None:
    falling, good = acknowledged(town, now=FEBRUARY), acknowledged(town, title="另一件")
    entry(town, falling, percent=60, now=MARCH)

    fields = typed(falling, percent="40", done="返工 2 处。")
    page = refused(browser, town, **fields, **typed(good, percent="30", done="完工 6 处。"))

    for words in ("完成百分比低于上期，请写明原因。", "返工 2 处。", "完工 6 处。", "有 1 项要改"):
        assert words in page
    assert [it.state.value for it in entries()] == ["submitted", "draft"]


def test_two_people_do_not_overwrite_each_other(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    draft(town, it, done="联络员写的 3 处。", by=town.bai)
    page = refused(browser, town, **typed(it, percent="40", done="负责人写的 4 处。"))
    assert "刚刚被别人改过" in page
    assert "负责人写的 4 处。" in page


def test_two_people_at_the_same_instant_lose_nothing_that_they_typed(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    it = acknowledged(town)

    def collides(*_: object, **__: object) -> None:
        raise StaleDataError

    monkeypatch.setattr(commands, "save_draft", collides)
    fields = typed(it, percent="40", done="负责人写的 4 处。")
    page = browser.sign_in(town.wang).post(grid(town), expect=409, **fields)
    assert "刚刚被别人改过" in page
    assert "负责人写的 4 处。" in page


def test_a_row_that_vanished_meanwhile_is_said(app: Flask) -> None:
    with app.test_request_context():
        form = EntryForm(meta={"csrf": False})
        with pytest.raises(RuleBroken, match="不在填报之列"):
            views._keep_row(None, form, submits=False)


def test_a_returned_row_shows_why_and_is_submitted_again(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    written = returned(town, entry(town, it, percent=50), reason="请写明套数")
    page = browser.sign_in(town.wang).get(grid(town))
    assert "已退回" in page
    assert "理由：请写明套数" in page

    fields = typed(it, version=written.version, percent="50", done="改造 320 套。")
    browser.post(f"{grid(town)}/submit", **fields)

    assert entries()[0].state is EntryState.SUBMITTED


def test_advice_is_given_and_blocks_nothing(browser: Browser, town: Town) -> None:
    it = acknowledged(town)
    draft(town, it, done="正在有序推进。")
    entry(town, acknowledged(town, title="另一件"), done="正在加快推进。")
    page = browser.sign_in(town.wang).get(grid(town))
    assert page.html.count("没有数字，可补一句做了多少（不拦提交）") == 2


def test_the_period_just_ended_can_be_made_up_for(browser: Browser, town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    late = f"{grid(town)}?late=1"
    browser.sign_in(town.wang)
    assert "上一期 1 项没报，去补报" in browser.get(grid(town))
    assert "补报上一期" in browser.get(late)

    done = browser.post(
        f"{grid(town)}/submit?late=1", **typed(it, percent="15", done="开工 1 处。")
    )

    assert done.location == late
    assert entries()[0].period == "2026Q1"
    assert "没有要填的" in browser.get(late)


def test_rows_name_their_period_whatever_the_cycle(browser: Browser, town: Town) -> None:
    for cycle in ReportingCycle:
        acknowledged(town, title=cycle.value, cycle=cycle)
    page = browser.sign_in(town.wang).get(grid(town))
    shown = re.sub(r">\s+|\s+<", lambda it: it[0].strip(), page.html)
    for words in ("6月", "二季度", "上半年", "全年"):
        assert f"<span>{words}</span>" in shown


def test_a_person_of_two_units_changes_between_their_grids(browser: Browser, town: Town) -> None:
    with transaction():
        db.session.add(
            Grant(
                person_id=town.wang.id,
                role=Role.CONTACT,
                unit_id=town.roads.id,
                from_on=YEAR_BEGAN,
            )
        )
    it = acknowledged(town, unit=town.roads)
    browser.sign_in(town.wang)
    assert "换到公路局" in browser.get(grid(town))
    roads = f"/progress/units/{town.roads.id}"
    browser.post(f"{roads}/submit", expect=403, **typed(it, percent="30", done="完工 5 处。"))


def test_the_grid_costs_the_same_for_few_and_many(browser: Browser, town: Town) -> None:
    def cost() -> int:
        with counted() as count:
            browser.get(grid(town))
        return count.total

    entry(town, acknowledged(town, now=FEBRUARY), now=MARCH)
    browser.sign_in(town.wang)
    browser.get(grid(town))
    few = cost()
    for place in range(12):
        entry(town, acknowledged(town, title=f"第 {place} 处", now=FEBRUARY), now=MARCH)
    assert cost() == few


def test_words_for_a_row_that_was_submitted_meanwhile_are_not_dropped(
    browser: Browser, town: Town
) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, percent=40, done="负责人已报。")

    page = browser.sign_in(town.bai).post(
        grid(town), expect=422, **typed(it, percent=50, done="联络员刚写的话。")
    )

    assert "联络员刚写的话。" in page
    assert entries()[0].done == "负责人已报。"


def test_words_for_work_that_left_the_grid_are_given_back(browser: Browser, town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    gone = typed(it, percent=50, done="这段话不能丢。")
    with transaction():
        it.unit_id = town.roads.id

    page = browser.sign_in(town.bai).post(grid(town), expect=422, **gone)

    assert "这段话不能丢。" in page
