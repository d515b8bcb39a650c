"""Posts: roles in units and charges, given and ended by the security admin."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.commands.persons import end_links
from tracker.people.commands.telling import tell_of_post
from tracker.people.models import Charge, Grant, Person, Role, Unit

ONLY_SECURITY_ADMIN = N_("职责和分管由安全管理员授予、终止。")


@dataclass(frozen=True, slots=True)
class PostToGive:
    """A role in a unit; `role=None` is the charge of a leader."""

    person: Person
    role: Role | None
    unit: Unit
    from_on: date
    to_on: date | None


def give_post(
    actor: Actor,
    person: Person,
    *,
    role: Role,
    unit: Unit,
    from_on: date,
    to_on: date | None,
    now: datetime,
    is_part: bool = False,
) -> Grant:
    """Give a role in a unit from a day to a day (None: until it is ended).

    is_part: here and below, of a deed that tells the person of the whole.
    """
    _check_actor(actor, person)
    _check_in_use(person)
    grant = _add_post(actor, person, role, unit, from_on, to_on, now)
    db.session.flush()
    if not is_part:
        tell_of_post(actor, person, "post.given", grant, at=now)
    return grant


def end_post(
    actor: Actor,
    person: Person,
    grant: Grant,
    *,
    last_on: date,
    today: date,
    now: datetime,
    is_part: bool = False,
) -> Grant:
    """Let a role end with that day; a leader's charges end with it."""
    _check_actor(actor, person)
    rules.check_end(grant, last_on, today)
    rules.check_not_last(grant.role, _others(grant), last_on + rules.A_DAY, grant.to_on)
    was = _day(grant.to_on)
    grant.to_on = last_on
    _record(actor, "post.ended", person, grant, now, was=was)
    if not is_part:
        tell_of_post(actor, person, "post.ended", grant, at=now)
    if grant.role is Role.LEADER:
        _end_bare_charges(actor, person, now)
    return grant


def withdraw_post(
    actor: Actor,
    person: Person,
    grant: Grant,
    *,
    today: date,
    now: datetime,
    is_part: bool = False,
) -> None:
    """Take back a role that has not begun, or began only today, as if it had never been given."""
    _check_actor(actor, person)
    rules.check_not_begun(grant, today)
    # Today it was held already, by whoever takes it back.
    begins = max(grant.from_on, today + rules.A_DAY)
    rules.check_not_last(grant.role, _others(grant), begins, grant.to_on)
    _record(actor, "post.withdrawn", person, grant, now)
    if not is_part:
        tell_of_post(actor, person, "post.withdrawn", grant, at=now)
    person.grants.remove(grant)
    db.session.delete(grant)
    db.session.flush()
    if grant.role is Role.LEADER:
        _end_bare_charges(actor, person, now)


def give_charge(
    actor: Actor,
    person: Person,
    *,
    unit: Unit,
    from_on: date,
    to_on: date | None,
    now: datetime,
    is_part: bool = False,
) -> Charge:
    """Put a unit in a leader's charge."""
    _check_actor(actor, person)
    _check_in_use(person)
    charge = _add_charge(actor, person, unit, from_on, to_on, now)
    db.session.flush()
    if not is_part:
        tell_of_post(actor, person, "charge.given", charge, at=now)
    return charge


def end_charge(
    actor: Actor,
    person: Person,
    charge: Charge,
    *,
    last_on: date,
    today: date,
    now: datetime,
    is_part: bool = False,
) -> Charge:
    """Let a charge end with that day."""
    _check_actor(actor, person)
    rules.check_end(charge, last_on, today)
    was = _day(charge.to_on)
    charge.to_on = last_on
    _record(actor, "charge.ended", person, charge, now, was=was)
    if not is_part:
        tell_of_post(actor, person, "charge.ended", charge, at=now)
    return charge


def withdraw_charge(
    actor: Actor,
    person: Person,
    charge: Charge,
    *,
    today: date,
    now: datetime,
    is_part: bool = False,
) -> None:
    """Take back a charge that has not begun, or began only today."""
    _check_actor(actor, person)
    rules.check_not_begun(charge, today)
    _record(actor, "charge.withdrawn", person, charge, now)
    if not is_part:
        tell_of_post(actor, person, "charge.withdrawn", charge, at=now)
    person.charges.remove(charge)
    db.session.delete(charge)
    db.session.flush()


