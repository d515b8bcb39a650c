"""What pages ask about passwords and shut doors."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from tracker.foundation.db import db
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.models import Person, SignInFailure
from tracker.people.policy import policy


@dataclass(frozen=True, slots=True)
class Lock:
    """A door that is shut for an account; network None: a short wait, wherever one comes from."""

    network: str | None
    until: datetime


def own_account(actor: Actor) -> Person:
    """Return the person who acts."""
    return db.session.get_one(Person, actor.id)


def locked_logins(now: datetime) -> frozenset[str]:
    """Return the login names of the accounts that failed attempts have shut for a network, now."""
    window, most = policy().window, policy().failures
    counted = (SignInFailure.counts, SignInFailure.at > now - 2 * window)
    often = (
        select(SignInFailure.login)
        .where(*counted)
        .group_by(SignInFailure.login, SignInFailure.network)
        .having(func.count(SignInFailure.id) >= most)
    )
    doors: dict[tuple[str, str], list[datetime]] = {}
    for login, network, at in db.session.execute(
        select(SignInFailure.login, SignInFailure.network, SignInFailure.at)
        .where(*counted, SignInFailure.login.in_(often))
        .order_by(SignInFailure.at)
    ):
        doors.setdefault((login, network), []).append(at)
    ends = (
        (login, rules.locked_until(failures, most=most, window=window))
        for (login, _), failures in doors.items()
    )
    return frozenset(login for login, end in ends if end is not None and now < end)


def locks_of(person: Person, now: datetime) -> list[Lock]:
    """Return the doors that failed attempts have shut for a person's account, now."""
    window, most = policy().window, policy().failures
    rows = db.session.execute(
        select(SignInFailure.network, SignInFailure.at)
        .where(
            SignInFailure.login == person.login,
            SignInFailure.counts,
            SignInFailure.at > now - 2 * window,
        )
        .order_by(SignInFailure.at)
    ).all()
    doors: dict[str | None, datetime | None] = {
        network: rules.locked_until(
            [row.at for row in rows if row.network == network], most=most, window=window
        )
        for network in dict.fromkeys(row.network for row in rows)
    }
    doors[None] = rules.delayed_until([row.at for row in rows], now, window=window)
    return [Lock(it, until) for it, until in doors.items() if until is not None and now < until]
