"""One table as an Excel file, ready to be printed: frozen head, widths, landscape A4."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any

from xlsxwriter import Workbook

from tracker.documents.characters import printable, wrapped
from tracker.documents.separated import STARTS_FORMULA
from tracker.foundation.labels import LABEL_WORDS, Label

Value = str | int | float | date | None

FONT = "宋体"
TITLE_FONT = "黑体"
LONGEST_CELL = 32_767
"""Characters that a cell may hold in Excel."""
LONGEST_SHEET_NAME = 31
NOT_IN_SHEET_NAME = str.maketrans("", "", "[]:*?/\\'")
A4 = 9
LINE_HEIGHT = 15.5
HIGHEST_ROW = 409.0
"""Points; Excel allows no higher row."""
SIDE_MARGIN = 0.4
"""Inches, as XlsxWriter counts margins."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: heading, width in characters of Excel, whether its cells stand in the middle."""

    heading: str
    width: float
    is_centred: bool = False


def sheet(
    title: str,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    bold: Sequence[int] = (),
    label: Label | None = None,
) -> bytes:
    """Write a table as .xlsx; words stay words, never formulas. `bold` are indexes of rows.

    label: the security label of what is in it, said in the title, on each printed page and in the
    file's properties.

    Rows are written as they come, so that a year's plan costs no more memory than a page.
    """
    file = BytesIO()
    with Workbook(file, {"constant_memory": True, "in_memory": False}) as book:
        page = book.add_worksheet(
            printable(title).translate(NOT_IN_SHEET_NAME)[:LONGEST_SHEET_NAME].strip() or None
        )
        last = len(columns) - 1
        page.set_landscape()
        page.set_paper(A4)
        page.set_margins(left=SIDE_MARGIN, right=SIDE_MARGIN, top=0.6, bottom=0.7)
        page.center_horizontally()
        page.fit_to_pages(1, 0)
        page.repeat_rows(0, 1)
        page.set_footer("&C第 &P 页，共 &N 页")
        if label is not None:
            page.set_header(f"&L{LABEL_WORDS[label]}")
            book.set_properties({"category": LABEL_WORDS[label]})
        page.freeze_panes(2, 0)
        for index, column in enumerate(columns):
            page.set_column(index, index, column.width)

        page.set_row(0, 34)
        if last:
            page.merge_range(
                0, 0, 0, last, "", book.add_format(_look(TITLE_FONT, 18, align="center", border=0))
            )
        page.write_string(
            0,
            0,
            _cell(_labelled(title, label)),
            book.add_format(_look(TITLE_FONT, 18, align="center", border=0)),
        )
        page.set_row(1, 24)
        head = book.add_format(_look(TITLE_FONT, 11, align="center", bg_color="#E8EEF5"))
        for index, column in enumerate(columns):
            page.write_string(1, index, _cell(column.heading), head)

        formats = {
            (centred, strong, quoted): book.add_format(
                _look(
                    FONT,
                    11,
                    align="center" if centred else "left",
                    indent=0 if centred else 1,
                    bold=strong,
                    num_format="yyyy-mm-dd",
                    # Stays words when somebody edits the cell, too (C37).
                    quote_prefix=quoted,
                )
            )
            for centred in (True, False)
            for strong in (True, False)
            for quoted in (True, False)
        }
        numbers = {
            (kind, strong): book.add_format(
                _look(FONT, 11, align="center", bold=strong, num_format=form)
            )
            for kind, form in ((int, "0"), (float, "0.00"))
            for strong in (True, False)
        }
        strong_rows = set(bold)
        at = 1
        for at, row in enumerate(rows, 2):
            strong = at - 2 in strong_rows
            page.set_row(at, _height(columns, row))
            for index, (column, value) in enumerate(zip(columns, row, strict=True)):
                quoted = isinstance(value, str) and value.startswith(STARTS_FORMULA)
                look = formats[column.is_centred, strong, quoted]
                if isinstance(value, date):
                    page.write_datetime(at, index, value, look)
                elif isinstance(value, int | float):
                    page.write_number(at, index, value, numbers[type(value), strong])
                elif value:
                    page.write_string(at, index, _cell(value), look)
                else:
                    page.write_blank(at, index, None, look)
        page.autofilter(1, 0, at, last)
    return file.getvalue()


def _labelled(title: str, label: Label | None) -> str:
    return title if label is None else f"{title}（{LABEL_WORDS[label]}）"


def _height(columns: Sequence[Column], row: Sequence[Value]) -> float:
    """Points that the row's longest cell needs: not every program finds that out by itself."""
    lines = max(
        sum(1 for _ in wrapped(value, int(column.width) - 2)) if isinstance(value, str) else 1
        for column, value in zip(columns, row, strict=True)
    )
    return min(lines * LINE_HEIGHT + 6, HIGHEST_ROW)


def _cell(words: str) -> str:
    words = printable(words)
    return words if len(words) <= LONGEST_CELL else words[: LONGEST_CELL - 1] + "…"


def _look(font: str, size: int, **more: Any) -> dict[str, Any]:
    return {
        "font_name": font,
        "font_size": size,
        "valign": "vcenter",
        "text_wrap": True,
        "border": 1,
    } | more
