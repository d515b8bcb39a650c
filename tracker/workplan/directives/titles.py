"""A drafted task's title, made from the words of its directive. Plain Python."""

import re
from collections.abc import Sequence
from functools import lru_cache

from tracker.workplan.directives.extraction import Directive
from tracker.workplan.directives.extraction.drafts import LISTED
from tracker.workplan.directives.extraction.items import NUMBERED
from tracker.workplan.directives.extraction.units import ASSIGNS, TAKES_CHARGE
from tracker.workplan.directives.matching import AFTER

LONGEST = 60
# What a list of tasks shows on one line; a longer title loses what is beside the point.
COMFORTABLE = 36
# What a title may have for the figure that is the target, or for what the work is about.
WIDE = 46
FIGURE = re.compile(r"\d(?![\d.]*[年月日时])")
COUNTED = re.compile(r"[一二三四五六七八九十两\d]+[个大项类条][^，,；;。\d]{0,8}$")
ABOUT = re.compile("(?:紧?紧?围绕|聚焦|紧扣|瞄准)[^，,；;。]*")
LOOSE = " \t\n\r　，,；;。：:！？!?、"
# What says who is addressed, in which order or how urgently, and not what is to be done.
LEADING = re.compile(
    r"^(?:(?:[（(]?[一二三四五六七八九十]{1,3}[）)、是要]|[（(]?\d{1,2}[）).、．](?!\d)|[①-⑳]|第[一二三四五六七八九十]{1,2}[，,、])"
    r"|(?:同时|此外|另外)[，,]"
    r"|(?:并且|而且|以及|并(?![网轨购联行入发重案存举])|和(?![谐平睦美解气顺]))"
    r"|(?:还|也|都|既|又|更)?(?:必须|务必|应当|需要|需|须|要|应)(?![求用急点素闻])"
    r"|(?:更进一步|进一步|切实|着力|大力|扎实|认真|积极|努力|奋力))"
)
LEADING_MARK = "[，,、]"
# `于2月15日前制定…`, `要在6月底前完成…`: what may stand before a time limit
LIMIT_LEAD = re.compile(r"(?:必须|务必|应当|需要|需|须|要|应)?(?:于|在|到|至|截至|截止)?")
VERB_OF_CHANGE = re.compile(r"^(?:推动|推进|促进|实现|引导|带动|加快|支持)")
CLAUSE_END = re.compile("[，,；;。]")
OPENING, CLOSING = "“‘（《〔「【(", "”’）》〕」】)"
# `改善营商环境是头等大事，要精简审批`: the order stands behind what is the case.
ORDER_BEHIND = re.compile(
    r"[^，,；;。]*(?:(?<![但凡其别于或总还])是|已经?|正在|仍然?|依然)[^；;。]*?[，,]"
    r"(?:我们|各级|各地)?(?:要|必须|务必)(?![求素点闻件])"
)
# How, for what or on what ground something is done, when a clause of its own says so.
MANNER = re.compile(
    "(?:紧?紧?围绕|聚焦|针对|通过|按照|根据|依据|着眼|立足|依托|结合|坚持|对照|紧扣|以)[^，,；;。]*"
    "|在[^，,；;。]*(?:下|中|上|时|同时)"
    "|[^，,；;。]*(?:等方式|等办法|等手段|为重点|为抓手|为契机|为导向|为牵引|为目标|为主线)"
)
AND_SO_ON = re.compile("(?<![高平中优同均对])等(?![级候待同])")
MANY = 3
SHORTEST = 5
TRAILING = re.compile("[，,、；;]+(?:其中|同时|并且|以及)?$")


def title_of(words: str, verb: str = "", *, limit: str | None = None) -> str:
    """Shorten the words of a directive to a title of at most 60 characters, most often of 36.

    It is what is to be done, without what is the case, how it is done, and more than two of many
    things, where that would be long. verb: goes before the title; limit: the words about time that the task's due date already says,
    left out where the title opens with them (`6月底前完成…`).
    """
    title = _without_limit(" ".join(words.split()).strip(LOOSE), limit)
    order = ORDER_BEHIND.match(title)
    if order and len(title) >= order.end() + SHORTEST:
        title = title[order.end() :]
    title = _paired(verb + _without_leading(title))
    full_stop = next((at for at in _ends(title) if title[at] == "。"), 0)
    return TRAILING.sub("", _shortened(title[:full_stop] if full_stop >= SHORTEST else title))


def _without_leading(title: str) -> str:
    bare = title
    while (found := LEADING.match(bare)) and len(bare) > found.end() + 1:
        bare = bare[found.end() :].lstrip(LOOSE)
    return bare or title


def _paired(title: str) -> str:
    """Leave out the brackets and quotation marks that have lost the other half."""
    waiting: list[tuple[int, str]] = []
    lost: set[int] = set()
    for at, sign in enumerate(title):
        if sign in OPENING:
            waiting.append((at, CLOSING[OPENING.index(sign)]))
        elif sign in CLOSING:
            if waiting and waiting[-1][1] == sign:
                waiting.pop()
            else:
                lost.add(at)
    lost.update(at for at, _closing in waiting)
    return "".join(sign for at, sign in enumerate(title) if at not in lost)


def _outside(title: str, marks: re.Pattern[str]) -> list[int]:
    """Return where marks stand that no bracket or quotation holds."""
    depth, found = 0, []
    for at, sign in enumerate(title):
        depth += (sign in OPENING) - (sign in CLOSING)
        if depth == 0 and marks.match(title, at):
            found.append(at)
    return found


def _ends(title: str) -> list[int]:
    return [at for at in _outside(title, CLAUSE_END) if at > 0]


