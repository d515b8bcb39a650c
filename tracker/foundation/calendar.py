"""The days that the office itself made working days or days of rest, and the calendar in force."""

from datetime import date, datetime

from sqlalchemy import String, event, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from tracker.foundation.db import db
from tracker.foundation.model import Model, Versioned
from tracker.foundation.workdays import Calendar

_KEPT = "calendar"


class DayOverride(Versioned, Model):
    """A day that the office set; works: whether it is a working day; note: on what ground."""

    __tablename__ = "day_override"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date] = mapped_column(unique=True)
    works: Mapped[bool]
    note: Mapped[str] = mapped_column(String(100))
    set_at: Mapped[datetime]
    set_by: Mapped[str] = mapped_column(String(60))


def calendar() -> Calendar:
    """Return the calendar in force, read once a transaction of the database.

    So a change counts with the next request of every worker.
    """
    session = db.session()
    found: Calendar | None = session.info.get(_KEPT)
    if found is None:
        # A half-done deed that asks must not be flushed by the asking.
        with session.no_autoflush:
            rows = session.execute(select(DayOverride.day, DayOverride.works)).all()
        found = session.info[_KEPT] = Calendar(dict(rows))
    return found


def calendar_changed() -> None:
    """Have the calendar read again: a deed of the running transaction changed it."""
    _forget(db.session())


@event.listens_for(db.session, "after_transaction_end")
def _forget(session: Session, _ended: SessionTransaction | None = None) -> None:
    session.info.pop(_KEPT, None)
