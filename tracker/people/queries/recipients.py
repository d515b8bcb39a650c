"""Who is to be told: the holders of a role, as messages want them."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from tracker.foundation.db import db
from tracker.foundation.labels import Label, covers
from tracker.messages.commands import Recipient
from tracker.people.models import Grant, Person, Role
from tracker.people.queries.person_list import in_force

CLEARED_FOR = {label: tuple(it for it in Label if covers(it, label)) for label in Label}
"""Which clearances each label asks for."""

REPORTING = (Role.HEAD, Role.CONTACT)


def recipients(
    role: Role | Iterable[Role],
    unit_ids: Collection[int] | None,
    day: date,
    *,
    label: Label = Label.OPEN,
) -> list[Recipient]:
    """Return who holds a role (or one of several) in these units on that day, accounts in use only.

    unit_ids: None for whichever unit. label: of what it is about; only who is cleared for it is
    told.
    """
    found = db.session.execute(
        _holding(role, unit_ids, day, label).with_only_columns(Person.id, Person.email).distinct()
    )
    return [Recipient(person_id, email or None) for person_id, email in found]


def recipients_by_unit(
    role: Role | Iterable[Role], unit_ids: Collection[int], day: date, *, label: Label = Label.OPEN
) -> dict[int, list[Recipient]]:
    """Return the same for each unit, in one question; a unit without anybody has an empty list."""
    found = db.session.execute(
        _holding(role, unit_ids, day, label)
        .with_only_columns(Grant.unit_id, Person.id, Person.email)
        .distinct()
    )
    by_unit: dict[int, list[Recipient]] = {unit_id: [] for unit_id in unit_ids}
    for unit_id, person_id, email in found:
        by_unit[unit_id].append(Recipient(person_id, email or None))
    return by_unit


def reporters(unit_id: int, day: date, *, label: Label = Label.OPEN) -> list[Recipient]:
    """Return who reports for a unit: its heads and contacts."""
    return recipients(REPORTING, [unit_id], day, label=label)


def judges(unit_id: int, day: date, *, label: Label = Label.OPEN) -> list[Recipient]:
    """Return the supervisors who may judge a unit's work: those that do not report for it."""
    own = {it.person_id for it in reporters(unit_id, day, label=label)}
    office = recipients(Role.SUPERVISOR, None, day, label=label)
    return [it for it in office if it.person_id not in own]


def recipient(person_id: int | None, *, label: Label = Label.OPEN) -> list[Recipient]:
    """Return one person, if the account is in use and cleared for the label; else nobody."""
    found = db.session.execute(
        select(Person.id, Person.email).where(
            Person.id == person_id, Person.is_active, Person.clearance.in_(CLEARED_FOR[label])
        )
    )
    return [Recipient(key, email or None) for key, email in found]


def _holding(
    role: Role | Iterable[Role], unit_ids: Collection[int] | None, day: date, label: Label
) -> Select[Any]:
    roles = [role] if isinstance(role, Role) else [*role]
    question = (
        select(Person.id)
        .join(Grant)
        .where(
            Grant.role.in_(roles),
            in_force(day),
            Person.is_active,
            Person.clearance.in_(CLEARED_FOR[label]),
        )
        .order_by(Person.id)
    )
    return question if unit_ids is None else question.where(Grant.unit_id.in_(unit_ids))
