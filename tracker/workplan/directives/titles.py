"""A drafted task's title, made from the words of its directive. Plain Python."""

import re
from collections.abc import Sequence

from tracker.workplan.directives.extraction import Directive
from tracker.workplan.directives.extraction.items import NUMBERED
from tracker.workplan.directives.extraction.measures import LISTED

LONGEST = 60
LOOSE = " \t\n\r　，,；;。：:！？!?、"
# What says who is addressed, in which order or how urgently, and not what is to be done.
LEADING = re.compile(
    r"^(?:(?:[（(]?[一二三四五六七八九十]{1,3}[）)、是要]|[（(]?\d{1,2}[）).、．](?!\d)|[①-⑳]|第[一二三四五六七八九十]{1,2}[，,、])"
    r"|(?:同时|此外|另外)[，,]"
    r"|(?:还|也|都|既|又|更)?(?:必须|务必|应当|需要|需|须|要|应)(?![求用急点素闻])"
    r"|(?:更进一步|进一步|切实|着力|大力|扎实|认真|积极|努力|奋力))"
)
LEADING_MARK = "[，,、]"
# `于2月15日前制定…`, `要在6月底前完成…`: what may stand before a time limit
LIMIT_LEAD = re.compile(r"(?:必须|务必|应当|需要|需|须|要|应)?(?:于|在|到|至|截至|截止)?")
VERB_OF_CHANGE = re.compile(r"^(?:推动|推进|促进|实现|引导|带动|加快|支持)")
CLAUSE_END = re.compile("[，,；;。]")


def title_of(words: str, verb: str = "", *, limit: str | None = None) -> str:
    """Shorten the words of a directive to a title of at most 60 characters.

    verb: goes before the title; limit: the words about time that the task's due date already says,
    left out where the title opens with them (`6月底前完成…`).
    """
    title = _without_limit(" ".join(words.split()).strip(LOOSE), limit)
    bare = title
    while (found := LEADING.match(bare)) and len(bare) > found.end() + 1:
        bare = bare[found.end() :].lstrip(LOOSE)
    title = verb + (bare or title)
    if len(title) <= LONGEST:
        return title
    ends = [mark.start() for mark in CLAUSE_END.finditer(title, 1, LONGEST)]
    return title[: ends[-1]] if ends else title[: LONGEST - 1] + "…"


def _without_limit(words: str, limit: str | None) -> str:
    opening = LIMIT_LEAD.match(words)
    begun = opening.end() if opening else 0
    if not limit or not words.startswith(limit, begun):
        return words
    rest = words[begun + len(limit) :].lstrip(LOOSE)
    return rest or words


def without_parties(title: str, names: Sequence[str], *, limit: str | None = None) -> str:
    """Leave out of a title whom it charges, which its units already say, and a limit behind that.

    names: the units and groups as the text writes them.
    """
    if not names:
        return title
    name = "|".join(re.escape(it) for it in sorted(names, key=len, reverse=True))
    run = f"(?:{name})(?:(?:会同|[、和与及])(?:{name}))*"
    charge = f"(?:具体)?由{run}(?:具体|统一|共同)?(?:牵头|负责)(?:负责|抓好|落实|实施|办理)?|{run}(?:等)?(?:配合|协助|参与|参加)"
    kept = re.sub(f"[，,、](?:{charge})(?=[，,；;、]|$)", "", title)
    opening = re.compile(
        f"(?:(?:{charge})[，,、]|由?{run}(?:(?:牵头|负责)(?:负责|抓好)?|(?=会同)|(?=[要应须需在于每对把将，,]|必须|务必|力争|争取))"
        f"|会同(?:{name})(?:[、和与及](?:{name}))*|{LEADING_MARK})"
    )
    bare = kept
    while (found := opening.match(bare)) and len(bare) > found.end() + 1:
        bare = title_of(bare[found.end() :], limit=limit)
    return bare


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
            and text[before.end : directive.start] == "、"
        )
        if not goes_on:
            verb = _shared_verb(directive)
            found.append(title_of(directive.text, limit=directive.due_text))
        else:
            found.append(title_of(directive.text, verb, limit=directive.due_text))
        before = directive
    return found


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
