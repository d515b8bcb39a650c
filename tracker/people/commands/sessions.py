"""Ending one's own sessions, here and elsewhere."""

from datetime import datetime

from sqlalchemy import delete, select

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.commands.tokens import token_hash
from tracker.people.models import Session

NO_SUCH_SESSION = N_("没有这个登录，可能已经退出。")


def end_session(actor: Actor, session_id: int, *, now: datetime) -> None:
    """End one of one's own sessions; another person's seems not to exist."""
    found = db.session.scalar(
        select(Session).where(Session.id == session_id, Session.person_id == actor.id)
    )
    if found is None:
        raise NotFound(NO_SUCH_SESSION)
    db.session.delete(found)
    record(actor, "session.ended", f"person:{actor.id}", at=now, browser=found.browser)


def end_other_sessions(actor: Actor, token: str, *, now: datetime) -> int:
    """End all of one's own sessions but the one with this token; return how many there were."""
    others = (Session.person_id == actor.id, Session.token_hash != token_hash(token))
    ids = db.session.scalars(select(Session.id).where(*others)).all()
    db.session.execute(delete(Session).where(Session.id.in_(ids)))
    record(actor, "sessions.ended_elsewhere", f"person:{actor.id}", at=now, count=len(ids))
    return len(ids)
