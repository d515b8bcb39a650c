"""What pages ask the journal."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import select, text

from tracker.foundation.db import db
from tracker.journal.anchors import anchors
from tracker.journal.chain import Anchor, Fault, Link, faults
from tracker.journal.commands import Doer
from tracker.journal.models import THE_HEAD, TRIGGERS, Checkpoint, Entry, Head

BATCH = 2000
"""Rows held in memory while the chain is read."""


def history_of(
    *subjects: str, deeds: Collection[str] | None = None, limit: int = 100
) -> Sequence[Entry]:
    """Return what was done to these things, newest first; only these deeds where any are named."""
    question = select(Entry).where(Entry.subject.in_(subjects))
    if deeds is not None:
        question = question.where(Entry.deed.in_(deeds))
    return db.session.scalars(question.order_by(Entry.id.desc()).limit(limit)).all()


def did_since(doer: Doer, deed: str, since: datetime) -> bool:
    """Whether somebody did this at or after a moment."""
    found = select(Entry.id).where(Entry.actor_id == doer.id, Entry.deed == deed, Entry.at >= since)
    return db.session.scalar(found.limit(1)) is not None


def chain_faults() -> Iterator[Fault]:
    """Name what is wrong with the chain, reading all of it as it stands at one moment.

    Takes a session in which nothing was done yet, and gives it back so.
    """
    db.session.rollback()
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield from faults(_links(), head(), anchors(), checkpoint())
    finally:
        db.session.rollback()


def head() -> Anchor | None:
    """Return the end of the chain as it is kept beside it; None if it is gone."""
    kept = db.session.execute(select(Head.seq, Head.hash).where(Head.id == THE_HEAD)).first()
    return None if kept is None else Anchor(*kept)


def checkpoint() -> Anchor | None:
    """Return the last entry that was purged; None while everything is there."""
    newest = select(Checkpoint.seq, Checkpoint.hash).order_by(Checkpoint.seq.desc()).limit(1)
    kept = db.session.execute(newest).first()
    return None if kept is None else Anchor(*kept)


def has_entries() -> bool:
    """Whether anything was ever written down here."""
    return db.session.scalar(select(Entry.id).limit(1)) is not None


def missing_triggers() -> list[str]:
    """Return the triggers of the database that should keep the journal and are not there."""
    if db.session.get_bind().dialect.name == "sqlite":
        asked = text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    else:
        asked = text("SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'")
    return sorted(TRIGGERS - set(db.session.scalars(asked)))


def _links() -> Iterator[Link]:
    columns = Entry.__table__.c
    asked = (
        select(*columns)
        .order_by(columns.seq.nulls_last(), columns.id)
        .execution_options(yield_per=BATCH)
    )
    yield from db.session.execute(asked)
