"""Reading the journal in tests."""

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.journal.models import Entry


def deeds() -> list[str]:
    """Every deed in the journal, in order."""
    return list(db.session.scalars(select(Entry.deed).order_by(Entry.id)))
