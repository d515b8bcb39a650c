"""Units as a report writes them → the office's own units and groups. Plain Python, never a guess."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

BLANK = re.compile(r"\s+")
# A mark between names that somebody typed; one inside brackets, as in 各县（市、区）, belongs to the name.
BETWEEN = re.compile(r"[、，,；;\s]+(?![^（(]*[）)])")
SHORTEST_NAME = 2
# What may follow a unit's name in a report and still mean that unit.
AFTER = re.compile(
    r"(?:党委和?(?:人民)?政府|党工委和?管委会|(?:人民)?政府|党委|党工委|管委会|党组)?"
    r"(?:等(?:有关|相关)?(?:部门|单位|地))?"
)
# What may stand before it: 我, 本, 全; the city's own name is added by the office's table.
BEFORE = ("", "我", "本", "全")

# What follows a name that is a sentence's subject, and what gives it a duty wherever it stands.
SUBJECT_GOES_ON = re.compile(
    r"[要应须需在于每对把将，,:至\d]|还要|也要|务必|必须|力争|争取|负责|牵头|会同|配合"
)
# A subject that rules the clauses after it as well: `A要做好甲，抓好乙`.
RULES_ON = re.compile(r"[,，]?(?:还|也|都|既|又|更)?(?:[要应须需]|务必|必须|负责|牵头|会同)")
ORDERS = re.compile(r"(?<![主重需必])要(?![求素点闻件])|必须|务必|应当")
CLAUSE_ENDS = "，,；;：:。！？!?\n"
SENTENCE_ENDS = "；;。！？!?\n"
NEAR = 200
"""How far back, at first, the beginning of a sentence or a clause is looked for."""
# What may stand before a subject and is no part of it.
BEFORE_SUBJECT = re.compile(
    r"(?:同时|此外|另外|其中|请|由|要求|责成|[一二三四五六七八九十]是|\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,2}[)）])*"
)
LEADS = re.compile("牵头|负责|主办|抓总")
SUPPORTS = re.compile("配合|协助|协办|参与")
JOINED_BY = re.compile("会同|[、和与及]")
SUPPORTERS_FOLLOW = "会同"

Kind = Literal["unit", "group"]
Duty = Literal["lead", "support"]


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
    city = {folded(name) for name in own}
    # 石桥市住房局 and 石桥住房局 both name the city's own 市住房局.
    city |= {name[:-1] for name in city if len(name) > SHORTEST_NAME}
    by_length = tuple(sorted(table, key=len, reverse=True))
    by_start: dict[str, list[str]] = {}
    for name in by_length:
        by_start.setdefault(name[:SHORTEST_NAME], []).append(name)
    return Office(
        table, tuple(city), by_length, {start: tuple(names) for start, names in by_start.items()}
    )


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
    return None


def typed(words: str, office: Office) -> list[tuple[str, Party | None]]:
    """Read a line of names that somebody typed, in its order: each with the party it means, or None."""
    words = words.strip()
    whole = match(words, office)
    names = [words] if whole else BETWEEN.split(words)
    return [(name, match(name, office)) for name in names if name]


@dataclass(frozen=True, slots=True)
class Mention:
    """A party that prose names, as it is written there, and the duty that the prose gives it."""

    name: str
    duty: Duty
    party: Party


def mentions(words: str, office: Office) -> list[Mention]:
    """Find the parties that a measure's own words charge: its subject, or `…牵头、…配合`.

    A party that is only spoken about is none of them.
    """
    plain, places = _with_places(words)
    found: dict[tuple[Kind, int], Mention] = {}
    at = 0
    while at < len(plain):
        if _known(plain, at, office) is None:
            at += 1
            continue
        run, end = _run(plain, at, office)
        for name_at, name, duty in _charged(plain, run, end, is_first=_opens(plain, at, office)):
            party = office.parties[name]
            written = words[places[name_at] : places[name_at + len(name) - 1] + 1]
            found.setdefault((party.kind, party.id), Mention(written, duty, party))
        at = end
    return list(found.values())


def charged(text: str, start: int, end: int, office: Office) -> list[Mention]:
    """Find whom the prose charges with `text[start:end]`: by its own words, else by its subject."""
    return Charges(text, office).of(start, end)


class Charges:
    """Whom a text charges with one stretch of it after another; each clause is read once for all."""

    def __init__(self, text: str, office: Office) -> None:
        self.office = office
        self._text = text
        self._ruling: dict[int, list[Mention]] = {}
        self._meant: dict[str, Party | None] = {}
        self._sentence = (0, 0)

    def meant(self, name: str) -> Party | None:
        """Find the party that a name means, as `match` does."""
        if name not in self._meant:
            self._meant[name] = match(name, self.office)
        return self._meant[name]

    def of(self, start: int, end: int) -> list[Mention]:
        """Find whom the prose charges with a stretch: by its own words, else by its subject."""
        own = mentions(self._text[start:end], self.office)
        if any(it.duty == "lead" for it in own):
            return own
        known = {(it.party.kind, it.party.id) for it in own}
        led = [it for it in self._over(start) if (it.party.kind, it.party.id) not in known]
        return led + own

    def _over(self, start: int) -> list[Mention]:
        """Find the parties that a subject before `start`, in the same sentence, charges with it.

        `A要做好甲，抓好乙`: A is the subject of both, though only its own clause names it.
        """
        begun = self._sentence_of(start)
        passed: list[int] = []
        found: list[Mention] = []
        at = start
        while at > begun:
            if at in self._ruling:
                found = self._ruling[at]
                break
            passed.append(at)
            opened = max(begun, _after_last(self._text, CLAUSE_ENDS, at - 1))
            words = self._text[opened:at]
            found = _subject(words, self.office)
            if found or ORDERS.search(words.rstrip(CLAUSE_ENDS), 1):
                break  # somebody else's order, where nobody is known
            at = opened
        self._ruling.update((place, found) for place in passed)
        return found

    def _sentence_of(self, start: int) -> int:
        """Return where the sentence of a place begins; after an earlier place only the rest is read."""
        before, begun = self._sentence
        if start < before:
            before, begun = 0, 0
        begun = max(begun, _after_last(self._text, SENTENCE_ENDS, start, before))
        self._sentence = start, begun
        return begun


def _after_last(text: str, marks: str, end: int, least: int = 0) -> int:
    """Return the place after the last of the marks between two places, 0 without any.

    Looked for near by first: most of the marks stand nowhere before, and a long text would be
    searched for each of them to its beginning.
    """
    far = NEAR
    while True:
        begun = max(end - far, least)
        found = max(text.rfind(mark, begun, end) for mark in marks)
        if found >= 0 or begun == least:
            return found + 1
        far *= 2


def _subject(words: str, office: Office) -> list[Mention]:
    """Give the parties that open a clause, if an order to them follows at once."""
    plain, places = _with_places(words)
    # It stands where the clause opens, but for what may come before a subject.
    opening = BEFORE_SUBJECT.match(plain)
    far = (opening.end() if opening else 0) + max(map(len, (*BEFORE, *office.own)))
    at = next(
        (
            n
            for n in range(min(len(plain), far + 1))
            if _known(plain, n, office) and _opens(plain, n, office)
        ),
        None,
    )
    if at is None:
        return []
    end = _run(plain, at, office)[1]
    if not RULES_ON.match(plain, end):
        return []
    return mentions(words[places[at] :], office)


def _opens(plain: str, at: int, office: Office) -> bool:
    """Whether what stands at a place opens a clause, but for the city's own name and the like."""
    begun = max(plain.rfind(mark, 0, at) for mark in "，,；;：:。") + 1
    before = plain[begun:at]
    opening = BEFORE_SUBJECT.match(before)
    rest = before[opening.end() :] if opening else before
    return rest in (*BEFORE, *office.own)


