"""What pages ask the journal."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.journal.chain import first_break
from tracker.journal.models import Entry


def history_of(
    *subjects: str, deeds: Collection[str] | None = None, limit: int = 100
) -> Sequence[Entry]:
    """Return what was done to these things, newest first; only these deeds where any are named."""
    question = select(Entry).where(Entry.subject.in_(subjects))
    if deeds is not None:
        question = question.where(Entry.deed.in_(deeds))
    return db.session.scalars(question.order_by(Entry.id.desc()).limit(limit)).all()


def broken_link() -> Entry | None:
    """Return the first entry that was tampered with; reads all of them."""
    return first_break(list(db.session.scalars(select(Entry).order_by(Entry.seq, Entry.id))))
