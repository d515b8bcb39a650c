"""What the rows of tables say.

`议题 | 纪要`: a row's title cell is a theme, its long cell holds items. `事项 责任单位 时限`, however
the table is drawn (`grids`): each row is a measure with its units and its time.
"""

import re
from dataclasses import dataclass

from tracker.workplan.directives.extraction.grids import (
    BLANKS,
    DEED_HEAD,
    LEAD_HEAD,
    SUPPORT_HEAD,
    TIME_HEAD,
    Grid,
    grids,
    outside,
)
from tracker.workplan.directives.extraction.lines import Line
from tracker.workplan.directives.extraction.model import Duty, NamedUnit, Span
from tracker.workplan.directives.extraction.priorities import heading_of
from tracker.workplan.directives.extraction.sentences import trimmed
from tracker.workplan.directives.extraction.tree import Branch, Finding, Theme
from tracker.workplan.directives.extraction.units import LABEL, read_labels

BREAK = re.compile(r"<br\s*/?>")
SHORTEST = 4
HOLDS_RESULTS = re.compile(r"纪要|结论|决议|决定|意见|议定|任务|事项|要求|措施|举措|内容")
NUMBER = re.compile(r"[\s　]*(?:[（(]?\d{1,2}[)）.、．]|[①-⑳])\s*")
CONCLUSION = re.compile(r"[\s　]*(?:会议)?(?:结论|决议|意见)[:：]?\s*$")
OPEN_ISSUES = re.compile(r"(?:遗留问题|待办事项|行动项|下一步工作)[:：]?\s*")
AGREED = re.compile(r"[\s　]*(?:原则)?(?:同意|通过|认可)")
BETWEEN_NAMES = re.compile(r"(?:[\s、，,；;]|<br\s*/?>)+(?![^（(]*[）)])")
# A cell that says that there is nothing.
NOTHING = frozenset({"无", "/", "-", "—", "——", "略"})
IN_A_ROW = "任务表中的一行"
MEASURE_SURE = 0.9
DASHES = " \t　-—–,，。；;"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where a list of tasks keeps the task, who does it, and by when."""

    deed: int
    lead: int | None
    support: int | None
    time: int | None


def read_tables(text: str, lines: list[Line]) -> tuple[list[Branch], list[Line], list[Span]]:
    """Give what the tables say, the lines with those of the tables set aside, and where they stand."""
    found: list[Branch] = []
    understood: list[Grid] = []
    for grid in grids(text, lines):
        branches = Table(text, grid).read()
        if branches or grid.is_barred:
            understood.append(grid)
        found += branches
    free = {line.start for line in outside(lines, understood)}
    kept = [
        Line(line.start, line.end, line.is_set_aside or line.start not in free) for line in lines
    ]
    return found, kept, [Span(grid.start, grid.end) for grid in understood]


class Table:
    """Reads one table."""

    def __init__(self, text: str, grid: Grid) -> None:
        self.text = text
        self.grid = grid

    def read(self) -> list[Branch]:
        """Make a theme of each row with items, a measure of each task; other content is nothing."""
        if not self.grid.rows:
            return []
        head, *rows = self.grid.rows
        tasks = self._columns(head)
        column = self._column(head) if self.grid.is_barred else -1
        found: list[Branch] = []
        for cells in rows:
            if tasks is not None:
                found += self._task(cells, tasks)
            elif 0 < column < len(cells):
                found += self._row(cells[column - 1], cells[column])
        return found

    def _column(self, header: list[Span]) -> int:
        """Find the last column whose title says that it holds what was decided; -1: none."""
        titled = [
            n for n, cell in enumerate(header) if HOLDS_RESULTS.search(cell.text_of(self.text))
        ]
        return titled[-1] if titled else -1

    def _columns(self, header: list[Span]) -> Columns | None:
        """Read the head row of a list of tasks; None where the table is something else."""
        titles = [BLANKS.sub("", cell.text_of(self.text)).strip("*") for cell in header]

        def places(kind: re.Pattern[str]) -> list[int]:
            return [n for n, title in enumerate(titles) if kind.match(title)]

        deeds, leads, times = places(DEED_HEAD), places(LEAD_HEAD), places(TIME_HEAD)
        supports = places(SUPPORT_HEAD)
        if not deeds or not (leads or times):
            return None
        if not supports and len(leads) > 1 and titles[leads[0]].startswith("牵头"):
            supports = leads[1:]  # `牵头单位 | 责任单位`
        return Columns(
            deeds[-1], *(found[0] if found else None for found in (leads, supports, times))
        )

    def _task(self, cells: list[Span], columns: Columns) -> list[Branch]:
        """Make a measure of a row: its task cell is the quote, the other cells its units and time."""
        if columns.deed >= len(cells):
            return []
        deed = cells[columns.deed]
        span = trimmed(self.text, deed.start, deed.end)
        if span is None or span.end - span.start < SHORTEST:
            return []

        def said(column: int | None) -> str:
            known = column is not None and column < len(cells)
            return cells[column].text_of(self.text).strip() if known and column is not None else ""

        duties: list[tuple[int | None, Duty]] = [
            (columns.lead, "lead"),
            (columns.support, "support"),
        ]
        units = tuple(
            NamedUnit(name, duty)
            for column, duty in duties
            for name in BETWEEN_NAMES.split(said(column))
            if name and name not in NOTHING
        )
        time = said(columns.time) or None
        return [Finding(span.start, span.end, IN_A_ROW, MEASURE_SURE, units, time)]

    def _row(self, title: Span, cell: Span) -> list[Branch]:
        name = trimmed(self.text, title.start, title.end)
        if name is None:
            return []
        theme = Theme(name.start, heading_of(name.text_of(self.text)), "纪要表格里的议题", 0.9)
        theme.children += self._items(cell)
        return [theme] if theme.children else []

    def _items(self, cell: Span) -> list[Branch]:
        """Take a cell apart; one closing person and date hold for all items that have none."""
        found: list[Finding] = []
        concluding = False
        for part in self._parts(cell):
            words = part.text_of(self.text)
            issues = OPEN_ISSUES.search(words)
            if issues is not None and not words[: issues.start()].strip():
                concluding = False
                part = Span(part.start + issues.end(), part.end)  # noqa: PLW2901 - the rest of the same part
            elif CONCLUSION.match(words):
                concluding = True
                continue
            number = NUMBER.match(self.text, part.start, part.end)
            if (number is None and concluding) or AGREED.match(
                self.text, number.end() if number else part.start
            ):
                continue
            found += self._item(Span(number.end() if number else part.start, part.end))
        last = found[-1] if found else None
        if last is not None and (last.units or last.time) and not any(f.units for f in found[:-1]):
            for finding in found:
                finding.units, finding.time = last.units, last.time
        return list(found)

    def _parts(self, cell: Span) -> list[Span]:
        parts = []
        at = cell.start
        for mark in BREAK.finditer(self.text, cell.start, cell.end):
            parts.append(Span(at, mark.start()))
            at = mark.end()
        parts.append(Span(at, cell.end))
        return [p for p in parts if p.text_of(self.text).strip()]

    def _item(self, part: Span) -> list[Finding]:
        label = LABEL.search(self.text, part.start, part.end)
        end = label.start() if label else part.end
        while end > part.start and self.text[end - 1] in DASHES:
            end -= 1
        span = trimmed(self.text, part.start, end)
        if span is None:
            return []
        units: tuple[NamedUnit, ...] = ()
        time = None
        if label is not None:
            given = read_labels(self.text[label.start() : part.end])
            units, time = given.units, given.time
        return [Finding(span.start, span.end, "纪要表格里的事项", MEASURE_SURE, units, time)]
