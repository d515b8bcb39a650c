"""The fan-out matrix: the units of one task side by side, their words merged, and its files."""

import csv
from datetime import date, timedelta
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from docx import Document

from tests.browser import Browser
from tests.overview.builders import FEBRUARY, LATER, MAY, PAST
from tests.queries import counted
from tests.town import NOW, TODAY, Town
from tests.workplan.progress.builders import entry
from tests.workplan.tasks.builders import acknowledged, dispatched_to_each, note, step
from tests.workplan.tasks.chases.builders import chased
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound
from tracker.overview.fan_out import SORTS, FanOut, Show, fan_out
from tracker.overview.fan_out_words import paragraph, rows, tabbed
from tracker.people.models import Person
from tracker.workplan.tasks.commands import add_milestone, reach_milestone
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step

TITLE = "开展房屋安全排查"


def four(town: Town) -> dict[str, Assignment]:
    """Make a task of four units: one late and chased, one at work, one unsigned, one closed."""
    units = [town.housing, town.roads, town.east, town.west]
    made = dispatched_to_each(town, units, due_on=PAST, now=FEBRUARY, coordinator=town.roads)
    housing, roads, east, west = made
    for it in (housing, roads, west):
        step(town, it, Step.ACKNOWLEDGE, now=FEBRUARY)
    entry(
        town, housing, percent=40, done="排查 12 栋。\n整改 3 栋。", problems="缺检测费。", now=MAY
    )
    note(town, roads, 100, now=MAY)
    step(town, roads, Step.ASK_CLOSURE, now=MAY)
    step(town, roads, Step.CLOSE, now=MAY)
    chased(town, housing)
    return {"housing": housing, "roads": roads, "east": east, "west": west}


def asked(town: Town, who: Person, task_id: int, **wanted: Any) -> FanOut:
    return fan_out(town.actor(who), task_id, judging_on(TODAY), **wanted)


def units(matrix: FanOut) -> list[str]:
    return [it.unit.short_name for it in matrix.lines]


@pytest.mark.postgres
def test_each_unit_has_a_line_with_what_it_said_last(town: Town) -> None:
    made = four(town)

    matrix = asked(town, town.lin, made["housing"].task_id)

    assert units(matrix) == ["住房局", "公路局", "东溪县", "西岭县"]
    first = matrix.lines[0]
    assert (first.late, first.planned, first.gap) == (18, 100, -60)
    assert first.entry is not None
    assert first.entry.done.startswith("排查 12 栋")
    assert first.reported_on == MAY.date()
    assert first.chased is not None
    assert (first.chased.times, first.chased.last_on) == (1, TODAY)
    assert [it.mark for it in matrix.lines] == ["overdue", "closed", "overdue", "overdue"]
    assert [it.may_chase for it in matrix.lines] == [True, False, True, True]
    assert [it.missed for it in matrix.lines] == [False, False, False, True]


def test_it_adds_up_what_is_shown(town: Town) -> None:
    made = four(town)

    totals = asked(town, town.lin, made["housing"].task_id).totals

    assert (totals.units, totals.counted, totals.percent, totals.planned) == (4, 3, 46, 100)
    assert (totals.closed, totals.overdue, totals.missed, totals.chases) == (1, 3, 1, 1)
    assert asked(town, town.lin, made["housing"].task_id, only=[987]).totals.percent is None


@pytest.mark.parametrize("sort", sorted(SORTS))
def test_it_is_sorted_by_every_column_both_ways(town: Town, sort: str) -> None:
    made = four(town)
    task_id = made["housing"].task_id

    up, down = (units(asked(town, town.lin, task_id, sort=way)) for way in (sort, f"-{sort}"))

    assert sorted(up) == sorted(down)
    if sort == "reported":
        # Who never reported is last both ways.
        assert up[0] == down[0] == "住房局"
    if sort == "percent":
        assert (up[-1], down[0]) == ("公路局", "公路局")


