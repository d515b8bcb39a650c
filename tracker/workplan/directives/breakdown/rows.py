"""What each row of a breakdown sheet is: a measure, the heading of a priority, or passed over."""

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

from tracker.foundation.words import N_
from tracker.readers.workbook import Cell, Fault, Sheet, words_of
from tracker.workplan.directives.breakdown.days import Remark, fault_of
from tracker.workplan.directives.breakdown.heads import Mapping, Role, folded, head_words

TOTAL = N_("合计行")
HEAD_AGAIN = N_("重复的表头")
AFTERWORD = N_("表外的说明")
ONLY_NUMBER = N_("只有序号")
NO_MEASURE = N_("没有举措")
MISSING = N_("这一行写了单位或时限，却没有举措")

TOTALS = re.compile(r"(?:合计|总计|小计|共计)[:：]?.{0,8}")
AFTERWORDS = re.compile(
    r"(?:注|备注|说明|填表说明|填报说明|填报人|填表人|审核人|制表人?|联系人|联系电话|填报单位|单位负责人|(?:填报|填表|制表|编制|上报|报送|会议|召开)?(?:时间|日期))\d?[:：.]"
)
NUMBER = re.compile(r"[\d.、()（）一二三四五六七八九十]+")
OUTLINE = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}[、.．,，:：]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十]{1,3}[、，,：:]|\d{1,2}[.、．](?!\d)|[（(]\d{1,2}[)）])\s*"
)
CARRIES_WORK = (Role.LEAD, Role.SUPPORT, Role.DUE)
LEAST_REACH = 3
"""Columns that a merged cell reaches over, at least, when it is the heading of a section."""
MOST_OF_A_HEAD = 2
"""Cells that a row shares with the head when it repeats it."""


class Kind(StrEnum):
    """What is wrong with a row; a person may choose to go on without what it concerns."""

    DUE = "due"
    MEASURE = "measure"
    FORMULA = "formula"


@dataclass(frozen=True, slots=True)
class Trouble:
    """An error: its row and column (from 0) and what is wrong there."""

    row: int
    column: int
    kind: Kind
    remark: Remark


@dataclass(frozen=True, slots=True)
class Passed:
    """A row that becomes nothing, and why."""

    row: int
    why: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A priority: where its words stand, and the words without their number."""

    row: int
    column: int
    words: str


@dataclass(frozen=True, slots=True)
class Lines:
    """A measure: the rows over which its cell reaches, and the priority that it stands under."""

    rows: tuple[int, ...]
    heading: Heading | None


@dataclass
class Sorted:
    """A sheet's rows below its head, sorted."""

    measures: list[Lines] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)


