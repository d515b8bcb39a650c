"""A report's text as paragraphs, the furniture of its page marked. Plain Python."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.readers.navigation import set_aside

# Without the blanks that indent a line: a page indents paragraphs by itself.
LINE = re.compile(r"\S(?:[^\n]*\S)?")


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of the text that holds words, `text[start:end]`; an aside is furniture of the page."""

    start: int
    end: int
    is_aside: bool


def passages(text: str) -> Iterator[Passage]:
    """Give the lines that hold words, in reading order."""
    asides = set_aside(text)
    at = 0
    for line in LINE.finditer(text):
        while at < len(asides) and asides[at].end <= line.start():
            at += 1
        is_aside = at < len(asides) and asides[at].start <= line.start()
        yield Passage(line.start(), line.end(), is_aside)


def body(text: str) -> str:
    """Return the text without the furniture of its page and without empty lines."""
    return "\n".join(text[it.start : it.end] for it in passages(text) if not it.is_aside)
