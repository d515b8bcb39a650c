"""Where a task might go, judged by where others went; plain decisions, never more than a suggestion.

What says the same counts before all (`directives.likeness`, or the same words in quotation marks).
Only where nothing does is the habit looked at: where the tasks of the same priority and leader go.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from tracker.workplan.directives.likeness import LIKE, Saying, alike
from tracker.workplan.tasks.models import Mode

QUOTED = re.compile(r"“([^“”]{2,40})”")
PIECE = re.compile(r"[^\W\d_]+")
RUN = 4
"""Characters that two titles have to share in a row: 老旧小区."""
SAYS_LITTLE = re.compile(
    "高质量发展|(?:完成)?(?:年度|全年|目标|各项)任务|年度目标|(?:实施|行动|工作|专项)方案|"
    "(?:工作|体制|长效)机制|(?:专项|综合)(?:治理|整治|行动)|示范(?:项目|片区|区建设)|"
    "(?:提升|建设)工程|(?:建设|改造)项目|(?:改革)?试点(?:工作)?|建设工作|责任分工|更新改造|"
    "(?:三年|攻坚|提升)行动"
)
"""Words that stand in tasks of all kinds: two tasks are not alike by these."""
COMMON = 20
"""A run that more earlier tasks have than this says little too."""
MOST_MEASURED = 8
"""Earlier tasks that share runs with a new one, of which the longest run is looked for."""
OF_RUN, OF_SIGN = 0.3, 0.03
"""How alike two tasks are that share a run: so much, and so much for each of its characters."""
SAME_PRIORITY = SAME_LEADER = 0.1
"""What it adds to how alike two tasks are that they share these too."""
LEAST_TIMES, LEAST_SHARE = 3, 0.6
"""A habit is that often, and that much of all that could have gone there."""
HALF = 0.5
"""What says the same went to the same place at least so often, or nothing is learnt from it."""


class Ground(StrEnum):
    """What a suggestion rests on: the same thing said, some of it, or the same priority (and leader)."""

    WORDS = "words"
    PHRASE = "phrase"
    LEADER = "leader"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class Given:
    """A task that was given out; year: of its plan, lead_ids: who answers for it."""

    id: int
    number: str
    title: str
    text: str
    year: int
    priority: str
    leader_id: int | None
    mode: Mode
    lead_ids: tuple[int, ...]
    support_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Wish:
    """A task that is to be given out; id: its own key among those of its page."""

    id: int
    title: str
    text: str
    priority: str
    leader_id: int | None = None


@dataclass(frozen=True, slots=True)
class Suggestion:
    """To whom a task might go, after an earlier one; times of so many `among` went there.

    phrase: the words that both have, where it rests on them.
    """

    ground: Ground
    mode: Mode
    lead_ids: tuple[int, ...]
    support_ids: tuple[int, ...]
    after: Given
    times: int
    among: int
    phrase: str = ""


@dataclass(frozen=True, slots=True)
class _Alike:
    """How alike an earlier task is, 0 to 1, and the words that it shares if it is by these alone."""

    share: float
    phrase: str = ""


def suggestions(
    wishes: Sequence[Wish], given: Iterable[Given], names: Mapping[int, str]
) -> dict[int, Suggestion]:
    """Return, by wish, where it might go; names: of the units that take tasks today, by key.

    given: the latest first.
    """
    able = [it for it in given if it.lead_ids and names.keys() >= {*it.lead_ids}]
    said = _saying_the_same(wishes, able)
    found: dict[int, Suggestion] = {}
    for wish in wishes:
        same = {
            it: how for it, how in said[wish.id].items() if not _is_of_its_place(it, wish, names)
        }
        one = _by_words(wish, same, names) or _by_habit(wish, able)
        if one is not None:
            found[wish.id] = one
    return found


def _is_of_its_place(it: Given, wish: Wish, names: Mapping[int, str]) -> bool:
    """Whether an earlier task went to a unit that its title names, and the new one names it not."""
    return any(names[key] in it.title and names[key] not in wish.title for key in it.lead_ids)


def _saying_the_same(
    wishes: Sequence[Wish], given: Sequence[Given]
) -> defaultdict[int, dict[Given, _Alike]]:
    """Return, by wish, the earlier tasks that say the same or some of it."""
    by_id = {it.id: it for it in given}
    found: defaultdict[int, dict[Given, _Alike]] = defaultdict(dict)
    pairs = alike(
        (Saying(it.id, it.title, it.text) for it in wishes),
        [Saying(it.id, it.title, it.text, is_accepted=True) for it in given],
    )
    for pair in pairs:
        found[pair.id][by_id[pair.earlier_id]] = _Alike(pair.share)
    having: defaultdict[str, list[Given]] = defaultdict(list)
    for it in given:
        for words in {*QUOTED.findall(it.title), *_runs(it.title)}:
            having[words].append(it)
    for wish in wishes:
        same = found[wish.id]
        for words in QUOTED.findall(wish.title):
            for it in having[words]:
                same.setdefault(it, _Alike(LIKE, words))
        shared = Counter(
            it for run in _runs(wish.title) if len(having[run]) <= COMMON for it in having[run]
        )
        for it, _count in shared.most_common(MOST_MEASURED):
            phrase = _longest_run(wish.title, it.title)
            same.setdefault(it, _Alike(min(LIKE, OF_RUN + OF_SIGN * len(phrase)), phrase))
    return found


def _runs(title: str) -> set[str]:
    """Return the runs of characters of a title that say what it is about."""
    return {it[at : at + RUN] for it in _pieces(title) for at in range(len(it) - RUN + 1)}


def _pieces(title: str) -> list[str]:
    """Return a title without its figures, its marks, and what stands in titles of all kinds."""
    return PIECE.findall(SAYS_LITTLE.sub(" ", title))


def _longest_run(these: str, those: str) -> str:
    """Return the longest words, without figures and marks, that both titles have."""
    mine, others = (" ".join(_pieces(it)) for it in (these, those))
    match = SequenceMatcher(None, mine, others, autojunk=False).find_longest_match()
    return max(mine[match.a : match.a + match.size].split(), key=len, default="")


def _by_words(
    wish: Wish, same: Mapping[Given, _Alike], names: Mapping[int, str]
) -> Suggestion | None:
    """Suggest where most of what says the same went, the likest and latest being the example."""
    if not same:
        return None
    weights = {
        it: how.share
        + SAME_PRIORITY * (it.priority == wish.priority)
        + SAME_LEADER * (it.leader_id is not None and it.leader_id == wish.leader_id)
        for it, how in same.items()
    }
    places: defaultdict[tuple[Mode, frozenset[int]], list[Given]] = defaultdict(list)
    for it in same:
        places[it.mode, frozenset(it.lead_ids)].append(it)
    best = max(
        places.values(),
        key=lambda they: (sum(weights[it] for it in they), max(it.number for it in they)),
    )
    if len(best) < HALF * len(same):
        return None
    after = max(best, key=lambda it: (weights[it], it.year, it.number))
    phrase = same[after].phrase
    return Suggestion(
        Ground.PHRASE if phrase else Ground.WORDS,
        after.mode,
        after.lead_ids,
        tuple(it for it in after.support_ids if it in names),
        after,
        len(best),
        len(same),
        phrase,
    )


def _by_habit(wish: Wish, given: Sequence[Given]) -> Suggestion | None:
    """Suggest whom nearly all of the same priority, best of the same leader too, went to."""
    for ground, like in _habits(wish, given):
        places: defaultdict[int, list[Given]] = defaultdict(list)
        for it in like:
            if len(it.lead_ids) == 1:
                places[it.lead_ids[0]].append(it)
        most = max(places.values(), key=len, default=[])
        if len(most) >= LEAST_TIMES and len(most) >= LEAST_SHARE * len(like):
            after = most[0]
            return Suggestion(ground, Mode.JOINT, after.lead_ids, (), after, len(most), len(like))
    return None


def _habits(wish: Wish, given: Sequence[Given]) -> Iterator[tuple[Ground, list[Given]]]:
    same = [it for it in given if it.priority == wish.priority]
    if wish.leader_id is not None:
        yield Ground.LEADER, [it for it in same if it.leader_id == wish.leader_id]
    yield Ground.PRIORITY, same
