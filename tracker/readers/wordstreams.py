"""The streams of an old Word file (.doc, .wps): where its text lies and what holds for it.

After the published format [MS-DOC]; offsets are those of its chapter 2.5. Runs in the child
process; whatever a damaged file makes of the offsets ends as `struct.error` or `IndexError`.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from struct import Struct, unpack_from

import olefile

from tracker.readers.reading import LONGEST_TEXT, Other, Unreadable
from tracker.readers.refusals import (
    DAMAGED,
    ENCRYPTED,
    IS_OLD_WORD,
    IS_SLIDES,
    IS_WORKS,
    NOT_WORD,
)
from tracker.readers.text import TOO_LONG

U16, U32, I32 = Struct("<H"), Struct("<I"), Struct("<i")
WORD_97, WORD_95 = 0xA5EC, (0xA5DC, 0xA5DB, 0xA59B, 0xA59C)
IS_ENCRYPTED, IN_SECOND_TABLE = 0x0100, 0x0200
LENGTHS = 0x4C
"""Place of the character counts: body, footnotes, headers, (macros), comments, endnotes, boxes."""
PARTS = 0x9A
STYLES, CHARACTERS, PARAGRAPHS, PIECES, LISTS, LIST_USES = 1, 12, 13, 33, 73, 74
PAGE = 512
PAGES = 0x3FFFFF
MOST_SLACK = 4
COMPRESSED = 0x40000000
PROPERTIES, PIECE_TABLE = 1, 2
# What operand a property has, by the top three bits of its code; 6 is stated before the operand.
OPERANDS = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
DEFINE_TABLE, HUGE_PROPERTIES = 0xD608, 0x6646


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of characters `first`…`last` of the document that lies at byte `at` of the file."""

    first: int
    last: int
    at: int
    width: int
    """Bytes of a character: 1 or 2."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters with one set of properties; character n begins at byte `at + n * width`."""

    text: str
    at: int
    width: int
    properties: bytes


class Runs:
    """Properties by the byte where their characters lie."""

    def __init__(self, runs: Iterator[tuple[int, int, bytes]]) -> None:
        found = sorted(runs)
        self._starts = [start for start, _, _ in found]
        self._runs = found

    def at(self, place: int) -> tuple[int, int, bytes]:
        """Give the run around a byte: its start, end and properties."""
        number = bisect_right(self._starts, place) - 1
        if number >= 0:
            start, end, properties = self._runs[number]
            if place < end:
                return start, end, properties
        after = self._starts[number + 1] if number + 1 < len(self._starts) else 1 << 32
        return place, after, b""


