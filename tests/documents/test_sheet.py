"""Tables as Excel files, opened again with another library."""

from datetime import date
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker.documents.breakdown_sheet import BreakdownRow, breakdown_sheet
from tracker.documents.sheet import LONGEST_CELL, Column, sheet


def opened(data: bytes) -> Worksheet:
    page = load_workbook(BytesIO(data)).active
    assert isinstance(page, Worksheet)
    return page


COLUMNS = (Column("事项", 20), Column("数", 8, is_centred=True))


def test_words_never_become_formulas_links_or_numbers() -> None:
    words = ["=1+1", "+86", "-1", "@SUM(A1)", "http://example.org", "=HYPERLINK(1)", "007", "\t=1"]

    page = opened(sheet("清单", COLUMNS, [(word, None) for word in words]))

    cells = [page.cell(row, 1) for row in range(3, 3 + len(words))]
    assert [cell.value for cell in cells] == words
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)


def test_words_like_formulas_stay_words_when_their_cell_is_edited() -> None:
    words = ["=1+1", "＝1", "\t=1", "固堤", "1=1"]

    page = opened(sheet("清单", COLUMNS, [(word, date(2026, 6, 30)) for word in words]))

    assert [page.cell(row, 1).quotePrefix for row in range(3, 8)] == [True] * 3 + [False] * 2
    assert not page.cell(3, 2).quotePrefix


def test_headings_dates_and_numbers_stand_in_their_cells() -> None:
    page = opened(sheet("防汛清单", COLUMNS, [("固堤", 3), ("清淤", 0.5), (date(2026, 6, 30), "")]))

    assert page.title == "防汛清单"
    assert page["A1"].value == "防汛清单"
    assert [page["A2"].value, page["B2"].value] == ["事项", "数"]
    assert [page["B3"].value, page["B4"].value, page["B4"].number_format] == [3, 0.5, "0.00"]
    assert page["A5"].is_date
    assert page["B5"].value is None


def test_the_page_is_ready_for_print() -> None:
    page = opened(sheet("清单", COLUMNS, [("固堤", 1)]))

    assert page.freeze_panes == "A3"
    assert page.page_setup.orientation == "landscape"
    assert page.print_title_rows == "$1:$2"
    assert page.auto_filter.ref == "A2:B3"


def test_an_empty_list_is_a_sheet_with_a_head() -> None:
    page = opened(sheet("清单", COLUMNS, []))

    assert page.max_row == 2


def test_a_title_that_no_sheet_may_bear_is_mended() -> None:
    assert opened(sheet("一[二]:*?/\\'" + "长" * 40, COLUMNS, [])).title == "一二" + "长" * 29
    assert opened(sheet("???", COLUMNS, [])).title == "Sheet1"


def test_what_a_cell_cannot_hold_is_cut_and_forbidden_signs_left_out() -> None:
    page = opened(sheet("清单", COLUMNS, [("固" * (LONGEST_CELL + 5), 1), ("固\x00堤", 1)]))

    long = page["A3"].value
    assert isinstance(long, str)
    assert len(long) == LONGEST_CELL
    assert long.endswith("…")
    assert page["A4"].value == "固堤"


def test_a_long_cell_makes_its_row_higher_and_bold_rows_are_bold() -> None:
    page = opened(sheet("清单", COLUMNS, [("固堤", 1), ("固堤" * 40, 1)], bold=[1]))

    low, high = page.row_dimensions[3].height, page.row_dimensions[4].height
    assert low is not None
    assert high is not None
    assert high > low
    assert (page["A3"].font.b, page["A4"].font.b) == (False, True)


def test_the_breakdown_sheet() -> None:
    rows = [
        BreakdownRow(
            1,
            "固堤强基",
            "加固河堤",
            "顾长河",
            ("市水利局",),
            ("市财政局", "市住建局"),
            "何溪",
            date(2026, 6, 30),
            "完成一半",
        ),
        BreakdownRow(2, "智慧治水", "=cmd", due="长期坚持"),
    ]

    page = opened(breakdown_sheet("2026年任务分解表", rows))

    assert [cell.value for cell in page[2]][:4] == ["序号", "重点", "举措", "责任领导"]
    assert page["F3"].value == "市财政局、市住建局"
    assert page["H4"].value == "长期坚持"
    assert (page["C4"].value, page["C4"].data_type) == ("=cmd", "s")
