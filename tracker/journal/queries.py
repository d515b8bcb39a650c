"""What pages ask the journal."""

from collections.abc import Sequence

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.journal.chain import first_break
from tracker.journal.models import Entry


def history_of(*subjects: str, limit: int = 100) -> Sequence[Entry]:
    """Return what was done to these things, newest first."""
    return db.session.scalars(
        select(Entry).where(Entry.subject.in_(subjects)).order_by(Entry.id.desc()).limit(limit)
    ).all()


def broken_link() -> Entry | None:
    """Return the first entry that was tampered with; reads all of them."""
    return first_break(list(db.session.scalars(select(Entry).order_by(Entry.seq, Entry.id))))
