"""A table as comma-separated text that a spreadsheet opens without running anything of it."""

import csv
import re
from collections.abc import Iterable, Sequence
from datetime import date
from io import StringIO

from tracker.documents.characters import printable

BOM = "\ufeff"
"""Without it Excel reads UTF-8 as the code page of the machine."""
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
PLAIN_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
GUARD = "'"


def separated(
    headings: Sequence[str], rows: Iterable[Sequence[str | int | float | date | None]]
) -> bytes:
    """Write a table as CSV: UTF-8 with mark, every cell quoted, words never formulas (C37)."""
    text = StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([_cell(value) for value in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def guarded(words: str) -> str:
    """Put an apostrophe before what a spreadsheet would compute; plain numbers stay numbers.

    Also before an apostrophe of the text's own, so that `unguarded` of the readers gives every text
    back as it was.
    """
    if PLAIN_NUMBER.fullmatch(words):
        return words
    return GUARD + words if words.startswith((*STARTS_FORMULA, GUARD)) else words


def _cell(value: str | float | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return guarded(printable(value)) if isinstance(value, str) else str(value)
