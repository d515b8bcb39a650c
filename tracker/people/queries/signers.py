"""Which units have nobody who could sign for a task."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from tracker.foundation.db import db
from tracker.foundation.labels import Label
from tracker.people.models import Grant, Person
from tracker.people.permissions import MAP, Permission
from tracker.people.queries.person_list import in_force
from tracker.people.queries.recipients import CLEARED_FOR


@dataclass(frozen=True, slots=True)
class WithoutSigner:
    """Units by what they lack.

    nobody: no active person holds a post that signs; no_password: somebody does, and cannot sign in
    yet; uncleared: they could, and none of them may see a task with this security label.
    """

    nobody: frozenset[int]
    no_password: frozenset[int]
    uncleared: frozenset[int] = frozenset()

    def __or__(self, other: "WithoutSigner") -> "WithoutSigner":
        """Put the units of both together."""
        return WithoutSigner(
            self.nobody | other.nobody,
            self.no_password | other.no_password,
            self.uncleared | other.uncleared,
        )


def without_signer(
    unit_ids: Collection[int], today: date, label: Label = Label.OPEN
) -> WithoutSigner:
    """Find the units, of these, in which nobody can sign for a task so labelled on that day."""
    is_cleared = Person.clearance.in_(CLEARED_FOR[label])
    rows = db.session.execute(
        select(
            Grant.unit_id,
            func.count(Person.password_hash),
            func.count(case((is_cleared, Person.password_hash))),
        )
        .join(Grant.person)
        .where(
            Grant.unit_id.in_(unit_ids),
            Grant.role.in_(list(MAP[Permission.ACKNOWLEDGE])),
            in_force(today),
            Person.is_active,
        )
        .group_by(Grant.unit_id)
    ).all()
    return WithoutSigner(
        nobody=frozenset(unit_ids) - {unit_id for unit_id, _, _ in rows},
        no_password=frozenset(unit_id for unit_id, able, _ in rows if not able),
        uncleared=frozenset(unit_id for unit_id, able, seeing in rows if able and not seeing),
    )
