"""Themes that prose opens by a phrase: `突出“…”`, `一是…`, `置身…之年`, `围绕…`."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.workplan.directives.extraction.lexicon import number_of
from tracker.workplan.directives.extraction.model import Span

# `一是…`, `二要…`, `第三，…` behind a stop, a comma or a colon
ORDINAL = re.compile(
    r"(?:(?<=[。；;：:，,\n])|^)[\s　]*(?P<start>第?(?P<count>十[一二三四五六七八九]?|[一二三四五六七八九])(?P<word>是|要|，)(?:要(?!求)|在于)?)(?![一二三四五六七八九十])",
    re.MULTILINE,
)
NAME = r"[“\"「](?P<{0}>[^”\"」]{{2,30}})[”\"」]"
# `突出“X”，`: always a theme
HIGHLIGHT = re.compile(r"(?:要)?突出" + NAME.format("highlight") + r"(?=[，,。：:]|$)")
# `置身X之年，`
YEAR_OF = re.compile(r"置身(?P<year>[^，,。]{4,40}?之年)[，,]")
# `以建设“X”为目标，`: a theme where the sentence then falls into parallel parts
GOAL = re.compile(
    r"以(?:建设|打造|争创|创建)?" + NAME.format("goal") + r"[^，,。]{0,10}为(?:目标|引领|牵引)[，,]"
)
# Heads that show themselves as such by being repeated: `围绕X，…。围绕Y，…。`
REPEATED = re.compile(
    r"(?:要)?(?P<verb>围绕|突出(?!抓|重点|问题)|聚焦|锚定|紧扣|坚持|抓好|深化|强化|在)"
    r"(?:"
    + NAME.format("quoted")
    + r"[^，,。]{0,6}|(?P<plain>[^，,。“”]{2,24}?)(?P<effort>上(?:下功夫|下苦功|用力|发力|见实效|见成效|求突破|做文章|聚焦用力|持续用力|出实招|当先锋|走在前|再[^，,。“”]{1,3}))?)[，,：:]"
)
NEEDS_EFFORT = frozenset({"在"})
NEEDS_QUOTE = frozenset({"坚持", "抓好", "深化", "强化"})
LEAST_REPEATED = 2
# Decoration around a heading: `体现在X上` names X.
DECORATION = re.compile(r"^(?:(?:必须|要)(?!求|素|点))?(?:体现在(?P<inside>.{2,40})上$)?")
LOOSE = ' \t\n　，,。；;：:“”"「」*、'
MARKS = "".join(sorted(set(LOOSE) - set('“”"「」')))
QUOTED = re.compile(r"(?:要?突出)?[“\"「](?P<inside>[^“”\"「」]+)[”\"」]")
PAIRS = (("“", "”"), ("「", "」"))


@dataclass(frozen=True, slots=True)
class Head:
    """Where a theme opens, where its head clause ends, and the theme's name."""

    start: int
    end: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Ordinal:
    """`一是`: where it begins and where the words behind it begin."""

    start: int
    body: int
    word: str
    count: int


def heading_of(words: str) -> str:
    """Shorten to the name: no order word, decoration, quotation marks or punctuation around it."""
    name = words.strip(MARKS)
    match = DECORATION.match(name)
    if match is not None and match.end():
        name = (match["inside"] or name[match.end() :]).strip(MARKS)
    quoted = QUOTED.fullmatch(name)
    if quoted is not None:
        return quoted["inside"].strip(LOOSE)
    # `实施“十大行动”` keeps its marks; one without its fellow goes
    whole = name.strip(LOOSE)
    for begin, end in PAIRS if whole else ():
        if name.count(begin) == name.count(end):
            whole = begin * name.startswith(begin) + whole + end * name.endswith(end)
    return whole


def ordinals(text: str, start: int, end: int) -> list[Ordinal]:
    """Find the runs `一…二…三…` of one paragraph; a lone one is no run."""
    found: list[Ordinal] = []
    run: list[Ordinal] = []
    for match in ORDINAL.finditer(text, start, end):
        count = number_of(match["count"])
        word = match["word"]
        if word == "，" and not match["start"].startswith("第"):
            continue
        ordinal = Ordinal(match.start("start"), match.end(), word, count)
        # `第三，要保安全` goes on with `其次，…`, never with `二是…`.
        alike = bool(run) and (word == "，") == (run[-1].word == "，")
        if alike and count == run[-1].count + 1:
            run.append(ordinal)
            continue
        if len(run) > 1:
            found += run
        run = [ordinal] if count == 1 else []
    if len(run) > 1:
        found += run
    return found


def repeated_verbs(text: str, spans: Iterable[Span]) -> frozenset[str]:
    """Find the verbs that open at least two sentences in the same way."""
    seen: Counter[str] = Counter()
    for span in spans:
        match = REPEATED.match(text, span.start, span.end)
        if match is not None and _may_head(match):
            seen[match["verb"]] += 1
    return frozenset(verb for verb, times in seen.items() if times >= LEAST_REPEATED)


def _may_head(match: re.Match[str]) -> bool:
    if match["verb"] in NEEDS_EFFORT:
        return match["effort"] is not None
    return match["verb"] not in NEEDS_QUOTE or match["quoted"] is not None


def head_of(text: str, span: Span, repeated: frozenset[str]) -> Head | None:
    """Find the head that the sentence opens with, if it does."""
    for pattern, group, reason in (
        (HIGHLIGHT, "highlight", "“突出……”带出的重点"),
        (YEAR_OF, "year", "“置身……之年”带出的重点"),
    ):
        match = pattern.match(text, span.start, span.end)
        if match is not None:
            return Head(_opening(match), match.end(), match[group], reason)
    goal = GOAL.match(text, span.start, span.end)
    if goal is not None and span.text_of(text).count("；") + span.text_of(text).count(";") > 1:
        return Head(goal.start(), goal.end(), goal["goal"], "“以……为目标”带出的重点")
    match = REPEATED.match(text, span.start, span.end)
    if match is None or match["verb"] not in repeated or not _may_head(match):
        return None
    name = match["quoted"] or match["plain"]
    return Head(
        _opening(match), match.end(), heading_of(name), f"“{match['verb']}……”并列带出的重点"
    )


def _opening(match: re.Match[str]) -> int:
    """Give the theme's first word: a bare `要` before it is none of it."""
    return match.start() + match.group().startswith("要")
