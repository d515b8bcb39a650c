"""Entries told in words: what was done, and what was before and is after."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.journal.details import BARE, LABELS, RESULT
from tracker.journal.models import Entry
from tracker.journal.queries import history_of
from tracker.journal.values import COMMON, ROLES, VALUES
from tracker.journal.words import DEEDS, REFUSED, SUBJECTS

PERCENT = re.compile(r"(?:was_|now_)?percent")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
PART = re.compile(r"result_\d+")
SAID = re.compile(r"(?P<name>[a-z_0-9]+)=(?P<value>.*)", re.DOTALL)
NOTHING = "None"
SPANS = "spans"
PLACES = N_("%(count)s 处")
"""Where in a text something was said; the places themselves tell a person nothing."""
KNOWN = {kind: values | COMMON for kind, values in VALUES.items()}


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became something else; None: the journal does not say that side.

    label is empty where the deed's own words name it.
    """

    label: str
    was: str | None
    now: str | None


@dataclass(frozen=True, slots=True)
class Fact:
    """Something else that the entry says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Told:
    """An entry in words; labels and words of ours are still to be translated.

    is_withheld: what it was about is labelled higher than whoever reads it is cleared.
    """

    id: int
    seq: int | None
    at: datetime
    actor_id: int | None
    actor_name: str
    roles: tuple[str, ...]
    deed: str
    sentence: str
    subject: str
    kind: str
    key: str
    changes: tuple[Change, ...]
    facts: tuple[Fact, ...]
    address: str | None
    request_id: str | None
    hash: str | None
    is_withheld: bool = False

    @property
    def is_refused(self) -> bool:
        """Whether it was asked for and not done."""
        return self.deed in REFUSED


def told(entry: Entry) -> Told:
    """Tell one entry."""
    kind, _, key = entry.subject.partition(":")
    changes, facts = _details(kind, BARE.get(entry.deed, ""), entry.details)
    return Told(
        id=entry.id,
        seq=entry.seq,
        at=entry.at,
        actor_id=entry.actor_id,
        actor_name=entry.actor_name,
        roles=tuple(ROLES.get(role, role) for role in entry.roles or ()),
        deed=entry.deed,
        sentence=DEEDS.get(entry.deed, entry.deed),
        subject=SUBJECTS.get(kind, kind),
        kind=kind,
        key="" if key == "-" else key,
        changes=tuple(changes),
        facts=tuple(facts),
        address=entry.address,
        request_id=entry.request_id,
        hash=entry.hash,
    )


def history_in_words(*subjects: str, limit: int = 100) -> list[Told]:
    """Return what was done to these things, newest first; ask only about what the actor sees."""
    return [told(entry) for entry in history_of(*subjects, limit=limit)]


def _details(kind: str, bare: str, details: Mapping[str, Any]) -> tuple[list[Change], list[Fact]]:
    was: dict[str, Any] = dict(_side("was", bare, details))
    now: dict[str, Any] = dict(_side("now", bare, details))
    changes = [
        Change(
            _label(name),
            _words(kind, name, was[name]) if name in was else _blank(now, name, was),
            _words(kind, name, now[name]) if name in now else _blank(was, name, now),
        )
        for name in dict.fromkeys([*was, *now])
    ]
    facts = [
        Fact(_label(name), _words(kind, name, value))
        for name, value in details.items()
        if name not in ("was", "now") and not name.startswith(("was_", "now_"))
    ]
    return changes, facts


def _blank(other: Mapping[str, Any], name: str, side: Mapping[str, Any]) -> str | None:
    """Return what an unsaid side was: nothing, where the entry tells of that side at all."""
    told_elsewhere = bool(side) and name in other
    return COMMON[NOTHING] if told_elsewhere else None


def _side(side: str, bare: str, details: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Give what the entry says of one side: `was`/`now`, lists of `name=value`, `was_name`."""
    whole = details.get(side)
    parts = _parts(whole)
    if parts:
        yield from parts.items()
    elif whole is not None:
        yield bare, whole
    for name, value in details.items():
        if name.startswith(f"{side}_"):
            yield name.removeprefix(f"{side}_"), value


def _parts(whole: object) -> dict[str, str]:
    """Read a list that is all of it `name=value`; anything else is no such list."""
    if not isinstance(whole, list):
        return {}
    parts = [SAID.fullmatch(it) if isinstance(it, str) else None for it in whole]
    return {it["name"]: it["value"] for it in parts if it} if all(parts) else {}


def _label(name: str) -> str:
    if PART.fullmatch(name):
        return RESULT
    return LABELS.get(name, name)


def _words(kind: str, name: str, value: object) -> str:
    if isinstance(value, list) and name == SPANS:
        return PLACES % {"count": len(value)}
    if isinstance(value, list):
        return "、".join(_words(kind, name, it) for it in value) or COMMON[NOTHING]
    written = str(value)
    known = KNOWN.get(kind, COMMON)
    if written in known:
        return known[written]
    if PERCENT.fullmatch(name):
        return f"{written}%"
    return _day(written) if DAY.fullmatch(written) else written


def _day(written: str) -> str:
    try:
        return in_full(date.fromisoformat(written))
    except ValueError:
        return written
