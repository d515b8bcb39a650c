"""The days that the office itself made working days or days of rest, and the calendar in force."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import String, event, select
from sqlalchemy.orm import Mapped, Session, SessionTransaction, mapped_column

from tracker.foundation.clock import midnight
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


class DayChange(Model):
    """The office set a day, or put it back; None is what the official calendar says.

    What a past day took for the days before it is told from these.
    """

    __tablename__ = "day_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    day: Mapped[date]
    was: Mapped[bool | None]
    now: Mapped[bool | None]
    at: Mapped[datetime] = mapped_column(index=True)


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


def calendar_on(day: date) -> Calendar:
    """Return the calendar that was in force at the end of a past day."""
    overrides = dict(calendar().overrides)
    with db.session.no_autoflush:
        since = db.session.scalars(
            select(DayChange)
            .where(DayChange.at >= midnight(day + timedelta(days=1)))
            .order_by(DayChange.id.desc())
        ).all()
    for change in since:
        if change.was is None:
            overrides.pop(change.day, None)
        else:
            overrides[change.day] = change.was
    return Calendar(overrides)


def calendar_changed(
    days: Iterable[date], *, was: bool | None, now: bool | None, at: datetime
) -> None:
    """Keep what a deed of the running transaction did to days, and have the calendar read again."""
    db.session.add_all(DayChange(day=day, was=was, now=now, at=at) for day in days)
    _forget(db.session())


@event.listens_for(db.session, "after_transaction_end")
def _forget(session: Session, _ended: SessionTransaction | None = None) -> None:
    session.info.pop(_KEPT, None)
