"""A breakdown sheet as a report: its rows as lines of text, and the directives tied to their words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tracker.foundation.labels import LABEL_WORDS, Label, highest
from tracker.foundation.words import N_
from tracker.readers.workbook import Fault, Sheet, words_of
from tracker.workplan.directives.breakdown.dated import Days, days_of_sheet
from tracker.workplan.directives.breakdown.days import Limit, Remark, fault_of, read_limit
from tracker.workplan.directives.breakdown.heads import Mapping, Role
from tracker.workplan.directives.breakdown.parties import read_parties
from tracker.workplan.directives.breakdown.rows import (
    Heading,
    Kind,
    Lines,
    Passed,
    Rows,
    Trouble,
)
from tracker.workplan.directives.extraction import Directive, Duty, NamedUnit, Span, read_stretch
from tracker.workplan.directives.extraction.calendar import Calendar

REASON = N_("任务分解表第 {row} 行")
HEADING_REASON = N_("任务分解表的重点，第 {row} 行")
SURE = 1.0
"""The columns say what is a measure: nothing is inferred from words."""
TWO_DAYS = N_("同一举措的几行时限不同：{words}")

# `1.…；2.…` inside a cell
ITEM = re.compile(
    r"(?:^|(?<=[\s；;。：:，,]))(?:(\d{1,2})[.、．)）](?!\d)|[（(](\d{1,2})[)）]|([①-⑳]))\s*"
)
# What stands on one line, without the blanks at its ends.
WORDS = re.compile(r"\S(?:[^\n]*\S)?")
LOOSE = " 　；;。，,、"
PLAIN_SHEET = re.compile(r"(?:Sheet|工作表|表格?)\s*\d*", re.IGNORECASE)
YEAR = re.compile(r"(20\d\d)\s*年")
LABEL = re.compile(rf"（({'|'.join(LABEL_WORDS.values())})）$")
"""The security label behind the title of a sheet that this system wrote, which is no part of it."""
LABELS = {words: label for label, words in LABEL_WORDS.items()}
FORMULA_COLUMNS = (Role.PRIORITY, Role.LEAD, Role.SUPPORT)
TITLE_ROWS = 10
SHORTEST_TITLE = 4


@dataclass(frozen=True, slots=True)
class Item:
    """What a row becomes: a measure and what its columns say of it. row: from 0."""

    row: int
    span: Span
    words: str
    heading: Heading | None
    limit: Limit
    units: tuple[NamedUnit, ...]
    no: str = ""
    leader: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """Everything that a sheet becomes by a mapping.

    contexts: the stretches of the text that no directive accounts for; days: those that it bears;
    label: the security label that its title bears, None for none.
    """

    text: str
    title: str
    items: tuple[Item, ...]
    directives: tuple[Directive, ...]
    troubles: tuple[Trouble, ...]
    passed: tuple[Passed, ...]
    contexts: tuple[tuple[int, int], ...]
    days: Days
    label: Label | None = None

    @property
    def priorities(self) -> int:
        """How many priorities there are."""
        return sum(it.level == "priority" for it in self.directives)


def lay_out(
    sheet: Sheet,
    mapping: Mapping,
    *,
    year: int,
    epoch: int | None,
    name: str = "",
    splits: bool = False,
    forgives: frozenset[Kind] = frozenset(),
) -> Breakdown:
    """Make a report of a sheet; `mapping` has a column of measures.

    year: the plan's, for dates without one; name: the file's, for a sheet without a title; splits:
    whether numbered items in one cell become measures each; forgives: the errors that a person
    chose to go on without (a wrong date stays open, a row without a measure is passed over).
    """
    rows = Rows(sheet, mapping)
    text, places = _text(sheet)
    found = rows.sorted()
    reader = _Reader(rows, places, text, Calendar(year, None), epoch)
    items = [it for lines in found.measures for it in reader.items(lines, splits=splits)]
    items.sort(key=lambda it: it.span.start)
    troubles = sorted(
        (it for it in (*found.troubles, *reader.troubles) if it.kind not in forgives),
        key=lambda it: (it.row, it.column),
    )
    passed = list(found.passed)
    if Kind.MEASURE in forgives:
        passed += [
            Passed(it.row, it.remark.sentence) for it in found.troubles if it.kind is Kind.MEASURE
        ]
    directives = tuple(reader.directives(items))
    return Breakdown(
        text,
        title_of_sheet(sheet, mapping, name),
        tuple(items),
        directives,
        tuple(troubles),
        tuple(sorted(passed, key=lambda it: it.row)),
        tuple(_rest(text, directives)),
        days_of_sheet(sheet, (*range(mapping.head), *(it.row for it in found.passed)), year),
        label_of_sheet(sheet),
    )


def title_of_sheet(sheet: Sheet, mapping: Mapping, name: str = "") -> str:
    """Give the title above the head, else the sheet's name, else the file's."""
    for title in _lone_words(sheet, mapping.head):
        if len(title) >= SHORTEST_TITLE:
            return LABEL.sub("", "".join(title.split()))
    if sheet.name and not PLAIN_SHEET.fullmatch(sheet.name.strip()):
        return sheet.name.strip()
    return name.rpartition(".")[0] or name or sheet.name


def label_of_sheet(sheet: Sheet) -> Label | None:
    """Give the security label behind the title, wherever the head was said to stand; None for none."""
    marks = [LABEL.search("".join(it.split())) for it in _lone_words(sheet, TITLE_ROWS)]
    found = [LABELS[it[1]] for it in marks if it]
    return highest(found) if found else None


def _lone_words(sheet: Sheet, before: int) -> Iterator[str]:
    """Give what stands alone in its row, of the first rows of a sheet."""
    for row in sheet.rows[: min(before, TITLE_ROWS)]:
        words = [words_of(it) for it in row if words_of(it)]
        if len(words) == 1:
            yield words[0]


def year_of(title: str) -> int | None:
    """Give the year that a title names, or None."""
    found = YEAR.search(title)
    return int(found[1]) if found else None


class _Reader:
    """Reads the measures of a sheet; `troubles` grows as it meets what cannot be right."""

    def __init__(
        self,
        rows: Rows,
        places: dict[tuple[int, int], Span],
        text: str,
        calendar: Calendar,
        epoch: int | None,
    ) -> None:
        self.rows = rows
        self.places = places
        self.text = text
        self.calendar = calendar
        self.epoch = epoch
        self.troubles: list[Trouble] = []

    def items(self, lines: Lines, *, splits: bool) -> Iterator[Item]:
        """Give the measure of these rows, or the measures that its cell counts up."""
        row, columns = lines.rows[0], self.rows.mapping.columns
        span = self.places[self.rows.place(row, columns[Role.MEASURE])]
        self._look_for_faults(lines)
        whole = Item(
            row,
            span,
            span.text_of(self.text),
            lines.heading,
            self._limit(lines),
            self._units(lines),
            self.rows.words(row, Role.NO),
            self.rows.words(row, Role.LEADER),
            self.rows.words(row, Role.OWNER),
        )
        parts = items_in(self.text, span) if splits else []
        if len(parts) > 1:
            yield from (replace(whole, span=part, words=part.text_of(self.text)) for part in parts)
        else:
            yield whole

    def directives(self, items: list[Item]) -> Iterator[Directive]:
        """Give the directives of the items in reading order, each priority before its measures."""
        ids: dict[Heading, str] = {}
        counts: dict[str, int] = {}
        tops = 0
        for item in items:
            parent = None
            if item.heading is not None:
                if item.heading not in ids:
                    tops += 1
                    ids[item.heading] = str(tops)
                    yield self._priority(item.heading, str(tops))
                parent = ids[item.heading]
                counts[parent] = counts.get(parent, 0) + 1
                identity = f"{parent}.{counts[parent]}"
            else:
                tops += 1
                identity = str(tops)
            yield self._measure(item, identity, parent)

    def _priority(self, heading: Heading, identity: str) -> Directive:
        span = self.places[heading.row, heading.column]
        return Directive(
            id=identity,
            level="priority",
            parent=None,
            heading=heading.words,
            text=span.text_of(self.text),
            start=span.start,
            end=span.end,
            due=None,
            due_text=None,
            units=(),
            modality=None,
            targets=(),
            reason=HEADING_REASON.format(row=heading.row + 1),
            confidence=SURE,
        )

    def _measure(self, item: Item, identity: str, parent: str | None) -> Directive:
        own = read_stretch(item.words, Span(0, len(item.words)), year=self.calendar.year)
        limit = item.limit
        return replace(
            own,
            id=identity,
            parent=parent,
            start=item.span.start,
            end=item.span.end,
            due=limit.on if limit.words else own.due,
            due_text=limit.words or own.due_text,
            due_flag=None if limit.words else own.due_flag,
            units=item.units or own.units,
            reason=REASON.format(row=item.row + 1),
            confidence=SURE,
        )

    def _limit(self, lines: Lines) -> Limit:
        """Read the time limit; rows of one measure that differ leave it open."""
        column = self.rows.mapping.columns.get(Role.DUE)
        if column is None:
            return Limit()
        limits: dict[str, Limit] = {}
        for row in lines.rows:
            limit = read_limit(self.rows.cell(row, Role.DUE), self.calendar, self.epoch)
            if limit.fault is not None:
                self.troubles.append(Trouble(row, column, Kind.DUE, limit.fault))
            if limit.words:
                limits.setdefault(limit.words, limit)
        if len(limits) > 1:
            words = "、".join(limits)
            return Limit(words, hint=Remark(TWO_DAYS, words))
        return next(iter(limits.values()), Limit())

    def _units(self, lines: Lines) -> tuple[NamedUnit, ...]:
        units: dict[str, NamedUnit] = {}
        columns: tuple[tuple[Role, Duty], ...] = ((Role.LEAD, "lead"), (Role.SUPPORT, "support"))
        for role, duty in columns:
            for row in lines.rows:
                for unit in read_parties(self.rows.raw(row, role), duty):
                    units.setdefault(unit.name, unit)
        return tuple(units.values())

    def _look_for_faults(self, lines: Lines) -> None:
        for row in lines.rows:
            for role in FORMULA_COLUMNS:
                cell = self.rows.cell(row, role)
                if isinstance(cell, Fault):
                    column = self.rows.mapping.columns[role]
                    self.troubles.append(Trouble(row, column, Kind.FORMULA, fault_of(cell)))


def items_in(text: str, span: Span) -> list[Span]:
    """Cut a cell at its numbered items (1. 2. 3.); empty where it does not count from one."""
    marks: list[re.Match[str]] = []
    for mark in ITEM.finditer(text, span.start, span.end):
        figure = mark[1] or mark[2]
        number = int(figure) if figure else ord(mark[3]) - ord("①") + 1
        if number == len(marks) + 1:
            marks.append(mark)
    if not marks or text[span.start : marks[0].start()].strip(LOOSE):
        return []
    found = []
    for at, mark in enumerate(marks):
        end = marks[at + 1].start() if at + 1 < len(marks) else span.end
        while end > mark.end() and text[end - 1] in LOOSE:
            end -= 1
        if end > mark.end():
            found.append(Span(mark.end(), end))
    return found


def _text(sheet: Sheet) -> tuple[str, dict[tuple[int, int], Span]]:
    """Write the rows as lines, cells apart by tabs; say where the words of each cell stand."""
    lines: list[str] = []
    places: dict[tuple[int, int], Span] = {}
    at = 0
    for row, cells in enumerate(sheet.rows):
        words = [words_of(it) for it in cells]
        if not any(words):
            continue
        for column, cell in enumerate(words):
            places[row, column] = Span(at, at + len(cell))
            at += len(cell) + 1
        lines.append("\t".join(words))
    return "\n".join(lines), places


def _rest(text: str, directives: tuple[Directive, ...]) -> Iterator[tuple[int, int]]:
    """Give the stretches of each line that no directive accounts for, blanks at their ends left out."""
    begun = 0
    edges = sorted((it.start, it.end) for it in directives)
    for start, end in (*edges, (len(text), len(text))):
        yield from (it.span() for it in WORDS.finditer(text, begun, start))
        begun = max(begun, end)
