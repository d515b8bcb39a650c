"""Due dates as a calendar that programs subscribe to (iCalendar, RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from icalendar import Calendar, Event

from tracker.documents.characters import printable

PRODUCT = "-//Luoshi//Due dates//ZH"
FETCHED_EVERY = "PT6H"


@dataclass(frozen=True, slots=True)
class DueDate:
    """Something that is due on a day; uid: the same each time it is fetched; address: its page."""

    uid: str
    on: date
    summary: str
    description: str = ""
    address: str | None = None


def calendar_feed(name: str, dates: Iterable[DueDate], *, at: datetime) -> bytes:
    """Write a calendar of whole-day events; at: when it is told."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", printable(name))
    calendar.add("x-published-ttl", FETCHED_EVERY)
    for it in dates:
        calendar.add_component(_event(it, at))
    return bytes(calendar.to_ical())


def _event(it: DueDate, at: datetime) -> Event:
    event = Event()
    event.add("uid", it.uid)
    event.add("dtstamp", at)
    event.add("dtstart", it.on)
    event.add("dtend", it.on + timedelta(days=1))
    event.add("summary", printable(it.summary))
    # A date to keep in mind does not make the person busy.
    event.add("transp", "TRANSPARENT")
    if it.description:
        event.add("description", printable(it.description))
    if it.address:
        event.add("url", it.address)
    return event
