"""Which units have nobody who could sign for a task."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, or_, select

from tracker.foundation.db import db
from tracker.people.models import Grant, Person
from tracker.people.permissions import MAP, Permission


@dataclass(frozen=True, slots=True)
class WithoutSigner:
    """Units by what they lack.

    nobody: no active person holds a post that signs; no_password: somebody does, and cannot sign in yet.
    """

    nobody: frozenset[int]
    no_password: frozenset[int]


def without_signer(unit_ids: Collection[int], today: date) -> WithoutSigner:
    """Find the units, of these, in which nobody can sign for a task on that day."""
    rows = db.session.execute(
        select(Grant.unit_id, func.count(Person.password_hash))
        .join(Grant.person)
        .where(
            Grant.unit_id.in_(unit_ids),
            Grant.role.in_(list(MAP[Permission.ACKNOWLEDGE])),
            Grant.from_on <= today,
            or_(Grant.to_on.is_(None), Grant.to_on >= today),
            Person.is_active,
        )
        .group_by(Grant.unit_id)
    ).all()
    able: dict[int, int] = dict(rows)
    return WithoutSigner(
        nobody=frozenset(unit_ids) - able.keys(),
        no_password=frozenset(unit_id for unit_id, count in able.items() if not count),
    )