def import_posts(actor: Actor, rows: Sequence[PostToGive], *, now: datetime) -> int:
    """Give all these roles and charges or none of them; roles before charges, which need them."""
    require(rules.may_give_posts(actor), ONLY_SECURITY_ADMIN)
    _hold({row.person.id for row in rows})
    for row in sorted(rows, key=lambda row: row.role is None):
        rules.check_not_own(actor, row.person.id)
        _check_in_use(row.person)
        if row.role is None:
            _add_charge(actor, row.person, row.unit, row.from_on, row.to_on, now)
        else:
            _add_post(actor, row.person, row.role, row.unit, row.from_on, row.to_on, now)
    db.session.flush()
    record(actor, "posts.imported", "list:persons", at=now, count=len(rows))
    return len(rows)


def _add_post(
    actor: Actor,
    person: Person,
    role: Role,
    unit: Unit,
    from_on: date,
    to_on: date | None,
    now: datetime,
) -> Grant:
    rules.check_post(person.grants, role, unit, from_on, to_on)
    grant = Grant(role=role, unit=unit, from_on=from_on, to_on=to_on)
    person.grants.append(grant)
    if role in rules.THREE:
        # Whoever made it could be one of the three by it (`check_can_be_invited`).
        end_links(person)
    _record(actor, "post.given", person, grant, now)
    return grant


def _add_charge(
    actor: Actor, person: Person, unit: Unit, from_on: date, to_on: date | None, now: datetime
) -> Charge:
    rules.check_charge(person.grants, person.charges, unit, from_on, to_on)
    charge = Charge(unit=unit, from_on=from_on, to_on=to_on)
    person.charges.append(charge)
    _record(actor, "charge.given", person, charge, now)
    return charge


def _check_actor(actor: Actor, person: Person) -> None:
    require(rules.may_give_posts(actor), ONLY_SECURITY_ADMIN)
    rules.check_not_own(actor, person.id)
    _hold({person.id})


def _check_in_use(person: Person) -> None:
    if not person.is_active:
        raise RuleBroken(rules.OUT_OF_USE)


def _hold(person_ids: Collection[int]) -> None:
    """Hold these persons with all that they have: two who give at once see each other's roles.

    In the order of their keys, so that two lists never wait for each other.
    """
    db.session.execute(
        select(Person)
        .where(Person.id.in_(person_ids))
        .order_by(Person.id)
        .options(
            selectinload(Person.grants).joinedload(Grant.unit),
            selectinload(Person.charges).joinedload(Charge.unit),
        )
        .with_for_update(of=Person)
        .execution_options(populate_existing=True)
    ).all()


def _others(grant: Grant) -> list[Grant]:
    """Return the terms of the role that other persons in use hold."""
    # The rows of the role are held, so that two admins cannot end each other at once.
    held = db.session.scalars(
        select(Grant)
        .where(Grant.role == grant.role)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    in_use = set(
        db.session.scalars(
            select(Person.id).where(Person.id.in_({it.person_id for it in held}), Person.is_active)
        )
    )
    return [it for it in held if it.person_id != grant.person_id and it.person_id in in_use]


def _end_bare_charges(actor: Actor, person: Person, now: datetime) -> None:
    """End the charges that reach beyond every term of the person as leader."""
    terms = [it for it in person.grants if it.role is Role.LEADER]
    if any(it.to_on is None for it in terms):
        return
    last_on = max((it.to_on for it in terms if it.to_on), default=None)
    for charge in list(person.charges):
        if last_on is None or charge.from_on > last_on:
            _record(actor, "charge.withdrawn", person, charge, now)
            person.charges.remove(charge)
            db.session.delete(charge)
        elif charge.to_on is None or charge.to_on > last_on:
            was = _day(charge.to_on)
            charge.to_on = last_on
            _record(actor, "charge.ended", person, charge, now, was=was)


def _record(
    actor: Actor,
    deed: str,
    person: Person,
    held: Grant | Charge,
    now: datetime,
    was: str | None = None,
) -> None:
    record(
        actor,
        deed,
        f"person:{person.id}",
        at=now,
        name=person.name,
        role=held.role if isinstance(held, Grant) else None,
        unit=held.unit.name,
        since=held.from_on.isoformat(),
        was_until=was,
        now_until=_day(held.to_on),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else N_("长期")
