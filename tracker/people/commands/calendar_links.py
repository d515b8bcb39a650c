"""The private link for one's calendar program: made, made anew, revoked."""

import secrets
from datetime import datetime

from sqlalchemy import delete

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.commands.tokens import token_hash
from tracker.people.models import CalendarLink
from tracker.people.permissions import Permission, may

NOT_YOURS = N_("日历订阅由本人设置。")
NO_LINK = N_("没有日历订阅，可能已经停用。")


def make_calendar_link(actor: Actor, *, now: datetime) -> str:
    """Return the token of a new link to one's due dates; the one before is no longer good."""
    require(may(actor, Permission.OWN_ACCOUNT), NOT_YOURS)
    token = secrets.token_urlsafe(32)
    _end(actor)
    db.session.add(CalendarLink(person_id=actor.id, token_hash=token_hash(token), made_at=now))
    record(actor, "calendar_link.made", f"person:{actor.id}", at=now)
    return token


def revoke_calendar_link(actor: Actor, *, now: datetime) -> None:
    """Make one's link good for nothing."""
    require(may(actor, Permission.OWN_ACCOUNT), NOT_YOURS)
    if not _end(actor):
        raise NotFound(NO_LINK)
    record(actor, "calendar_link.revoked", f"person:{actor.id}", at=now)


def _end(actor: Actor) -> bool:
    gone = db.session.execute(
        delete(CalendarLink)
        .where(CalendarLink.person_id == actor.id)
        .returning(CalendarLink.person_id)
    )
    return gone.first() is not None
