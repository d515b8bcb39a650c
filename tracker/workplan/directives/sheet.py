"""The review sheet: a report's text, coloured, and its directives as a numbered tree. Plain Python."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from tracker.workplan.directives.coverage import (
    Claim,
    Coverage,
    Kind,
    Stretch,
    Window,
    coverage,
    own_end,
    stretches,
)
from tracker.workplan.directives.models import Context, Directive, DirectiveState, Level
from tracker.workplan.directives.parts import Part, part_at, parts_of
from tracker.workplan.directives.selection import utf16_units
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.passages import Passage, passages

DIGITS = "〇一二三四五六七八九"
TEN = 10
SHORTEST_TITLE = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A directive in its place: its number, depth, and for a priority its measures.

    goes_on: it stands in an earlier part of the report, and here only to head what is below it.
    """

    directive: Directive
    number: str
    depth: int
    measures: tuple[Directive, ...] = ()
    goes_on: bool = False

    @property
    def is_priority(self) -> bool:
        """Whether measures stand under it."""
        return self.directive.level is Level.PRIORITY

    @property
    def title_parts(self) -> list[tuple[str, bool]]:
        """The title cut at the figures that the directive demands, which are marked."""
        return marked(self.directive.title, [it["text"] for it in self.directive.targets])


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line with its words; `at` is its place in UTF-16 units, `row` the row it opens."""

    stretch: Stretch
    words: str
    at: int
    opens: Row | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the report."""

    is_aside: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that the review page shows of a report, or of one part of it.

    rows: all of the report, by outline; shown: those of the part; coverage: of the whole report.
    """

    rows: tuple[Row, ...]
    shown: tuple[Row, ...]
    paragraphs: tuple[Paragraph, ...]
    coverage: Coverage
    parts: tuple[Part, ...]
    part: Part
    by_id: dict[int, Row] = field(default_factory=dict)

    @property
    def before(self) -> Part | None:
        """The part before this one."""
        return self.parts[self.part.number - 2] if self.part.number > 1 else None

    @property
    def after(self) -> Part | None:
        """The part after this one."""
        return self.parts[self.part.number] if self.part.number < len(self.parts) else None

    @property
    def gap_part(self) -> Part | None:
        """The part with the first sentence that nobody handled: this one, if it has any."""
        holding = self._holding_gaps()
        return self.part if self.part in holding else next(iter(holding), None)

    @property
    def next_gap(self) -> Part | None:
        """The nearest other part with a sentence that nobody handled, round the end."""
        holding = self._holding_gaps()
        later = [it for it in holding if it.number > self.part.number]
        return next(iter([*later, *(it for it in holding if it != self.part)]), None)

    def _holding_gaps(self) -> list[Part]:
        held = (part_at(self.parts, it.start) for it in self.coverage.unhandled)
        return list(dict.fromkeys(held))


def sheet_of(
    report: Report,
    directives: Sequence[Directive],
    contexts: Sequence[Context],
    *,
    part: int | None = None,
    item_id: int | None = None,
) -> Sheet:
    """Lay a report out for review; of a long one the part that was asked for, or that holds the item.

    Without either, the part with the first row that waits. The directives need only their outline.
    """
    rows = tuple(tree(directives))
    by_id = {row.directive.id: row for row in rows}
    lines = lines_of(report.text)
    starts = sorted(it.start for it in directives)
    tops = [row.directive.start for row in rows if row.is_priority and row.depth == 0]
    parts = parts_of(report.text, [(it.start, it.end) for it in lines], starts, sorted(tops))
    here = _asked(parts, rows, by_id.get(item_id or 0), part)

    claims = claims_of(report.text, directives, contexts)
    body = [(it.start, it.end) for it in lines if not _is_furniture(it, report)]
    covered = coverage(report.text, body, claims)
    within = list(_within(lines, here))
    return Sheet(
        rows=rows,
        shown=tuple(_shown(rows, by_id, here)),
        paragraphs=tuple(_paragraphs(report, within, claims, covered, by_id)),
        coverage=covered,
        parts=tuple(parts),
        part=here,
        by_id=by_id,
    )


@lru_cache(maxsize=8)
def lines_of(text: str) -> tuple[Passage, ...]:
    """Give the lines that hold words; a report's text never changes, so they are kept."""
    return tuple(passages(text))


def claims_of(
    text: str, directives: Sequence[Directive], contexts: Sequence[Context]
) -> list[Claim]:
    """Say which stretch each directive accounts for; a priority only for its own words."""
    children: defaultdict[int | None, list[int]] = defaultdict(list)
    for it in directives:
        children[it.parent_id].append(it.start)
    claims = [Claim(it.start, it.end, Kind.CONTEXT) for it in contexts]
    for it in directives:
        end = it.end
        if it.level is Level.PRIORITY:
            end = own_end(text, it.start, it.end, min(children[it.id], default=None))
        claims.append(Claim(it.start, end, Kind(it.state.value), it.id))
    return claims


