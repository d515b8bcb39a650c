"""What has to leave the house and may fail on the way: claimed by one worker at a time, tried again later.

A claim counts an attempt and moves `next_at` behind a lease, so that a worker that dies gives back
what it held by dying: nothing need be tidied up. What it did until then may be done again, never lost.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple, cast

from sqlalchemy import ColumnElement, CursorResult, String, and_, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.db import db

LEASE = timedelta(minutes=10)
"""How long a claim holds: longer than the longest try."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
MOST_DOUBLINGS = 10
MOST_ATTEMPTS = 48
"""Then it is given up: about nine days after the first try."""
LONGEST_ANSWER = 300


class OutgoingState(StrEnum):
    """How far something has come; `dropped`: there was nothing to send any more."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"


class Outgoing:
    """The columns of whatever is sent.

    next_at: not to be tried before; attempts: how often it was tried, the running try counted;
    answer: what the other side said last, '' for nothing yet.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[OutgoingState] = mapped_column(default=OutgoingState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(LONGEST_ANSWER), default="")


class Claim(NamedTuple):
    """What a worker holds until its lease ends; attempts tells it from a later claim."""

    id: int
    attempts: int


def claim(
    kind: type[Outgoing], *terms: ColumnElement[bool], now: datetime, most: int
) -> list[Claim]:
    """Take up to ``most`` things that are due, in a transaction of its own; the longest waiting first.

    terms: which of them at all. Nobody else gets them until the lease ends.
    """
    due = (
        select(kind.id)
        .where(kind.state == OutgoingState.WAITING, kind.next_at <= now, *terms)
        .order_by(kind.next_at, kind.id)
        .limit(most)
        .with_for_update(skip_locked=True)
        # Apart, it is asked once; PostgreSQL may ask a subquery again for each row, and take them all.
        .cte("due")
    )
    taken = db.session.execute(
        update(kind)
        .where(kind.id.in_(select(due.c.id)))
        .values(attempts=kind.attempts + 1, next_at=now + LEASE)
        .returning(kind.id, kind.attempts)
        .execution_options(synchronize_session=False)
    )
    return sorted(Claim(*row) for row in taken)


def note_sent(kind: type[Outgoing], held: Claim, *, now: datetime, answer: str = "") -> bool:
    """Note that it arrived; whether the claim was still held."""
    return _end(kind, held, OutgoingState.SENT, answer, now)


def note_dropped(kind: type[Outgoing], held: Claim, *, now: datetime) -> bool:
    """Note that there is nothing to send any more; whether the claim was still held."""
    return _end(kind, held, OutgoingState.DROPPED, "", now)


def note_failed(
    kind: type[Outgoing], held: Claim, answer: str, *, now: datetime, for_good: bool = False
) -> bool:
    """Note that it did not arrive, to be tried again after a pause; whether the claim was still held.

    for_good: no later try would be answered otherwise. That, or one try too many, gives it up.
    """
    if for_good or held.attempts >= MOST_ATTEMPTS:
        return _end(kind, held, OutgoingState.GIVEN_UP, answer, now)
    return _note(kind, held, next_at=now + pause_after(held.attempts), answer=_fitted(answer))


def try_again(kind: type[Outgoing], *terms: ColumnElement[bool], now: datetime) -> int:
    """Have what failed tried at once, and as often as new things; returns how many.

    terms: which of them. What a worker may hold at this moment is left alone: its count is its claim.
    """
    waits = and_(kind.state == OutgoingState.WAITING, kind.next_at > now + LEASE)
    again = cast(
        CursorResult[Any],
        db.session.execute(
            update(kind)
            .where(*terms, or_(kind.state == OutgoingState.GIVEN_UP, waits))
            .values(state=OutgoingState.WAITING, attempts=0, next_at=now, ended_at=None)
            .execution_options(synchronize_session="fetch")
        ),
    )
    return again.rowcount


def may_be_tried(it: Outgoing, now: datetime) -> bool:
    """Whether `try_again` would try it."""
    is_waiting = it.state is OutgoingState.WAITING and it.next_at > now + LEASE
    return is_waiting or it.state is OutgoingState.GIVEN_UP


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after so many tries: twice as long each time, from 1 minute to 6 hours."""
    doublings = min(max(attempts, 1) - 1, MOST_DOUBLINGS)
    return min(FIRST_PAUSE * (1 << doublings), LONGEST_PAUSE)


def _end(
    kind: type[Outgoing], held: Claim, state: OutgoingState, answer: str, now: datetime
) -> bool:
    return _note(kind, held, state=state, ended_at=now, answer=_fitted(answer))


def _note(kind: type[Outgoing], held: Claim, **values: object) -> bool:
    noted = cast(
        CursorResult[Any],
        db.session.execute(
            update(kind)
            .where(
                kind.id == held.id,
                kind.attempts == held.attempts,
                kind.state == OutgoingState.WAITING,
            )
            .values(**values)
            .execution_options(synchronize_session=False)
        ),
    )
    return noted.rowcount == 1


def _fitted(answer: str) -> str:
    line = " ".join(answer.split())
    return line if len(line) <= LONGEST_ANSWER else f"{line[: LONGEST_ANSWER - 1]}…"
