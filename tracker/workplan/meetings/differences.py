"""What was changed between two texts, told word by word. Plain Python.

Compared are clauses, wherever a line is broken; width, spaces and punctuation count for nothing.
Clauses that stand once in each text are fixed first (the longest run of them in the same order),
then what lies between, so that the time is n log n and not n². Between two clauses that were
changed the words are compared; where that would cost too much, or little is the same, the whole
stretch is told as taken out and put in.
"""

import re
import unicodedata
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from tracker.workplan.meetings.likeness import bare

Kind = Literal["same", "out", "in"]

CLAUSE = re.compile(r"[^，。；！？：,;!?:]*[，。；！？：,;!?:]+\s*|[^，。；！？：,;!?:]+")
TOKEN = re.compile(r"(?:[A-Za-z]+|\d+(?:\.\d+)?|\S)\s*|\s+")
STEPS = 40_000_000
"""What one difference may cost at the worst, clauses and words together (see `_worst`)."""
BLOCK = 4_000_000
"""… and one stretch of it."""
SHORTEST_SAME = 2
"""A single word that two changes have between them is told as changed with them."""
LEAST_SAME = 0.3
"""Where less than this of two stretches is the same, they have nothing to do with each other."""
SHOWN_ROUND = 1
"""Unchanged paragraphs that stay open before and after a change."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that stand in both texts (same; as the later one has them), were taken out or put in."""

    kind: Kind
    words: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of the later text with what was taken out of it and put into it."""

    pieces: tuple[Piece, ...]

    @property
    def is_changed(self) -> bool:
        """Whether anything in it differs."""
        return any(it.kind != "same" for it in self.pieces)

    @property
    def was(self) -> list[Piece]:
        """What the earlier text has of it."""
        return [it for it in self.pieces if it.kind != "in"]

    @property
    def now(self) -> list[Piece]:
        """What the later text has of it."""
        return [it for it in self.pieces if it.kind != "out"]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Paragraphs that are shown, or folded because nothing in them and beside them changed."""

    is_folded: bool
    lines: tuple[Line, ...]


class _Purse:
    """What the comparison may still cost."""

    def __init__(self) -> None:
        self.steps = STEPS

    def pays(self, these: Sequence[str], those: Sequence[str]) -> bool:
        """Pay for a stretch, if it can be paid for."""
        steps = _worst(these, those)
        if steps > min(self.steps, BLOCK):
            return False
        self.steps -= steps
        return True


def difference(was: str, now: str) -> list[Piece]:
    """Tell how `now` came out of `was`; the pieces that are not "out" make up `now` letter by letter."""
    these, those = _clauses(was), _clauses(now)
    purse, found = _Purse(), list[Piece]()
    for is_same, left, right in _aligned(
        [bare(it) for it in these], [bare(it) for it in those], purse
    ):
        gone, come = "".join(these[left]), "".join(those[right])
        found += [Piece("same", come)] if is_same else _worded(gone, come, purse)
    return list(_joined(found))


def lines(pieces: Iterable[Piece]) -> list[Line]:
    """Cut pieces into paragraphs where either text breaks its line; empty ones are left out."""
    found, line = list[Line](), list[Piece]()
    for piece in pieces:
        for part in re.split(r"(\n)", piece.words):
            if part == "\n":
                found.append(Line(tuple(line)))
                line = []
            elif part:
                line.append(Piece(piece.kind, part))
    found.append(Line(tuple(line)))
    return [it for it in found if any(piece.words.strip() for piece in it.pieces)]


def folded(paragraphs: Sequence[Line]) -> list[Stretch]:
    """Fold the paragraphs in which, and next to which, nothing changed."""
    changed = [at for at, line in enumerate(paragraphs) if line.is_changed]
    near = {beside for at in changed for beside in range(at - SHOWN_ROUND, at + SHOWN_ROUND + 1)}
    found = list[Stretch]()
    start = 0
    for at in range(1, len(paragraphs) + 1):
        if at == len(paragraphs) or (at in near) is not (start in near):
            found.append(Stretch(start not in near, tuple(paragraphs[start:at])))
            start = at
    return found if paragraphs else []


def changes(pieces: Iterable[Piece]) -> int:
    """Count the places that were changed; words taken out and others put in there are one place."""
    count, was_same = 0, True
    for piece in pieces:
        if piece.kind != "same" and was_same and bare(piece.words):
            count, was_same = count + 1, False
        elif piece.kind == "same":
            was_same = True
    return count


