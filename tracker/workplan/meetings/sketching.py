"""A report's sketch, and the earlier reports that it is much like, each measured once."""

from dataclasses import dataclass

from tracker.people.actor import Actor
from tracker.workplan.meetings import queries
from tracker.workplan.meetings.likeness import bands, likeness, shingles


@dataclass(frozen=True, slots=True)
class Sketch:
    """The bands of a text, and how alike the live reports are that share some of them, by key."""

    bands: frozenset[int]
    shares: dict[int, float]


def sketch_of(actor: Actor, text: str, before: Sketch | None = None) -> Sketch:
    """Sketch a text and measure the reports that share bands with it.

    before: a sketch of the same text; since texts never change, what it measured still holds.
    """
    pieces = None if before else shingles(text)
    found = before.bands if before else frozenset(bands(pieces or ()))
    shares = {}
    for earlier in queries.reports_sharing(actor, found):
        share = before.shares.get(earlier.id) if before else None
        if share is None:
            pieces = shingles(text) if pieces is None else pieces
            share = likeness(pieces, shingles(earlier.text))
        shares[earlier.id] = share
    return Sketch(found, shares)
