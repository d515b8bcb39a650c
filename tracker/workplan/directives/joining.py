"""Pasted words whose lines a mail program broke → the same words for the analysis, breaks mended. Pure.

The text itself stays as it was pasted: what is found in the mended words is led back to it. Nothing
is guessed: a break is mended only in a text that is plainly broken at one width, and only where the
next line's first word would not have fitted.
"""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import east_asian_width

LEAST_WIDTH, MOST_WIDTH = 40, 160
"""Columns at which programs break lines; a Chinese character takes two."""
LEAST_FULL, LEAST_FULL_QUOTED = 4, 3
"""Full lines from which a width is believed; quoted mail needs fewer, for its marks say what it is."""
LEAST_SHARE = 0.3
LEAST_OPEN = 0.5
MOST_BEYOND = 0.02
LOOSE = 6
"""Columns that a full line may lack: one character and the marks that may not begin a line."""
LEAST_QUOTED = 2
LEAST_BREAKS = 2

QUOTED = re.compile(r"[ \t]*(?:[>＞][ \t]?)+")
INDENT = re.compile(r"[ \t\u3000]*")
CLOSED = re.compile(r"[。！？!?；;：:…][”’」』）)》】\]]*$")
MARKED = re.compile(
    r"(?:[一二三四五六七八九十百]{1,3}[、，是要]|[（(][一二三四五六七八九十百\d]{1,3}[）)]|\d{1,3}[.．、](?!\d)|\d{1,2}[）)]"
    r"|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[章节条部，,、]|[-*+•●■◆▪○□➢#|])"
)
FIRST_WORD = re.compile(
    r"[（《“‘「『【〔]*(?:[A-Za-z0-9%.,:/+\-]+|.)[，。、；：？！）》”’】」』〕％%]*"
)
ADDRESS = re.compile(r"[!-~]+")
HANGING = re.compile(r"[，。、；：？！）》”’】」]+$")
LATIN = re.compile(r"[A-Za-z0-9]")


@dataclass(frozen=True, slots=True)
class Joined:
    """Mended words, and for each stretch of them where it stands in the original."""

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]

    def back(self, start: int, end: int) -> tuple[int, int]:
        """Lead a span of the mended words (not empty) back to the original's."""
        return self._origin(start), self._origin(end - 1) + 1

    def _origin(self, place: int) -> int:
        number = bisect_right(self.starts, place) - 1
        return self.origins[number] + place - self.starts[number]


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: its words begin at `start` of the original, behind quotation marks and indent."""

    words: str
    start: int
    indent: int
    quoted: bool

    @property
    def width(self) -> int:
        return self.indent + _columns(self.words)


def joined(text: str) -> Joined | None:
    """Mend the broken lines of pasted words; None where they are not plainly broken, nor quoted."""
    lines = _lines(text)
    width = _width_of(lines)
    if width is None and not any(line.quoted for line in lines):
        return None
    has_breaks = width is not None and _parts_paragraphs(lines, width)
    pieces: list[str] = []
    starts: list[int] = []
    origins: list[int] = []
    length = 0
    before: _Line | None = None
    for line in lines:
        if before is not None:
            is_on = width is not None and _goes_on(before, line, width, has_breaks=has_breaks)
            between = "\n" if not is_on else " " if _is_between_words(before, line) else ""
            if between:
                # It stands for the line's end, whether that is kept or read as a space.
                starts.append(length)
                origins.append(before.start + len(before.words))
                pieces.append(between)
                length += 1
        starts.append(length)
        origins.append(line.start)
        pieces.append(line.words)
        length += len(line.words)
        before = line
    return Joined("".join(pieces), tuple(starts), tuple(origins))


def _lines(text: str) -> list[_Line]:
    """Cut into lines; the marks of quoted mail are no words where several lines bear them."""
    found: list[_Line] = []
    raw = text.split("\n")
    quoted = _quoted(raw)
    at = 0
    for number, line in enumerate(raw):
        mark = QUOTED.match(line) if number in quoted else None
        begin = mark.end() if mark else 0
        indent = INDENT.match(line, begin)
        words = indent.end() if indent else begin
        found.append(
            _Line(line[words:].rstrip(), at + words, _columns(line[begin:words]), mark is not None)
        )
        at += len(line) + 1
    return found


def _quoted(raw: Sequence[str]) -> set[int]:
    """Find the numbers of lines in runs that all begin with a quotation mark."""
    found: set[int] = set()
    run: list[int] = []
    for number, line in enumerate([*raw, ""]):
        if number < len(raw) and QUOTED.match(line):
            run.append(number)
            continue
        if len(run) >= LEAST_QUOTED:
            found.update(run)
        run = []
    return found


def _width_of(lines: Sequence[_Line]) -> int | None:
    """Find the width at which a text was broken; None where it was not, or not surely."""
    # An address is not broken, however long it is.
    filled = [line for line in lines if line.words and not ADDRESS.fullmatch(line.words)]
    # Programs let a mark hang over the edge: the edge is where words end.
    widths = sorted(
        (line.indent + _columns(HANGING.sub("", line.words)) for line in filled), reverse=True
    )
    beyond = int(len(widths) * MOST_BEYOND)
    is_mail = sum(line.quoted for line in filled) * 2 >= len(filled)
    least = LEAST_FULL_QUOTED if is_mail else LEAST_FULL
    if len(widths) <= least:
        return None
    # A few lines may be longer: somebody added to them.
    width = widths[beyond]
    if not LEAST_WIDTH <= width <= MOST_WIDTH:
        return None
    full = [line for line in filled if width - LOOSE <= line.width <= width + LOOSE]
    still_open = [line for line in full if not CLOSED.search(line.words)]
    if len(full) < max(least, LEAST_SHARE * len(filled)):
        return None
    return width if len(still_open) >= LEAST_OPEN * len(full) else None


def _parts_paragraphs(lines: Sequence[_Line], width: int) -> bool:
    """Say whether paragraphs are plainly apart (by an empty line or indent) wherever one surely ends."""
    ends = apart = 0
    for before, line in pairwise(lines):
        if before.words and CLOSED.search(before.words) and before.width < width - 2 * LOOSE:
            ends += 1
            apart += not line.words or line.indent > before.indent or bool(MARKED.match(line.words))
    return ends >= LEAST_BREAKS and apart == ends


def _goes_on(before: _Line, line: _Line, width: int, *, has_breaks: bool) -> bool:
    if not before.words or not line.words or before.quoted != line.quoted:
        return False
    first = FIRST_WORD.match(line.words)
    if first is None or before.width + _columns(first.group()) <= width:
        return False
    if before.width > width + LOOSE or MARKED.match(line.words) or line.indent > before.indent:
        return False
    return has_breaks or not CLOSED.search(before.words)


def _is_between_words(before: _Line, line: _Line) -> bool:
    return bool(LATIN.match(before.words[-1:]) and LATIN.match(line.words))


def _columns(words: str) -> int:
    return sum(2 if east_asian_width(sign) in {"W", "F", "A"} else 1 for sign in words)
