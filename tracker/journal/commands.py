"""Writing the journal."""

from datetime import datetime
from typing import Protocol

from flask import has_request_context, request
from sqlalchemy import func, select

from tracker.foundation.db import db, last_act
from tracker.journal.chain import START, digest
from tracker.journal.models import Entry

CHAIN_LOCK = 7_210_001  # any number, the same on every node


class Doer(Protocol):
    """Who does a deed, as far as the journal cares."""

    @property
    def id(self) -> int | None:
        """The person's key; None for the system itself."""

    @property
    def name(self) -> str:
        """The person's name at that time."""


def record(doer: Doer, deed: str, subject: str, *, at: datetime, **details: object) -> Entry:
    """Write a deed down in its own transaction; values become plain words."""
    entry = Entry(
        at=at,
        actor_id=doer.id,
        actor_name=doer.name,
        deed=deed,
        subject=subject,
        details={key: _plain(value) for key, value in details.items() if value is not None},
        address=request.remote_addr if has_request_context() else None,
    )
    db.session.add(entry)
    return entry


@last_act
def seal() -> None:
    """Chain the transaction's entries behind all others, one writer at a time."""
    fresh = db.session.scalars(select(Entry).where(Entry.hash.is_(None)).order_by(Entry.id)).all()
    if not fresh:
        return
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    last = db.session.execute(
        select(Entry.seq, Entry.hash)
        .where(Entry.hash.is_not(None))
        .order_by(Entry.seq.desc())
        .limit(1)
    ).first()
    seq, previous = (last[0] or 0, last[1] or START) if last else (0, START)
    for entry in fresh:
        seq += 1
        entry.seq, entry.previous_hash = seq, previous
        previous = entry.hash = digest(entry, previous)
    db.session.flush()


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | list) else str(value)
