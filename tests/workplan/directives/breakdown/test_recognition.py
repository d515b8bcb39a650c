"""A sheet read by its heads alone, for the command line."""

from datetime import date
from random import Random

import pytest
from openpyxl import Workbook

from tests.workplan.directives.breakdown.builders import HEAD, TITLE, bytes_of, file_of, town_sheet
from tracker.readers.reading import LONGEST_TEXT, Unreadable
from tracker.readers.text import TOO_LONG
from tracker.readers.workbook import Workbook as Book
from tracker.readers.workbook import read_workbook
from tracker.workplan.directives.breakdown.recognition import (
    NO_BREAKDOWN,
    best_sheet,
    read_breakdown,
    reading_of,
)


def test_a_file_is_read_without_a_question() -> None:
    found = read_breakdown("分解表.xlsx", town_sheet(), year=None, this_year=2024)

    assert found.facts.title == TITLE
    assert found.sheet_name == "分解表"
    assert found.reading.kind == "sheet"
    assert found.reading.text == found.breakdown.text
    assert TITLE in found.whole.text
    assert [it.due for it in found.breakdown.directives if it.due] == [
        date(2026, 5, 31),
        date(2026, 6, 30),
    ]


def test_what_was_made_of_a_file_is_told() -> None:
    found = read_breakdown("表.csv", "序号,举措\n1,办好一件事".encode(), year=None, this_year=2026)

    assert found.remarks == ["表头在第 1 行：A 列 序号，B 列 举措。"]
    assert found.extraction.measures == len("办好一件事")


def test_the_year_is_the_asked_one_else_the_titles_else_this_one() -> None:
    row = [1, "强链育新", "办好一件事", "", "", "", "", "6月底前"]

    def due(data: bytes, year: int | None) -> date | None:
        found = read_breakdown("表.xlsx", data, year=year, this_year=2024)
        return found.breakdown.directives[-1].due

    assert due(file_of([TITLE], HEAD, row), 2027) == date(2027, 6, 30)
    assert due(file_of([TITLE], HEAD, row), None) == date(2026, 6, 30)
    assert due(file_of(HEAD, row), None) == date(2024, 6, 30)


def test_the_sheet_that_looks_most_like_a_breakdown_is_taken() -> None:
    book = Workbook()
    for name, rows in (
        ("目录", [["名称", "页码"], ["任务", 1]]),
        ("任务", [["序号", "举措", "牵头单位"], [1, "办好一件事", "市公路局"]]),
        ("旧表", [list(HEAD), [1, "", "办好旧事"]]),
    ):
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book["旧表"].sheet_state = "hidden"

    found = read_workbook("a.xlsx", bytes_of(book))

    assert found.sheets[best_sheet(found)].name == "任务"


def test_a_sheet_without_measures_is_no_breakdown() -> None:
    with pytest.raises(Unreadable) as refused:
        read_breakdown("a.csv", "姓名,电话\n甲,1".encode(), year=None, this_year=2026)

    assert refused.value.sentence == NO_BREAKDOWN


def test_a_sheet_of_more_words_than_a_report_may_have_is_refused() -> None:
    # No two rows alike: what a package packs too well is taken for a bomb.
    dice = Random(7)  # noqa: S311  the same words every time are wanted
    rows = [
        [n, "", "".join(chr(0x4E00 + dice.randrange(20_000)) for _ in range(30_000))]
        for n in range(LONGEST_TEXT // 30_000 + 1)
    ]
    data = file_of(HEAD, *rows)

    with pytest.raises(Unreadable) as refused:
        read_breakdown("a.xlsx", data, year=None, this_year=2026)

    assert refused.value.sentence == TOO_LONG
    short = read_breakdown("a.xlsx", town_sheet(), year=None, this_year=2026)
    assert reading_of(short.breakdown, Book(())).warnings == ()