def _shortened(title: str) -> str:
    while len(title) > COMFORTABLE and (ends := _ends(title)):
        rest = _without_leading(title[ends[0] + 1 :].lstrip(LOOSE))
        aside = title[: ends[0]]
        if ABOUT.fullmatch(aside):
            # Of a longer one only `聚焦五个领域` is worth its length, before one deed at least.
            may_end = ends[1:] if COUNTED.search(aside) else []
            wide = [at for at in (*may_end, len(title)) if at <= WIDE]
            if wide:
                return title[: wide[-1]]
        is_aside = any(it.fullmatch(aside) for it in (MANNER, ASSIGNS, TAKES_CHARGE))
        if not is_aside or len(rest) < SHORTEST:
            break
        title = rest
    if len(title) <= COMFORTABLE:
        return title
    ends = [at for at in _ends(title) if at >= SHORTEST]
    fitting = [at for at in ends if at <= COMFORTABLE]
    if ends:
        end = fitting[-1] if fitting else ends[0]
        wide = [at for at in (*ends, len(title)) if end < at <= WIDE]
        title = title[: next((at for at in wide if FIGURE.search(title, end, at)), end)]
    if len(title) > COMFORTABLE:
        title = _with_fewer_items(title)
    return title if len(title) <= LONGEST else _cut(title)


def _with_fewer_items(title: str) -> str:
    """Keep two of many things: `推进甲、乙、丙、丁等建设` is `推进甲、乙等建设`."""
    joints = _outside(title, re.compile("、"))
    if len(joints) < MANY:
        return title
    so_on = next((at for at in _outside(title, AND_SO_ON) if at > joints[-1]), None)
    return title if so_on is None else title[: joints[1]] + title[so_on:]


def _cut(title: str) -> str:
    """Cut a title that has no better end, never inside brackets or quotation marks."""
    depth, at = 0, 0
    for place, sign in enumerate(title[: LONGEST - 1], 1):
        depth += (sign in OPENING) - (sign in CLOSING)
        at = place if depth == 0 else at
    return title[: at or LONGEST - 1].rstrip(LOOSE) + "…"


def _without_limit(words: str, limit: str | None) -> str:
    opening = LIMIT_LEAD.match(words)
    begun = opening.end() if opening else 0
    if not limit or not words.startswith(limit, begun):
        return words
    rest = words[begun + len(limit) :].lstrip(LOOSE)
    return rest or words


def without_parties(
    title: str, names: Sequence[str], *, limit: str | None = None, words: str = ""
) -> str:
    """Leave out of a title whom it charges, which its units already say, and a limit behind that.

    names: the units and groups as the text writes them; words: all that the directive says, of
    which the title may have kept only whom it charges.
    """
    held = tuple(sorted((it for it in names if it in title), key=len, reverse=True))
    if not held:
        return title
    charging, opening = _charges(tuple(sorted({it for it in names if it}, key=len, reverse=True)))
    if opening.match(words):
        title = " ".join(words.split())
    bare = charging.sub("", title)
    while (found := opening.match(bare)) and len(bare) > found.end() + 1:
        bare = title_of(bare[found.end() :], limit=limit)
    return bare


@lru_cache(maxsize=512)
def _charges(names: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make the patterns of a clause that charges these parties, and of what opens with them."""
    name = "|".join(map(re.escape, names))
    name = f"(?:{name}){AFTER.pattern}"
    run = f"{name}(?:(?:会同|联合|[、和与及]){name})*"
    charge = f"(?:具体)?由{run}(?:具体|统一|共同)?(?:牵头|负责)(?:负责|抓好|落实|实施|办理)?|{run}(?:等)?(?:配合|协助|参与|参加)"
    opening = re.compile(
        f"(?:(?:{charge})[，,、]|由?{run}(?:(?:牵头|负责)(?:负责|抓好)?|(?=[要应须需]?(?:会同|联合))|(?=[要应须需在于每对把将到至，,\\d]|必须|务必|力争|争取))"
        f"|会同(?:{name})(?:[、和与及](?:{name}))*|{LEADING_MARK})"
    )
    return re.compile(f"[，,、](?:{charge})(?=[，,；;、]|$)"), opening


def titles(text: str, directives: Sequence[Directive]) -> list[str]:
    """Draft the title of each directive; items that share one verb each get it back."""
    found: list[str] = []
    verb, before = "", None
    for directive in directives:
        if directive.level == "priority":
            found.append(_title_of_priority(directive))
            before = None
            continue
        goes_on = (
            before is not None
            and before.reason == directive.reason == LISTED
            and _joins(text[before.end : directive.start], directive)
        )
        if not goes_on:
            verb = _shared_verb(directive)
            found.append(title_of(directive.text, limit=directive.due_text))
        else:
            found.append(title_of(directive.text, verb, limit=directive.due_text))
        before = directive
    return found


def _joins(between: str, item: Directive) -> bool:
    """Whether what stands between two items says that the verb of the first holds for both."""
    return between == "、" or (between in ("，", ",", "和", "以及") and item.text.startswith("“"))


def _title_of_priority(directive: Directive) -> str:
    """Keep the clause that states the priority (突出“…”), or else its bare heading.

    A numbered heading is complete in itself and may run into what stands beneath it.
    """
    heading = directive.heading or ""
    if directive.reason == NUMBERED:
        return title_of(heading)
    clause = CLAUSE_END.split(directive.text, maxsplit=1)[0]
    return title_of(clause if heading and heading in clause else heading or directive.text)


def _shared_verb(first: Directive) -> str:
    """Find the verb that the first of several items carries for all of them."""
    if first.reason != LISTED:
        return ""
    words = title_of(first.text, limit=first.due_text)
    quoted = words.find("“")
    change = VERB_OF_CHANGE.match(words)
    if change:
        return change.group()
    return words[:quoted] if quoted > 0 else ""
