"""A long report in parts, each small enough for a page. Plain Python."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tracker.workplan.directives.extraction.sentences import sentences

MOST_CHARACTERS = 30_000
MOST_ROWS = 200
NEARLY = 0.25
"""With less room left than this share, a part ends before the next top priority."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the report that is one page of its review; numbered from 1."""

    number: int
    start: int
    end: int


def parts_of(
    text: str,
    lines: Iterable[tuple[int, int]],
    starts: Sequence[int],
    tops: Sequence[int],
    *,
    most_characters: int = MOST_CHARACTERS,
    most_rows: int = MOST_ROWS,
) -> list[Part]:
    """Cut a report into parts that cover it: at paragraphs, rather where a top priority begins.

    starts: where its directives begin; tops: where its top priorities do; both in order. A paragraph
    that is too long by itself is cut at its sentences.
    """
    cuts = [0]
    room, rows = most_characters, most_rows
    for start, end in _pieces(text, lines, starts, most_characters, most_rows):
        length, held = end - start, _between(starts, start, end)
        is_nearly_full = room < most_characters * NEARLY or rows < most_rows * NEARLY
        is_full = length > room or held > rows
        has_begun = room < most_characters
        if has_begun and (is_full or (is_nearly_full and _between(tops, start, end))):
            cuts.append(start)
            room, rows = most_characters, most_rows
        room, rows = room - length, rows - held
    ends = [*cuts[1:], len(text)]
    return [Part(n, *span) for n, span in enumerate(zip(cuts, ends, strict=True), 1)]


def part_at(parts: Sequence[Part], place: int) -> Part:
    """Give the part that holds a place of the report."""
    return parts[bisect_right(parts, place, key=lambda it: it.start) - 1]


def _pieces(
    text: str,
    lines: Iterable[tuple[int, int]],
    starts: Sequence[int],
    most_characters: int,
    most_rows: int,
) -> Iterator[tuple[int, int]]:
    for start, end in lines:
        if end - start <= most_characters and _between(starts, start, end) <= most_rows:
            yield start, end
            continue
        begun = [start, *(it.start for it in sentences(text, start, end) if it.start > start), end]
        for left, right in pairwise(begun):
            # Words without a full stop are cut where the room ends.
            for at in range(left, right, most_characters):
                yield at, min(at + most_characters, right)


def _between(places: Sequence[int], start: int, end: int) -> int:
    return bisect_left(places, end) - bisect_left(places, start)
