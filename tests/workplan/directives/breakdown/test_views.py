"""Importing a breakdown sheet, as people meet it."""

from io import BytesIO
from typing import Any

import pytest
from openpyxl import Workbook
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.journal.readers import deeds
from tests.queries import counted
from tests.town import Town
from tests.workplan.directives.breakdown.builders import HEAD, TITLE, bytes_of, file_of, town_sheet
from tracker.foundation import files
from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import Label
from tracker.readers.reading import Unreadable
from tracker.readers.refusals import SHEET_DAMAGED
from tracker.readers.workbook import MOST_ROWS
from tracker.workplan.directives.breakdown.models import BreakdownImport
from tracker.workplan.directives.models import Context, Directive, Level, Origin
from tracker.workplan.meetings.models import Report, ReportKind

COLUMNS = {
    "column-0": "no",
    "column-1": "priority",
    "column-2": "measure",
    "column-3": "leader",
    "column-4": "lead",
    "column-5": "support",
    "column-6": "owner",
    "column-7": "due",
}
MAPPED = {"sheet": "0", "head": "2", "plan_year": "2026"} | COLUMNS


def send(browser: Browser, path: str, fields: dict[str, str], *, expect: int = 303) -> Page:
    """Send a form whose names are no names of Python, with the version of the import."""
    it = db.session.get_one(BreakdownImport, int(path.split("/")[2]))
    return browser.post(path, expect=expect, **dict[str, Any]({"version": it.version} | fields))


def uploaded(browser: Browser, data: bytes, name: str = "分解表.xlsx") -> str:
    """Upload a file; return the address of the page of its columns."""
    return str(browser.post("/breakdowns", file=(BytesIO(data), name)).location)


def mapped(browser: Browser, data: bytes, **changed: str) -> str:
    """Upload a file and confirm its columns; return the address of its preview."""
    place = uploaded(browser, data)
    return str(send(browser, place, MAPPED | changed).location)


def finished(browser: Browser, preview: str, *, expect: int = 303, **chosen: str) -> Page:
    """Take the previewed sheet in."""
    return send(browser, preview.replace("/preview", "/finish"), chosen, expect=expect)


def total(model: type[Report | Directive | BreakdownImport]) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_sheet_is_recognised_previewed_and_taken_in(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    assert "没导完的" not in browser.get("/breakdowns")

    place = uploaded(browser, town_sheet())
    columns = browser.get(place)
    assert "按第 2 行的表头认出 8 列" in columns
    assert '<option value="measure" selected>举措</option>' in columns
    assert 'value="2026"' in columns
    preview = str(send(browser, place, MAPPED).location)
    shown = browser.get(preview)
    for words in (
        "读到 3 条举措、2 个重点",
        "有 1 个单位名称不在名册",
        "时限有 1 条需确认",
        "“长期坚持”",
        "第 6 行",
        "合计行",
    ):
        assert words in shown
    assert total(Report) == 0

    page = finished(browser, preview)
    kept = db.session.scalars(select(Report)).one()
    assert page.location == f"/reports/{kept.id}/directives"
    assert (kept.kind, kept.title, kept.file_name) == (ReportKind.SHEET, TITLE, "分解表.xlsx")
    assert "3 条举措、2 个重点" in browser.get(page.location)
    found = db.session.scalars(select(Directive).order_by(Directive.position)).all()
    assert [it.level for it in found] == [
        Level.PRIORITY,
        Level.MEASURE,
        Level.MEASURE,
        Level.PRIORITY,
        Level.MEASURE,
    ]
    assert all(kept.text[it.start : it.end] == it.quote for it in found)
    first, second, third = (it for it in found if it.level is Level.MEASURE)
    assert first.reason == "任务分解表第 3 行"
    assert first.origin is Origin.EXTRACTED
    assert str(first.due_on) == "2026-05-31"
    assert [(it["unit_id"], it["duty"]) for it in first.units] == [
        (town.roads.id, "lead"),
        (town.housing.id, "support"),
    ]
    assert second.units[0]["group_id"] == town.counties.id
    assert (third.due_on, third.due_text) == (None, "长期坚持")
    assert third.units[0]["unit_id"] is None
    assert set(deeds()) >= {"breakdown.begun", "breakdown.mapped", "breakdown.finished"}
    assert db.session.scalar(select(func.count(Context.id)))


def test_errors_are_told_row_by_row_and_nothing_is_taken_in(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    preview = mapped(browser, town_sheet("2月30日", extra=[9, None, None, "", "市公路局"]))

    shown = browser.get(preview)
    assert "有 2 处错误，现在一条也不会导入" in shown
    assert "第 3 行 H 列：日期 2月30日 不存在" in shown
    assert "第 5 行 C 列：这一行写了单位或时限，却没有举措" in shown

    assert "一条也没有导入" in finished(browser, preview, expect=422)
    assert "一条也没有导入" in finished(browser, preview, due="y", expect=422)
    assert total(Report) == 0
    page = finished(browser, preview, due="y", measure="y")
    assert page.location.endswith("/directives")
    wrong = db.session.scalars(select(Directive).where(Directive.due_text == "2月30日")).one()
    assert wrong.due_on is None


def test_a_mapping_without_measures_is_refused_and_what_was_chosen_stays(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)
    place = uploaded(browser, town_sheet())

    page = send(browser, place, MAPPED | {"column-2": ""}, expect=422)

    assert "请指明哪一列是举措" in page
    assert '<option value="due" selected>' in page


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"column-1": "measure"}, "“举措”选了不止一列"),
        ({"head": ""}, "请填写表头所在的行"),
        ({"head": "4000"}, "表头要在表内的一行"),
        ({"plan_year": "1999"}, "年度应在 2000 到 2100 之间"),
    ],
)
def test_a_wrong_mapping_is_answered_on_its_page(
    browser: Browser, town: Town, changed: dict[str, str], sentence: str
) -> None:
    browser.sign_in(town.lin)
    place = uploaded(browser, town_sheet())

    page = send(browser, place, MAPPED | changed, expect=422)

    assert sentence in page
    if "column-1" in changed:
        assert page.html.count('<option value="measure" selected>') == 2


