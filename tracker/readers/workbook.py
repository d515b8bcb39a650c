"""A spreadsheet file → its sheets as rows of cells, by way of the child process; .csv is read here."""

import csv
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import PurePath
from typing import Any

from tracker.foundation.words import N_
from tracker.readers.child import ask
from tracker.readers.reading import Reading, Unreadable
from tracker.readers.refusals import (
    NOT_SHEET,
    SHEET_DAMAGED,
    SHEET_TOO_COMPLEX,
    TOO_COMPLEX,
)
from tracker.readers.text import EMPTY, read_text

ENDINGS = (".xlsx", ".xls", ".et", ".ods", ".xlsm", ".csv")
MOST_ROWS = 5_000
MOST_COLUMNS = 100
MOST_CELLS = 200_000
"""Cells of all sheets of a file that are read; a breakdown sheet of a year has some thousand."""
MOST_SHEETS = 60
MOST_MERGED = 20_000
"""Merged ranges of a sheet."""
NOT_COMPUTED = "="
"""Stands for the value of a formula that no program has computed."""

IS_PAGE = N_("扩展名是表格，内容却是网页或 XML。请用 Excel 或 WPS 打开后另存为 .xlsx。")
TOO_LARGE = N_("这张表超过 5,000 行或 100 列的上限，请把任务分解表单独复制到一个新文件里再上传。")
NO_CELLS = N_("表格里没有内容。请检查后重新上传。")
CONTAINERS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x09\x08")
A_PAGE = b"<"


@dataclass(frozen=True, slots=True)
class Fault:
    """What stands in a cell whose formula failed: `#REF!`, or `=` where it was never computed."""

    words: str

    def __str__(self) -> str:
        """Show it as the program showed it."""
        return self.words


Cell = str | int | float | date | Fault | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: rows from its first one, so that row 0 column 0 is A1.

    merged: (row, column) of the first and of the last cell of each merged range.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    is_hidden: bool = False
    is_too_large: bool = False

    @property
    def width(self) -> int:
        """How many columns its longest row has."""
        return max(map(len, self.rows), default=0)

    def cell(self, row: int, column: int) -> Cell:
        """Give a cell; None beyond what was written."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file's sheets. epoch: 1900 or 1904, the year its day numbers count from; None: unknown.

    margins: headers, footers, comments and text boxes, where marks of secrecy may stand.
    """

    sheets: tuple[Sheet, ...]
    epoch: int | None = None
    margins: str = ""
    warnings: tuple[str, ...] = field(default=())


def is_workbook(name: str) -> bool:
    """Whether a file's name claims a spreadsheet."""
    return PurePath(name.strip()).suffix.lower() in ENDINGS


def read_workbook(name: str, data: bytes) -> Workbook:
    """Read a spreadsheet file; raises `Unreadable`."""
    if not data:
        raise Unreadable(EMPTY)
    if PurePath(name.strip()).suffix.lower() == ".csv":
        book = _separated(data)
    elif data.startswith(CONTAINERS):
        try:
            book = _book(ask("sheet", data))
        except Unreadable as refusal:
            if refusal.sentence == TOO_COMPLEX:
                raise Unreadable(SHEET_TOO_COMPLEX) from None
            raise
    else:
        start = data.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
        raise Unreadable(IS_PAGE if start == A_PAGE else NOT_SHEET)
    if not any(it.rows for it in book.sheets):
        is_large = any(it.is_too_large for it in book.sheets)
        # What cannot be imported is not kept either.
        raise Unreadable(TOO_LARGE if is_large else NO_CELLS)
    return book


def all_words(book: Workbook) -> Reading:
    """Give every word of a file as it is searched for marks of secrecy."""
    lines = [it.name for it in book.sheets]
    lines += ["\t".join(map(words_of, row)) for sheet in book.sheets for row in sheet.rows]
    return Reading("\n".join(lines), "sheet", margins=book.margins)


def words_of(cell: Cell) -> str:
    """Write a cell as one line of text: dates as 2026年5月31日, breaks and runs of blanks as one blank."""
    if cell is None:
        return ""
    if isinstance(cell, date):
        return f"{cell.year}年{cell.month}月{cell.day}日"
    if isinstance(cell, float):
        return f"{cell:.12g}"
    return " ".join(str(cell).split())


def letters_of(column: int) -> str:
    """Name a column as a spreadsheet does: A, B, … Z, AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _separated(data: bytes) -> Workbook:
    reading = read_text(data)
    first = reading.text.split("\n", 1)[0]
    mark = "\t" if first.count("\t") > first.count(",") else ","
    rows: list[tuple[Cell, ...]] = []
    cells = 0
    try:
        for row in csv.reader(StringIO(reading.text, newline=""), delimiter=mark):
            cells += len(row)
            if len(rows) >= MOST_ROWS or len(row) > MOST_COLUMNS or cells > MOST_CELLS:
                raise Unreadable(TOO_LARGE)
            rows.append(tuple(it if it.strip() else None for it in row))
    except csv.Error:
        raise Unreadable(SHEET_DAMAGED) from None
    return Workbook((Sheet("", _trimmed(rows)),), warnings=reading.warnings)


def _book(said: dict[str, Any]) -> Workbook:
    sheets = tuple(
        Sheet(
            it["name"],
            _trimmed([tuple(map(_cell, row)) for row in it["rows"]]),
            tuple((row, column, last, end) for row, column, last, end in it["merged"]),
            it["is_hidden"],
            it["is_too_large"],
        )
        for it in said["sheets"]
    )
    return Workbook(sheets, said["epoch"], said["margins"])


def _cell(said: Any) -> Cell:
    if isinstance(said, dict):
        return date.fromisoformat(said["day"]) if "day" in said else Fault(said["fault"])
    cell: Cell = said
    return cell


def _trimmed(rows: list[tuple[Cell, ...]]) -> tuple[tuple[Cell, ...], ...]:
    """Leave out the blank rows at the end, and the blank cells at the end of each row."""
    kept = []
    for row in rows:
        end = next((at for at in range(len(row), 0, -1) if row[at - 1] is not None), 0)
        kept.append(row[:end])
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)
