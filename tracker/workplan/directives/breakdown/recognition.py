"""A breakdown sheet read by what its heads say, nobody asked: for the command line and first guesses."""

from dataclasses import dataclass

from tracker.foundation.words import N_
from tracker.readers.metadata import Metadata
from tracker.readers.reading import LONGEST_TEXT, Reading, Unreadable
from tracker.readers.text import TOO_LONG
from tracker.readers.workbook import (
    Workbook,
    all_words,
    letters_of,
    read_workbook,
)
from tracker.workplan.directives.breakdown.heads import NAMES, Mapping, Role, recognised
from tracker.workplan.directives.breakdown.layout import Breakdown, lay_out, title_of_sheet, year_of
from tracker.workplan.directives.extraction import Extraction

NO_BREAKDOWN = N_("没有认出任务分解表：表头里要有“举措”或“任务”一类的列。")

SHEET = N_("取“{sheet}”这张表。")
COLUMNS = N_("表头在第 {head} 行：{columns}。")
TROUBLE = N_("第 {row} 行 {column} 列：{remark}。")
PASSED = N_("跳过的行：{rows}。")


@dataclass(frozen=True, slots=True)
class Recognised:
    """What a file becomes when nobody corrects anything: its best sheet by the recognised mapping.

    whole: every word of the file, in which marks of secrecy are looked for.
    """

    reading: Reading
    whole: Reading
    facts: Metadata
    sheet_name: str
    mapping: Mapping
    breakdown: Breakdown

    @property
    def extraction(self) -> Extraction:
        """The directives as the extraction from a report's prose gives them."""
        found = self.breakdown.directives
        covered = sum(it.end - it.start for it in found if it.level == "measure")
        return Extraction(found, len(self.reading.text), covered)

    @property
    def remarks(self) -> list[str]:
        """What a person should know: the columns that were recognised, errors, rows passed over."""
        columns = "，".join(
            f"{letters_of(column)} 列 {NAMES[role]}"
            for role, column in self.mapping.columns.items()
        )
        said = [SHEET.format(sheet=self.sheet_name)] if self.sheet_name else []
        said.append(COLUMNS.format(head=self.mapping.head + 1, columns=columns))
        said += [
            TROUBLE.format(row=it.row + 1, column=letters_of(it.column), remark=it.remark)
            for it in self.breakdown.troubles
        ]
        if self.breakdown.passed:
            rows = "、".join(str(it.row + 1) for it in self.breakdown.passed)
            said.append(PASSED.format(rows=rows))
        return said


def best_sheet(book: Workbook) -> int:
    """Choose the sheet that looks most like a breakdown sheet: the most columns recognised."""
    worth = [
        (
            not sheet.is_too_large,
            Role.MEASURE in found.columns,
            not sheet.is_hidden,
            len(found.columns),
            len(sheet.rows),
        )
        for sheet in book.sheets
        for found in [recognised(sheet)]
    ]
    return max(range(len(worth)), key=lambda at: (worth[at], -at))


def read_breakdown(name: str, data: bytes, *, year: int | None, this_year: int) -> Recognised:
    """Read a file by its recognised mapping; its errors stay in `breakdown.troubles`.

    year: the plan's; without it the title decides, else it is this one. Raises `Unreadable`.
    """
    book = read_workbook(name, data)
    sheet = book.sheets[best_sheet(book)]
    mapping = recognised(sheet)
    if Role.MEASURE not in mapping.columns:
        raise Unreadable(NO_BREAKDOWN)
    title = title_of_sheet(sheet, mapping, name)
    breakdown = lay_out(
        sheet, mapping, year=year or year_of(title) or this_year, epoch=book.epoch, name=name
    )
    return Recognised(
        reading_of(breakdown, book),
        all_words(book),
        facts_of(breakdown),
        sheet.name,
        mapping,
        breakdown,
    )


def reading_of(breakdown: Breakdown, book: Workbook) -> Reading:
    """Give the words of the chosen sheet as a report's; raises `Unreadable`."""
    if len(breakdown.text) > LONGEST_TEXT:
        raise Unreadable(TOO_LONG)
    return Reading(breakdown.text, "sheet", warnings=book.warnings, margins=book.margins)


def facts_of(breakdown: Breakdown) -> Metadata:
    """Give what a sheet says about itself: its title, the meeting's day, and the day of the paper."""
    return Metadata(
        title=breakdown.title or None,
        held_on=breakdown.days.held_on,
        published_on=breakdown.days.filled_in_on,
        organiser=None,
        speaker=None,
    )
