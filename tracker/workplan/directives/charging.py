"""Whom prose charges with a measure: its subject, or `…牵头、…配合`. Plain Python, never a guess.

A name that is not in the office's table and looks like a unit stays the name that it is.
"""

import re
from collections.abc import Hashable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

from tracker.workplan.directives.extraction.subjects import AGENT, may_be_subject
from tracker.workplan.directives.matching import (
    AFTER,
    BEFORE,
    SHORTEST_NAME,
    Office,
    Party,
    folded,
    match,
)
from tracker.workplan.directives.naming import counties_at, likely_at, many_at

# What follows a name that is a sentence's subject, and what gives it a duty wherever it stands.
SUBJECT_GOES_ON = re.compile(
    r"[要应须需在于每对把将，,:至\d]|还要|也要|务必|必须|力争|争取|负责|牵头|会同|配合"
)
# A subject that rules the clauses after it as well: `A要做好甲，抓好乙`.
RULES_ON = re.compile(r"[,，]?(?:还|也|都|既|又|更)?(?:[要应须需]|务必|必须|负责|牵头|会同)")
ORDERS = re.compile(r"(?<![主重需必])要(?![求素点闻件])|必须|务必|应当")
OPENS_BEHIND = "，,；;：:。"
CLAUSE_ENDS = "，,；;：:。！？!?\n"
SENTENCE_ENDS = "；;。！？!?\n"
LONGEST_OPENING = 400
"""How much of a clause before is read for its subject."""
NEAR = 200
"""How far back, at first, the beginning of a sentence or a clause is looked for."""
# What may stand before a subject and is no part of it.
BEFORE_SUBJECT = re.compile(
    r"(?:同时|此外|另外|其中|全市(?=各)|请|由|要求|责成|[一二三四五六七八九十]是|\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,2}[)）])*"
)
LEADS = re.compile("牵头|负责|主办|抓总")
SUPPORTS = re.compile("配合|协助|协办|参与")
JOINED_BY = re.compile("会同|[、和与及]")
SUPPORTERS_FOLLOW = "会同"

