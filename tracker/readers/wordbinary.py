"""The body of an old Word file (.doc, .wps) → lines in document order (runs in the child process)."""

import re
from collections.abc import Iterator
from struct import error as StructError  # noqa: N812  its own name says nothing away from its module

from tracker.readers.reading import Unreadable
from tracker.readers.refusals import DAMAGED
from tracker.readers.text import GARBLED
from tracker.readers.wordlists import PROPERTY_DEPTH, PROPERTY_USE, Lists
from tracker.readers.wordml import (
    HAS_BOXES,
    HAS_HIDDEN,
    HAS_NOTES,
    HAS_PICTURES,
    REVISED,
)
from tracker.readers.wordstreams import U16, Streams, Stretch

# [MS-DOC] 2.6: properties of characters and paragraphs, by their codes.
DELETED, INSERTED, HIDDEN, SPECIAL = 0x0800, 0x0801, 0x083C, 0x0855
IN_TABLE, ENDS_ROW = 0x2416, 0x2417
SYMBOL = "("
LEFT_OUT = {"\x01": HAS_PICTURES, "\x02": HAS_NOTES, "\x05": HAS_NOTES, "\x08": HAS_PICTURES}
CELL, PAGE_BREAK, PARAGRAPH = "\x07", "\x0c", "\r"
MARKS = {CELL, PAGE_BREAK, PARAGRAPH}
FIELD, RESULT = "\x13", "\x14"
FIELD_SIGNS = {FIELD, RESULT, "\x15"}
SIGNS = {"\x0b": "\n", "\x1e": "-", "\x1f": "", "\x0e": "", "\x03": "", "\x04": ""}
TOKEN = re.compile("[^\x00-\x08\x0a-\x1f]+|[\x00-\x08\x0a-\x1f]")


class Story:
    """One text of the file (its body, its notes) on its way to lines."""

    def __init__(self, streams: Streams, lists: Lists) -> None:
        self.lines: list[str] = []
        self.warnings: dict[str, None] = {}
        self.set_aside: list[str] = []
        """Deleted and hidden words: not the text, but what marks of secrecy are looked for in."""
        self._streams, self._lists = streams, lists
        self._words: list[str] = []
        self._cell: list[str] = []
        self._row: list[list[str]] = []
        # For each field that is open: whether its result has begun; before that stands its code.
        self._fields: list[bool] = []

    def read(self, first: int, last: int) -> None:
        """Read the characters `first`…`last` of the document."""
        for stretch in self._streams.stretches(first, last):
            if not self._is_left_out(stretch):
                self._stretch(stretch)
        if self._words:
            self._end_paragraph(self._cell if self._row else self.lines, b"")
        self._end_row()

    def _is_left_out(self, stretch: Stretch) -> bool:
        flags = {
            code: operand[:1] != b"\0"
            for code, operand in self._streams.properties(stretch.properties)
            if code in {DELETED, INSERTED, HIDDEN, SPECIAL}
        }
        if flags.get(DELETED) or flags.get(INSERTED):
            self.warnings[REVISED] = None
        if flags.get(HIDDEN) and stretch.text.strip():
            self.warnings[HAS_HIDDEN] = None
        if flags.get(DELETED) or flags.get(HIDDEN):
            self.set_aside.append(stretch.text)
            return True
        return bool(flags.get(SPECIAL)) and stretch.text == SYMBOL

    def _stretch(self, stretch: Stretch) -> None:
        for token in TOKEN.finditer(stretch.text):
            sign = token.group()
            if sign in FIELD_SIGNS:
                self._field(sign)
            elif not all(self._fields):
                continue
            elif sign in MARKS:
                if sign != PAGE_BREAK or self._words:
                    self._mark(sign, stretch.at + token.start() * stretch.width)
            elif sign == "\0":
                # No program writes it into words: here is a hole.
                raise Unreadable(DAMAGED)
            elif sign in LEFT_OUT:
                self.warnings[LEFT_OUT[sign]] = None
            else:
                self._words.append(SIGNS.get(sign, sign if sign >= " " or sign == "\t" else ""))

    def _field(self, sign: str) -> None:
        """Follow fields: their code is not text, their result is."""
        if sign == FIELD:
            self._fields.append(False)
        elif sign == RESULT and self._fields:
            self._fields[-1] = True
        elif self._fields:
            self._fields.pop()

    def _mark(self, sign: str, at: int) -> None:
        """End a paragraph, and with it perhaps a cell or a row."""
        _, _, properties = self._streams.paragraphs.at(at)
        flags = {
            code
            for code, operand in self._streams.properties(properties[2:])
            if code in {IN_TABLE, ENDS_ROW} and operand != b"\0"
        }
        if ENDS_ROW in flags:
            self._words.clear()
            self._end_row()
        elif IN_TABLE in flags:
            self._end_paragraph(self._cell, properties)
            if sign == CELL:
                self._row.append(self._cell)
                self._cell = []
        else:
            self._end_row()
            self._end_paragraph(self.lines, properties)

    def _end_paragraph(self, lines: list[str], properties: bytes) -> None:
        words = "".join(self._words)
        self._words.clear()
        if words.strip() and len(properties) >= U16.size:
            words = self._label(properties) + words
        lines.extend(words.split("\n"))

    def _label(self, properties: bytes) -> str:
        own: dict[int, int] = {}
        for code, operand in self._streams.properties(properties[2:]):
            if code in {PROPERTY_USE, PROPERTY_DEPTH}:
                own[code] = int.from_bytes(operand, "little")
        style = U16.unpack_from(properties)[0]
        return self._lists.label(style, own.get(PROPERTY_USE), own.get(PROPERTY_DEPTH))

    def _end_row(self) -> None:
        """Give a row as one line, cells apart by tabs; a row of one cell is a frame and keeps its lines."""
        if self._cell:
            self._row.append(self._cell)
        if len(self._row) == 1:
            self.lines.extend(self._row[0])
        elif self._row:
            cells = (" ".join(line.strip() for line in cell if line.strip()) for cell in self._row)
            self.lines.append("\t".join(cells))
        self._row, self._cell = [], []


def answer(data: bytes) -> dict[str, object]:
    """Parse an old Word file: `text`, `margins` and `warnings`; raises `Unreadable` or `Other`."""
    try:
        return _read(Streams(data))
    except Unreadable:
        raise
    except (StructError, IndexError, ValueError, OSError):
        raise Unreadable(DAMAGED) from None


def _read(streams: Streams) -> dict[str, object]:
    body, *others = _borders(streams.lengths)
    lists = Lists(streams)
    story = Story(streams, lists)
    story.read(*body)
    boxes, beside = Story(streams, lists), Story(streams, lists)
    for number, (first, last) in enumerate(others):
        (boxes if number == BOXES else beside).read(first, last)
    warnings = story.warnings
    lines = story.lines
    found = [line for line in boxes.lines if line.strip()]
    if found:
        warnings[HAS_BOXES] = None
        lines = [*lines, *found]
    text = "\n".join(lines).rstrip("\n")
    if "\ufffd" in text:
        warnings[GARBLED] = None
    margins = [*beside.lines, *story.set_aside, *boxes.set_aside]
    return {
        "text": text,
        "margins": "\n".join(line for line in margins if line.strip()),
        "warnings": list(warnings),
    }


BOXES = 4
"""Which of the texts beside the body are those of its text boxes."""


def _borders(lengths: list[int]) -> Iterator[tuple[int, int]]:
    at = 0
    for length in lengths:
        yield at, at + length
        at += length
