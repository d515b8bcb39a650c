"""Lists a page at a time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import request, url_for
from sqlalchemy import Select, func, select

from tracker.foundation.db import db
from tracker.foundation.numbers import row_number

T = TypeVar("T")
PAGE_SIZE = 30


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list: its rows and where it stands in the whole."""

    rows: Sequence[T]
    number: int
    total: int
    size: int = PAGE_SIZE

    @property
    def pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.total // self.size))

    @property
    def first(self) -> int:
        """The place of the first row, from 1; 0 when there is none."""
        return (self.number - 1) * self.size + 1 if self.total else 0

    @property
    def last(self) -> int:
        """The place of the last row."""
        return min(self.number * self.size, self.total)


def page_of(question: Select[Any], number: int, *, size: int = PAGE_SIZE) -> Page[Any]:
    """Answer one page of an ordered question in two round trips (count, rows).

    A page past the end answers the last one, so that a list which shrank shows something.
    """
    counted = question.order_by(None).subquery()
    total = db.session.scalar(select(func.count()).select_from(counted)) or 0
    number = min(max(1, number), max(1, -(-total // size)))
    rows = db.session.scalars(question.limit(size).offset((number - 1) * size)).unique().all()
    return Page(rows, number, total, size)


def asked_page() -> int:
    """Read the page number from the URL; anything else is the first page."""
    return request.args.get("page", default=1, type=row_number) or 1


def url_for_page() -> Callable[[int], str]:
    """Make the addresses of the other pages of this list, its filters kept."""
    asked = request.args.to_dict(flat=False)
    # Names of url_for's own are nobody's filter.
    own = {name for name in asked if name.startswith("_") or name in ("endpoint", "page")}
    kept = {name: asked[name] for name in asked if name not in own} | (request.view_args or {})
    return lambda number: url_for(request.endpoint or "", **kept, page=number)