def test_another_head_row_and_another_sheet_can_be_looked_at(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    place = uploaded(browser, town_sheet())

    assert "没有认出表头" in browser.get(f"{place}?head=1")
    assert "没有认出表头" in browser.get(f"{place}?head=0")
    assert "按第 2 行的表头" in browser.get(f"{place}?head=9999")
    browser.get(f"{place}?sheet=7", expect=409)


def test_an_import_can_be_gone_on_with_or_thrown_away(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    data = town_sheet()
    place = uploaded(browser, data)
    assert uploaded(browser, data) == place
    assert "还没有对列" in browser.get("/breakdowns")
    assert browser.get(f"{place}/preview", expect=303).location == place
    assert browser.post(f"{place}/finish").location == place
    send(browser, place, MAPPED)
    assert "列已对好" in browser.get("/breakdowns")
    assert '<option value="due" selected>' in browser.get(place)
    begun = db.session.scalars(select(BreakdownImport)).one()
    file_hash = begun.file_hash

    browser.post(f"{place}/discard")

    assert total(BreakdownImport) == 0
    with pytest.raises(NotFound):
        files.kept(file_hash)
    browser.get(place, expect=404)


def test_the_original_of_a_report_outlives_an_import_that_is_thrown_away(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)
    data = town_sheet()
    finished(browser, mapped(browser, data))
    again = uploaded(browser, data)

    browser.post(f"{again}/discard")

    kept = db.session.scalars(select(Report)).one()
    assert browser.get(f"/reports/{kept.id}/original").data == data


def test_the_same_sheet_again_links_to_the_first(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    finished(browser, mapped(browser, town_sheet()))
    kept = db.session.scalars(select(Report)).one()

    page = finished(browser, mapped(browser, town_sheet()), expect=409)

    assert "这张表已经导入过了" in page
    assert f'href="/reports/{kept.id}"' in page


def test_what_was_finished_leads_to_its_report(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    preview = mapped(browser, town_sheet())
    review = finished(browser, preview).location
    place = preview.removesuffix("/preview")

    assert browser.get(preview, expect=303).location == review
    assert browser.get(place, expect=303).location == review
    assert finished(browser, preview).location == review
    assert total(Report) == 1
    browser.post(f"{place}/discard", expect=409)


def test_an_older_copy_of_the_mapping_is_refused(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    place = uploaded(browser, town_sheet())

    send(browser, place, MAPPED | {"version": "99"}, expect=409)
    send(browser, place, MAPPED | {"sheet": "那张"})


def test_a_sheet_that_is_too_large_cannot_be_chosen(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    book = Workbook()
    book.create_sheet("分解表").append(["举措"])
    book["分解表"][f"A{MOST_ROWS + 1}"] = "改造老旧小区96个"
    book["Sheet"].append(["举措"])
    place = uploaded(browser, bytes_of(book))

    assert "超过 5,000 行" in browser.get(f"{place}?sheet=1", expect=409)


def test_a_kept_file_that_can_no_longer_be_read_says_so(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(town.lin)
    place = uploaded(browser, town_sheet())

    def refuse(_name: str, _data: bytes) -> None:
        raise Unreadable(SHEET_DAMAGED)

    monkeypatch.setattr("tracker.workplan.directives.views.breakdown.read_workbook", refuse)
    assert "不完整或已损坏" in browser.get(place, expect=409)


def test_a_sheet_of_too_many_words_is_refused_on_its_preview(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser.sign_in(town.lin)
    preview = mapped(browser, town_sheet())
    monkeypatch.setattr("tracker.workplan.directives.breakdown.recognition.LONGEST_TEXT", 10)

    assert "1,000,000 字的上限" in finished(browser, preview, expect=422)


def test_warnings_of_the_file_are_shown_when_it_is_taken_in(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    rows = "".join(f"{n},办好第{n}件民生实事并按时办结\n" for n in range(1, 9))
    place = uploaded(browser, f"序号,举措\n{rows}9,办好\x07末一件\n".encode(), "表.csv")
    fields = {"sheet": "0", "head": "1", "plan_year": "2026", "column-1": "measure"}
    preview = str(send(browser, place, fields).location)

    assert "看不见的控制字符" in browser.get(finished(browser, preview).location)


def test_a_file_of_several_sheets_lets_one_choose(browser: Browser, town: Town) -> None:
    book = Workbook()
    for name, state in (("任务", "visible"), ("旧表", "hidden")):
        page = book.create_sheet(name)
        page.append(HEAD)
        page.append([1, "强链育新", f"办好{name}的事"])
        page.sheet_state = state
    browser.sign_in(town.lin)
    place = uploaded(browser, bytes_of(book))

    assert "这个文件有 3 张表" in browser.get(place)
    assert "旧表（隐藏）" in browser.get(f"{place}?sheet=2")
    preview = send(browser, place, MAPPED | {"sheet": "2", "head": "1"}).location
    assert "办好旧表的事" in browser.get(str(preview))


def test_nobody_else_sees_an_import(browser: Browser, town: Town) -> None:
    place = uploaded(browser.sign_in(town.lin), town_sheet())

    for person in (town.yan, town.wang):
        browser.sign_in(person)
        browser.get("/breakdowns", expect=403)
        browser.get(place, expect=403)
        browser.post(f"{place}/discard", expect=403)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("空.xlsx", b"", "内容是空的"),
        ("网页.xls", b"<html><table></table></html>", "内容却是网页"),
        ("坏.xlsx", b"PK\x03\x04broken", "不完整或已损坏"),
        ("文字.xlsx", "不是表格".encode(), "内容却不是"),
    ],
)
def test_a_file_that_cannot_be_read_is_answered_beside_the_field(
    browser: Browser, town: Town, name: str, data: bytes, sentence: str
) -> None:
    browser.sign_in(town.lin)

    page = browser.post("/breakdowns", file=(BytesIO(data), name), expect=422)

    assert sentence in page
    assert total(BreakdownImport) == 0


def test_without_a_file_the_field_says_so(browser: Browser, town: Town) -> None:
    assert "请选择文件" in browser.sign_in(town.lin).post("/breakdowns", expect=422)


def test_of_a_secret_sheet_nothing_is_kept(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    secret = file_of(["机密★1年"], HEAD, [1, "", "隐秘的莲花工程"])

    page = browser.post("/breakdowns", file=(BytesIO(secret), "莲花.xlsx"), expect=409)

    assert "密级标志" in page
    assert "莲花" not in page
    assert total(BreakdownImport) == 0
    assert deeds()[-1] == "report.refused_as_secret"


def test_a_sheet_without_one_measure_leads_back_to_its_columns(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)
    preview = mapped(browser, file_of([TITLE], HEAD, ["合计", None, None]))

    assert "一条举措也没有读到" in browser.get(preview)
    finished(browser, preview, expect=409)


def test_the_preview_costs_a_fixed_number_of_queries(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    few = mapped(browser, town_sheet())
    rows = [[n, "强链育新", f"办好第{n}件事", "", "市公路局"] for n in range(1, 150)]
    many = mapped(browser, file_of([TITLE], HEAD, *rows))

    costs = []
    for place in (few, many):
        with counted() as count:
            browser.get(place)
        costs.append(count.total)
    assert costs[0] == costs[1]
    assert "第 101–149 项，共 149 项" in browser.get(f"{many}?page=2")


def test_a_column_of_units_that_is_left_out_is_said_in_the_preview(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.lin)
    said = "列看起来是单位，现在没有用上"

    assert said not in browser.get(mapped(browser, town_sheet()))
    assert f"第 E {said}" in browser.get(mapped(browser, town_sheet(), **{"column-4": ""}))


def test_the_days_are_taken_from_the_sheet(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    row = ["会议日期：2026年3月5日", None, "填报日期：2026年3月9日"]
    measure = [1, "强链育新", "办好一件事", "", "市公路局"]
    preview = mapped(browser, file_of([TITLE], row, HEAD, measure), head="3")

    assert "会议日期 2026年3月5日 · 填表日期 2026年3月9日" in browser.get(preview)
    finished(browser, preview)
    kept = db.session.scalars(select(Report)).one()
    assert (str(kept.held_on), str(kept.published_on)) == ("2026-03-05", "2026-03-09")


def test_the_label_in_the_title_is_chosen_already_and_nothing_lower_is_taken(
    browser: Browser, town: Town
) -> None:
    marked = file_of([f"{TITLE}（内部）"], HEAD, [1, "强链", "建成产业园连接线"], merged=["A1:H1"])
    browser.sign_in(town.lin)
    preview = mapped(browser, marked)

    assert '<option selected value="internal">内部</option>' in browser.get(preview).html
    assert "敏感</option>" not in browser.get(preview)
    refused = finished(browser, preview, expect=422, label="open")
    assert "不能低于这张表标题上标的" in refused
    finished(browser, preview)
    assert db.session.scalars(select(Report)).one().label is Label.INTERNAL
