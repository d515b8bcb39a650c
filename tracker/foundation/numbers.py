"""Whole numbers that people and addresses send: no larger than a key of a row can be."""

from typing import Any

from werkzeug.routing import IntegerConverter, Map

LARGEST = 2**31 - 1


def row_number(words: str) -> int:
    """Read a whole number; ValueError where it is none, or larger than any key."""
    number = int(words)
    if not 0 <= number <= LARGEST:
        raise ValueError(words)
    return number


class RowNumber(IntegerConverter):
    """`<int:…>` in an address, within what both databases can hold; anything else is not found."""

    def __init__(self, url_map: Map, **options: Any) -> None:
        super().__init__(url_map, **{"max": LARGEST} | options)