def _with_places(words: str) -> tuple[str, list[int]]:
    """Fold words character by character, and say where each of the folded ones came from."""
    plain: list[str] = []
    places: list[int] = []
    for at, char in enumerate(words):
        for sign in _sign(char):
            plain.append(sign)
            places.append(at)
    return "".join(plain), places


@lru_cache(maxsize=8192)
def _sign(char: str) -> str:
    return folded(char)


def _run(plain: str, at: int, office: Office) -> tuple[list[tuple[int, str, str]], int]:
    """Read names that are joined to each other: (place, name, what joins it to the one before)."""
    run: list[tuple[int, str, str]] = []
    joint, known = "", _known(plain, at, office)
    while known is not None:
        run.append((at, known, joint))
        at += len(known)
        joined = JOINED_BY.match(plain, at)
        known = _known(plain, joined.end(), office) if joined else None
        if joined and known:
            joint, at = joined.group(), joined.end()
    return run, at


def _known(plain: str, at: int, office: Office) -> str | None:
    """Return the longest known name that stands at a place."""
    names = office.by_start.get(plain[at : at + SHORTEST_NAME], ())
    return next((name for name in names if plain.startswith(name, at)), None)


def _charged(
    plain: str, run: list[tuple[int, str, str]], end: int, *, is_first: bool
) -> Iterator[tuple[int, str, Duty]]:
    """Say which duty what follows the names gives them; nothing where it gives none."""
    leads, supports = LEADS.match(plain, end), SUPPORTS.match(plain, end)
    if plain.endswith(SUPPORTERS_FOLLOW, 0, run[0][0]):
        # `A要会同B完成…`
        for at, name, _joint in run:
            yield at, name, "support"
        return
    if not (leads or supports or (is_first and SUBJECT_GOES_ON.match(plain, end))):
        return
    duty: Duty = "support" if supports else "lead"
    for at, name, joint in run:
        if joint == SUPPORTERS_FOLLOW:
            duty = "support"
        yield at, name, duty
