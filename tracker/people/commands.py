"""Signing in and out."""

import hashlib
import secrets
from datetime import datetime

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import delete, func, select

from tracker.foundation.db import db
from tracker.foundation.errors import NotAllowed
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.models import Person, Session, SignInFailure

# OWASP's smallest argon2id set-up with 46 MiB.
_hasher = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=46 * 1024, parallelism=1),))
_nobody = _hasher.hash(secrets.token_urlsafe())
WRONG = N_("用户名或密码不对；连续 5 次不对，15 分钟内不能登录。")


def hash_password(password: str) -> str:
    """Return the argon2id hash that is kept instead of a password."""
    return _hasher.hash(password)


def token_hash(token: str) -> str:
    """Return what is kept of a session's token."""
    return hashlib.sha256(token.encode()).hexdigest()


def check_password(login: str, password: str, *, address: str, now: datetime) -> Person:
    """Return the person who knows the password, or refuse with one sentence for every cause.

    Unknown, disabled, locked and wrong take the same time and words, so that nobody can
    find out by trying which login names exist.
    """
    login = rules.folded_login(login)
    person = db.session.scalar(select(Person).where(Person.login == login))
    kept = person.password_hash if person and person.password_hash else _nobody
    known = _hasher.verify(password, kept)
    if person is None or not known or not person.is_active or _is_locked(login, address, now):
        raise NotAllowed(WRONG)
    return person


def note_failure(login: str, *, address: str, now: datetime) -> None:
    """Count a failed attempt, in a transaction of its own."""
    login = rules.folded_login(login)[:60]
    db.session.add(SignInFailure(login=login, address=address, at=now))
    nobody = Actor(id=None, name=login or "-")
    record(nobody, "sign_in.failed", "session:-", at=now)


def sign_in(person: Person, *, now: datetime) -> str:
    """Begin a session and return its token, which is kept nowhere else."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        Session(token_hash=token_hash(token), person_id=person.id, began_at=now, seen_at=now)
    )
    db.session.execute(delete(SignInFailure).where(SignInFailure.login == person.login))
    record(person, "session.began", f"person:{person.id}", at=now)
    return token


def sign_out(actor: Actor, token: str, *, now: datetime) -> None:
    """End a session for good."""
    db.session.execute(delete(Session).where(Session.token_hash == token_hash(token)))
    record(actor, "session.ended", f"person:{actor.id}", at=now)


def note_seen(session: Session, *, now: datetime) -> None:
    """Remember that the session is in use; written at most once a minute."""
    session.seen_at = now


def _is_locked(login: str, address: str, now: datetime) -> bool:
    failures = db.session.scalar(
        select(func.count(SignInFailure.id)).where(
            SignInFailure.login == login,
            SignInFailure.address == address,
            SignInFailure.at > now - rules.WINDOW,
        )
    )
    return (failures or 0) >= rules.FAILURES
