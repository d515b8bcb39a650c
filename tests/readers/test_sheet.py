"""The parser that runs in the child process, called directly."""

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.worksheet.worksheet import Worksheet
from python_calamine import PasswordError
from xlsxwriter import Workbook as Typeset

from tests.readers.test_workbook import SAMPLES, repacked, saved, with_header
from tracker.readers import sheet as parser
from tracker.readers.reading import Reading, Unreadable
from tracker.readers.refusals import (
    ENCRYPTED,
    NOT_SHEET,
    SHEET_DAMAGED,
    SHEET_TOO_COMPLEX,
)
from tracker.readers.secrecy import mark_of
from tracker.readers.workbook import MOST_ROWS


def book_of(*cells: tuple[str, str | date | bool], more: str = "A1") -> bytes:
    book = Workbook()
    page = book.active
    assert isinstance(page, Worksheet)
    for place, value in cells:
        page[place] = value
    page["A1"].comment = Comment("批注", "某")
    with_header(page, "页眉")
    book.create_sheet("附表")[more] = "乙"
    return saved(book)


def test_an_xlsx_is_answered_with_rows_faults_margins_and_epoch() -> None:
    said = parser.answer(book_of(("A1", "甲"), ("C2", "=1+2"), ("AB3", "=3")))

    assert said["epoch"] == 1900
    assert "页眉" in str(said["margins"])
    assert "批注" in str(said["margins"]).split("\n")
    sheets = said["sheets"]
    assert isinstance(sheets, list)
    assert sheets[0]["rows"][1][2] == {"fault": "="}
    assert sheets[0]["rows"][2][27] == {"fault": "="}


def test_an_old_workbook_has_neither_margins_nor_a_known_epoch() -> None:
    said = parser.answer((SAMPLES / "breakdown.xls").read_bytes())

    assert (said["margins"], said["epoch"]) == ("", None)


def test_a_mark_of_secrecy_is_seen_anywhere_in_an_old_workbook() -> None:
    header = "页眉：机密★1年 第1页".encode("utf-16-le")

    margins = str(parser.answer((SAMPLES / "breakdown.xls").read_bytes() + header)["margins"])

    assert "机密★1年" in margins
    mark = mark_of(Reading("", "sheet", margins=margins))
    assert mark is not None
    assert mark.kind == "refuse"


def test_a_mark_in_the_header_of_an_open_document_is_seen() -> None:
    header = "<style:header><text:p>机密★1年</text:p></style:header>".encode()
    file = BytesIO()
    with ZipFile(SAMPLES / "breakdown.ods") as old, ZipFile(file, "w") as new:
        for entry in old.namelist():
            words = old.read(entry)
            new.writestr(entry, header if entry == "styles.xml" else words)

    assert parser.answer(file.getvalue())["margins"] == "机密★1年"


def test_a_mark_in_a_comment_of_an_open_document_is_seen() -> None:
    note = "<office:annotation><text:p>秘密★3年</text:p></office:annotation></table:table-cell>"
    file = BytesIO()
    with ZipFile(SAMPLES / "breakdown.ods") as old, ZipFile(file, "w") as new:
        for entry in old.namelist():
            words = old.read(entry)
            if entry == "content.xml":
                words = words.replace(b"</table:table-cell>", note.encode(), 1)
            new.writestr(entry, words)

    assert "秘密★3年" in str(parser.answer(file.getvalue())["margins"]).split("\n")


def test_a_package_without_its_usual_parts_is_read_as_far_as_it_goes() -> None:
    file = BytesIO()
    with ZipFile(SAMPLES / "breakdown.ods") as old, ZipFile(file, "w") as new:
        for entry in old.namelist():
            if entry != "styles.xml":
                new.writestr(entry, old.read(entry))

    assert parser.answer(file.getvalue())["margins"] == ""


def test_a_package_of_another_program_has_no_known_epoch() -> None:
    assert parser.answer((SAMPLES / "breakdown.ods").read_bytes())["epoch"] is None


