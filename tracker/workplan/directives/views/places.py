"""Where the current item stands: what lies round it, and what may be done with it there."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import islice

from tracker.workplan.directives import queries
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.directives.reshaping import descendants
from tracker.workplan.directives.sheet import Row, Sheet

MOST_PRIORITIES = 200


@dataclass(frozen=True, slots=True)
class Place:
    """The rows round the current one.

    before, after: the rows that one steps to; next_alike: the one it would be merged with;
    is_first, is_last: among those under the same priority.
    open_below: drafts below it; seen_below: a seal of their versions.
    """

    before: Row | None
    after: Row | None
    next_alike: Row | None
    is_first: bool
    is_last: bool
    open_below: int
    seen_below: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A priority under which something can be put."""

    id: int
    number: str
    title: str
    depth: int


def place_of(sheet: Sheet, current: Row) -> Place:
    """Say what lies round the current row."""
    rows, it = sheet.rows, current.directive
    at = next(n for n, row in enumerate(rows) if row.directive.id == it.id)
    below = open_below(it, [row.directive for row in rows])
    ids = {each.id for each in descendants([it], [row.directive for row in rows])}
    siblings = [row.directive.id for row in rows if row.directive.parent_id == it.parent_id]
    alike = (
        row
        for row in islice(rows, at + 1, None)
        if row.is_priority == current.is_priority and row.directive.id not in ids
    )
    return Place(
        before=rows[at - 1] if at else None,
        after=rows[at + 1] if at + 1 < len(rows) else None,
        next_alike=next(alike, None),
        is_first=siblings[0] == it.id,
        is_last=siblings[-1] == it.id,
        open_below=len(below),
        seen_below=seal_of(below),
    )


def open_below(directive: Directive, others: Sequence[Directive]) -> list[Directive]:
    """Give the drafts below a directive."""
    below = descendants([directive], others)
    return [it for it in below if it.state is DirectiveState.DRAFT]


def seal_of(directives: Sequence[Directive]) -> str:
    """Seal which versions somebody saw, however many they are, in a few characters."""
    seen = ",".join(f"{it.id}:{it.version}" for it in sorted(directives, key=lambda it: it.id))
    return sha256(seen.encode()).hexdigest()[:16]


def priorities_near(report_id: int, sheet: Sheet) -> list[Choice]:
    """Return the priorities that something can be put under: of very many those round the part."""
    rows = [row for row in sheet.rows if row.is_priority]
    at = sum(row.directive.start < sheet.part.start for row in rows)
    first = max(0, min(at - MOST_PRIORITIES // 2, len(rows) - MOST_PRIORITIES))
    near = rows[first : first + MOST_PRIORITIES]
    titles = queries.titles_of(report_id, [row.directive.id for row in near])
    return [
        Choice(row.directive.id, row.number, titles[row.directive.id], row.depth) for row in near
    ]
