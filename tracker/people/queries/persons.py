"""What pages and commands ask about persons."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people import rules
from tracker.people.actor import Actor, actor_on
from tracker.people.models import Grant, Person, Role


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


def holders_since(role: Role, since: date, today: date) -> Sequence[Person]:
    """Return the persons who held a role at any time in these days, whether they are still here or not."""
    return db.session.scalars(
        select(Person)
        .join(Grant)
        .where(
            Grant.role == role,
            Grant.from_on <= today,
            (Grant.to_on.is_(None)) | (Grant.to_on >= since),
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
