"""Requests that were answered once and must not be answered anew (F08)."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import JSON, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.db import db
from tracker.foundation.model import Model

KEPT = timedelta(hours=24)
SWEPT_AT_ONCE = 200


class Answer(Model):
    """What was answered to a form that a person sent.

    digest: SHA-256 of who sent what where, with the key that the page gave to its forms.
    location: where the answer led, None until it is known or where it led nowhere.
    said: the messages that went with it, as (kind, words).
    """

    __tablename__ = "answer"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    location: Mapped[str | None] = mapped_column(String(2000))
    said: Mapped[list[Any]] = mapped_column(JSON, default=list)


def answer_to(digest: str) -> Answer | None:
    """Return what was answered to this request before, as the database has it now."""
    found: Answer | None = db.session.scalar(
        select(Answer).where(Answer.digest == digest).execution_options(populate_existing=True)
    )
    return found


def claim(digest: str, *, now: datetime) -> None:
    """Take the request in the transaction that does its deed; a second one breaks the key.

    Answers older than a day are forgotten on the way, a few at a time; those that another worker
    is about to forget are passed over, so that nobody waits.
    """
    old = select(Answer.digest).where(Answer.at < now - KEPT).order_by(Answer.at)
    few = old.limit(SWEPT_AT_ONCE).with_for_update(skip_locked=True)
    db.session.execute(delete(Answer).where(Answer.digest.in_(few)))
    db.session.execute(insert(Answer).values(digest=digest, at=now, said=[]))


def note_answer(digest: str, location: str | None, said: Sequence[Any]) -> None:
    """Remember where the answer led and what it said."""
    db.session.execute(
        update(Answer)
        .where(Answer.digest == digest)
        .values(location=location, said=[list(it) for it in said])
    )


def release(digest: str) -> None:
    """Let the request be answered anew."""
    db.session.execute(delete(Answer).where(Answer.digest == digest))
