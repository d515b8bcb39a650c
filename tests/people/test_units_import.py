"""The register as a file: out and in again unchanged, judged line by line, all or nothing."""

import csv
import re
from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.people.test_persons import last_entry
from tests.people.test_units import closed, edited
from tests.queries import counted
from tests.town import Town
from tracker.documents.separated import separated
from tracker.foundation.db import db
from tracker.journal.models import Entry
from tracker.people import queries, rules, unit_printing
from tracker.people.models import FormerName, Unit, UnitGroup, UnitKind

HEAD = ("编码", "全称", "简称", "别名", "类别", "上级", "排序", "分组", "停用日期")
PARKS = ("301", "市园林局", "园林局", "市绿化局；绿化局", "处室", "000", "7", "各局；各地单位", "")
TREES = ("302", "市林业站", "林业站", "", "处室", "市园林局", "8", "各局", "2020-05-01")
ROADS = ("102", "市交通局", "交通局", "", "处室", "101", "30", "各局", "")


def upload(
    browser: Browser, *rows: tuple[str, ...], expect: int = 200, head: tuple[str, ...] = HEAD
) -> Page:
    file = (BytesIO(separated(head, rows)), "名册.csv")
    return browser.post("/units/import", expect=expect, file=file)


def rows_in(page: Page) -> str:
    found = re.search(r'name="rows"[^>]*value="([^"]+)"', page.html)
    assert found, "the preview carries no rows"
    return found[1]


def unit_of(code: str) -> Unit:
    return db.session.scalars(select(Unit).where(Unit.code == code)).one()


@pytest.mark.postgres
def test_a_list_makes_changes_and_groups_in_one_deed(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    assert "下载模板" in browser.get("/units/import")
    browser.get("/units/template.xlsx")

    page = upload(browser, TREES, PARKS, ROADS)

    assert "读到 3 行：新建 2 个，修改 1 个，不变 0 个。" in page
    assert "还会新建单位组：各局、各地单位。" in page
    assert db.session.scalar(select(func.count(Unit.id))) == 6
    before = db.session.scalar(select(func.count(Entry.id))) or 0
    browser.post("/units/import/confirm", rows=rows_in(page))
    parks, trees, roads = unit_of("301"), unit_of("302"), unit_of("102")
    assert (parks.aliases, parks.parent_id, parks.position) == (
        ["市绿化局", "绿化局"],
        town.root.id,
        7,
    )
    assert (trees.parent_id, trees.closed_on and trees.closed_on.year) == (parks.id, 2020)
    assert (roads.name, roads.aliases, roads.parent_id) == (
        "市交通局",
        ["市公路局", "公路局"],
        town.housing.id,
    )
    assert [it.name for it in db.session.scalars(select(FormerName))] == ["市公路局"]
    groups = {it.name: {m.code for m in it.members} for it in db.session.scalars(select(UnitGroup))}
    assert groups["各局"] == {"301", "302", "102"}
    assert groups["各地单位"] == {"301"}
    assert groups["各县（市、区）"] == {"201", "202"}
    # One for each unit, one for each group, one for the list.
    assert (db.session.scalar(select(func.count(Entry.id))) or 0) - before == 6
    assert last_entry().deed == "units.imported"


@pytest.mark.postgres
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_exported_comes_in_again_unchanged(town: Town, browser: Browser, form: str) -> None:
    edited(town, town.roads, name="市交通局", aliases=("=SUM(A1)", "市委、市政府交通组", "'07路"))
    closed(town, town.west, town.east)
    edited(town, town.housing, parent_id=town.roads.id)
    browser.sign_in(town.gu)

    file = browser.post("/units/export", expect=200, form=form)
    assert last_entry().deed == "units.exported"
    again = browser.post("/units/import", expect=200, file=(BytesIO(file.data), f"a.{form}"))

    assert "不变 6 个" in again
    assert "这份名单和现在的名册一样" in again
    assert form != "csv" or "\"'=SUM(A1)" in file.data.decode("utf-8-sig")
    assert form != "csv" or file.data.startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("三", *PARKS[1:]), rules.BAD_CODE),
        (("301", "市公路局", *PARKS[2:]), "已经是“市公路局”的名称"),
        ((*PARKS[:3], "各地", *PARKS[4:]), "已经是单位组“各县（市、区）”的名称"),
        ((*PARKS[:4], "科室", *PARKS[5:]), rules.NO_SUCH_KIND),
        ((*PARKS[:4], "", *PARKS[5:]), rules.NO_SUCH_KIND),
        ((*PARKS[:4], "全市", *PARKS[5:]), rules.ONE_ROOT),
        ((*PARKS[:5], "没有的", *PARKS[6:]), rules.NO_PARENT),
        ((*PARKS[:5], "301", *PARKS[6:]), rules.CIRCLE),
        ((*PARKS[:6], "第一", *PARKS[7:]), rules.NOT_A_NUMBER),
        ((*PARKS[:6], "100000", *PARKS[7:]), rules.NOT_A_NUMBER),
        ((*PARKS[:7], "局", ""), rules.SHORT_NAME),
        ((*PARKS[:8], "某日"), "日期写得不对"),
        ((*PARKS[:8], "2099-01-01"), rules.NOT_LATER),
        ((*ROADS[:8], "2020-01-01"), rules.CLOSE_ON_PAGE),
        (("000", "石桥市", "石桥市", "", "全市", "101", "", "", ""), rules.ROOT_IS_TOP),
    ],
)
def test_a_wrong_line_is_named_and_nothing_comes_in(
    town: Town, browser: Browser, row: tuple[str, ...], sentence: str
) -> None:
    browser.sign_in(town.gu)
    good = ("401", "市气象局", "气象局", "", "处室", "", "", "", "")

    page = upload(browser, good, row, expect=422)

    assert "第 3 行" in page
    assert sentence in page.html
    assert 'name="rows"' not in page
    assert db.session.scalar(select(func.count(Unit.id))) == 6


