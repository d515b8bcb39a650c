"""Tables in running text (`| 议题 | 纪要 |`): a row's title cell is a theme, its long cell holds items."""

import re

from tracker.workplan.directives.extraction.lines import Line
from tracker.workplan.directives.extraction.model import NamedUnit, Span
from tracker.workplan.directives.extraction.priorities import heading_of
from tracker.workplan.directives.extraction.sentences import trimmed
from tracker.workplan.directives.extraction.tree import Branch, Finding, Theme
from tracker.workplan.directives.extraction.units import LABEL, read_labels

CELL = re.compile(r"[^|]+")
BREAK = re.compile(r"<br\s*/?>")
RULE_LINE = re.compile(r"[\s|:-]+$")
HOLDS_RESULTS = re.compile(r"纪要|结论|任务|事项|要求|措施|举措|内容")
NUMBER = re.compile(r"[\s　]*(?:[（(]?\d{1,2}[)）.、．]|[①-⑳])\s*")
CONCLUSION = re.compile(r"[\s　]*(?:会议)?(?:结论|决议|意见)[:：]?\s*$")
OPEN_ISSUES = re.compile(r"(?:遗留问题|待办事项|行动项|下一步工作)[:：]?\s*")
AGREED = re.compile(r"[\s　]*(?:原则)?(?:同意|通过|认可)")
MEASURE_SURE = 0.9
DASHES = " \t　-—–,，。；;"


class Tables:
    """Reads the table rows of a report."""

    def __init__(self, text: str, lines: list[Line]) -> None:
        self.text = text
        self.lines = lines

    def read(self) -> list[Branch]:
        """Make a theme of each row with items; tables of other content yield nothing."""
        found: list[Branch] = []
        column: int | None = None
        for line in self.lines:
            words = self.text[line.start : line.end]
            if not words.startswith("|"):
                column = None
                continue
            if RULE_LINE.match(words):
                continue
            cells = [
                Span(line.start + m.start(), line.start + m.end()) for m in CELL.finditer(words)
            ]
            if column is None:
                column = self._column(cells)
            elif 0 < column < len(cells):
                found += self._row(cells[column - 1], cells[column])
        return found

    def _column(self, header: list[Span]) -> int:
        """Find the last column whose title says that it holds what was decided; -1: none."""
        titled = [
            n for n, cell in enumerate(header) if HOLDS_RESULTS.search(cell.text_of(self.text))
        ]
        return titled[-1] if titled else -1

    def _row(self, title: Span, cell: Span) -> list[Branch]:
        name = trimmed(self.text, title.start, title.end)
        if name is None:
            return []
        theme = Theme(name.start, heading_of(name.text_of(self.text)), "纪要表格的议题", 0.9)
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
        return [Finding(span.start, span.end, "纪要表格中的事项", MEASURE_SURE, units, time)]
