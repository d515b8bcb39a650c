"""The days that a breakdown sheet bears: beside 会议时间, 填报日期 or the like, above or below its rows."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from tracker.readers.workbook import Cell, Sheet, words_of
from tracker.workplan.directives.extraction.calendar import a_date

MEETING = re.compile(r"(?:会议|召开|开会|交办)\s*(?:时间|日期)\s*(?:[:：]\s*|$)")
# A bare 时间 may be the end of 完成时间, which is no day of the sheet's.
FILLED_IN = re.compile(
    r"(?:(?:填报|填表|制表|编制|上报|报送)|(?<![一-鿿]))\s*(?:时\s*间|日\s*期)\s*(?:[:：]\s*|$)"
)
WHOLE = re.compile(r"(?<!\d)(20\d\d)\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})(?!\d)")
COMPACT = re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)")
WITHOUT_YEAR = re.compile(r"(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]")


@dataclass(frozen=True, slots=True)
class Days:
    """The meeting's day and the day on which the sheet was filled in; None where it does not say."""

    held_on: date | None = None
    filled_in_on: date | None = None


def days_of_sheet(sheet: Sheet, rows: Iterable[int], year: int) -> Days:
    """Find the days that the sheet bears.

    rows: those of the sheet that say no measure; year: for a day without one.
    """
    held_on: date | None = None
    filled_in_on: date | None = None
    for row in rows:
        cells = [it for it in sheet.rows[row] if words_of(it)]
        held_on = held_on or _day_beside(MEETING, cells, year)
        filled_in_on = filled_in_on or _day_beside(FILLED_IN, cells, year)
    return Days(held_on, filled_in_on)


def _day_beside(label: re.Pattern[str], cells: list[Cell], year: int) -> date | None:
    return next((it for it in _days_beside(label, cells, year) if it is not None), None)


def _days_beside(label: re.Pattern[str], cells: list[Cell], year: int) -> Iterator[date | None]:
    """Read what stands behind a label, in its own cell or in the next."""
    for at, cell in enumerate(cells):
        words = unicodedata.normalize("NFKC", words_of(cell))
        for found in label.finditer(words):
            rest: Cell = words[found.end() :]
            if not rest and at + 1 < len(cells):
                rest = cells[at + 1]
            yield _day(rest, year)


def _day(cell: Cell, year: int) -> date | None:
    if isinstance(cell, date):
        return cell
    words = unicodedata.normalize("NFKC", words_of(cell))
    found = WHOLE.match(words) or COMPACT.match(words)
    if found is not None:
        return a_date(int(found[1]), int(found[2]), int(found[3]))
    short = WITHOUT_YEAR.match(words)
    return a_date(year, int(short[1]), int(short[2])) if short else None