Duty = Literal["lead", "support"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that prose charges, as it is written there, its duty, and the party if one is known."""

    name: str
    duty: Duty
    party: Party | None

    @property
    def key(self) -> Hashable:
        """What tells it from others: its party, or else its own name."""
        return (self.party.kind, self.party.id) if self.party else self.name


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a run of joined ones; `joint` joins it to the one before, `end` is behind its tail."""

    at: int
    words: str
    end: int
    party: Party | None
    is_many: bool = False
    joint: str = ""


def mentions(words: str, office: Office) -> list[Mention]:
    """Find whom a measure's own words charge: its subject, or `…牵头、…配合`.

    A party that is only spoken about is none of them; a subject that is not in the office's table
    and looks like a unit stays the name that it is.
    """
    plain, places = _with_places(words)
    found: dict[Hashable, Mention] = {}
    at = opening = 0
    while at < len(plain):
        if at == 0 or plain[at - 1] in OPENS_BEHIND:
            before = BEFORE_SUBJECT.match(plain, at)
            opening = before.end() if before else at
        follows = plain.endswith(SUPPORTERS_FOLLOW, 0, at)
        run = _run(plain, at, office, opens=follows or at == opening)
        if not run:
            at += 1
            continue
        for name, duty in _charged(plain, run, is_first=_opens(plain, run[0].at, office)):
            written = words[places[name.at] : places[name.at + len(name.words) - 1] + 1]
            told = Mention(written, duty, name.party)
            found.setdefault(told.key, told)
        at = run[-1].end
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
        if _names_others(self._text, start, end):
            return own
        known = {it.key for it in own}
        return [it for it in self._over(start) if it.key not in known] + own

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
            words = self._text[opened : min(at, opened + LONGEST_OPENING)]
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
    before = BEFORE_SUBJECT.match(plain)
    opening = before.end() if before else 0
    far = opening + max(map(len, (*BEFORE, *office.own)))
    for at in range(min(len(plain), far + 1)):
        run = _run(plain, at, office, opens=at == opening)
        if run and _opens(plain, run[0].at, office):
            end = run[-1].end
            jointly = any(it.joint == SUPPORTERS_FOLLOW for it in run)
            rules = RULES_ON.match(plain, end) or (jointly and plain[end : end + 1] in "，,")
            return mentions(words[places[at] :], office) if rules else []
    return []


def _names_others(text: str, start: int, end: int) -> bool:
    """Whether a measure opens with an order to others, whoever they are: `各有关单位要…`."""
    clause = text[start : min(end, start + NEAR)]
    stop = next((at for at, sign in enumerate(clause) if sign in CLAUSE_ENDS), len(clause))
    order = ORDERS.search(clause, 1, stop)
    if order is None:
        return False
    before = BEFORE_SUBJECT.sub("", clause[: order.start()], count=1)
    return AGENT.search(before) is not None and may_be_subject(before)


def _opens(plain: str, at: int, office: Office) -> bool:
    """Whether what stands at a place opens a clause, but for the city's own name and the like."""
    begun = max(plain.rfind(mark, 0, at) for mark in "，,；;：:。") + 1
    before = BEFORE_SUBJECT.match(plain, begun)
    rest = plain[before.end() if before and before.end() <= at else begun : at]
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


def _run(plain: str, at: int, office: Office, *, opens: bool) -> list[Name]:
    """Read names that are joined to each other, from a place on; where a clause opens, unknown ones too."""
    run: list[Name] = []
    joint = ""
    name = _name_at(plain, at, office, is_guessed=opens)
    while name is not None:
        run.append(replace(name, joint=joint))
        joined = JOINED_BY.match(plain, name.end)
        name = _name_at(plain, joined.end(), office, is_guessed=True) if joined else None
        joint = joined.group() if joined else ""
    return run


def _name_at(plain: str, at: int, office: Office, *, is_guessed: bool) -> Name | None:
    """Read the name that stands at a place: a known one, a collective, or what looks like one."""
    names = office.by_start.get(plain[at : at + SHORTEST_NAME], ())
    known = next((name for name in names if plain.startswith(name, at)), None)
    if known and (end := _goes_on(plain, at + len(known))):
        return Name(at, known, end, office.parties[known])
    counties = counties_at(plain, at) if plain.startswith("各", at) else None
    if counties and (end := _goes_on(plain, at + len(counties))):
        return Name(at, counties, end, match(counties, office), is_many=True)
    if is_guessed:
        many = many_at(plain, at)
        if many:
            return Name(at, many, at + len(many), None, is_many=True)
        likely = likely_at(plain, at)
        if likely:
            # 石桥市公路局 is called 市公路局, as everywhere.
            before = [it for it in (*BEFORE[1:], *office.own) if likely.startswith(it)]
            starts = sorted(at + len(it) for it in before)
            inner = (_name_at(plain, start, office, is_guessed=False) for start in starts)
            own = next((it for it in inner if it and it.party), None)
            return own or Name(
                at,
                likely,
                _goes_on(plain, at + len(likely)) or at + len(likely),
                match(likely, office),
            )
    return Name(at, known, at + len(known), office.parties[known]) if known else None


def _goes_on(plain: str, end: int) -> int:
    """Return where a name ends with what still means it, if it is joined or charged there; else 0."""
    after = AFTER.match(plain, end)
    behind = after.end() if after else end
    marks = (SUBJECT_GOES_ON, JOINED_BY, LEADS, SUPPORTS)
    return next((at for at in (end, behind) if any(it.match(plain, at) for it in marks)), 0)


def _charged(plain: str, run: list[Name], *, is_first: bool) -> Iterator[tuple[Name, Duty]]:
    """Say which duty what follows the names gives them; nothing where it gives none."""
    end = run[-1].end
    leads, supports = LEADS.match(plain, end), SUPPORTS.match(plain, end)
    named = [it for it in run if it.party or not it.is_many]
    if plain.endswith(SUPPORTERS_FOLLOW, 0, run[0].at):
        # `A要会同B完成…`
        for name in named:
            yield name, "support"
        return
    goes_on = (
        SUBJECT_GOES_ON
        if any(it.party or it.joint == SUPPORTERS_FOLLOW for it in run)
        else RULES_ON
    )
    if not (leads or supports or (is_first and goes_on.match(plain, end))):
        return
    duty: Duty = "support" if supports else "lead"
    for name in run:
        if name.joint == SUPPORTERS_FOLLOW:
            duty = "support"
        if name in named:
            yield name, duty
