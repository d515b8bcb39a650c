"""The one clock: real time, or the pinned business date of an example or a test."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from flask import current_app

HERE = ZoneInfo("Asia/Shanghai")
PINNED = "PINNED_TODAY"


def now() -> datetime:
    """Return this moment, in UTC; on a pinned day it is that day at this time of day."""
    real = datetime.now(UTC)
    pinned: date | None = current_app.config.get(PINNED)
    if pinned is None:
        return real
    local = real.astimezone(HERE)
    return datetime.combine(pinned, local.timetz()).astimezone(UTC)


def today() -> date:
    """Return the business date: the calendar day in China."""
    return local_date(now())


def midnight(day: date) -> datetime:
    """Return the moment at which a day begins in China."""
    return datetime(day.year, day.month, day.day, tzinfo=HERE)


def local_date(moment: datetime) -> date:
    """Return the calendar day in China on which a moment falls."""
    return moment.astimezone(HERE).date()
