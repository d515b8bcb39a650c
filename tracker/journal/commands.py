"""Writing the journal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from flask import g, has_request_context, request
from sqlalchemy import func, select
from sqlalchemy import inspect as state_of
from sqlalchemy.exc import DBAPIError

from tracker.foundation.db import db, last_act
from tracker.journal.anchors import keep_anchor
from tracker.journal.chain import NEWEST_FORMAT, START, Anchor, digest
from tracker.journal.models import THE_HEAD, Entry, Head

TABLES = ("journal_entry", "journal_head")
CHAIN_LOCK = 7_210_001  # any number, the same on every node
UNSEALED = "journal"
"""Where the session keeps the entries of its transaction until they are sealed."""

TOLD = "journalled"
"""Where a request keeps the deeds that it wrote down."""


class JournalSilent(Exception):  # noqa: N818  says what happened, as refusals do
    """The journal could not be written, so that nothing was done."""


class Doer(Protocol):
    """Who does a deed, as far as the journal cares; one with ``roles`` has those written down."""

    @property
    def id(self) -> int | None:
        """The person's key; None for the system itself."""

    @property
    def name(self) -> str:
        """The person's name at that time."""


def record(doer: Doer, deed: str, subject: str, *, at: datetime, **details: object) -> Entry:
    """Write a deed down in its own transaction; values become plain words."""
    entry = Entry(
        at=at,
        actor_id=doer.id,
        actor_name=doer.name,
        deed=deed,
        subject=subject,
        details={key: _plain(value) for key, value in details.items() if value is not None},
        address=request.remote_addr if has_request_context() else None,
        chain_format=NEWEST_FORMAT,
        roles=sorted({str(role.value) for role, _ in getattr(doer, "roles", ())}),
        request_id=g.get("request_id") if has_request_context() else None,
    )
    db.session.add(entry)
    db.session.info.setdefault(UNSEALED, []).append(entry)
    if has_request_context():
        g.setdefault(TOLD, []).append(deed)
    return entry


@last_act
def seal() -> None:
    """Chain the transaction's entries behind all others, one writer at a time.

    Only entries that were recorded here: a row that somebody put into the table stays unsealed,
    and `luoshi verify` names it.
    """
    fresh = sorted(_recorded(), key=lambda entry: entry.id)
    if fresh:
        try:
            _chain(fresh)
        except Exception as error:
            raise JournalSilent from error


def is_silence(error: BaseException) -> bool:
    """Whether a deed failed because its entry could not be written: no audit, no action (C25)."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, JournalSilent)
    words = (error.statement or "").split()
    return words[:1] in (["INSERT"], ["UPDATE"]) and bool({*words[1:3]} & {*TABLES})


def _chain(fresh: Sequence[Entry]) -> None:
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(CHAIN_LOCK)))
    head = db.session.get(Head, THE_HEAD, populate_existing=True)
    seq, previous = _end(head)
    if head is not None and seq:
        keep_anchor(Anchor(seq, previous), head.at, fresh[0].at)
    for entry in fresh:
        seq += 1
        entry.seq, entry.previous_hash = seq, previous
        previous = entry.hash = digest(entry, previous)
    # The database takes no head that says anything else than an entry does.
    db.session.flush()
    if head is None:
        head = Head(id=THE_HEAD)
        db.session.add(head)
    head.seq, head.hash, head.at = seq, previous, fresh[-1].at
    db.session.flush()


def _recorded() -> Iterator[Entry]:
    """Give the entries of this transaction; those of one that was given up are no rows."""
    for entry in db.session.info.pop(UNSEALED, []):
        if state_of(entry).persistent and entry.hash is None:
            yield entry


def _end(head: Head | None) -> tuple[int, str]:
    """Return where the chain goes on: behind its last row, or where the head says there was one.

    An end that was cut off is not written over: the gap stays and can be named.
    """
    last = db.session.execute(
        select(Entry.seq, Entry.hash)
        .where(Entry.hash.is_not(None))
        .order_by(Entry.seq.desc())
        .limit(1)
    ).first()
    seq, previous = (last[0] or 0, last[1] or START) if last else (0, START)
    return (head.seq, head.hash) if head is not None and head.seq > seq else (seq, previous)


def _plain(value: object) -> object:
    return value if isinstance(value, bool | int | list) else str(value)
