"""Passwords: hashed, compared, set and changed."""

import secrets
import threading
from datetime import datetime

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete, select

from tracker.foundation.db import db
from tracker.foundation.errors import NotAllowed, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.known_passwords import known_passwords
from tracker.people.models import FormerPassword, Invitation, Person, Session, Unit
from tracker.people.policy import policy

# OWASP's smallest argon2id set-up with 46 MiB; so many at once take no more than 200 MiB.
_hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=46 * 1024, parallelism=1),))
_few = threading.BoundedSemaphore(4)
_nobody = _hasher.hash(secrets.token_urlsafe())
WRONG_CURRENT = N_("现在的密码不对。")
OWN_ALONE = N_("只能修改自己的密码。")


def hash_password(password: str) -> str:
    """Return the argon2id hash that is kept instead of a password."""
    with _few:
        return _hasher.hash(rules.composed(password))


def knows_password(person: Person | None, password: str) -> bool:
    """Whether this is the person's password; for nobody it takes as long to say no."""
    kept = person.password_hash if person and person.password_hash else _nobody
    with _few:
        is_right = _hasher.verify(rules.composed(password), kept)
    return is_right and kept is not _nobody


def set_password(
    person: Person, password: str, *, now: datetime, is_given: bool = False, kept_session: str = ""
) -> None:
    """Give a person a password that the profile takes; raises rules.PasswordFault.

    Ends the person's sessions, but for the one with the token hash `kept_session`, and links.
    is_given: somebody else knows it, so that it must be changed at the first sign-in.
    """
    profile = policy().profile
    rules.check_new_password(password, profile, common=known_passwords(), names=_names_near(person))
    _check_fresh(person, password, rules.PROFILES[profile].remembered)
    if person.password_hash:
        db.session.add(
            FormerPassword(person_id=person.id, password_hash=person.password_hash, replaced_at=now)
        )
    person.password_hash = hash_password(password)
    person.password_set_at = now
    person.must_change_password = is_given
    db.session.flush()
    _forget_oldest(person)
    db.session.execute(
        delete(Session).where(Session.person_id == person.id, Session.token_hash != kept_session)
    )
    db.session.execute(delete(Invitation).where(Invitation.person_id == person.id))


def change_password(
    actor: Actor, person: Person, current: str, new: str, *, kept_session: str, now: datetime
) -> None:
    """Change one's own password; every other session of the person ends.

    Refuses a wrong present password (NotAllowed) and a new one that the profile does not take.
    """
    require(actor.id == person.id, OWN_ALONE)
    if not knows_password(person, current):
        raise NotAllowed(WRONG_CURRENT)
    set_password(person, new, now=now, kept_session=kept_session)
    record(actor, "password.changed", f"person:{person.id}", at=now, name=person.name)


def _names_near(person: Person) -> list[str]:
    """Return what somebody who knows the person and the place would try."""
    names = [person.login, person.name]
    for name, short_name, aliases in db.session.execute(
        select(Unit.name, Unit.short_name, Unit.aliases)
    ):
        names += [name, short_name, *aliases]
    return names


def _check_fresh(person: Person, password: str, remembered: int) -> None:
    former = db.session.scalars(
        select(FormerPassword.password_hash)
        .where(FormerPassword.person_id == person.id)
        .order_by(FormerPassword.id.desc())
        .limit(remembered - 1)
    ).all()
    kept = [it for it in (person.password_hash, *former) if it]
    for one in kept:
        with _few:
            is_same = _hasher.verify(rules.composed(password), one)
        if is_same:
            raise rules.PasswordFault(rules.USED_BEFORE)


def _forget_oldest(person: Person) -> None:
    """Keep no more hashes than the stricter profile asks for."""
    most = max(it.remembered for it in rules.PROFILES.values()) - 1
    kept = (
        select(FormerPassword.id)
        .where(FormerPassword.person_id == person.id)
        .order_by(FormerPassword.id.desc())
        .limit(most)
    )
    db.session.execute(
        delete(FormerPassword).where(
            FormerPassword.person_id == person.id, FormerPassword.id.not_in(kept)
        )
    )
