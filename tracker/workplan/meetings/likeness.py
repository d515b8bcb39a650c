"""How alike two reports are, and how the likely ones are found. Plain Python, deterministic.

A text is what it says: letters, digits and characters in their usual width, without spaces, line
breaks, punctuation and the page's own furniture. Its shingles are all stretches of five characters.
Two measures of the sets A and B of shingles: how much they have in common of all (Jaccard), and
how much of the smaller one stands in the larger one (containment).

To find the likely ones without looking at every report, a text is sketched: its shingles are
hashed into 192 bins, each bin keeps its least hash (an empty one borrows from the next that is
not), and three bins beside each other make one of 64 bands. Texts that share no band are taken for
different. A pair is found with 1 - (1 - J³)⁶⁴: 0.9998 at J = 0.5, 0.82 at J = 0.3, 0.06 at J = 0.1.
Sketching takes time and memory linear in the text (about a second for 10⁶ characters); the look-up
reads 64 places of an index however many reports there are. What is found is measured exactly.
"""

import re
import unicodedata
from collections.abc import Collection
from collections.abc import Set as AbstractSet
from zlib import crc32

from tracker.workplan.meetings.passages import body

SHINGLE = 5
BINS = 192
ROWS = 3
BANDS = BINS // ROWS
LIKE = 0.8
"""Reports count as alike when this much of the shorter one stands in the longer one …"""
LEAST_COMMON = 0.3
"""… and they have this much of all in common: a paragraph that is quoted makes no two reports alike."""
SILENT = re.compile(r"[\W_]+")
WORD = 2**64 - 1
SPREAD = 0x9E3779B97F4A7C15
KEPT_BITS = 2**63 - 1  # what a signed column of 64 bits holds


def bare(words: str) -> str:
    """Return words in one width and case without spaces and punctuation."""
    return SILENT.sub("", unicodedata.normalize("NFKC", words)).casefold()


def shingles(text: str) -> frozenset[str]:
    """Return the stretches of five characters of what a text says; a shorter one is its own."""
    words = bare(body(text))
    if len(words) <= SHINGLE:
        return frozenset({words} if words else ())
    return frozenset(words[at : at + SHINGLE] for at in range(len(words) - SHINGLE + 1))


def bands(pieces: Collection[str]) -> list[int]:
    """Sketch shingles: 64 numbers, of which texts that are alike share some; none for an empty text."""
    least = _least(pieces)
    return [
        _mixed(tuple(least[at : at + ROWS]), at) & KEPT_BITS for at in range(0, len(least), ROWS)
    ]


def likeness(these: AbstractSet[str], those: AbstractSet[str]) -> float:
    """Return how alike two reports are by their shingles, 0 to 1; 0 where it is not worth telling.

    1.0 says that the shorter one stands in the longer one, but for spaces, marks and furniture.
    """
    common = len(these & those)
    if not common:
        return 0.0
    containment = common / min(len(these), len(those))
    jaccard = common / (len(these) + len(those) - common)
    return containment if containment >= LIKE and jaccard >= LEAST_COMMON else 0.0


def _least(pieces: Collection[str]) -> list[int]:
    """Return the least hash of each bin; an empty bin has that of the next one, and how far it is."""
    found: list[int | None] = [None] * BINS
    for piece in pieces:
        value = (crc32(piece.encode()) + 1) * SPREAD & WORD
        at = (value >> 32) % BINS
        held = found[at]
        if held is None or value < held:
            found[at] = value
    if not pieces:
        return []
    filled: list[int] = [0] * BINS
    value, away = next(it for it in found if it is not None), 0
    for at in reversed(range(2 * BINS)):
        own = found[at % BINS]
        value, away = (own, 0) if own is not None else (value, away + 1)
        if at < BINS:
            filled[at] = value + away * SPREAD & WORD
    return filled


def _mixed(values: tuple[int, ...], seed: int) -> int:
    mixed = seed + 1
    for value in values:
        mixed = ((mixed ^ value) * SPREAD) & WORD
        mixed ^= mixed >> 29
    return mixed
