"""One verb over several named items: `构建“…”的机制、“…”的机制` is two measures."""

import re
from itertools import accumulate, pairwise

from tracker.workplan.directives.extraction.roles import acts
from tracker.workplan.directives.extraction.sentences import Clause

QUOTED_ITEM = re.compile(r"“[^“”]{2,30}”的?[^“”、，,；;]{1,14}")
# What an item may be, so that a unit can report on it alone.
KINDS = (
    "机制", "体系", "制度", "工程", "行动", "计划", "平台", "模式", "中心", "品牌", "基地", "项目",
    "活动", "改革", "试点", "指数", "格局", "政策", "方案", "办法",
)  # fmt: skip  # a table: one line a row
# `引进博士10名、选派骨干60人次`, `每月召开一次调度会、每季度开展一次督查`
SHORTEST_DEED = 6
FIGURE = re.compile(r"\d[万亿]?[一-鿿]{1,2}")
PERIODIC = re.compile(r"每(?:半?年|季度?|[两双]?[月周]|学期|旬)[一-鿿]{4}")
# `A从“…”向“…”、B由“…”向“…”`: each a change of its own
CHANGE = re.compile(r"[^、]{2,24}[从由]“?[^、]{2,30}[向到]“?[^、]{2,30}")


def named_items(text: str, part: Clause) -> list[Clause]:
    """Split a clause into its named items, the verb with the first; empty where it is no list."""
    words = text[part.start : part.end]
    pieces = words.split("、")
    if len(pieces) > 1 and all(map(CHANGE.fullmatch, pieces)):
        return _cut(part, [0, *accumulate(len(piece) + 1 for piece in pieces[:-1])])
    if len(pieces) > 1 and _are_deeds(pieces):
        return _cut(part, [0, *accumulate(len(piece) + 1 for piece in pieces[:-1])])
    found = list(QUOTED_ITEM.finditer(words))
    if not found or found[-1].end() != len(words):
        return []
    opens_list = len(found) > 1 or found[0].start() == 0
    adjoining = all(words[a.end() : b.start()] == "、" for a, b in pairwise(found))
    if opens_list and adjoining and all(item.group().endswith(KINDS) for item in found):
        return _cut(part, [0, *(item.start() for item in found[1:])])
    return []


def _are_deeds(pieces: list[str]) -> bool:
    """Whether each piece is a deed of its own: each with its figure, its period, or the same verb."""
    if all(map(PERIODIC.match, pieces)):
        return True
    if not all(len(piece) >= SHORTEST_DEED and acts(piece) for piece in pieces):
        return False
    return len({piece[:2] for piece in pieces}) == 1 or all(map(FIGURE.search, pieces))


def _cut(part: Clause, starts: list[int]) -> list[Clause]:
    ends = [start - 1 for start in starts[1:]] + [part.end - part.start]
    return [
        Clause(part.start + start, part.start + end, "")
        for start, end in zip(starts, ends, strict=True)
    ]
