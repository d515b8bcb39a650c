"""The list of directives for a terminal and as files."""

from datetime import date
from io import BytesIO

from docx import Document
from openpyxl import load_workbook

from tracker.documents.characters import width
from tracker.documents.directive_files import directive_document, directive_sheet
from tracker.documents.directive_list import DirectiveRow, directive_table

ROWS = [
    DirectiveRow("1", "priority", "固堤强基", None, (), "引出的重点", 0.95),
    DirectiveRow(
        "1.1",
        "measure",
        "加固河堤" * 12,
        date(2026, 6, 30),
        ("市水利局", "市财政局"),
        "有动作有对象的分句",
        0.8,
    ),
    DirectiveRow("1.2", "measure", "=修复\x00水闸", "汛期前", (), "有动作有对象的分句", 0.8),
]


def test_the_terminals_columns_stand_under_each_other() -> None:
    lines = directive_table("防汛会议", ROWS).splitlines()

    assert lines[0] == "防汛会议"
    assert lines[-1] == "共 3 条：重点 1，举措 2。"
    at = [
        width(line[: line.index(word)])
        for line in lines
        for word in ("时限", "2026-06-30")
        if word in line
    ]
    assert len(set(at)) == 1
    assert not any(line != line.rstrip() for line in lines)


def test_an_empty_list_says_so() -> None:
    assert "共 0 条" in directive_table("防汛会议", [])


def test_the_sheet() -> None:
    page = load_workbook(BytesIO(directive_sheet("防汛会议", ROWS))).active
    assert page is not None

    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]

    assert [row[0] for row in rows] == ["1", "1.1", "1.2"]
    assert rows[1][4:] == ["市水利局、市财政局", "有动作有对象的分句", 0.8]
    assert rows[2][2:4] == ["=修复水闸", "汛期前"]


def test_the_document_leaves_the_confidence_out() -> None:
    (table,) = Document(BytesIO(directive_document("防汛会议", ROWS))).tables

    assert [cell.text for cell in table.rows[0].cells] == [
        "编号",
        "层级",
        "部署要求",
        "时限",
        "单位",
        "依据",
    ]
    assert [cell.text for cell in table.rows[2].cells][3:5] == ["2026-06-30", "市水利局、市财政局"]
