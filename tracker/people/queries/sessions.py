"""What a request asks about the session behind it, and people about their own."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken
from tracker.foundation.sealing import unseal
from tracker.people import rules
from tracker.people.actor import Actor, actor_on
from tracker.people.commands import token_hash
from tracker.people.models import Grant, Person, Session, Shown
from tracker.people.policy import policy

MOST_SHOWN = 50


def session_of(token: str, now: datetime) -> Session | None:
    """Return the living session of a token whose person may still sign in, or None."""
    found = db.session.scalar(_of(token).where(Session.awaits_code.is_(False)))
    if found is None or not found.person.is_active:
        return None
    is_admin = rules.is_admin(actor_on(found.person, local_date(now)))
    is_over = rules.is_over(found.began_at, found.seen_at, now, policy(), is_admin=is_admin)
    return None if is_over else found


def waiting_session_of(token: str, now: datetime) -> Session | None:
    """Return the session of a token that still waits for its code, or None."""
    found = db.session.scalar(_of(token).where(Session.awaits_code.is_(True)))
    if found is None or not found.person.is_active or now - found.began_at > rules.WAITING:
        return None
    return found


def sessions_of(actor: Actor, now: datetime) -> Sequence[Session]:
    """Return the person's own living sessions, the latest used first, a page of them at most."""
    found = db.session.scalars(
        select(Session)
        .where(
            Session.person_id == actor.id,
            Session.awaits_code.is_(False),
            Session.seen_at > now - policy().longest,
        )
        .order_by(Session.seen_at.desc(), Session.id)
        .limit(MOST_SHOWN)
    ).all()
    is_admin = rules.is_admin(actor)
    return [
        it
        for it in found
        if not rules.is_over(it.began_at, it.seen_at, now, policy(), is_admin=is_admin)
    ]


def shown_again(
    token: str,
    about: str,
    now: datetime,
    *,
    secret_key: str,
    within: timedelta = rules.SHOWN_FOR,
) -> str | None:
    """Return what the session of this token was shown once a few minutes ago, or None."""
    kept = db.session.scalar(
        select(Shown)
        .join(Session, Session.id == Shown.session_id)
        .where(
            Session.token_hash == token_hash(token),
            Shown.about == about,
            Shown.at >= now - within,
        )
    )
    if kept is None:
        return None
    bound_to = rules.seal_of(kept.session_id, about)
    try:
        return unseal(kept.sealed, secret_key=secret_key, about=bound_to)
    except RuleBroken:
        # Sealed under another key of the installation.
        return None


def _of(token: str) -> Select[Session]:
    return (
        select(Session)
        .where(Session.token_hash == token_hash(token))
        .options(
            joinedload(Session.person).selectinload(Person.grants).joinedload(Grant.unit),
            joinedload(Session.person).selectinload(Person.charges),
        )
    )