class Rows:
    """Reads a sheet through its mapping; a merged cell counts for every row it reaches over."""

    def __init__(self, sheet: Sheet, mapping: Mapping) -> None:
        self.sheet = sheet
        self.mapping = mapping
        self._heads = head_words(sheet, mapping)
        self._above: dict[tuple[int, int], int] = {}
        self._wide: dict[tuple[int, int], int] = {}
        for top, left, bottom, right in sheet.merged:
            if top <= mapping.head:
                continue  # what reaches down from the head is no row's own
            for row in range(top, min(bottom, len(sheet.rows) - 1) + 1):
                self._above[row, left] = top
            if right > left:
                self._wide[top, left] = right

    def cell(self, row: int, role: Role) -> Cell:
        """Give what a row says in a column: its own cell, or the merged one over it."""
        column = self.mapping.columns.get(role)
        if column is None:
            return None
        return self.sheet.cell(*self.place(row, column))

    def place(self, row: int, column: int) -> tuple[int, int]:
        """Say where the cell stands that a row has in a column."""
        return self._above.get((row, column), row), column

    def words(self, row: int, role: Role) -> str:
        """Give it in words."""
        return words_of(self.cell(row, role))

    def raw(self, row: int, role: Role) -> str:
        """Give a cell's words with their line breaks."""
        cell = self.cell(row, role)
        return cell if isinstance(cell, str) else words_of(cell)

    def sorted(self) -> Sorted:
        """Say of every row below the head what it is."""
        found = Sorted()
        heading: Heading | None = None
        known: dict[str, Heading] = {}
        for row in range(self.mapping.head + 1, len(self.sheet.rows)):
            own = {at: words_of(it) for at, it in enumerate(self.sheet.rows[row]) if words_of(it)}
            if not own:
                continue
            why = self._passed(own)
            if why is not None:
                found.passed.append(Passed(row, why))
                continue
            section = self._section(row, own)
            heading = self._known(section or self._priority(row), known) or heading
            if section is None:
                self._sort(found, row, own, heading)
            elif not section.words:
                found.passed.append(Passed(row, ONLY_NUMBER))
        return found

    def _known(self, new: Heading | None, known: dict[str, Heading]) -> Heading | None:
        """Take the same words for the same priority, wherever they come again."""
        return known.setdefault(new.words, new) if new is not None and new.words else None

    def _passed(self, own: dict[int, str]) -> str | None:
        first = unicodedata.normalize("NFKC", next(iter(own.values())))
        plain = "".join(first.split())
        numbered = self.mapping.columns.get(Role.NO)
        named = own.get(self.mapping.columns.get(Role.MEASURE, -1), "")
        if TOTALS.fullmatch(plain) or (
            not named and any(TOTALS.fullmatch("".join(it.split())) for it in own.values())
        ):
            return TOTAL
        again = sum(
            folded(words) == folded(self._heads[at])
            for at, words in own.items()
            if at < len(self._heads)
        )
        if again >= MOST_OF_A_HEAD or (again == 1 and len(own) == 1):
            return HEAD_AGAIN
        if AFTERWORDS.match(first) and (not named or len(own) == 1):
            return AFTERWORD
        if set(own) == {numbered} and NUMBER.fullmatch(plain):
            return ONLY_NUMBER
        return None

    def _section(self, row: int, own: dict[int, str]) -> Heading | None:
        """Recognise a row that is only a heading: one cell over the table, or nothing but a priority."""
        column = next(iter(own))
        reach = self._wide.get((row, column), column) - column + 1
        if len(own) == 1 and reach >= max(LEAST_REACH, self.sheet.width // 2):
            return Heading(row, column, without_number(own[column]))
        if self.words(row, Role.MEASURE):
            return None
        priority = self.mapping.columns.get(Role.PRIORITY)
        numbered = self.mapping.columns.get(Role.NO)
        if not set(own) <= {numbered, priority} or (priority not in own and len(own) > 1):
            return None
        if priority in own:
            column = priority if priority is not None else column
        return Heading(row, column, without_number(own[column]))

    def _priority(self, row: int) -> Heading | None:
        column = self.mapping.columns.get(Role.PRIORITY)
        words = self.words(row, Role.PRIORITY)
        if column is None or not words:
            return None
        return Heading(*self.place(row, column), without_number(words))

    def _sort(self, found: Sorted, row: int, own: dict[int, str], heading: Heading | None) -> None:
        column = self.mapping.columns[Role.MEASURE]
        cell = self.cell(row, Role.MEASURE)
        if isinstance(cell, Fault):
            found.troubles.append(Trouble(row, column, Kind.FORMULA, fault_of(cell)))
            return
        if not words_of(cell):
            if any(self.mapping.columns.get(role) in own for role in CARRIES_WORK):
                found.troubles.append(Trouble(row, column, Kind.MEASURE, Remark(MISSING)))
            else:
                found.passed.append(Passed(row, NO_MEASURE))
            return
        last = found.measures[-1] if found.measures else None
        if last is not None and self.place(row, column) == self.place(last.rows[0], column):
            found.measures[-1] = Lines((*last.rows, row), last.heading)
            return
        found.measures.append(Lines((row,), heading))


def without_number(words: str) -> str:
    """Leave out the number before a heading."""
    return OUTLINE.sub("", words).strip(" 　:：")
