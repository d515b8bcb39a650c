"""The files of the lists hold exactly what the pages show."""

import csv
from io import BytesIO, StringIO
from typing import Any
from urllib.parse import quote

import openpyxl
import pytest
from sqlalchemy import select

from tests.browser import Browser, Page
from tests.overview.builders import FEBRUARY, LATER, PAST
from tests.town import Town
from tests.workplan.tasks.builders import acknowledged, dispatched_to_each, step, task
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.overview import listing
from tracker.overview.columns import ASSIGNMENT_COLUMNS, TASK_COLUMNS
from tracker.workplan.tasks.rules import Step

ALL_OF_TASKS = ".".join(TASK_COLUMNS)
ALL_OF_ASSIGNMENTS = ".".join(ASSIGNMENT_COLUMNS)


def a_few(town: Town) -> None:
    acknowledged(
        town,
        support=[town.east],
        due_on=PAST,
        now=FEBRUARY,
        percent=60,
        title="=1+1 管网",
        under="城建",
        leader=town.yan,
        is_key=True,
    )
    first, second = dispatched_to_each(town, due_on=LATER, title="排查", under="交通")
    step(town, first, Step.DECLINE, reason="不归本县。")
    step(town, second, Step.ACKNOWLEDGE)
    acknowledged(town, is_standing=True, due_on=None, title="常抓", under="城建")
    task(town, "待办的事", under="城建")


def sheet_of(answer: Page) -> list[tuple[Any, ...]]:
    page = openpyxl.load_workbook(BytesIO(answer.data)).active
    assert page is not None
    return list(page.iter_rows(min_row=2, values_only=True))


def rows_of(answer: Page) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.data.decode("utf-8-sig"))))


def test_the_book_has_the_page_s_columns_order_groups_and_sums(
    browser: Browser, town: Town
) -> None:
    a_few(town)
    browser.sign_in(town.lin)

    answer = browser.get("/tasks.xlsx?cols=title.number.signal&sort=-number&group=priority")

    assert quote("2026年度任务清单（内部）.xlsx") in answer.headers["Content-Disposition"]
    assert sheet_of(answer) == [
        ("任务", "编号", "信号 · 状态"),
        ("城建", None, "3 项，逾期 1，平均完成 30%"),
        ("待办的事", "2026-01-003", "待交办"),
        ("常抓", "2026-01-002", "正常 · 推进中"),
        ("=1+1 管网", "2026-01-001", "逾期 · 推进中"),
        ("交通", None, "1 项，平均完成 0%"),
        ("排查", "2026-02-001", "正常 · 2 家承办"),
    ]
    assert sheet_of(browser.get("/tasks.xlsx?cols=title&group=priority&q=排查"))[1] == (
        "交通：1 项，平均完成 0%",
    )
    narrowed = sheet_of(browser.get("/tasks.xlsx?q=排查"))
    assert [row[1] for row in narrowed] == ["任务", "排查"]


def test_text_for_programs_has_a_line_for_each_task_and_its_group_before_it(
    browser: Browser, town: Town
) -> None:
    a_few(town)

    rows = rows_of(browser.sign_in(town.lin).get(f"/tasks.csv?cols={ALL_OF_TASKS}&group=unit"))

    assert rows[0][:3] == ["分组", "编号", "任务"]
    assert [row[0] for row in rows[1:]] == ["住房局", "住房局", "多家承办", "还没有承办单位"]
    by_title = {row[2]: dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    pipes = by_title["'=1+1 管网"]
    assert pipes["信号 · 状态"] == "逾期 · 推进中"
    assert (pipes["完成（%）"], pipes["时限"], pipes["分管领导"]) == ("60", "2026-05-31", "严明")
    assert (pipes["配合单位"], pipes["重点任务"], pipes["承办方式"]) == ("东溪县", "是", "共同承办")
    assert by_title["排查"]["信号 · 状态"] == "正常 · 2 家承办"
    assert by_title["排查"]["办结家数"] == "0/2"
    assert by_title["常抓"]["时限"] == "长期坚持"
    assert (by_title["待办的事"]["时限"], by_title["待办的事"]["信号 · 状态"]) == (
        "待定",
        "待交办",
    )


def test_assignments_are_handed_out_alike(browser: Browser, town: Town) -> None:
    a_few(town)
    browser.sign_in(town.lin)

    rows = rows_of(browser.get(f"/assignments.csv?cols={ALL_OF_ASSIGNMENTS}"))
    book = sheet_of(browser.get("/assignments.xlsx?group=unit&duty=lead"))

    lines = {(row[1], row[2]): dict(zip(rows[0], row, strict=True)) for row in rows[1:]}
    late, helping = lines["'=1+1 管网", "住房局"], lines["'=1+1 管网", "东溪县"]
    assert (late["逾期天数"], late["信号 · 状态"]) == ("18", "逾期 · 推进中")
    assert (helping["承办还是配合"], helping["完成（%）"]) == ("配合", "")
    assert lines["排查", "东溪县"]["信号 · 状态"] == "退回待重派"
    assert [row[0] for row in book if row[2] is None] == ["住房局", "东溪县", "西岭县"]


def test_only_what_one_may_see_leaves_and_the_file_bears_its_label(
    browser: Browser, town: Town
) -> None:
    a_few(town)
    secret = acknowledged(town, title="敏感的事")
    with transaction():
        secret.task.label = Label.SENSITIVE
        town.yan.clearance = Label.SENSITIVE

    for who, titles, label in (
        (town.zhao, [], "公开"),
        (town.sun, ["排查"], "内部"),
        (town.yan, ["'=1+1 管网", "排查", "常抓", "待办的事", "敏感的事"], "敏感"),
    ):
        answer = browser.sign_in(who).get("/tasks.csv?sort=number")
        assert sorted(row[1] for row in rows_of(answer)[1:]) == sorted(titles)
        assert quote(f"（{label}）.csv") in answer.headers["Content-Disposition"]
    deeds = db.session.scalars(select(Entry.deed).where(Entry.deed.endswith("_exported")))
    assert list(deeds) == ["list.tasks_exported"] * 3


@pytest.mark.parametrize("address", ["tasks.xlsx", "tasks.csv", "assignments.xlsx"])
def test_too_many_lines_are_refused_with_a_sentence(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    acknowledged(town, title="第一件")
    acknowledged(town, title="第二件")
    monkeypatch.setattr(listing, "MOST_EXPORTED", 1)

    page = browser.sign_in(town.lin).get(f"/{address}", expect=409)

    assert "请先用筛选缩小范围" in page
    browser.get(f"/{address}?q=第一件")


def test_a_past_day_is_said_in_the_name(browser: Browser, town: Town) -> None:
    acknowledged(town, due_on=PAST, now=FEBRUARY, title="管网")

    answer = browser.sign_in(town.lin).get("/tasks.csv?on=2026-03-01&year=all")

    assert quote("各年度任务清单20260301") in answer.headers["Content-Disposition"]
    assert rows_of(answer)[1][2] == "正常 · 推进中"
    assert (
        quote("各年度承办清单")
        in browser.get("/assignments.csv?year=all").headers["Content-Disposition"]
    )
