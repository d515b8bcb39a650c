"""What pages ask about units and persons."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people import rules
from tracker.people.actor import Actor, actor_on
from tracker.people.commands import token_hash
from tracker.people.models import Grant, Person, Role, Session, Unit, UnitGroup, UnitKind

ASSIGNABLE = (UnitKind.OFFICE, UnitKind.DEPARTMENT, UnitKind.COUNTY, UnitKind.ZONE)


def session_of(token: str, now: datetime) -> Session | None:
    """Return the living session of a token whose person may still sign in, or None."""
    found = db.session.scalar(
        select(Session)
        .where(Session.token_hash == token_hash(token))
        .options(
            joinedload(Session.person).selectinload(Person.grants).joinedload(Grant.unit),
            joinedload(Session.person).selectinload(Person.charges),
        )
    )
    if found is None or not found.person.is_active:
        return None
    return None if rules.is_over(found.began_at, found.seen_at, now) else found


def units() -> Sequence[Unit]:
    """Return the units that tasks can go to, in official order."""
    return db.session.scalars(
        select(Unit)
        .where(Unit.kind.in_(ASSIGNABLE), Unit.closed_on.is_(None))
        .order_by(Unit.position, Unit.id)
    ).all()


def units_by_id(ids: Iterable[int]) -> dict[int, Unit]:
    """Return these units by id."""
    return {
        unit.id: unit for unit in db.session.scalars(select(Unit).where(Unit.id.in_(list(ids))))
    }


def groups() -> Sequence[UnitGroup]:
    """Return the groups with their units."""
    return db.session.scalars(
        select(UnitGroup).options(selectinload(UnitGroup.members)).order_by(UnitGroup.position)
    ).all()


def holders(role: Role, today: date) -> Sequence[Person]:
    """Return the persons who hold a role on that day."""
    return db.session.scalars(
        select(Person)
        .join(Grant)
        .where(
            Grant.role == role,
            Grant.from_on <= today,
            (Grant.to_on.is_(None)) | (Grant.to_on >= today),
            Person.is_active,
        )
        .distinct()
        .order_by(Person.id)
    ).all()


def acting(login: str | None, today: date) -> Actor:
    """Return the person whom a command line names; without a name, the only supervisor.

    Refuses when there is no such person, or when several could be meant.
    """
    if login is not None:
        found = db.session.scalars(
            select(Person).where(Person.login == rules.folded_login(login), Person.is_active)
        ).all()
    else:
        found = holders(Role.SUPERVISOR, today)
    if len(found) != 1:
        raise NotFound(N_("请用 --as 写明以谁的名义办理（一个在用的用户名）。"))
    return actor_on(found[0], today)


def has_people() -> bool:
    """Whether anybody was entered yet."""
    return db.session.scalar(select(Person.id).limit(1)) is not None
