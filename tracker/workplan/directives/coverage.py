"""How far a report has been dealt with, sentence by sentence. Plain Python.

A sentence is handled when every directive in it is decided and the rest of it is marked context.
The rest is what no directive touches, clause by clause; a clause of a few characters (会议强调，) only
leads on to the next and is nobody's rest. A field (责任单位：…) tells of the directive above it and is
no sentence to be handled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from tracker.workplan.directives.extraction.sentences import LOOSE, Clause, clauses, sentences
from tracker.workplan.directives.extraction.units import is_field

SHORTEST_REST = 8
"""Characters of the shortest clause that is worth a decision."""


class Kind(StrEnum):
    """What became of a stretch of the report."""

    ACCEPTED = "accepted"
    DRAFT = "draft"
    NOTE_ONLY = "note_only"
    CONTEXT = "context"
    NONE = "none"
    LINK = "link"


WORST_FIRST = (Kind.DRAFT, Kind.NONE, Kind.ACCEPTED, Kind.NOTE_ONLY, Kind.CONTEXT)
HANDLED = frozenset({Kind.ACCEPTED, Kind.NOTE_ONLY, Kind.CONTEXT})


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch that somebody or something accounts for: a directive (with its id) or context."""

    start: int
    end: int
    kind: Kind
    directive_id: int | None = None


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of a line, coloured one way; pieces of a line follow each other without a gap."""

    start: int
    end: int
    kind: Kind
    directive_id: int | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what became of it; `rest` are the runs of clauses that nothing accounts for."""

    start: int
    end: int
    kind: Kind
    rest: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sentences of a report, counted."""

    sentences: tuple[Sentence, ...]

    @property
    def total(self) -> int:
        """How many sentences there are."""
        return len(self.sentences)

    @property
    def handled(self) -> int:
        """How many of them are handled."""
        return sum(it.kind in HANDLED for it in self.sentences)

    def count(self, *kinds: Kind) -> int:
        """Count the sentences of these kinds."""
        return sum(it.kind in kinds for it in self.sentences)

    @property
    def unhandled(self) -> list[Stretch]:
        """The runs of clauses that nothing accounts for, in reading order."""
        return [part for it in self.sentences for part in it.rest]


def coverage(text: str, lines: Iterable[tuple[int, int]], claims: Iterable[Claim]) -> Coverage:
    """Judge every sentence of the lines (stretches of the text that are not furniture)."""
    window = Window(claims)
    return Coverage(
        tuple(
            _judged(text, start, end, parts, window.over(start, end))
            for start, end, parts in _cut(text, tuple(lines))
        )
    )


@lru_cache(maxsize=8)
def _cut(
    text: str, lines: tuple[tuple[int, int], ...]
) -> tuple[tuple[int, int, tuple[Clause, ...]], ...]:
    """Cut lines into sentences and those into clauses; a report's text never changes, so it is kept."""
    return tuple(
        (span.start, span.end, tuple(clauses(text, span.start, span.end)))
        for start, end in lines
        for span in sentences(text, start, end)
        if not is_field(text[span.start : span.end])
    )


class Window:
    """The claims over one stretch after another, asked in reading order."""

    def __init__(self, claims: Iterable[Claim]) -> None:
        self._waiting = sorted(claims, key=lambda it: (it.start, it.end), reverse=True)
        self._open: list[Claim] = []

    def over(self, start: int, end: int) -> list[Claim]:
        """Give the claims that touch the stretch; the next one must not begin before it."""
        while self._waiting and self._waiting[-1].start < end:
            self._open.append(self._waiting.pop())
        self._open = [it for it in self._open if it.end > start]
        return list(self._open)


def stretches(text: str, start: int, end: int, claims: Iterable[Claim]) -> list[Stretch]:
    """Cut a line into coloured pieces; where claims overlap, the shortest one shows."""
    marks = [it for it in claims if it.start < end and it.end > start]
    edges = sorted(
        {start, end, *(min(max(at, start), end) for it in marks for at in (it.start, it.end))}
    )
    painted: list[Stretch] = []
    for left, right in pairwise(edges):
        over = [it for it in marks if it.start <= left and it.end >= right]
        top = min(over, key=_rank, default=None)
        if top is not None:
            painted.append(Stretch(left, right, top.kind, top.directive_id))
        else:
            # The stop and the comma belong to what they close.
            words = text[left:right]
            closing = len(words) - len(words.lstrip(LOOSE)) if painted else 0
            if closing:
                before = painted.pop()
                painted.append(
                    Stretch(before.start, left + closing, before.kind, before.directive_id)
                )
            if left + closing < right:
                painted.append(Stretch(left + closing, right, Kind.LINK))
    return painted


def _rank(claim: Claim) -> tuple[int, bool, int]:
    """Rank what shows: the shortest first, a directive before context of the same length."""
    return claim.end - claim.start, claim.directive_id is None, claim.start


def own_end(text: str, start: int, end: int, first_child: int | None) -> int:
    """Return where a priority's own words end: before its first measure, within its sentence."""
    stop = end if first_child is None or first_child <= start else min(end, first_child)
    first = next(sentences(text, start, stop), None)
    return stop if first is None else first.end


def _judged(
    text: str, start: int, end: int, parts: Sequence[Clause], claims: Sequence[Claim]
) -> Sentence:
    rest: list[Stretch] = []
    for part in _untouched(parts, claims):
        if len(parts) > 1 and part.end - part.start < SHORTEST_REST:
            continue
        if rest and not text[rest[-1].end : part.start].strip(LOOSE):
            rest[-1] = Stretch(rest[-1].start, part.end, Kind.NONE)
        else:
            rest.append(Stretch(part.start, part.end, Kind.NONE))
    kinds = {it.kind for it in claims} | ({Kind.NONE} if rest else set())
    kind = next((kind for kind in WORST_FIRST if kind in kinds), Kind.CONTEXT)
    return Sentence(start, end, kind, tuple(rest))


def _untouched(parts: Sequence[Clause], claims: Sequence[Claim]) -> list[Clause]:
    """Give the clauses that no claim touches; both go by once, however many there are."""
    waiting = sorted(claims, key=lambda it: it.start, reverse=True)
    reached = 0
    found = []
    for part in parts:
        while waiting and waiting[-1].start < part.end:
            reached = max(reached, waiting.pop().end)
        if reached <= part.start:
            found.append(part)
    return found
