"""Where tables are, and their cells."""

from datetime import date

import pytest

from tests.workplan.directives.extraction.found import directives, tree
from tracker.workplan.directives.extraction.grids import grids
from tracker.workplan.directives.extraction.lines import read_lines

HEADS = "序号\n工作任务\n牵头单位\n责任单位\n完成时限\n"


def rows(text: str) -> list[list[str]]:
    return [
        [text[cell.start : cell.end] for cell in row]
        for grid in grids(text, list(read_lines(text)))
        for row in grid.rows
    ]


def said(text: str) -> list[tuple[str, list[tuple[str, str]], date | None]]:
    return [
        (one.text, [(unit.name, unit.duty) for unit in one.units], one.due)
        for one in directives(text)
        if one.level == "measure"
    ]


def test_a_table_pasted_with_one_cell_a_line_is_read() -> None:
    text = f"任务分解表\n{HEADS}1\n加固河堤8公里\n市水利局\n市财政局\n9月底前\n2\n检修泵站\n市住建局\n各县（区）\n年底前\n说明\n"

    assert said(text) == [
        ("加固河堤8公里", [("市水利局", "lead"), ("市财政局", "support")], date(2026, 9, 30)),
        ("检修泵站", [("市住建局", "lead"), ("各县（区）", "support")], date(2026, 12, 31)),
    ]


def test_with_numbers_a_cell_may_have_two_lines() -> None:
    text = f"{HEADS}1\n加固河堤\n共8公里\n市水利局\n市财政局\n9月底前\n2\n检修泵站\n市住建局\n各县\n年底前\n"

    assert rows(text)[1][1] == "加固河堤\n共8公里"
    assert len(rows(text)) == 3


def test_without_numbers_rows_are_counted_by_their_cells() -> None:
    text = "任务\n责任单位\n时限\n加固河堤\n市水利局\n9月底前\n检修泵站\n市住建局\n年底前\n其他说明。\n"

    assert rows(text)[1:] == [
        ["加固河堤", "市水利局", "9月底前"],
        ["检修泵站", "市住建局", "年底前"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "序号\n工作任务\n牵头单位\n",
        "工作任务\n备注\n序号\n加固河堤\n",
        "工作任务\n责任单位\n时限\n加固河堤\n市水利局加固。\n已完成。\n",
        "序号\n任务\n责任单位\n甲\n",
    ],
)
def test_heads_without_rows_are_no_table(text: str) -> None:
    assert rows(text) == []


def test_tables_of_markup_are_read() -> None:
    text = (
        "例会纪要\n<table class='t'>\n<tr><th>事项</th><th>责任人</th><th>时限</th></tr>\n"
        "<tr><td><p>加固河堤</p></td><td>顾长河</td><td>9月底前</td></tr>\n</table>\n要检修泵站。\n"
        "<table><tr><td>未关闭"
    )

    assert said(text) == [
        ("加固河堤", [("顾长河", "lead")], date(2026, 9, 30)),
        ("检修泵站", [], None),
    ]
    assert rows(text)[-1] == ["未关闭"]


def test_the_rows_of_a_table_stand_under_its_number() -> None:
    table = "| 事项 | 责任人 |\n| --- | --- |\n| 加固河堤 | 顾长河 |\n"

    assert tree(f"一、会议决议\n\n{table}\n二、其他\n检修泵站。\n")[:2] == [
        "1 重点 会议决议",
        "1.1 加固河堤",
    ]
    assert tree(f"一、上次工作完成情况\n\n{table}") == []


def test_fields_in_the_cells_of_a_table_are_the_rows_own() -> None:
    table = "| 议题 | 决议 |\n| --- | --- |\n| 河堤 | 1. 完成勘察 责任人：顾长河<br>2. 编制方案 责任人：林秋 |\n"

    assert [units for _, units, _ in said(f"二、议定事项\n{table}")] == [
        [("顾长河", "lead")],
        [("林秋", "lead")],
    ]


def test_beside_a_leading_unit_the_responsible_ones_support() -> None:
    text = "事项\t牵头单位\t责任单位\n加固河堤\t市水利局\t市财政局\n检修泵站\t市住建局\t无\n"

    assert [units for _, units, _ in said(text)] == [
        [("市水利局", "lead"), ("市财政局", "support")],
        [("市住建局", "lead")],
    ]
