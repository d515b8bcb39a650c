"""A list kept as a spreadsheet (persons, units …) → its lines by heading.

The head may stand below a title; columns may come in any order, and those that nobody asked for are left
aside and named. Pure: what the words mean is for the rules of whoever reads them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tracker.foundation.words import N_
from tracker.readers.reading import Unreadable
from tracker.readers.workbook import Cell, Sheet, read_workbook

HEAD_WITHIN = 10
"""Rows in which the head is looked for."""
MOST_LINES = 2_000
NO_HEAD = N_("没有找到表头。请下载模板，按模板的列名填写后再上传。")
TWICE = N_("表头里同一列出现了两次。请删去重复的列后再上传。")
TOO_MANY = N_("一次最多导入 2,000 行。请分成几个文件上传。")
NO_LINES = N_("表头下面没有内容。请填写后再上传。")
GUARD = "'"
GUARDED = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", GUARD)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the list: its number in the sheet (from 1) and its words by key; blank is ''."""

    number: int
    words: Mapping[str, str]

    def __getitem__(self, key: str) -> str:
        """Give the words of a column; '' where the file has no such column."""
        return self.words.get(key, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A list. keys: the columns that were found; aside: headings that nobody asked for."""

    lines: tuple[Line, ...]
    keys: frozenset[str]
    aside: tuple[str, ...] = ()


def read_table(
    name: str,
    data: bytes,
    columns: Mapping[str, Sequence[str]],
    *,
    needed: Sequence[str],
) -> Table:
    """Read a .xlsx/.xls/.et/.ods/.csv file; raises `Unreadable` with a sentence for the person.

    columns: key → the headings that it may stand under; needed: keys that must be there. Dates become
    `2026-05-31`, whole numbers plain digits; blank lines are left out.
    """
    meant = {_plain(heading): key for key, headings in columns.items() for heading in headings}
    for sheet in read_workbook(name, data).sheets:
        for at, row in enumerate(sheet.rows[:HEAD_WITHIN]):
            heads = [_plain(_text(cell)) for cell in row]
            if {meant.get(head) for head in heads}.issuperset(needed):
                return _below(sheet, at, heads, meant, is_text=name.lower().endswith(".csv"))
    raise Unreadable(NO_HEAD)


def day_of(words: str) -> date | None:
    """Read a day as lists write it (2026-05-31, 2026/5/31, 2026.5.31, 2026年5月31日), or None."""
    digits = words.strip().removesuffix("日")
    for mark in "年月/.":
        digits = digits.replace(mark, "-")
    try:
        return datetime.strptime(digits, "%Y-%m-%d").date()  # noqa: DTZ007  a day has no zone
    except ValueError:
        return None


def unguarded(words: str) -> str:
    """Take the apostrophe away that our own exports put before words like formulas."""
    is_guarded = words.startswith(GUARD) and words[1:].startswith(GUARDED)
    return words[1:] if is_guarded else words


def _below(
    sheet: Sheet, at: int, heads: Sequence[str], meant: Mapping[str, str], *, is_text: bool
) -> Table:
    keys = [meant.get(head) for head in heads]
    found = [key for key in keys if key is not None]
    if len(found) != len(set(found)):
        raise Unreadable(TWICE)
    lines = []
    for number, row in enumerate(sheet.rows[at + 1 :], at + 2):
        words = {
            key: unguarded(_text(cell)) if is_text else _text(cell)
            for key, cell in zip(keys, row, strict=False)
            if key is not None
        }
        if any(words.values()):
            lines.append(Line(number, words))
    if not lines:
        raise Unreadable(NO_LINES)
    if len(lines) > MOST_LINES or sheet.is_too_large:
        raise Unreadable(TOO_MANY)
    aside = tuple(head for head, key in zip(heads, keys, strict=True) if head and key is None)
    return Table(tuple(lines), frozenset(found), aside)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        return f"{cell:.15g}"
    return " ".join(str(cell).split())


def _plain(heading: str) -> str:
    return "".join(heading.split())
