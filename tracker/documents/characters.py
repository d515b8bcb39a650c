"""Which characters a document can hold, and how wide they stand."""

import re
import unicodedata
from collections.abc import Iterator

# What XML 1.0 forbids: an office program would call the whole file damaged.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
WIDE = {"W", "F"}


def printable(words: str) -> str:
    """Leave out the characters that no office file may hold; lines end in a line feed."""
    return FORBIDDEN.sub("", words.replace("\r\n", "\n").replace("\r", "\n"))


def width(words: str) -> int:
    """Count the columns of a terminal that the words take: two for each Chinese character."""
    return sum(_columns(sign) for sign in words)


def wrapped(words: str, columns: int) -> Iterator[str]:
    """Break words into lines of at most so many columns; at least one line, maybe empty."""
    for line in words.split("\n"):
        start = taken = 0
        for at, sign in enumerate(line):
            if taken + _columns(sign) > columns and at > start:
                yield line[start:at]
                start, taken = at, 0
            taken += _columns(sign)
        yield line[start:]


def padded(words: str, columns: int) -> str:
    """Fill up with blanks to so many columns."""
    return words + " " * (columns - width(words))


def _columns(sign: str) -> int:
    if unicodedata.combining(sign):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in WIDE else 1
