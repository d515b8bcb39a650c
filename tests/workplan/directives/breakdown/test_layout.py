"""A sheet as a report: which rows become what, and where their words stand."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workplan.directives.breakdown.builders import HEAD, TITLE, sheet_of
from tracker.documents.breakdown_sheet import BreakdownRow, breakdown_sheet
from tracker.readers.workbook import (
    NOT_COMPUTED,
    Cell,
    Fault,
    Sheet,
    read_workbook,
)
from tracker.workplan.directives.breakdown import (
    Breakdown,
    Kind,
    Mapping,
    Role,
    lay_out,
    recognised,
    title_of_sheet,
)
from tracker.workplan.directives.breakdown.layout import items_in, year_of
from tracker.workplan.directives.extraction import Directive, Span

ROAD: list[Cell] = [
    1,
    "强链育新",
    "建成产业园连接线",
    "严明",
    "市公路局",
    "市住房局",
    "赵强",
    "5月底前",
]
PARKS: list[Cell] = [
    2,
    None,
    "每个县建成一个标准厂房园区",
    None,
    "各县（市、区）",
    None,
    None,
    None,
]
HOMES: list[Cell] = [3, "山水润城", "改造老旧小区96个", None, "市住房局", None, None, "长期坚持"]


def laid_out(
    sheet: Sheet, *, splits: bool = False, forgives: frozenset[Kind] = frozenset()
) -> Breakdown:
    return lay_out(
        sheet, recognised(sheet), year=2026, epoch=1900, splits=splits, forgives=forgives
    )


def measures(found: Breakdown) -> list[Directive]:
    return [it for it in found.directives if it.level == "measure"]


def troubles(found: Breakdown) -> list[tuple[int, int, Kind]]:
    return [(it.row, it.column, it.kind) for it in found.troubles]


def passed(found: Breakdown) -> list[tuple[int, str]]:
    return [(it.row, it.why) for it in found.passed]


def test_the_text_is_the_rows_and_every_directive_stands_in_it() -> None:
    found = laid_out(sheet_of([TITLE], HEAD, [], ROAD, PARKS, HOMES))

    lines = found.text.split("\n")
    assert lines[0] == TITLE
    assert lines[2] == "1\t强链育新\t建成产业园连接线\t严明\t市公路局\t市住房局\t赵强\t5月底前"
    assert len(lines) == 5
    assert all(found.text[it.start : it.end] == it.text for it in found.directives)
    assert [(it.id, it.parent) for it in found.directives] == [
        ("1", None),
        ("1.1", "1"),
        ("1.2", "1"),
        ("2", None),
        ("2.1", "2"),
    ]
    assert found.priorities == 2
    assert found.title == TITLE


def test_columns_say_units_and_time_limits() -> None:
    road, parks, homes = measures(laid_out(sheet_of([TITLE], HEAD, ROAD, PARKS, HOMES)))

    assert [(it.name, it.duty) for it in road.units] == [
        ("市公路局", "lead"),
        ("市住房局", "support"),
    ]
    assert (road.due, road.due_text) == (date(2026, 5, 31), "5月底前")
    assert (parks.due, parks.due_text) == (None, None)
    assert (homes.due, homes.due_text) == (None, "长期坚持")
    assert road.reason == "任务分解表第 3 行"
    assert homes.targets[0].value == 96


def test_where_the_columns_are_silent_the_measures_own_words_speak() -> None:
    own = sheet_of(("举措", "完成时限"), ("由市公路局牵头，6月底前建成产业园连接线", None))

    (road,) = measures(laid_out(own))

    assert road.due == date(2026, 6, 30)
    assert [it.name for it in road.units] == ["市公路局"]
    assert road.parent is None


def test_a_merged_cell_counts_for_every_row_it_reaches_over() -> None:
    sheet = sheet_of(
        HEAD,
        ROAD,
        [2, None, "建成中试基地", None, None, None, None, None],
        HOMES,
        merged=[(1, 1, 2, 1), (1, 4, 2, 4), (1, 7, 2, 7)],
    )

    road, base, homes = measures(laid_out(sheet))

    assert (road.parent, base.parent, homes.parent) == ("1", "1", "2")
    assert base.units[0].name == "市公路局"
    assert base.due == date(2026, 5, 31)


def test_a_measure_over_several_rows_is_one_with_all_their_units() -> None:
    sheet = sheet_of(
        HEAD,
        [1, "山水润城", "改造老旧小区", None, "市住房局", None, None, "6月底前"],
        [None, None, None, None, "东溪县", None, None, "10月底前"],
        HOMES,
        merged=[(1, 2, 2, 2)],
    )

    found = laid_out(sheet)

    first = measures(found)[0]
    assert len(measures(found)) == 2
    assert [it.name for it in first.units] == ["市住房局", "东溪县"]
    assert (first.due, first.due_text) == (None, "6月底前、10月底前")
    assert str(found.items[0].limit.hint) == "同一举措的几行时限不同：6月底前、10月底前"


@pytest.mark.parametrize(
    ("row", "merged", "heading"),
    [
        (["二、山水润城"], [(2, 0, 2, 7)], "山水润城"),
        (["（二）山水润城"], [], "山水润城"),
        (["二", "山水润城"], [], "山水润城"),
        ([None, "山水润城"], [], "山水润城"),
    ],
)
def test_a_row_that_is_only_a_heading_is_a_priority(
    row: list[Cell], merged: list[tuple[int, int, int, int]], heading: str
) -> None:
    homes = [3, None, *HOMES[2:]]

    found = laid_out(sheet_of(HEAD, ROAD, row, homes, merged=merged))

    last = measures(found)[-1]
    above = next(it for it in found.directives if it.id == last.parent)
    assert above.heading == heading
    assert found.passed == ()


def test_the_same_priority_again_is_the_same_priority() -> None:
    again: list[Cell] = [3, "强链育新", "办好第三件事"]

    found = laid_out(sheet_of(HEAD, ROAD, HOMES, again))

    assert found.priorities == 2
    assert measures(found)[-1].parent == "1"


def test_rows_that_become_nothing_are_told_with_their_reason() -> None:
    found = laid_out(
        sheet_of(
            [TITLE],
            HEAD,
            ROAD,
            ["小 计", None, "1 项"],
            [None, None, None, "合计", 3],
            HEAD,
            [None, None, "举措"],
            [4],
            [None, "五、"],
            [6, None, None, "严明"],
            HOMES,
            ["注：以上任务由督查室调度。"],
            [None, None, "备注：按季度通报。"],
        )
    )

    assert passed(found) == [
        (3, "合计行"),
        (4, "合计行"),
        (5, "重复的表头"),
        (6, "重复的表头"),
        (7, "只有序号"),
        (8, "只有序号"),
        (9, "没有举措"),
        (11, "表外的说明"),
        (12, "表外的说明"),
    ]
    assert len(found.items) == 2


def test_errors_say_their_cell_and_can_be_forgiven_by_kind() -> None:
    sheet = sheet_of(
        HEAD,
        [*ROAD[:7], "2月30日"],
        [2, None, None, None, "市住房局"],
        [3, None, Fault("#REF!"), None, "市住房局"],
        [4, None, "办好一件事", None, Fault(NOT_COMPUTED)],
    )

    found = laid_out(sheet)

    assert troubles(found) == [
        (1, 7, Kind.DUE),
        (2, 2, Kind.MEASURE),
        (3, 2, Kind.FORMULA),
        (4, 4, Kind.FORMULA),
    ]
    assert str(found.troubles[0].remark) == "日期 2月30日 不存在"
    left = laid_out(sheet, forgives=frozenset({Kind.DUE, Kind.MEASURE}))
    assert troubles(left) == [(3, 2, Kind.FORMULA), (4, 4, Kind.FORMULA)]
    assert passed(left) == [(2, "这一行写了单位或时限，却没有举措")]
    wrong = measures(left)[0]
    assert (wrong.due, wrong.due_text) == (None, "2月30日")


def test_a_cell_of_numbered_items_is_one_measure_unless_asked_otherwise() -> None:
    row: list[Cell] = [
        1,
        "强链育新",
        "1.引进链主企业3家；\n2.新增规上企业20家。",
        None,
        "市公路局",
        None,
        None,
        "6月底",
    ]
    sheet = sheet_of(HEAD, row)

    (whole,) = measures(laid_out(sheet))
    first, second = measures(laid_out(sheet, splits=True))

    assert whole.text == "1.引进链主企业3家； 2.新增规上企业20家。"
    assert (first.text, second.text) == ("引进链主企业3家", "新增规上企业20家")
    assert first.units == second.units
    assert first.due == second.due == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("1.甲；2.乙；3.丙", ["甲", "乙", "丙"]),
        ("（1）甲 （2）乙", ["甲", "乙"]),
        ("①甲②乙", ["甲"]),
        ("①甲；②乙", ["甲", "乙"]),
        ("1、甲；2、", ["甲"]),
        ("办好两件事：1.甲；2.乙", []),
        ("投资1.5亿元，新增2.3万户", []),
        ("2.甲；3.乙", []),
        ("办好一件事", []),
    ],
)
def test_items_are_counted_from_one(words: str, items: list[str]) -> None:
    found = items_in(words, Span(0, len(words)))

    if words == "①甲②乙":
        assert [it.text_of(words) for it in found] == ["甲②乙"]
        return
    assert [it.text_of(words) for it in found] == items


def test_what_no_directive_accounts_for_is_context() -> None:
    found = laid_out(sheet_of([TITLE], HEAD, ROAD))

    said = [found.text[start:end] for start, end in found.contexts]
    assert said == [
        TITLE,
        "\t".join(HEAD),
        "1",
        "严明\t市公路局\t市住房局\t赵强\t5月底前",
    ]


@pytest.mark.parametrize(
    ("rows", "sheet_name", "file_name", "title"),
    [
        ([[TITLE], HEAD], "Sheet1", "表.xlsx", TITLE),
        ([["单位", "年度"], ["石桥市 2026年 任务"], HEAD], "Sheet1", "", "石桥市2026年任务"),
        ([HEAD], "2026年分解表", "表.xlsx", "2026年分解表"),
        ([HEAD], "Sheet1", "石桥分解表.xlsx", "石桥分解表"),
        ([HEAD], "工作表 2", "石桥分解表", "石桥分解表"),
        ([HEAD], "表1", "", "表1"),
    ],
)
def test_the_title_stands_above_the_head_or_is_the_name(
    rows: list[list[str]], sheet_name: str, file_name: str, title: str
) -> None:
    sheet = sheet_of(*rows, name=sheet_name)

    assert title_of_sheet(sheet, recognised(sheet), file_name) == title


def test_a_title_may_name_the_year() -> None:
    assert (year_of(TITLE), year_of("任务分解表")) == (2026, None)


def test_a_sheet_without_a_column_of_priorities_has_measures_alone() -> None:
    sheet = sheet_of(("办好一件事", "市公路局"), ("办好两件事", "市住房局"))

    found = lay_out(
        sheet, Mapping(-1, {Role.MEASURE: 0, Role.LEAD: 1}), year=2026, epoch=None, name="a.csv"
    )

    assert [(it.id, it.parent, it.level) for it in found.directives] == [
        ("1", None, "measure"),
        ("2", None, "measure"),
    ]


def test_our_own_breakdown_sheet_comes_back_as_it_went() -> None:
    rows = [
        BreakdownRow("2026-01-001", "强链育新", "建成产业园连接线", "严明", ("市公路局",), ("市住房局", "东溪县"), "赵强", date(2026, 5, 31), "完成 40%"),
        BreakdownRow("2026-01-002", "强链育新", "每个县建成一个园区，首批投用", "", ("各县（市、区）",), (), "", "长期坚持"),
        BreakdownRow("2026-02-001", "山水润城", "改造老旧小区96个", "", ("市住房局", "东溪县"), (), "王芳", None),
    ]  # fmt: skip  # a table: one line a row
    book = read_workbook("a.xlsx", breakdown_sheet("石桥市2026年度任务分解表", rows))

    found = laid_out(book.sheets[0])

    assert found.title == "石桥市2026年度任务分解表"
    assert [it.heading for it in found.directives if it.level == "priority"] == [
        "强链育新",
        "山水润城",
    ]
    assert [
        BreakdownRow(
            item.no,
            item.heading.words if item.heading else "",
            it.text,
            item.leader,
            tuple(unit.name for unit in it.units if unit.duty == "lead"),
            tuple(unit.name for unit in it.units if unit.duty == "support"),
            item.owner,
            it.due or it.due_text,
            row.progress,
        )
        for item, it, row in zip(found.items, measures(found), rows, strict=True)
    ] == rows
    assert troubles(found) == []
    assert passed(found) == []


@given(
    st.lists(
        st.lists(
            st.one_of(
                st.none(),
                st.sampled_from(
                    [*HEAD, "合计", "一、甲", "1.甲；2.乙", "市公路局、市住房局", "5月底"]
                ),
                st.text(max_size=12),
                st.integers(),
                st.dates(),
                st.just(Fault("#REF!")),
            ),
            max_size=8,
        ),
        max_size=12,
    ),
    st.lists(
        st.tuples(*(st.integers(0, size) for size in (12, 8, 14, 9))).map(
            lambda it: (min(it[0], it[2]), min(it[1], it[3]), max(it[0], it[2]), max(it[1], it[3]))
        ),
        max_size=4,
    ),
    st.booleans(),
)
def test_whatever_a_sheet_holds_every_quote_is_in_its_text_and_every_row_is_told(
    rows: list[list[Cell]],
    merged: list[tuple[int, int, int, int]],
    splits: bool,  # noqa: FBT001  drawn by hypothesis
) -> None:
    sheet = sheet_of(*rows, merged=merged)
    mapping = recognised(sheet)
    if Role.MEASURE not in mapping.columns:
        mapping = Mapping(mapping.head, {Role.MEASURE: 0})

    found = lay_out(sheet, mapping, year=2026, epoch=1900, splits=splits)

    ids = {it.id for it in found.directives}
    assert len(ids) == len(found.directives)
    assert all(it.parent is None or it.parent in ids for it in found.directives)
    assert all(it.text and found.text[it.start : it.end] == it.text for it in found.directives)
    assert all(found.text[start:end].strip() for start, end in found.contexts)
