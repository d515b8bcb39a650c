"""Signing in and out."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select, update

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import NotAllowed
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor, actor_on
from tracker.people.commands.passwords import knows_password
from tracker.people.commands.second_factor import has_second_factor
from tracker.people.commands.tokens import token_hash
from tracker.people.models import Person, Session

LONGEST_ADDRESS = 45
WRONG = N_(
    "用户名或密码不对，或者暂时不能登录。连续 %(failures)s 次不对的，%(minutes)s 分钟后再试；"
    "忘记密码的，请联系系统管理员。"
)


def check_password(login: str, password: str, *, is_open: bool) -> Person:
    """Return the person who knows the password, or refuse with one sentence for every cause.

    is_open: what `begin_attempt` said. Unknown, disabled, locked and wrong take the same time
    and words, so that nobody can find out by trying which login names exist.
    """
    login = rules.folded_login(login)
    person = db.session.scalar(select(Person).where(Person.login == login))
    is_right = knows_password(person, password)
    if person is None or not is_right or not person.is_active or not is_open:
        raise NotAllowed(WRONG)
    return person


def sign_in(person: Person, *, now: datetime, address: str = "", agent: str = "") -> str:
    """Begin a session and return its token, which is kept nowhere else.

    Where the person has a second factor the session opens nothing until its code is given.
    """
    _check_unchanged(person)
    awaits_code = has_second_factor(person)
    token = secrets.token_urlsafe(32)
    actor = actor_on(person, local_date(now))
    db.session.add(
        Session(
            token_hash=token_hash(token),
            person_id=person.id,
            began_at=now,
            seen_at=now,
            awaits_code=awaits_code,
            privileges=rules.privileges_of(actor),
            address=address[:LONGEST_ADDRESS],
            browser=rules.browser_words(agent),
        )
    )
    if not awaits_code:
        record(actor, "session.began", f"person:{person.id}", at=now)
    return token


def end_former(token: str, *, now: datetime) -> None:
    """End the session that this browser had, whosever it was: somebody signs in here anew (C07)."""
    former = db.session.scalar(select(Session).where(Session.token_hash == token_hash(token)))
    if former is not None:
        db.session.delete(former)
        record(former.person, "session.ended", f"person:{former.person_id}", at=now)


def _check_unchanged(person: Person) -> None:
    """Refuse to go on where the account was closed or its password changed since it was compared.

    Held until the session is kept: whoever ends all sessions meanwhile waits, and ends this one too.
    """
    known = person.password_hash
    db.session.refresh(person, with_for_update=True)
    if not person.is_active or person.password_hash != known:
        raise NotAllowed(WRONG)


def renew(session_id: int, former: str, *, privileges: str) -> str | None:
    """Give a session another token (C07); None where it ended or got another one meanwhile.

    former: the hash of the token that it is known to have, so that an old token buys no new one.
    """
    token = secrets.token_urlsafe(32)
    changed = db.session.scalar(
        update(Session)
        .where(Session.id == session_id, Session.token_hash == former)
        .values(token_hash=token_hash(token), privileges=privileges)
        .returning(Session.id)
    )
    return token if changed is not None else None


def sign_out(actor: Actor, token: str, *, now: datetime) -> None:
    """End a session for good."""
    db.session.execute(delete(Session).where(Session.token_hash == token_hash(token)))
    record(actor, "session.ended", f"person:{actor.id}", at=now)


def note_seen(session_id: int, *, now: datetime) -> None:
    """Remember that the session is in use; written at most once a minute."""
    db.session.execute(update(Session).where(Session.id == session_id).values(seen_at=now))
