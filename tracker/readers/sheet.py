"""A workbook (.xlsx, .xls, .et, .ods) → its sheets as rows of cells. Runs in the child process alone.

The cells are those of the file: nothing is filled, joined or guessed here. Of a formula its kept
value is read; one that failed or was never computed is told apart from an empty cell.
"""

import re
from collections.abc import Iterator
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from tracker.readers.package import opened, part, properties
from tracker.readers.reading import LONGEST_TEXT, Unreadable
from tracker.readers.refusals import (
    DAMAGED,
    ENCRYPTED,
    NOT_SHEET,
    SHEET_DAMAGED,
    SHEET_TOO_COMPLEX,
    TOO_COMPLEX,
)
from tracker.readers.workbook import (
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_MERGED,
    MOST_ROWS,
    MOST_SHEETS,
    NOT_COMPUTED,
)

ZIP = b"PK\x03\x04"
ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
DOCTYPES = tuple("<!DOCTYPE".encode(it) for it in ("utf-8", "utf-16-le", "utf-16-be"))
LONGEST_WHOLE = 2**53

LEVELS = ("绝密", "机密", "秘密")
STARS = "★☆"

CELL = re.compile(rb"<c\s([^>]*?)(?:/>|>(.*?)</c>)", re.DOTALL)
ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
VALUE = re.compile(rb"<v[^>]*>([^<]+)</v>")
IS_ERROR, IS_WORDS = re.compile(rb'\bt="e"'), re.compile(rb'\bt="str"')
MARGIN = re.compile(rb"<(?:odd|even|first)(?:Header|Footer)[^>]*>(.*?)</", re.DOTALL)
# `&L`, `&"宋体,加粗"`, `&14`: where the words of a header stand, and how they look
MARGIN_CODE = re.compile(r'&"[^"]*"|&\d+|&[A-Za-z]')
TAG = re.compile(r"<[^>]*>")
NOTE_OF_ODS = "office:annotation"
BESIDE = re.compile(r"xl/(?:comments|threadedComments|drawings)[^/]*(?:/[^/]*)?\.xml")
BLOCK_END = re.compile(r"</(?:a:p|author|comment|text|text:p)>")
STYLES_OF_ODS, CONTENT_OF_ODS = "styles.xml", "content.xml"
# `机密★1年` wherever a binary file keeps its words, with a sign before and some behind it.
MARK_IN_BINARY = re.compile(
    b"(?s:(?:..)?)(?:%s)(?:%s)(?s:(?:..){0,8})"
    % tuple(
        b"|".join(re.escape(it.encode("utf-16-le")) for it in signs) for signs in (LEVELS, STARS)
    )
)

Cell = str | int | float | dict[str, str] | None
Faults = dict[tuple[int, int], str]


def answer(data: bytes) -> dict[str, object]:
    """Read a workbook; raises `Unreadable`."""
    is_zip = data.startswith(ZIP)
    faults: list[Faults] = []
    margins, epoch = "", None
    if is_zip:
        try:
            with opened(data) as package:
                _check(package)
                faults, margins, epoch = _beside(package)
                margins = "\n".join(filter(None, (margins, *properties(package))))
        except Unreadable as refusal:
            raise Unreadable(
                {DAMAGED: SHEET_DAMAGED, TOO_COMPLEX: SHEET_TOO_COMPLEX}.get(
                    refusal.sentence, refusal.sentence
                )
            ) from None
    elif ENCRYPTED_PACKAGE in data:
        raise Unreadable(ENCRYPTED)
    else:
        margins = _marks_in_binary(data)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = list(_sheets(book, faults))
    except PasswordError:
        raise Unreadable(ENCRYPTED) from None
    except CalamineError:
        raise Unreadable(
            SHEET_DAMAGED if is_zip or b"W\0o\0r\0k\0b" in data else NOT_SHEET
        ) from None
    margins = "\n".join(
        filter(None, (*(row for it in sheets for row in it.pop("marked")), margins))
    )
    return {"sheets": sheets, "margins": margins[:LONGEST_TEXT], "epoch": epoch}


def _check(package: ZipFile) -> None:
    """Refuse another kind of office file, and XML that declares a document type."""
    names = package.namelist()
    if not any(it.startswith("xl/") or it == "content.xml" for it in names):
        raise Unreadable(NOT_SHEET)
    for name in names:
        if name.endswith((".xml", ".rels")):
            words = package.read(name)
            if any(it in words for it in DOCTYPES):
                raise Unreadable(TOO_COMPLEX)


def _sheets(book: CalamineWorkbook, faults: list[Faults]) -> Iterator[dict[str, Any]]:
    """Give the sheets; `marked` are the rows of one that is too large which may bear a mark of secrecy."""
    if len(book.sheets_metadata) > MOST_SHEETS:
        raise Unreadable(SHEET_TOO_COMPLEX)
    room = MOST_CELLS
    for index, about in enumerate(book.sheets_metadata):
        if about.typ != SheetTypeEnum.WorkSheet:
            continue  # a chart has no cells
        found = {
            "name": about.name,
            "is_hidden": about.visible != SheetVisibleEnum.Visible,
            "is_too_large": False,
            "rows": [],
            "merged": [],
            "marked": [],
        }
        sheet = book.get_sheet_by_name(about.name)
        row, column = sheet.end or (-1, -1)
        cells = (row + 1) * (column + 1)
        if row >= MOST_ROWS or column >= MOST_COLUMNS or cells > room:
            yield found | {"is_too_large": True, "marked": list(_marked(sheet))}
            continue
        room -= cells
        yield found | {
            "rows": _rows(sheet, faults[index] if index < len(faults) else {}),
            "merged": list(_merged(sheet, row, column)),
        }


