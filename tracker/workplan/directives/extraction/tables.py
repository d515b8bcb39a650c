"""Tables in running text.

`| 议题 | 纪要 |`: a row's title cell is a theme, its long cell holds items. `事项 责任单位 时限`, cells
apart by tabs as a Word table is read or by bars: each row is a measure with its units and its time.
"""

import re
from dataclasses import dataclass

from tracker.workplan.directives.extraction.lines import Line
from tracker.workplan.directives.extraction.model import Duty, NamedUnit, Span
from tracker.workplan.directives.extraction.priorities import heading_of
from tracker.workplan.directives.extraction.sentences import trimmed
from tracker.workplan.directives.extraction.tree import Branch, Finding, Theme
from tracker.workplan.directives.extraction.units import LABEL, read_labels

CELL = re.compile(r"[^|]+")
TABBED_CELL = re.compile(r"(?:^|(?<=\t))[^\t]*")
BREAK = re.compile(r"<br\s*/?>")
BLANKS = re.compile(r"\s+")
SHORTEST = 4
RULE_LINE = re.compile(r"[\s|:-]+$")
HOLDS_RESULTS = re.compile(r"纪要|结论|任务|事项|要求|措施|举措|内容")
NUMBER = re.compile(r"[\s　]*(?:[（(]?\d{1,2}[)）.、．]|[①-⑳])\s*")
CONCLUSION = re.compile(r"[\s　]*(?:会议)?(?:结论|决议|意见)[:：]?\s*$")
OPEN_ISSUES = re.compile(r"(?:遗留问题|待办事项|行动项|下一步工作)[:：]?\s*")
AGREED = re.compile(r"[\s　]*(?:原则)?(?:同意|通过|认可)")
# The head cells of a list of tasks.
DEED_HEAD = re.compile(
    r"(?:序号)?(?:(?:重点|主要|具体)?(?:工作|任务|目标)?(?:事项|任务|举措|措施|内容|要求)|工作)(?:名称|内容)?$"
)
LEAD_HEAD = re.compile(
    r"(?:牵头|主办|承办|责任|负责|落实|实施)(?:责任)?(?:单位|部门|主体|处室|人)$"
)
SUPPORT_HEAD = re.compile(r"(?:配合|协办|参与|协助)(?:单位|部门|处室)?$")
TIME_HEAD = re.compile(r"(?:完成|办结|落实|计划)?(?:时间|时限|期限)(?:要求|节点)?$")
BETWEEN_NAMES = re.compile(r"[\s、，,；;]+(?![^（(]*[）)])")
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


class Tables:
    """Reads the table rows of a report."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines

    def read(self) -> list[Branch]:
        """Make a theme of each row with items; tables of other content yield nothing."""
        found: list[Branch] = []
        column: int | None = None
        tasks: Columns | None = None
        for line in self.lines:
            row = self._with_empty_cells(line)
            words = row.text_of(self.text)
            is_barred = words.startswith("|")
            if not is_barred and "\t" not in words:
                column = tasks = None
                continue
            if RULE_LINE.match(words):
                continue
            cell = CELL if is_barred else TABBED_CELL
            cells = [Span(row.start + m.start(), row.start + m.end()) for m in cell.finditer(words)]
            if column is None:
                tasks = self._columns(cells)
                column = self._column(cells) if is_barred else -1
            elif tasks is not None:
                found += self._task(cells, tasks)
            elif 0 < column < len(cells):
                found += self._row(cells[column - 1], cells[column])
        return found

    def _with_empty_cells(self, line: Line) -> Span:
        """Give the line with the tabs around its words: empty cells are cells too."""
        start, end = line.start, line.end
        while start > 0 and self.text[start - 1] == "\t":
            start -= 1
        while self.text.startswith("\t", end):
            end += 1
        return Span(start, end)

    def _column(self, header: list[Span]) -> int:
        """Find the last column whose title says that it holds what was decided; -1: none."""
        titled = [
            n for n, cell in enumerate(header) if HOLDS_RESULTS.search(cell.text_of(self.text))
        ]
        return titled[-1] if titled else -1

    def _columns(self, header: list[Span]) -> Columns | None:
        """Read the head row of a list of tasks; None where the table is something else."""
        titles = [BLANKS.sub("", cell.text_of(self.text)) for cell in header]

        def place(kind: re.Pattern[str]) -> int | None:
            return next((n for n, title in enumerate(titles) if kind.match(title)), None)

        deeds = [n for n, title in enumerate(titles) if DEED_HEAD.match(title)]
        lead, time = place(LEAD_HEAD), place(TIME_HEAD)
        if not deeds or (lead is None and time is None):
            return None
        return Columns(deeds[-1], lead, place(SUPPORT_HEAD), time)

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
            if name
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