def test_lines_are_judged_beside_each_other(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    twin = ("303", "市绿化局", "绿化站", *PARKS[3:])
    circle = [
        ("101", "市住房局", "", "", "", "102", "", "", ""),
        ("102", "市公路局", "", "", "", "101", "", "", ""),
    ]

    same = upload(browser, PARKS, ("301", "市花木局", *PARKS[2:]), expect=422)
    shared = upload(browser, PARKS, twin, expect=422)
    round_ = upload(browser, *circle, expect=422)

    assert rules.CODE_TWICE in same
    assert "“市绿化局”已经是“市园林局”的名称" in shared
    assert rules.CIRCLE in round_


def test_columns_that_the_file_lacks_change_nothing(town: Town, browser: Browser) -> None:
    edited(town, town.roads, aliases=("市路局",), parent_id=town.housing.id)
    closed(town, town.west)
    browser.sign_in(town.gu)
    rows = [(it.code, it.name) for it in (town.roads, town.west, town.root)]

    assert "不变 3 个" in upload(browser, *rows, head=("编码", "全称"))


def test_nothing_new_comes_below_what_is_closed(town: Town, browser: Browser) -> None:
    closed(town, town.west)
    browser.sign_in(town.gu)

    page = upload(browser, (*PARKS[:5], "202", *PARKS[6:]), expect=422)

    assert rules.PARENT_CLOSED in page


def test_names_of_a_merged_unit_may_go_to_its_successor(town: Town, browser: Browser) -> None:
    closed(town, town.west, town.east)
    browser.sign_in(town.gu)

    upload(browser, ("201", "东溪县", "东溪县", "西岭县", "", "", "", "", ""))


def test_what_changed_since_the_preview_is_not_imported(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    rows = rows_in(upload(browser, ROADS))
    edited(town, town.roads, name="市公路中心")

    answer = browser.post("/units/import/confirm", expect=409, rows=rows)

    assert rules.CHANGED_SINCE in answer
    browser.post("/units/import/confirm", expect=409, rows=rows + "x")
    assert unit_of("102").name == "市公路中心"


def test_a_file_that_is_no_list_is_refused_beside_its_field(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)

    assert "请选择文件" in browser.post("/units/import", expect=422)
    assert "没有找到表头" in upload(browser, ("x",), head=("y",), expect=422)


def test_a_long_list_is_judged_in_a_fixed_number_of_questions(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)

    def asked(length: int) -> int:
        rows = [(f"9{n}", f"第{n}办公室", "", "", "处室", "", "", "", "") for n in range(length)]
        with counted() as count:
            upload(browser, *rows)
        return count.total

    assert asked(3) == asked(60)


def test_a_wrong_unit_stands_among_the_good_ones_with_its_column_and_sentence(
    town: Town, browser: Browser
) -> None:
    browser.sign_in(town.gu)
    lab = (*PARKS[:4], "科室", *PARKS[5:])

    trees = (*TREES[:5], "没有的", *TREES[6:])

    page = upload(browser, trees, ROADS, lab, ("三", "市气象局", *("",) * 7), expect=422)

    rows = dict(re.findall(r'<tr id="row-(\d+)"(.*?)</tr>', page.html, re.DOTALL))
    told = {number: " ".join(re.sub("<[^>]*>", " ", row).split()) for number, row in rows.items()}
    assert "要改 302 市林业站 上级： 没有的 没有这个上级单位" in told["2"]
    assert "3 修改 102 市交通局 全称： 市公路局 → 市交通局" in told["3"]
    assert f"类别： 科室 {rules.NO_SUCH_KIND}" in told["4"]
    assert [row.count("is-wrong-cell") for row in rows.values()] == [1, 0, 1, 1]


@pytest.mark.parametrize("words", ["部门", "处室", "局", "委"])
def test_departments_have_one_name_and_lists_may_say_bureau_or_commission(
    town: Town, browser: Browser, words: str
) -> None:
    browser.sign_in(town.gu)
    page = upload(browser, ("401", "市气象局", "气象局", "", words, "", "", "", ""))

    assert "类别：</span> 部门" in page
    assert rules.KIND_WORDS[UnitKind.DEPARTMENT] == "部门"


def test_the_register_that_leaves_tells_mergers_and_former_names(
    town: Town, browser: Browser
) -> None:
    edited(town, town.roads, name="市交通局")
    closed(town, town.west, town.east)
    browser.sign_in(town.gu)
    with counted() as few:
        file = browser.post("/units/export", expect=200, form="csv")

    rows = csv.reader(file.data.decode("utf-8-sig").splitlines())
    lines = {row[0]: row for row in rows}
    assert lines["编码"][-2:] == ["并入", "曾用名"]
    assert lines["202"][-2:] == ["201", ""]
    assert lines["102"][-2:] == ["", "市公路局"]
    edited(town, town.east, name="东溪市")
    edited(town, town.housing, name="市住建局")
    with counted() as many:
        browser.post("/units/export", expect=200, form="csv")
    assert many.total <= few.total
    again = browser.post("/units/import", expect=200, file=(BytesIO(file.data), "a.csv"))
    assert "没有用到的列：并入、曾用名。" in again


def test_former_names_of_all_units_are_one_question(town: Town) -> None:
    edited(town, town.roads, name="市交通局")
    db.session.expunge_all()

    with counted() as asked:
        unit_printing.units_as_text(queries.register_to_export())

    assert sum("FROM former_name" in it for it in asked.statements) == 1
