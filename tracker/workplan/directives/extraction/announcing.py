"""What only announces a list, and is no measure itself: `做到“四到位”：一是…`, `抓好三件事。一要…`."""

import re

from tracker.workplan.directives.extraction.lexicon import number_of
from tracker.workplan.directives.extraction.tree import Branch, Finding

# `重点抓好以下几项工作`: announces the list behind it
ANNOUNCES = re.compile(r".*(?:方面|以下|如下|几点|几项|工作|重点|要求|意见|任务)$")
# `做到“四到位”`, `打好三大攻坚战`, `抓好三件事`: how many are to be listed
SO_MANY = re.compile(
    r"(?:[“「](?P<quoted>[二两三四五六七八九十])[^“”「」，,、；;]{1,8}[”」]"
    r"|(?<![\d第十百])(?P<counted>[二两三四五六七八九十]|\d{1,2})(?:大|个|项|件|条)[^“”「」，,、；;\d]{1,8})"
    r"(?:的?(?:要求|目标|标准|任务|工作|机制))?$"
)
LONGEST_GAP = 3


def drop_announcement(
    text: str, found: list[Branch], at: int | None = None, listed: int = 0
) -> None:
    """Leave out a last measure that only announces what stands at `at`, where so many are listed."""
    last = found[-1] if found else None
    if not isinstance(last, Finding):
        return
    words = text[last.start : last.end]
    stop = len(text) if at is None else at
    behind = text[last.end : min(last.end + LONGEST_GAP, stop)].partition("\n")[0]
    so_many = SO_MANY.search(words)
    if behind.strip() in {"：", ":"} and (ANNOUNCES.match(words) or so_many):
        found.pop()
        return
    is_at_hand = listed and not text[last.end : stop].strip("，。；： \n　")
    if so_many and is_at_hand and number_of(so_many["quoted"] or so_many["counted"]) == listed:
        found.pop()
