"""The hash chain: each entry seals the one before it (GB/T 22239 8.1.4.3 c)."""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Protocol

START = "0" * 64
NEWEST_FORMAT = 2
PURGED = "journal.purged"
"""The deed whose entry says up to where, and with which hash, the chain was purged."""
REMEMBERED = 50
"""How many broken places are kept in mind to recognise a row that was moved."""


class Link(Protocol):
    """What the chain asks of an entry; a row of a plain query will do."""

    id: Any
    seq: Any
    at: Any
    actor_id: Any
    actor_name: Any
    deed: Any
    subject: Any
    details: Any
    address: Any
    chain_format: Any
    roles: Any
    request_id: Any
    previous_hash: Any
    hash: Any


class Wrong(StrEnum):
    """What is wrong with a place of the chain."""

    CHANGED = "changed"
    MISSING = "missing"
    INSERTED = "inserted"
    MOVED = "moved"
    CUT_OFF = "cut_off"
    UNFOUNDED = "unfounded"


@dataclass(frozen=True, slots=True)
class Fault:
    """A place where the chain is broken; `until` is its last number where several are missing.

    seq is None for a row that never was sealed; id is None for one that is not there.
    """

    wrong: Wrong
    seq: int | None
    id: int | None = None
    until: int | None = None


@dataclass(frozen=True, slots=True)
class Anchor:
    """What the chain's end was at some time, kept elsewhere."""

    seq: int
    hash: str


def digest(entry: Link, previous: str, *, seq: int | None = None) -> str:
    """Return the SHA-256 (hex) of everything the entry says and of the hash before it.

    Format 1 did not know roles, request and row number; its entries must have none.
    """
    moment: datetime = entry.at
    told = [
        previous,
        entry.seq if seq is None else seq,
        moment.astimezone(UTC).isoformat(),
        entry.actor_id,
        entry.actor_name,
        entry.deed,
        entry.subject,
        entry.details,
        entry.address,
    ]
    if entry.chain_format != 1:
        told += [entry.chain_format, entry.id, entry.roles, entry.request_id]
    return hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def faults(
    links: Iterable[Link],
    head: Anchor | None,
    anchors: Mapping[int, str] | None = None,
    start: Anchor | None = None,
) -> Iterator[Fault]:
    """Name every place where the chain is broken; links come in the order of seq, then id.

    Reads each link once and keeps none. head: the last link, as kept beside the chain; None if
    even that is gone. anchors: hashes by seq that were kept elsewhere. start: the last link that
    was purged; one of those that follow must tell of that purge.
    """
    walk = _Walk(head, anchors or {}, start)
    for link in links:
        yield from walk.judged(link)
    yield from walk.judged_end()


@dataclass(frozen=True, slots=True)
class _Last:
    """The link before. hash None: it is missing, and what it was is not known.

    is_named: something was said about it already.
    """

    seq: int = 0
    hash: str | None = START
    id: int | None = None
    is_named: bool = False


class _Walk:
    """The way along the chain, link by link."""

    def __init__(
        self, head: Anchor | None, anchors: Mapping[int, str], start: Anchor | None
    ) -> None:
        self._head, self._anchors, self._unfounded = head, anchors, start
        self._last = _Last() if start is None else _Last(start.seq, start.hash)
        self._lost: deque[int] = deque(maxlen=REMEMBERED)

    def judged(self, link: Link) -> Iterator[Fault]:
        """Go one link further and say what is wrong there, or with the link before."""
        is_past = self._head is not None and link.seq is not None and link.seq > self._head.seq
        if link.seq is None or link.seq <= self._last.seq or is_past:
            yield Fault(Wrong.INSERTED, link.seq, link.id)
            return
        if link.seq > self._last.seq + 1:
            yield Fault(Wrong.MISSING, self._last.seq + 1, until=link.seq - 1)
            self._last = _Last(link.seq - 1, None)
        if self._unfounded is not None and link.deed == PURGED:
            self._look_for_the_purge(link, self._unfounded)
        own = [self._how(link)] if not _is_itself(link) else []
        if not own and not self._fits_what_was_kept(link):
            own = [Wrong.CHANGED]
        yield from self._about_the_last(link, own)
        yield from (Fault(wrong, link.seq, link.id) for wrong in own)
        self._last = _Last(link.seq, link.hash, link.id, is_named=bool(own))

    def judged_end(self) -> Iterator[Fault]:
        """Say what is missing at the end."""
        if self._unfounded is not None:
            yield Fault(Wrong.UNFOUNDED, self._unfounded.seq)
        end = max(self._head.seq if self._head else 0, *self._anchors, 0)
        if end > self._last.seq:
            yield Fault(Wrong.CUT_OFF, self._last.seq + 1, until=end)

    def _about_the_last(self, link: Link, own: list[Wrong]) -> Iterator[Fault]:
        """Name the link before where only its follower shows what was done to it."""
        last = self._last
        if last.is_named or last.hash in (None, link.previous_hash):
            return
        if not own:
            # Whole by itself, yet not what this one sealed: it was written anew.
            yield (
                Fault(Wrong.CHANGED, last.seq, last.id)
                if last.seq
                else Fault(Wrong.CHANGED, link.seq, link.id)
            )
        elif _fits_at(link, link.seq - 1):
            # All that follow were pushed one place on to make room for it.
            yield Fault(Wrong.INSERTED, last.seq, last.id)

    def _look_for_the_purge(self, link: Link, start: Anchor) -> None:
        if (link.details.get("up_to"), link.details.get("sha256")) == (start.seq, start.hash):
            self._unfounded = None

    def _fits_what_was_kept(self, link: Link) -> bool:
        if self._head is not None and link.seq == self._head.seq and link.hash != self._head.hash:
            return False
        return bool(self._anchors.get(link.seq, link.hash) == link.hash)

    def _how(self, link: Link) -> Wrong:
        """Tell a link that stands in another's place from one whose words are not its own."""
        places = {link.seq - 1, link.seq + 1, *self._lost}
        self._lost.append(link.seq)
        return Wrong.MOVED if any(_fits_at(link, place) for place in places) else Wrong.CHANGED


def _is_itself(link: Link) -> bool:
    if link.chain_format == 1 and (link.roles or link.request_id is not None):
        return False
    return link.chain_format in (1, NEWEST_FORMAT) and _fits_at(link, link.seq)


def _fits_at(link: Link, seq: int) -> bool:
    """Whether the link's hash is the one that it had at this place."""
    if link.previous_hash is None:
        return False
    return bool(link.hash == digest(link, link.previous_hash, seq=seq))
