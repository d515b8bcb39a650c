"""Spreadsheet files → sheets of rows; office formats by way of the child process."""

from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook as Written
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter import Workbook as Typeset

from tracker.readers.reading import Unreadable
from tracker.readers.refusals import (
    ENCRYPTED,
    NOT_SHEET,
    SHEET_DAMAGED,
    SHEET_TOO_COMPLEX,
    TOO_COMPLEX,
)
from tracker.readers.secrecy import mark_of
from tracker.readers.text import EMPTY
from tracker.readers.workbook import (
    IS_PAGE,
    MOST_COLUMNS,
    MOST_ROWS,
    MOST_SHEETS,
    NO_CELLS,
    NOT_COMPUTED,
    TOO_LARGE,
    Fault,
    Sheet,
    all_words,
    is_workbook,
    letters_of,
    read_workbook,
    words_of,
)

SAMPLES = Path(__file__).parent / "sheets"


def page_of(book: Written) -> Worksheet:
    page = book.active
    assert isinstance(page, Worksheet)
    return page


def saved(book: Written) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def only_sheet(data: bytes, name: str = "表.xlsx") -> Sheet:
    return read_workbook(name, data).sheets[0]


def refusal_of(name: str, data: bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read_workbook(name, data)
    return refused.value.sentence


def with_header(page: Worksheet, words: str) -> None:
    header = page.oddHeader
    assert header is not None
    header.right.text = words


def repacked(data: bytes, **changed: bytes) -> bytes:
    """Write a package again with other parts; `sheet1` stands for the first sheet's."""
    file = BytesIO()
    names = {"sheet1": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml"}
    with ZipFile(BytesIO(data)) as old, ZipFile(file, "w") as new:
        for entry in old.namelist():
            own = next((changed[key] for key in changed if names[key] == entry), None)
            new.writestr(entry, old.read(entry) if own is None else own)
    return file.getvalue()


def test_cells_keep_their_kind_and_their_place() -> None:
    book = Written()
    page = page_of(book)
    page["B2"] = " 举措 "
    page["C2"] = 3
    page["D2"] = 1.5
    page["E2"] = date(2026, 5, 31)
    page["F2"] = datetime(2026, 6, 1, 12, 30)  # noqa: DTZ001  a cell's moment has no zone
    page["G2"] = True
    page["B4"] = "   "
    page.merge_cells("B2:B6")
    page.merge_cells("J9:K10")

    sheet = only_sheet(saved(book))

    assert sheet.rows == (
        (),
        (None, " 举措 ", 3, 1.5, date(2026, 5, 31), date(2026, 6, 1), "TRUE"),
    )
    assert sheet.merged == ((1, 1, 1, 1),)
    assert (sheet.width, sheet.cell(1, 2), sheet.cell(9, 9)) == (7, 3, None)


@pytest.mark.parametrize("epoch", [1900, 1904])
def test_dates_and_the_epoch_are_those_of_the_file(epoch: int) -> None:
    book = Written()
    if epoch == 1904:
        book.epoch = CALENDAR_MAC_1904
    page_of(book)["A1"] = date(2026, 5, 31)

    found = read_workbook("a.xlsx", saved(book))

    assert found.epoch == epoch
    assert found.sheets[0].cell(0, 0) == date(2026, 5, 31)


def test_numbers_that_no_calendar_knows_are_no_dates() -> None:
    book = Written()
    page = page_of(book)
    for column, number in enumerate((60, 0, -1), 1):
        page.cell(1, column, number).number_format = "yyyy-mm-dd"

    row = only_sheet(saved(book)).rows[0]

    assert row == (date(1900, 2, 28), "00:00:00", "00:00:00")


def test_of_a_formula_its_kept_value_is_read_and_a_fault_is_told() -> None:
    file = BytesIO()
    book = Typeset(file)
    page = book.add_worksheet()
    page.write_formula(0, 0, "=1+2", None, 3)
    page.write_formula(0, 1, '="甲"&"乙"', None, "甲乙")
    page.write_formula(0, 2, "=1/0", None, "#DIV/0!")
    book.close()
    assert only_sheet(file.getvalue()).rows == ((3, "甲乙", Fault("#DIV/0!")),)

    bare = Written()
    page_of(bare)["B3"] = "=1+2"
    assert only_sheet(saved(bare)).cell(2, 1) == Fault(NOT_COMPUTED)


def test_hidden_sheets_say_so_and_an_empty_book_is_refused() -> None:
    book = Written()
    page_of(book)["A1"] = "甲"
    book.create_sheet("旧表").sheet_state = "hidden"

    found = read_workbook("a.xlsx", saved(book))

    assert [(it.name, it.is_hidden) for it in found.sheets] == [("Sheet", False), ("旧表", True)]
    assert refusal_of("a.xlsx", saved(Written())) == NO_CELLS


@pytest.mark.parametrize(
    "where", ["cell", "header", "comment", "name", "properties", "too large a sheet"]
)
def test_a_mark_of_secrecy_is_found_wherever_it_stands(where: str) -> None:
    book = Written()
    page = page_of(book)
    page["A1"] = "举措"
    if where == "cell":
        book.create_sheet("附表")["A1"] = "机密★1年"
    elif where == "properties":
        book.properties.title = "机密★1年"
    elif where == "name":
        page.title = "机密★1年"
    elif where == "too large a sheet":
        book.create_sheet("附表").append(["密级", "机密★1年"])
        book["附表"][f"A{MOST_ROWS + 1}"] = "乙"
    elif where == "header":
        with_header(page, "机密★1年")
    else:
        page["A1"].comment = Comment("机密★1年", "某")

    mark = mark_of(all_words(read_workbook("a.xlsx", saved(book))))

    assert mark is not None
    assert mark.kind == "refuse"


@pytest.mark.parametrize("name", ["breakdown.xls", "breakdown.et", "breakdown.ods"])
def test_old_and_other_formats_are_read(name: str) -> None:
    data = (SAMPLES / name.replace(".et", ".xls")).read_bytes()

    sheet = only_sheet(data, name)

    assert sheet.cell(0, 0) == "石桥市2026年重点工作任务分解表"
    assert sheet.cell(2, 5) == date(2026, 5, 31)
    assert bool(sheet.merged) is not name.endswith(".ods")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("mark", [",", "\t"])
def test_separated_values_are_read_in_any_encoding(encoding: str, mark: str) -> None:
    text = f'序号{mark}举措\r\n1{mark}"改造\r\n老旧小区"\r\n{mark}\r\n'

    sheet = only_sheet(text.encode(encoding), "表.CSV")

    assert sheet.rows == (("序号", "举措"), ("1", "改造\n老旧小区"))


def test_rows_and_columns_beyond_the_limit_make_a_sheet_too_large() -> None:
    book = Written()
    page_of(book)["A1"] = "甲"
    book.create_sheet("长")[f"A{MOST_ROWS + 1}"] = "乙"
    book.create_sheet("宽").cell(1, MOST_COLUMNS + 1, "丙")

    found = read_workbook("a.xlsx", saved(book))

    assert [it.is_too_large for it in found.sheets] == [False, True, True]


def test_what_is_too_large_altogether_is_refused() -> None:
    book = Written()
    page_of(book)[f"A{MOST_ROWS + 1}"] = "乙"

    assert refusal_of("a.xlsx", saved(book)) == TOO_LARGE
    assert refusal_of("a.csv", b"a\n" * (MOST_ROWS + 1)) == TOO_LARGE


def test_a_file_of_more_sheets_than_are_read_is_refused() -> None:
    book = Written()
    page_of(book)["A1"] = "甲"
    for number in range(MOST_SHEETS):
        book.create_sheet(f"表{number}")

    assert refusal_of("a.xlsx", saved(book)) == SHEET_TOO_COMPLEX


def test_a_cell_far_away_ends_the_child_and_not_the_server() -> None:
    book = Written()
    page = page_of(book)
    page["A1"] = "甲"
    page["XFD1048576"] = "乙"

    assert refusal_of("a.xlsx", saved(book)) == SHEET_TOO_COMPLEX


def test_files_that_are_no_sheets_get_their_sentence() -> None:
    good = Written()
    page_of(good)["A1"] = "甲"
    doctype = b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>'
    word = BytesIO()
    with ZipFile(word, "w") as package:
        package.writestr("word/document.xml", "<a/>")

    assert refusal_of("a.xlsx", b"") == EMPTY
    assert refusal_of("a.xls", b"\n<html><table>") == IS_PAGE
    assert refusal_of("a.xls", b"%PDF-1.7") == NOT_SHEET
    assert refusal_of("a.xlsx", b"PK\x03\x04broken") == SHEET_DAMAGED
    assert refusal_of("a.xlsx", saved(good)[:-200]) == SHEET_DAMAGED
    assert refusal_of("a.xlsx", word.getvalue()) == NOT_SHEET
    assert refusal_of("a.xlsx", repacked(saved(good), sheet1=doctype)) == SHEET_TOO_COMPLEX
    assert refusal_of("a.xlsx", repacked(saved(good), sheet1=b"<worksheet")) == SHEET_DAMAGED
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)
    assert refusal_of("a.xls", ole) == NOT_SHEET
    assert refusal_of("a.xlsx", ole + "EncryptedPackage".encode("utf-16-le")) == ENCRYPTED
    assert refusal_of("a.csv", b'a,"' + b"x" * 200_000) == SHEET_DAMAGED


def test_a_refusal_of_the_child_is_said_of_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [TOO_COMPLEX, ENCRYPTED]

    def refuse(_form: str, _data: bytes) -> dict[str, object]:
        raise Unreadable(said.pop(0))

    monkeypatch.setattr("tracker.readers.workbook.ask", refuse)

    assert refusal_of("a.xlsx", b"PK\x03\x04") == SHEET_TOO_COMPLEX
    assert refusal_of("a.xlsx", b"PK\x03\x04") == ENCRYPTED


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (None, ""),
        (" 改造\n老旧  小区 ", "改造 老旧 小区"),
        (3, "3"),
        (0.1 + 0.2, "0.3"),
        (date(2026, 5, 1), "2026年5月1日"),
        (Fault("#REF!"), "#REF!"),
    ],
)
def test_a_cell_is_one_line_of_text(cell: object, words: str) -> None:
    assert words_of(cell) == words  # type: ignore[arg-type]  # one of the kinds of a cell


def test_columns_are_named_as_spreadsheets_name_them() -> None:
    assert [letters_of(at) for at in (0, 25, 26, 51, 52, 701, 702)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "BA",
        "ZZ",
        "AAA",
    ]


def test_names_of_spreadsheets_are_known_by_their_ending() -> None:
    assert all(is_workbook(it) for it in ("a.xlsx", " b.XLS ", "c.et", "d.ods", "e.csv"))
    assert not is_workbook("a.docx")
