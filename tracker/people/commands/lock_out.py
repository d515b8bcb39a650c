"""Counting attempts, in the database for all workers, and opening a door again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.models import Person, Session, SignInFailure
from tracker.people.policy import policy

SWEPT_AT_ONCE = 200
OLDEST_SESSION = timedelta(days=1)
"""No setting lets a session live longer."""
ONLY_SECURITY_ADMIN = N_("账号由安全管理员解锁。")
UNKNOWN_LOGIN = N_("未知用户名")
SHUT = N_("已暂停登录；这段时间里再试的不再逐次记录。")
NOT_LOCKED = N_("这个账号现在没有被锁定。")


def begin_attempt(
    login: str, *, address: str, now: datetime, is_second_factor: bool = False
) -> bool:
    """Count an attempt as failed until it succeeded, and say whether the door is open for it.

    Counted before anything is compared, one attempt on an account after the other, so that many
    at once get no more tries than one after the other. In a transaction of its own.
    At a door that is shut it is written down here, once; `note_failure` then adds nothing.
    """
    login, network = rules.folded_login(login)[:60], rules.network_of(address)
    _queue_up(login, network)
    is_open = not _is_shut(login, network, now)
    if not is_open:
        _note_shut(login, network, now)
    db.session.add(
        SignInFailure(
            login=login, network=network, is_second_factor=is_second_factor, counts=is_open, at=now
        )
    )
    _sweep(now)
    return is_open


def note_failure(login: str, *, now: datetime) -> None:
    """Write a failed attempt down, in a transaction of its own.

    now: the moment that `begin_attempt` was told; what found the door shut it wrote down itself.
    """
    login = rules.folded_login(login)[:60]
    found = db.session.scalars(
        select(SignInFailure.counts).where(SignInFailure.login == login, SignInFailure.at == now)
    ).all()
    if any(found) or not found:
        _note(login, now)


def forget_failures(login: str, *, address: str, is_second_factor: bool) -> None:
    """Forget the failed attempts of a step that succeeded, from this network alone."""
    db.session.execute(
        delete(SignInFailure).where(
            SignInFailure.login == rules.folded_login(login)[:60],
            SignInFailure.network == rules.network_of(address),
            SignInFailure.is_second_factor == is_second_factor,
        )
    )


def unlock(actor: Actor, person: Person, *, now: datetime) -> None:
    """Open an account's door again, for every network."""
    require(rules.may_unlock(actor), ONLY_SECURITY_ADMIN)
    counted = (SignInFailure.login == person.login, SignInFailure.counts)
    failures = db.session.scalar(select(func.count(SignInFailure.id)).where(*counted))
    if not failures:
        raise RuleBroken(NOT_LOCKED)
    db.session.execute(delete(SignInFailure).where(*counted))
    record(
        actor,
        "account.unlocked",
        f"person:{person.id}",
        at=now,
        name=person.name,
        failures=failures,
    )


def _note_shut(login: str, network: str, now: datetime) -> None:
    """Write an attempt at a shut door down, of an account and network once in a window.

    All names that nobody has are one: the journal keeps none of them.
    """
    is_known = select(Person.id).where(Person.login == SignInFailure.login).exists()
    is_same = SignInFailure.login == login if _id_of(login) is not None else ~is_known
    noted = select(SignInFailure.id).where(
        is_same,
        SignInFailure.network == network,
        SignInFailure.counts.is_(False),
        SignInFailure.at >= rules.window_began(now, policy().window),
    )
    if db.session.scalar(noted.limit(1)) is None:
        _note(login, now, reason=SHUT)


def _note(login: str, now: datetime, *, reason: str | None = None) -> None:
    """Of a user name that nobody has not a letter is kept: it may be a password in the wrong field."""
    known = _id_of(login)
    nobody = Actor(id=None, name=UNKNOWN_LOGIN if known is None else login)
    subject = "session:-" if known is None else f"person:{known}"
    record(nobody, "sign_in.failed", subject, at=now, reason=reason)


def _id_of(login: str) -> int | None:
    return db.session.scalar(select(Person.id).where(Person.login == login))


def _is_shut(login: str, network: str, now: datetime) -> bool:
    set_now = policy()
    window = set_now.window
    here = _failures(
        SignInFailure.login == login,
        SignInFailure.network == network,
        since=now - 2 * window,
        most=set_now.failures,
    )
    most_around = rules.FAILURES_OF_NETWORK
    around = _failures(
        SignInFailure.network == network, since=now - window, most=most_around + rules.DOUBLINGS
    )
    anywhere = _failures(SignInFailure.login == login, since=now - window, most=100)
    ends = (
        rules.locked_until(here, most=set_now.failures, window=window),
        rules.delayed_until(around, now, window=window, most=most_around),
        rules.delayed_until(anywhere, now, window=window),
    )
    return any(end is not None and now < end for end in ends)


def _failures(*where: ColumnElement[bool], since: datetime, most: int) -> Sequence[datetime]:
    """Return the moments of the last failures that count, in order."""
    newest = (
        select(SignInFailure.at)
        .where(*where, SignInFailure.counts, SignInFailure.at > since)
        .order_by(SignInFailure.at.desc())
        .limit(most)
    )
    return list(reversed(db.session.scalars(newest).all()))


def _queue_up(login: str, network: str) -> None:
    """Wait for another attempt on this account, or from this network; SQLite has one writer anyway."""
    if db.session.get_bind().dialect.name == "postgresql":
        for key in sorted({f"login {login}", f"network {network}"}):
            db.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(key))))


def _sweep(now: datetime) -> None:
    """Throw away a few rows that say nothing any more, but for those that another worker is at."""
    old_failures = (
        select(SignInFailure.id)
        .where(SignInFailure.at < now - 2 * policy().window)
        .order_by(SignInFailure.at)
        .limit(SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    db.session.execute(delete(SignInFailure).where(SignInFailure.id.in_(old_failures)))
    dead_sessions = (
        select(Session.id)
        .where(Session.began_at < now - OLDEST_SESSION)
        .limit(SWEPT_AT_ONCE)
        .with_for_update(skip_locked=True)
    )
    db.session.execute(delete(Session).where(Session.id.in_(dead_sessions)))