def _marked(sheet: CalamineSheet) -> Iterator[str]:
    """Give the rows in which a mark of secrecy may stand: a sheet that is not read is searched all the same."""
    for row in sheet.iter_rows():
        words = [str(it) for it in row if it != ""]
        if any(level in it for it in words for level in LEVELS):
            yield "\t".join(words)


def _rows(sheet: CalamineSheet, faults: Faults) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    if sheet.start is not None:
        rows = [[_cell(it) for it in row] for row in sheet.to_python(skip_empty_area=False)]
    for (row, column), words in faults.items():
        if row < MOST_ROWS and column < MOST_COLUMNS:
            _put(rows, row, column, {"fault": words})
    return rows


def _merged(
    sheet: CalamineSheet, last_row: int, last_column: int
) -> Iterator[tuple[int, int, int, int]]:
    """Give the merged ranges, cut at the last cell; no more than do not overlap each other."""
    room = (last_row + 1) * (last_column + 1)
    for (top, left), last in (sheet.merged_cell_ranges or [])[:MOST_MERGED]:
        bottom, right = min(last[0], last_row), min(last[1], last_column)
        room -= max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if room < 0:
            return
        if top <= bottom and left <= right:
            yield top, left, bottom, right


def _put(rows: list[list[Cell]], row: int, column: int, cell: Cell) -> None:
    """Put a cell where calamine, which holds a failed formula for empty, may have ended the row."""
    while len(rows) <= row:
        rows.append([])
    while len(rows[row]) <= column:
        rows[row].append(None)
    rows[row][column] = cell


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and value.is_integer() and abs(value) < LONGEST_WHOLE:
        return int(value)
    if isinstance(value, int | float):
        return value
    if isinstance(value, date):
        # A moment is a date as well: its first ten signs are the day.
        return {"day": value.isoformat()[:10]}
    words = str(value)
    return words if words.strip() else None


def _beside(package: ZipFile) -> tuple[list[Faults], str, int | None]:
    """Read what calamine leaves out of an .xlsx: faults by sheet, words beside the cells, the epoch."""
    book = part(package, "xl/workbook.xml")
    if book is None:
        beside = (_words_of(package, STYLES_OF_ODS), _notes_of_ods(package))
        return [], "\n".join(it for it in beside if it), None
    is_1904 = any(
        it.get("date1904", "0") in {"1", "true"} for it in book.iter() if it.tag == "workbookPr"
    )
    margins: list[str] = []
    faults: list[Faults] = []
    links = part(package, "xl/_rels/workbook.xml.rels")
    targets = {it.get("Id"): it.get("Target", "") for it in links} if links is not None else {}
    names = set(package.namelist())
    for sheet in (it for it in book.iter() if it.tag == "sheet"):
        link = next((value for key, value in sheet.items() if key == "id"), "")
        target = targets.get(link, "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        words = package.read(name) if name in names else b""
        faults.append(dict(_faults(words)))
        margins += (_margin(it.group(1)) for it in MARGIN.finditer(words))
    for name in sorted(names):
        if BESIDE.fullmatch(name):
            margins += _lines_of(package.read(name).decode("utf-8", "replace"))
    return faults, "\n".join(it for it in margins if it), 1904 if is_1904 else 1900


def _words_of(package: ZipFile, name: str) -> str:
    """Give what is written in a part, a line for each paragraph; nothing where there is no part."""
    if name not in package.namelist():
        return ""
    return "\n".join(_lines_of(package.read(name).decode("utf-8", "replace")))


def _notes_of_ods(package: ZipFile) -> str:
    """Give the comments of an open document, which stand among its cells."""
    if CONTENT_OF_ODS not in package.namelist():
        return ""
    content = package.read(CONTENT_OF_ODS).decode("utf-8", "replace")
    notes = (it.partition(f"</{NOTE_OF_ODS}>")[0] for it in content.split(f"<{NOTE_OF_ODS}")[1:])
    return "\n".join(line for note in notes for line in _lines_of(f"<{note}"))


def _lines_of(markup: str) -> Iterator[str]:
    lines = (unescape(TAG.sub("", block)).strip() for block in BLOCK_END.split(markup))
    return (line for line in lines if line)


def _marks_in_binary(data: bytes) -> str:
    """Find marks of secrecy in an old file, whose headers and comments no reader gives."""
    found = (it.group().decode("utf-16-le", "replace") for it in MARK_IN_BINARY.finditer(data))
    return "\n".join(found)


def _faults(words: bytes) -> Iterator[tuple[tuple[int, int], str]]:
    """Find cells whose formula failed, or was written by a program that does not compute."""
    if b't="e"' not in words and b"<f" not in words:
        return
    for found in CELL.finditer(words):
        about, inside = found.group(1), found.group(2) or b""
        value = VALUE.search(inside)
        if IS_ERROR.search(about):
            sentence = value.group(1).decode("utf-8", "replace") if value else "#"
        elif b"<f" in inside and value is None and not IS_WORDS.search(about):
            sentence = NOT_COMPUTED
        else:
            continue
        place = ADDRESS.search(about)
        if place:
            yield (int(place.group(2)) - 1, _column(place.group(1))), sentence


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _margin(words: bytes) -> str:
    return "\n".join(MARGIN_CODE.split(unescape(words.decode("utf-8", "replace")))).strip()