class Streams:
    """One old Word file, opened and checked; raises `Unreadable`."""

    def __init__(self, data: bytes) -> None:
        with olefile.OleFileIO(BytesIO(data)) as container:
            _check_kind(container)
            self.main: bytes = container.openstream("WordDocument").read()
            kind = U16.unpack_from(self.main)[0]
            flags = U16.unpack_from(self.main, 0x0A)[0]
            if kind in WORD_95:
                raise Unreadable(IS_OLD_WORD)
            if kind != WORD_97:
                raise Unreadable(DAMAGED)
            if flags & IS_ENCRYPTED:
                raise Unreadable(ENCRYPTED)
            name = "1Table" if flags & IN_SECOND_TABLE else "0Table"
            self.table: bytes = container.openstream(name).read()
            self.data: bytes = (
                container.openstream("Data").read() if container.exists("Data") else b""
            )
        lengths = unpack_from("<8i", self.main, LENGTHS)
        # The third is unused; a negative one is damage.
        self.lengths = [lengths[0], lengths[1], lengths[2], *lengths[4:8]]
        if min(self.lengths) < 0:
            raise Unreadable(DAMAGED)
        if max(self.lengths) > LONGEST_TEXT * 2:
            raise Unreadable(TOO_LONG)
        self.pieces = list(self._pieces())
        self.paragraphs = Runs(self._pages(PARAGRAPHS, 13, _paragraph))
        self.characters = Runs(self._pages(CHARACTERS, 1, _character))

    def part(self, number: int) -> bytes:
        """Give a structure of the table stream by its number in the file's head."""
        start, length = unpack_from("<II", self.main, PARTS + number * 8)
        if start + length > len(self.table):
            raise Unreadable(DAMAGED)
        return self.table[start : start + length]

    def after(self, number: int) -> bytes:
        """Give what follows a structure of the table stream."""
        start, length = unpack_from("<II", self.main, PARTS + number * 8)
        return self.table[start + length :]

    def stretches(self, first: int, last: int) -> Iterator[Stretch]:
        """Give the characters `first`…`last` in the document's order, cut where properties change."""
        for piece in self.pieces:
            begin, end = max(first, piece.first), min(last, piece.last)
            place = piece.at + (begin - piece.first) * piece.width
            stop = piece.at + (end - piece.first) * piece.width
            while place < stop:
                _, change, properties = self.characters.at(place)
                until = min(change + (change - place) % piece.width, stop)
                words = self.main[place:until].decode(
                    "cp1252" if piece.width == 1 else "utf-16-le", "replace"
                )
                yield Stretch(words, place, piece.width, properties)
                place = until

    def _pieces(self) -> Iterator[Piece]:
        table, at = self.part(PIECES), 0
        while table[at] == PROPERTIES:
            at += 3 + U16.unpack_from(table, at + 1)[0]
        if table[at] != PIECE_TABLE:
            raise Unreadable(DAMAGED)
        count = (U32.unpack_from(table, at + 1)[0] - 4) // 12
        borders = unpack_from(f"<{count + 1}I", table, at + 5)
        for number, (first, last) in enumerate(pairwise(borders)):
            place = U32.unpack_from(table, at + 5 + (count + 1) * 4 + number * 8 + 2)[0]
            is_narrow = bool(place & COMPRESSED)
            start = (place & ~COMPRESSED) // 2 if is_narrow else place
            width = 1 if is_narrow else 2
            if last < first or start + (last - first) * width > len(self.main):
                raise Unreadable(DAMAGED)
            yield Piece(first, last, start, width)
        # One more than the texts together where there is more than the body.
        if not borders or borders[0] or not 0 <= borders[-1] - sum(self.lengths) <= MOST_SLACK:
            raise Unreadable(DAMAGED)

    def _pages(
        self, number: int, entry: int, read: Callable[[bytes, int], bytes]
    ) -> Iterator[tuple[int, int, bytes]]:
        """Give the runs of all pages of properties; `entry` bytes describe one."""
        table = self.part(number)
        count = max(len(table) - 4, 0) // 8
        if count > len(self.main) // PAGE:
            raise Unreadable(DAMAGED)
        for page in unpack_from(f"<{count}I", table, (count + 1) * 4) if count else ():
            at = (page & PAGES) * PAGE
            content = self.main[at : at + PAGE]
            if len(content) < PAGE:
                raise Unreadable(DAMAGED)
            runs = content[-1]
            borders = unpack_from(f"<{runs + 1}I", content)
            for run in range(runs):
                offset = content[(runs + 1) * 4 + run * entry] * 2
                yield borders[run], borders[run + 1], read(content, offset) if offset else b""

    def properties(self, run: bytes) -> Iterator[tuple[int, bytes]]:
        """Give code and operand of each property of a run."""
        at, is_huge = 0, False
        while at + 2 <= len(run):
            code = U16.unpack_from(run, at)[0]
            at += 2
            size = OPERANDS.get(code >> 13)
            if size is None:
                if at >= len(run):
                    return
                size = U16.unpack_from(run, at)[0] + 1 if code == DEFINE_TABLE else run[at] + 1
            operand = run[at : at + size]
            at += size
            if code == HUGE_PROPERTIES and len(operand) == OPERANDS[3] and not is_huge:
                # Once: a chain could lead back to itself.
                is_huge = True
                place = U32.unpack(operand)[0]
                length = U16.unpack_from(self.data, place)[0]
                run, at = self.data[place + 2 : place + 2 + length], 0
                continue
            yield code, operand


def _paragraph(page: bytes, at: int) -> bytes:
    """Give the style (2 bytes) and properties of a paragraph; a zero moves its length one on."""
    size = page[at]
    if size:
        return page[at + 1 : at + 2 * size]
    return page[at + 2 : at + 2 + 2 * page[at + 1]]


def _character(page: bytes, at: int) -> bytes:
    return page[at + 1 : at + 1 + page[at]]


def _check_kind(container: olefile.OleFileIO) -> None:
    """Refuse, with its name, what keeps something else than Word text in this container."""
    if container.exists("WordDocument"):
        return
    if container.exists("EncryptedPackage"):
        raise Unreadable(ENCRYPTED)
    if container.exists("Workbook") or container.exists("Book"):
        raise Other("sheet")
    if container.exists("PowerPoint Document"):
        raise Unreadable(IS_SLIDES)
    if container.exists("MatOST") or container.exists("MN0"):
        raise Unreadable(IS_WORKS)
    raise Unreadable(NOT_WORD)
