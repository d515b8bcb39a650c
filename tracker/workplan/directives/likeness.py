"""Which measures of earlier reports say the same as a new one. Plain Python, deterministic.

Two measures are as alike as their titles or their quotations, whichever are more: how much of each
one's pairs of neighbouring characters the other has too, the mean of both (Kulczynski: a measure
that says the same and goes on is still like it), of words in one width and case without spaces and
punctuation. A figure that grew makes no other task of it, so half of the measure takes every number
for the same: 改造老旧小区96个 and 改造老旧小区120个 are alike by 79 %.

The earlier ones are indexed by their pairs once, and each new one is measured against the few that
share most pairs with it: time grows with the pairs of both, not with drafts × earlier ones.

Those that were accepted, of which a task may have been made, are looked for by themselves: however
many drafts say the same, they do not crowd out the one that is being worked on.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from operator import itemgetter

from tracker.workplan.meetings.likeness import bare

NUMBER = re.compile(r"\d+")
LIKE = 0.6
"""Measures count as alike from here."""
SHORTEST = 6
"""Characters of a title that is compared: shorter ones are alike by chance."""
MOST_MEASURED = 24
"""The earlier ones that a new one is measured against, of the accepted and of the others each."""
MOST_TOLD = 8
"""The earlier ones that are told of a new one, of the accepted and of the others each."""
COMMON = 400
"""A pair that more earlier ones have than this is too common to find anything by."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A measure as far as it is compared; is_accepted: a task may have been made of it."""

    id: int
    title: str
    quote: str
    is_accepted: bool = False


@dataclass(frozen=True, slots=True)
class Alike:
    """A new measure, an earlier one, and how alike they are, 0 to 1."""

    id: int
    earlier_id: int
    share: float


def pairs(words: str, *, folds_numbers: bool = False) -> frozenset[str]:
    """Return the pairs of neighbouring characters of what words say, each number as one sign."""
    said = bare(words)
    return _pairs(NUMBER.sub("0", said) if folds_numbers else said)


def _pairs(said: str) -> frozenset[str]:
    return frozenset(map("".join, pairwise(said)))


def likeness(these: Saying, those: Saying) -> float:
    """Return how alike two measures are, 0 to 1."""
    return _likeness(_Signs(these), _Signs(those))


def alike(fresh: Iterable[Saying], earlier: Sequence[Saying]) -> list[Alike]:
    """Find for each new measure the earlier ones that say the same.

    The accepted ones come first, the likest and latest of each before the others.
    """
    indexes = [
        _Index([it for it in earlier if it.is_accepted]),
        _Index([it for it in earlier if not it.is_accepted]),
    ]
    found = []
    for saying in fresh:
        new = _Signs(saying)
        for index in indexes:
            found += [Alike(saying.id, key, share) for share, key in index.likest(new)]
    return found


class _Index:
    """Earlier measures by the pairs that they have."""

    def __init__(self, earlier: Sequence[Saying]) -> None:
        self._ids = [it.id for it in earlier]
        self._signs = [_Signs(it) for it in earlier]
        having: defaultdict[str, list[int]] = defaultdict(list)
        for at, it in enumerate(self._signs):
            for pair in it.all:
                having[pair].append(at)
        self._rare = {pair: places for pair, places in having.items() if len(places) <= COMMON}

    def likest(self, new: "_Signs") -> list[tuple[float, int]]:
        """Return how alike, and the key, of those that say the same as a new one."""
        rare = self._rare
        likely = _sharing_most([places for it in new.all if (places := rare.get(it))])
        measured = [(round(_likeness(new, self._signs[at]), 4), self._ids[at]) for at in likely]
        return sorted((it for it in measured if it[0] >= LIKE), reverse=True)[:MOST_TOLD]


def _sharing_most(places: Iterable[Sequence[int]]) -> list[int]:
    """Return the places that are named most often, the first ones where many are named as often."""
    shared = Counter(chain.from_iterable(places))
    # Most share one pair by chance: they are looked at only where there are no others.
    often = [(-count, at) for at, count in shared.items() if count > 1]
    if len(often) < MOST_MEASURED:
        often = [(-count, at) for at, count in shared.items()]
    if len(often) > MOST_MEASURED:
        most = sorted(map(itemgetter(0), often))[MOST_MEASURED - 1]
        often = [it for it in often if it[0] <= most]
    return [at for _count, at in sorted(often)[:MOST_MEASURED]]


class _Signs:
    """The pairs of a measure's title and quotation, each worked out once.

    Each is kept with its exact form, the same object where no number stands in it: what is the same
    needs no second look.
    """

    def __init__(self, saying: Saying) -> None:
        title, quote = bare(saying.title), bare(saying.quote)
        self.quote, self.exact_quote = _signs(quote)
        self.title, self.exact_title = (
            (self.quote, self.exact_quote) if title == quote else _signs(title)
        )
        self.all = self.title | self.quote
        self.has_title = len(title) >= SHORTEST


def _signs(said: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the pairs of bare words with every number as one sign, and as they stand."""
    exact = _pairs(said)
    return (_pairs(NUMBER.sub("0", said)) if NUMBER.search(said) else exact), exact


def _likeness(these: _Signs, those: _Signs) -> float:
    quotes = _common(these.quote, those.quote)
    if these.exact_quote is these.quote and those.exact_quote is those.quote:
        quotes *= 2
    else:
        quotes += _common(these.exact_quote, those.exact_quote)
    if not (these.has_title and those.has_title):
        return quotes / 2
    if these.title is these.quote and those.title is those.quote:
        return quotes / 2
    titles = _common(these.title, those.title)
    if these.exact_title is these.title and those.exact_title is those.title:
        titles *= 2
    else:
        titles += _common(these.exact_title, those.exact_title)
    return max(quotes, titles) / 2


def _common(these: frozenset[str], those: frozenset[str]) -> float:
    both = len(these & those)
    return (both / len(these) + both / len(those)) / 2 if both else 0.0
