"""What the auditor's list is narrowed to: read from the URL, written back into it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from tracker.journal.words import DEEDS, SUBJECTS

NUMBER = re.compile(r"[0-9]{1,9}")
LONGEST = 60
SHARED_DEEDS = frozenset(deed.partition(".")[0] for deed in DEEDS)
"""Kinds of deeds: what stands before the dot."""


@dataclass(frozen=True, slots=True)
class JournalFilters:
    """The filters; what is None or empty does not narrow.

    since, until: calendar days in China, both included. who: a name or a user name. deed: one
    deed, or a kind of deeds. kind, key: the thing it was done to. refused: only what was asked
    for and not done.
    """

    since: date | None = None
    until: date | None = None
    who: str = ""
    deed: str | None = None
    kind: str | None = None
    key: int | None = None
    address: str = ""
    refused: bool = False

    @property
    def narrows(self) -> bool:
        """Whether anything is asked for."""
        return self != JournalFilters()

    @property
    def written(self) -> dict[str, Any]:
        """The URL's parameters; what does not narrow is left out."""
        told = {
            name: value for name, value in asdict(self).items() if value not in (None, "", False)
        }
        return {
            name: 1 if value is True else value.isoformat() if isinstance(value, date) else value
            for name, value in told.items()
        }

    def with_(self, **changes: Any) -> dict[str, Any]:
        """Return the URL's parameters after a change."""
        return replace(self, **changes).written


def read(args: Mapping[str, str]) -> JournalFilters:
    """Read the filters; what makes no sense does not narrow."""
    deed, kind = args.get("deed"), args.get("kind")
    key = args.get("key", "").strip()
    return JournalFilters(
        since=_day(args.get("since")),
        until=_day(args.get("until")),
        who=args.get("who", "").strip()[:LONGEST],
        deed=deed if deed in DEEDS or deed in SHARED_DEEDS else None,
        kind=kind if kind in SUBJECTS else None,
        key=int(key) if NUMBER.fullmatch(key) and kind in SUBJECTS else None,
        address=args.get("address", "").strip()[:LONGEST],
        refused=args.get("refused") == "1",
    )


def _day(written: str | None) -> date | None:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return None