def test_an_error_without_its_value_still_is_a_fault() -> None:
    wrong = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1" t="e"/><c t="e"><v>#N/A</v></c>'
        b'<c r="C1"><v>4</v></c><c r="D1" t="str"><f>""</f><v></v></c>'
        b"</row></sheetData></worksheet>"
    )

    sheets = parser.answer(repacked(book_of(("A1", "甲")), sheet1=wrong))["sheets"]

    assert isinstance(sheets, list)
    assert sheets[0]["rows"] == [[{"fault": "#"}, None, 4, None]]


def test_cells_are_answered_as_json_can_say_them() -> None:
    data = book_of(("A1", date(2026, 5, 31)), ("B1", True), more=f"A{MOST_ROWS + 1}")

    sheets = parser.answer(data)["sheets"]

    assert isinstance(sheets, list)
    assert sheets[0]["rows"] == [[{"day": "2026-05-31"}, "TRUE"]]
    assert (sheets[1]["is_too_large"], sheets[1]["rows"]) == (True, [])
    wide = parser.answer(book_of(("A1", "甲"), more="ZZ1"))["sheets"]
    assert isinstance(wide, list)
    assert wide[1]["is_too_large"]


def test_ranges_that_lie_over_each_other_are_not_all_taken() -> None:
    wrong = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>4</v></c><c r="B1"><v>4</v></c></row></sheetData>'
        b'<mergeCells count="3"><mergeCell ref="A1:B9"/><mergeCell ref="C5:D6"/>'
        b'<mergeCell ref="A1:B1"/></mergeCells></worksheet>'
    )

    sheets = parser.answer(repacked(book_of(("A1", "甲")), sheet1=wrong))["sheets"]

    assert isinstance(sheets, list)
    assert sheets[0]["merged"] == [(0, 0, 0, 1)]


def test_no_more_cells_than_the_limit_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "MOST_CELLS", 1)

    sheets = parser.answer(book_of(("A1", "甲")))["sheets"]

    assert isinstance(sheets, list)
    assert [it["is_too_large"] for it in sheets] == [False, True]


def test_a_fault_beyond_the_limits_is_left_where_it_is() -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>4</v></c><c r="ZZ1"><f>1+2</f></c></row>'
        b"</sheetData></worksheet>"
    )

    sheets = parser.answer(repacked(book_of(("A1", "甲")), sheet1=far))["sheets"]

    assert isinstance(sheets, list)
    assert sheets[0]["rows"] == [[4]]


def test_a_chart_on_a_page_of_its_own_is_no_sheet() -> None:
    file = BytesIO()
    book = Typeset(file)
    page = book.add_worksheet("任务")
    page.write(0, 0, 4)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=任务!$A$1"})
    book.add_chartsheet("图").set_chart(chart)
    book.add_worksheet("附表").write(0, 0, "甲")
    book.add_worksheet("空表")
    book.close()

    sheets = parser.answer(file.getvalue())["sheets"]

    assert isinstance(sheets, list)
    assert [it["name"] for it in sheets] == ["任务", "附表", "空表"]


def test_a_password_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked:
        @staticmethod
        def from_filelike(_file: object) -> Any:
            raise PasswordError

    monkeypatch.setattr(parser, "CalamineWorkbook", Locked)

    with pytest.raises(Unreadable) as refused:
        parser.answer(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
    assert refused.value.sentence == ENCRYPTED


def test_what_cannot_be_read_is_refused() -> None:
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000)

    word = BytesIO()
    with ZipFile(word, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    doctype = b"<!DOCTYPE x><worksheet/>"
    for data, sentence in (
        (word.getvalue(), NOT_SHEET),
        (repacked(book_of(("A1", "甲")), sheet1=doctype), SHEET_TOO_COMPLEX),
        (ole, NOT_SHEET),
        (ole + b"W\0o\0r\0k\0b", SHEET_DAMAGED),
        (ole + "EncryptedPackage".encode("utf-16-le"), ENCRYPTED),
        (repacked(book_of(("A1", "甲")), book=b"<workbook"), SHEET_DAMAGED),
    ):
        with pytest.raises(Unreadable) as refused:
            parser.answer(data)
        assert refused.value.sentence == sentence