def tree(directives: Sequence[Directive]) -> Iterator[Row]:
    """Put directives in reading order, numbered: priorities 一, those below （一）, measures 1, 2, 3."""
    children: defaultdict[int | None, list[Directive]] = defaultdict(list)
    known = {it.id for it in directives}
    for it in sorted(directives, key=lambda it: (it.position, it.id)):
        children[it.parent_id if it.parent_id in known else None].append(it)
    waiting = [(it, 0) for it in reversed(children[None])]
    measures = 0
    counts: defaultdict[int | None, int] = defaultdict(int)
    while waiting:
        directive, depth = waiting.pop()
        below = children[directive.id]
        if directive.level is Level.PRIORITY:
            counts[directive.parent_id] += 1
            number = in_chinese(counts[directive.parent_id])
            yield Row(directive, number if depth == 0 else f"（{number}）", depth, tuple(below))
        else:
            measures += 1
            yield Row(directive, str(measures), depth)
        waiting.extend((it, depth + 1) for it in reversed(below))


def next_open(rows: Sequence[Row], directive_id: int) -> Row | None:
    """Give the next row that waits for a decision, round the end; None when none does."""
    ids = [it.directive.id for it in rows]
    at = ids.index(directive_id) + 1 if directive_id in ids else 0
    turned = [*rows[at:], *rows[:at]]
    return next((it for it in turned if it.directive.state is DirectiveState.DRAFT), None)


def family(directive: Directive, directives: Sequence[Directive]) -> list[Directive]:
    """Give a priority and everything below it."""
    ids, found = {directive.id}, [directive]
    for it in sorted(directives, key=lambda it: (it.position, it.id)):
        if it.parent_id in ids:
            ids.add(it.id)
            found.append(it)
    return found


def marked(words: str, figures: Sequence[str]) -> list[tuple[str, bool]]:
    """Cut words at the figures that stand in them; the second of each pair says: a figure."""
    parts: list[tuple[str, bool]] = []
    for figure in figures:
        before, found, after = words.partition(figure)
        if not found:
            continue
        parts += [(before, False), (figure, True)]
        words = after
    return [part for part in (*parts, (words, False)) if part[0]]


def in_chinese(number: int) -> str:
    """Write a number below 100 in Chinese; a larger one stays in figures."""
    tens, ones = divmod(number, TEN)
    if tens >= TEN:
        return str(number)
    ten = "" if tens == 0 else ("十" if tens == 1 else f"{DIGITS[tens]}十")
    return ten + (DIGITS[ones] if ones else "")


def _asked(parts: Sequence[Part], rows: Sequence[Row], item: Row | None, part: int | None) -> Part:
    if item is not None:
        return part_at(parts, item.directive.start)
    if part is not None:
        return parts[min(max(part, 1), len(parts)) - 1]
    waiting = next((it for it in rows if it.directive.state is DirectiveState.DRAFT), None)
    return part_at(parts, waiting.directive.start) if waiting else parts[0]


def _shown(rows: Sequence[Row], by_id: dict[int, Row], part: Part) -> Iterator[Row]:
    """Give the rows that begin in the part, each below its priorities wherever those stand."""
    headed: set[int] = set()
    for row in rows:
        it = row.directive
        if not part.start <= it.start < part.end:
            continue
        above = []
        parent = by_id.get(it.parent_id or 0)
        while parent is not None and parent.directive.id not in headed:
            above.append(parent)
            headed.add(parent.directive.id)
            parent = by_id.get(parent.directive.parent_id or 0)
        # A priority of this part came before what is below it: these stand elsewhere.
        yield from (replace(head, goes_on=True) for head in reversed(above))
        headed.add(it.id)
        yield row


def _within(lines: Sequence[Passage], part: Part) -> Iterator[Passage]:
    """Give the lines of a part; one that goes over its edge is cut there."""
    first = bisect_right(lines, part.start, key=lambda it: it.end)
    last = bisect_left(lines, part.end, key=lambda it: it.start)
    for line in lines[first:last]:
        yield Passage(max(line.start, part.start), min(line.end, part.end), line.is_aside)


def _is_furniture(line: Passage, report: Report) -> bool:
    """Whether a line is no sentence to be reviewed: the page's own, or the report's title."""
    words = report.text[line.start : line.end]
    is_title = words in report.title and len(words) >= min(SHORTEST_TITLE, len(report.title))
    return line.is_aside or is_title


def _paragraphs(
    report: Report,
    lines: Sequence[Passage],
    claims: Sequence[Claim],
    covered: Coverage,
    by_id: dict[int, Row],
) -> Iterator[Paragraph]:
    rest = [Claim(it.start, it.end, Kind.NONE) for it in covered.unhandled]
    # What leads on in a sentence that is only noted is read like the rest of it.
    noted = [
        Claim(it.start, it.end, Kind.CONTEXT)
        for it in covered.sentences
        if it.kind in (Kind.CONTEXT, Kind.NOTE_ONLY)
    ]
    edges = (lines[0].start, lines[-1].end) if lines else (0, 0)
    claims = [it for it in claims if it.start < edges[1] and it.end > edges[0]]
    window = Window([*claims, *rest, *noted])
    opened: set[int] = set()
    place = units = 0
    for line in lines:
        pieces = []
        for it in stretches(report.text, line.start, line.end, window.over(line.start, line.end)):
            units += utf16_units(report.text[place : it.start])
            place = it.start
            row = by_id.get(it.directive_id or 0)
            first = row is not None and row.directive.id not in opened
            if row is not None:
                opened.add(row.directive.id)
            pieces.append(Piece(it, report.text[it.start : it.end], units, row if first else None))
        yield Paragraph(line.is_aside, tuple(pieces))