def test_filters_leave_the_laggards(town: Town) -> None:
    made = four(town)
    task_id = made["housing"].task_id

    shown = {show: units(asked(town, town.lin, task_id, show=show)) for show in Show}

    assert shown[Show.OVERDUE] == ["住房局", "东溪县", "西岭县"]
    assert shown[Show.BEHIND] == ["住房局", "西岭县"]
    assert shown[Show.MISSED] == ["西岭县"]
    assert shown[Show.CLOSED] == ["公路局"]
    assert shown[Show.WARNED] == shown[Show.UNSIGNED] == []
    matrix = asked(town, town.lin, task_id)
    assert {show: matrix.counted(show) for show in Show} == {
        show: len(found) for show, found in shown.items()
    }


def test_who_has_not_signed_in_time_waits(town: Town) -> None:
    first, _ = dispatched_to_each(town, due_on=LATER)

    matrix = asked(town, town.lin, first.task_id, show=Show.UNSIGNED)

    assert units(matrix) == ["东溪县", "西岭县"]
    assert matrix.totals.percent is None


def test_milestones_that_were_reached_are_counted(town: Town) -> None:
    first, _ = dispatched_to_each(town, due_on=LATER)
    step(town, first, Step.ACKNOWLEDGE)
    lin = town.actor(town.lin)
    with transaction():
        one = add_milestone(
            lin, first.task, name="完成招标", due_on=TODAY + timedelta(days=30), now=NOW
        )
        reach_milestone(lin, one, first, now=NOW)

    matrix = asked(town, town.lin, first.task_id)

    assert matrix.milestones == 1
    assert [it.reached for it in matrix.lines] == [1, 0]


def test_counties_never_see_each_other_the_coordinator_all(town: Town) -> None:
    made = four(town)
    task_id = made["housing"].task_id

    for who in (town.lin, town.yan, town.zhao):
        assert len(asked(town, who, task_id).lines) == 4
    for who in (town.wang, town.qin, town.sun, town.gu):
        with pytest.raises(NotFound):
            asked(town, who, task_id)


def test_the_coordinator_chases_nobody(town: Town) -> None:
    made = four(town)

    matrix = asked(town, town.zhao, made["housing"].task_id)

    assert not any(it.may_chase for it in matrix.lines)


def test_joint_work_has_no_matrix(town: Town) -> None:
    joint = acknowledged(town, support=[town.roads])

    with pytest.raises(NotFound):
        asked(town, town.lin, joint.task_id)


def test_a_matrix_of_many_units_costs_no_more_than_one_of_few(town: Town) -> None:
    few = dispatched_to_each(town, [town.east], title="一家")
    many = four(town)
    costs = []
    for task_id in (few[0].task_id, many["east"].task_id):
        with counted() as count:
            asked(town, town.lin, task_id)
        costs.append(count.total)

    assert costs[1] <= costs[0] + 1
    assert costs[1] <= 14


def test_the_words_become_one_paragraph(town: Town) -> None:
    made = four(town)

    words = paragraph(asked(town, town.lin, made["housing"].task_id))

    assert words == (
        "截至2026年6月18日，“开展房屋安全排查”由4家单位分别承办，平均完成46%（序时100%），"
        "其中已办结1家、逾期3家。"
        "住房局（完成40%，逾期18天）：排查 12 栋；整改 3 栋。"
        "还没有报过进展的：公路局、西岭县。尚未签收的：东溪县。"
        "存在的问题：住房局反映，缺检测费。"
    )


def test_units_that_say_the_same_share_a_clause_those_without_news_are_named(town: Town) -> None:
    made = dispatched_to_each(
        town, [town.housing, town.roads, town.east, town.west], now=FEBRUARY, title="排查"
    )
    for it in made:
        step(town, it, Step.ACKNOWLEDGE, now=FEBRUARY)
    march = date(2026, 3, 10)
    entry(town, made[2], percent=10, now=FEBRUARY.replace(month=3, day=march.day))
    for it in made[:2]:
        entry(town, it, percent=30, done="全部查完。")
    entry(town, made[2], percent=None, done="", is_unchanged=True)

    words = paragraph(asked(town, town.lin, made[0].task_id, only=[it.id for it in made[:3]]))

    assert words.startswith(
        "截至2026年6月18日，“排查”的4家承办单位中，以下3家，平均完成23%（序时40%）"
    )
    assert "住房局（完成30%）、公路局（完成30%）：全部查完。与上期无变化的：东溪县。" in words


