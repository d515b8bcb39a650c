"""What may be told of outside the house, where nobody signs in."""

from collections.abc import Iterable

from tracker.foundation.db import db
from tracker.foundation.labels import Label, covers
from tracker.inbox.queries import SEEN
from tracker.people.actor import Actor
from tracker.people.models import Role

UNLABELLED = dict.fromkeys(("summary", "instruction", "comment"), Label.INTERNAL)
"""What bears no label of its own and is said within the house, and how high that counts."""

Thing = tuple[str, int]


def leaving(things: Iterable[Thing], reach: Label) -> set[Thing]:
    """Return those of the things that are there and labelled no higher than outsiders may hear of.

    It is asked as somebody would who sees every unit's work and is cleared that far.
    """
    outside = Actor(None, "", frozenset({(Role.SUPERVISOR, 0)}), clearance=reach)
    asked: dict[str, set[int]] = {}
    for thing, thing_id in things:
        if thing in SEEN and covers(reach, UNLABELLED.get(thing, Label.OPEN)):
            asked.setdefault(thing, set()).add(thing_id)
    found: set[Thing] = set()
    for thing, ids in asked.items():
        visible, key = SEEN[thing]
        there = visible(outside).where(key.in_(ids)).with_only_columns(key)
        found |= {(thing, thing_id) for thing_id in db.session.scalars(there.order_by(None))}
    return found