def _clauses(text: str) -> list[str]:
    return CLAUSE.findall(text)


Match = tuple[bool, slice, slice]


def _aligned(these: Sequence[str], those: Sequence[str], purse: _Purse) -> Iterator[Match]:
    """Give the stretches that are the same and those that differ, in order."""
    left = right = 0
    for at, there in [*_fixed(these, those), (len(these), len(those))]:
        if at < left or there < right:
            continue  # already run over from the point before
        yield from _between(these, those, (left, at), (right, there), purse)
        left, right = at, there
        while left < len(these) and right < len(those) and these[left] == those[right]:
            left, right = left + 1, right + 1
        if left > at:
            yield True, slice(at, left), slice(there, right)


def _between(
    these: Sequence[str],
    those: Sequence[str],
    left: tuple[int, int],
    right: tuple[int, int],
    purse: _Purse,
) -> Iterator[Match]:
    (start, end), (begin, stop) = left, right
    if start == end and begin == stop:
        return
    gone, come = these[start:end], those[begin:stop]
    if not purse.pays(gone, come):
        yield False, slice(start, end), slice(begin, stop)
        return
    matcher = SequenceMatcher(None, gone, come, autojunk=False)
    for tag, i, j, m, n in matcher.get_opcodes():
        yield tag == "equal", slice(start + i, start + j), slice(begin + m, begin + n)


def _fixed(these: Sequence[str], those: Sequence[str]) -> list[tuple[int, int]]:
    """Find the longest run, in the order of both, of clauses that stand once in each."""
    counts, others = Counter(these), Counter(those)
    places = {it: at for at, it in enumerate(those) if others[it] == 1}
    pairs = [(at, places[it]) for at, it in enumerate(these) if counts[it] == 1 and it in places]
    ends, chain, before = list[int](), list[int](), list[int | None]()
    for number, (_at, there) in enumerate(pairs):
        place = bisect_left(ends, there)
        before.append(chain[place - 1] if place else None)
        ends[place : place + 1] = [there]
        chain[place : place + 1] = [number]
    found, step = list[tuple[int, int]](), chain[-1] if chain else None
    while step is not None:
        found.append(pairs[step])
        step = before[step]
    return found[::-1]


def _worded(gone: str, come: str, purse: _Purse) -> list[Piece]:
    """Compare two stretches word by word: a character of Chinese, a number, a foreign word."""
    whole = [Piece("out", gone), Piece("in", come)]
    these, those = TOKEN.findall(gone), TOKEN.findall(come)
    keys, others = [_key(it) for it in these], [_key(it) for it in those]
    if not gone or not come or not purse.pays(keys, others):
        return whole
    matcher = SequenceMatcher(None, keys, others, autojunk=False)
    if matcher.ratio() < LEAST_SAME:
        return whole
    steps = matcher.get_opcodes()
    found, out, come_in = list[Piece](), "", ""
    for place, (tag, i, j, m, n) in enumerate(steps):
        is_between = 0 < place < len(steps) - 1
        if tag == "equal" and not (is_between and j - i < SHORTEST_SAME):
            found += [Piece("out", out), Piece("in", come_in), Piece("same", "".join(those[m:n]))]
            out = come_in = ""
        else:
            out, come_in = out + "".join(these[i:j]), come_in + "".join(those[m:n])
    return [*found, Piece("out", out), Piece("in", come_in)]


def _worst(these: Sequence[str], those: Sequence[str]) -> int:
    """Return what `SequenceMatcher` may cost: all that is alike meets, for each match that is found."""
    counts = Counter(those)
    return sum(counts[it] for it in these) * min(len(these), len(those))


def _key(token: str) -> str:
    return unicodedata.normalize("NFKC", token).strip().casefold()


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Put pieces of one kind together; what says nothing and was taken out is nobody's loss."""
    held: Piece | None = None
    for piece in pieces:
        told = piece
        if not bare(piece.words):
            if piece.kind == "out":
                continue
            told = Piece("same", piece.words)
        if held is not None and held.kind == told.kind:
            held = Piece(held.kind, held.words + told.words)
            continue
        if held is not None and held.words:
            yield held
        held = told
    if held is not None and held.words:
        yield held