def test_the_table_says_where_everybody_stands(town: Town) -> None:
    made = four(town)

    matrix = asked(town, town.lin, made["housing"].task_id)

    assert [row[:4] for row in rows(matrix)] == [
        ("住房局", "40%", "逾期18天", "（二季度）排查 12 栋。\n整改 3 栋。"),
        ("公路局", "100%", "已办结", ""),
        ("东溪县", "0%", "逾期18天", ""),
        ("西岭县", "0%", "逾期18天", ""),
    ]
    assert tabbed(matrix).splitlines()[1] == (
        "住房局\t40%\t逾期18天\t（二季度）排查 12 栋。 整改 3 栋。\t缺检测费。\t"
    )


def test_the_page_shows_sorts_and_leads_on(browser: Browser, town: Town) -> None:
    made = four(town)
    task_id = made["housing"].task_id
    browser.sign_in(town.lin)

    page = browser.get(f"/tasks/{task_id}/matrix")

    for words in ("逾期 18 天", "上期没报", "合计 4 家", "催办选中的", "整改 3 栋"):
        assert words in page
    assert f"/tasks/{task_id}/matrix" in browser.get(f"/tasks/{task_id}")
    assert "东溪县" not in browser.get(f"/tasks/{task_id}/matrix?show=missed&sort=-percent")
    assert "没有这样的单位" in browser.get(f"/tasks/{task_id}/matrix?show=warned")
    assert "以下1家" in browser.get(
        f"/tasks/{task_id}/matrix/words?assignment={made['housing'].id}"
    )
    assert "存在问题" in browser.get(f"/tasks/{task_id}/matrix/words?form=table")
    assert "没有选中单位" in browser.get(f"/tasks/{task_id}/matrix/words?assignment=987654")
    browser.sign_in(town.wang).get(f"/tasks/{task_id}/matrix", expect=404)
    assert "/matrix" not in browser.get(f"/tasks/{task_id}")
    assert "催办选中的" not in browser.sign_in(town.zhao).get(f"/tasks/{task_id}/matrix")


def test_the_files_hold_what_the_page_shows(browser: Browser, town: Town) -> None:
    made = four(town)
    address = f"/tasks/{made['housing'].task_id}/matrix"
    browser.sign_in(town.lin)

    book = openpyxl.load_workbook(BytesIO(browser.get(f"{address}.xlsx?show=overdue").data)).active
    assert book is not None
    sheet = list(book.iter_rows(min_row=2, values_only=True))
    text = browser.get(f"{address}.csv?show=overdue&sort=-chased").data.decode("utf-8-sig")
    lines = list(csv.reader(StringIO(text)))

    assert [row[0] for row in sheet] == ["单位", "住房局", "东溪县", "西岭县", "合计、平均"]
    assert sheet[1][:6] == ("住房局", "逾期18天", "推进中", 40, 100, -60)
    assert sheet[-1][2:6] == ("3 家", 20, 100, -80)
    assert [row[0] for row in lines] == ["单位", "住房局", "东溪县", "西岭县"]
    assert lines[1][-2:] == ["1", "2026-06-18"]


@pytest.mark.parametrize("form", ["", "?form=table"])
def test_the_words_are_handed_out_as_a_document(browser: Browser, town: Town, form: str) -> None:
    made = four(town)
    browser.sign_in(town.lin)

    answer = browser.get(f"/tasks/{made['housing'].task_id}/matrix/words.docx{form}")

    document = Document(BytesIO(answer.data))
    words = "\n".join(it.text for it in document.paragraphs)
    assert "各单位进展情况" in words
    if form:
        assert document.tables[0].rows[1].cells[0].text == "住房局"
    else:
        assert "平均完成46%" in words
