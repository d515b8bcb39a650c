"""Units as a report writes them → the office's own units and groups. Plain Python, never a guess."""

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from typing import Literal, TypeVar

from tracker.workplan.directives.naming import SEVERAL, counties_at, kinds_of, loose

BLANK = re.compile(r"\s+")
# A mark between names that somebody typed; one inside brackets, as in 各县（市、区）, belongs to the name.
BETWEEN = re.compile(r"[、，,；;\s]+(?![^（(]*[）)])")
# What joins names in a sentence; one inside brackets belongs to the name.
JOINED_BY = re.compile(r"[、,，和与及](?![^(（]*[)）])")
SHORTEST_NAME = 2
# What may follow a unit's name in a report and still mean that unit.
AFTER = re.compile(
    r"(?:党委和?(?:人民)?政府|党工委和?管委会|(?:人民)?政府|党委|党工委|管委会|党组)?"
    r"(?:等(?:有关|相关)?(?:部门|单位|地))?"
)
# What may stand before it: 我, 本, 全; the city's own name is added by the office's table.
BEFORE = ("", "我", "本", "全")

Kind = Literal["unit", "group"]
Key = TypeVar("Key", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Party:
    """A unit or a group of the office's table, with every name that a report may use for it."""

    kind: Kind
    id: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """The table of units and groups, by folded name; `own` are names of the city itself."""

    parties: dict[str, Party]
    own: tuple[str, ...] = ()
    by_length: tuple[str, ...] = ()
    by_start: dict[str, tuple[str, ...]] = field(default_factory=dict)
    by_parts: dict[str, Party | None] = field(default_factory=dict)
    """By the name without 和, 与, 及; None where several share it."""
    by_kinds: dict[frozenset[str], Party | None] = field(default_factory=dict)
    """Groups of counties by the kinds they take together; None where several share them."""

    def party(self, kind: Kind, party_id: int) -> Party | None:
        """Find a party by its key."""
        return next(
            (it for it in self.parties.values() if (it.kind, it.id) == (kind, party_id)), None
        )

    @property
    def names(self) -> list[str]:
        """The parties' official names, each once, groups first as they were given."""
        return list(dict.fromkeys(it.names[0] for it in self.parties.values()))


def folded(name: str) -> str:
    """Write a name as it is compared: full and half width alike, without blanks."""
    return BLANK.sub("", unicodedata.normalize("NFKC", name))


def office_of(parties: Iterable[Party], own: Iterable[str] = ()) -> Office:
    """Make the table; where two parties share a name, the first keeps it."""
    table: dict[str, Party] = {}
    for party in parties:
        for name in map(folded, party.names):
            if len(name) >= SHORTEST_NAME:
                table.setdefault(name, party)
    by_parts = _only((loose(name), party) for name, party in table.items())
    by_kinds = _only(
        (kinds_of(name), party) for name, party in table.items() if len(kinds_of(name)) >= SEVERAL
    )
    for name, only in by_parts.items():
        if only and len(name) >= SHORTEST_NAME:
            table.setdefault(name, only)
    city = {folded(name) for name in own}
    # 石桥市住房局 and 石桥住房局 both name the city's own 市住房局.
    city |= {name[:-1] for name in city if len(name) > SHORTEST_NAME}
    by_length = tuple(sorted(table, key=len, reverse=True))
    by_start: dict[str, list[str]] = {}
    for name in by_length:
        by_start.setdefault(name[:SHORTEST_NAME], []).append(name)
    starts = {start: tuple(names) for start, names in by_start.items()}
    return Office(table, tuple(city), by_length, starts, by_parts, by_kinds)


def _only(pairs: Iterable[tuple[Key, Party]]) -> dict[Key, Party | None]:
    """Make a table of what one party alone has, with None for what several share."""
    found: dict[Key, Party | None] = {}
    for key, party in pairs:
        found[key] = party if found.get(key, party) is party else None
    return found


def match(name: str, office: Office) -> Party | None:
    """Find the party that a name means: the longest of the office's names that accounts for it."""
    words = folded(name)
    exact = office.parties.get(words)
    if exact is not None:
        return exact
    for known in office.by_length:
        before, found, after = words.partition(known)
        if found and before in (*BEFORE, *office.own) and AFTER.fullmatch(after):
            return office.parties[known]
    return _by_form(words, office)


def _by_form(words: str, office: Office) -> Party | None:
    """Find the one party whose name differs by joining words, or that takes the same kinds together."""
    for name in (words, *(words.removeprefix(it) for it in office.own if words.startswith(it))):
        found = office.by_parts.get(loose(name))
        if found:
            return found
    counties = counties_at(words, 0)
    if counties is None or not AFTER.fullmatch(words, len(counties)):
        return None
    kinds = kinds_of(counties)
    if kinds in office.by_kinds:
        return office.by_kinds[kinds]
    # 各县区 are the office's 各县（市、区）, as long as it has no other such group.
    near = {party for its, party in office.by_kinds.items() if (its <= kinds or kinds <= its)}
    return near.pop() if len(near) == 1 else None


def typed(words: str, office: Office) -> list[tuple[str, Party | None]]:
    """Read a line of names that somebody typed, in its order: each with the party it means, or None."""
    words = words.strip()
    whole = match(words, office)
    names = [words] if whole else BETWEEN.split(words)
    found: list[tuple[str, Party | None]] = []
    for name in filter(None, names):
        party = match(name, office)
        found += [(name, party)] if party else (apart(name, office) or [(name, None)])
    return found


def apart(name: str, office: Office) -> list[tuple[str, Party]]:
    """Take 市公安局和市住建局 apart; nothing unless each of its parts means somebody."""
    found = [(part, match(part, office)) for part in JOINED_BY.split(name)]
    parties = [(part, party) for part, party in found if party is not None]
    return parties if len(parties) == len(found) > 1 else []
