"""Which way a message goes out of the house."""

from typing import Protocol

from tracker.messages.models import Channel
from tracker.messages.words import topic_of


class Wish(Protocol):
    """What somebody wants by mail."""

    has_digest: bool
    urgent_at_once: bool
    muted: list[str]


def channel_of(kind: str, wish: Wish | None, *, is_urgent: bool) -> Channel | None:
    """Return how a message is sent to somebody; None: it is read in the house alone.

    Who said nothing gets one digest a day with everything.
    """
    if wish is None:
        return Channel.DIGEST
    if topic_of(kind).value in wish.muted:
        return None
    if is_urgent and wish.urgent_at_once:
        return Channel.AT_ONCE
    return Channel.DIGEST if wish.has_digest else None


def fitted(words: str, longest: int) -> str:
    """Return words on one line, cut where they are too long."""
    line = " ".join(words.split())
    return line if len(line) <= longest else f"{line[: longest - 1]}…"


def is_in_the_house(path: str) -> bool:
    """Whether an address leads to a page of this house and nowhere else."""
    return path.startswith("/") and path[1:2] not in ("/", "\\")
