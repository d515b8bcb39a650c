"""What is asked about the private links of calendar programs."""

from datetime import date

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.people.actor import Actor, actor_on
from tracker.people.commands import token_hash
from tracker.people.models import CalendarLink, Person


def own_calendar_link(actor: Actor) -> CalendarLink | None:
    """Return the actor's own link, or None."""
    return db.session.scalar(select(CalendarLink).where(CalendarLink.person_id == actor.id))


def bearer_of(token: str, today: date) -> Actor | None:
    """Return whose due dates a link shows, with the roles of today; None where it is good for nothing.

    A disabled account shows nothing, whatever links were made before.
    """
    person = db.session.scalar(
        select(Person)
        .join(CalendarLink, CalendarLink.person_id == Person.id)
        .where(CalendarLink.token_hash == token_hash(token), Person.is_active)
    )
    return None if person is None else actor_on(person, today)


def is_of(link: CalendarLink, token: str) -> bool:
    """Whether a link is the one with this token."""
    return link.token_hash == token_hash(token)
