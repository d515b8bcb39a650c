"""A markdown text → its words without the marks, for the analysis. Pure.

The text itself stays the file's own: what is found in the bare words is led back to it. An item of
a list becomes a numbered one, for that is what its mark says; headings and tables keep theirs,
which the grammar reads.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from tracker.readers import Reading
from tracker.workplan.directives.extraction import Directive
from tracker.workplan.directives.extraction.lines import is_set_aside
from tracker.workplan.directives.joining import Joined, joined

LINE = re.compile(r"[^\n]*\n?")
PREFACE = re.compile(r"---[ \t]*\n(?:[^\n]{0,500}\n){1,40}?(?:---|\.\.\.)[ \t]*(?:\n|\Z)")
FENCE = re.compile(r"[ \t]{0,3}(?:`{3,}|~{3,})[^\n`]*$")
RULE = re.compile(r"[ \t]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
QUOTE = re.compile(r"[ \t]{0,3}(?:>[ \t]?)+")
ITEM = re.compile(r"(?P<indent>[ \t]*)[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
HEADING = re.compile(r"[ \t]{0,3}#{1,6}[ \t]")
# What stands inside a line and is no word: the groups `kept` hold the words.
MARK = re.compile(
    r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|<!--.{0,1000}?-->|\[(?P<link>[^\]\n]{1,300})\]\([^)\n]{0,500}\)"
    r"|(?P<fat>\*{1,3}|__|~~|`)(?=[^\s*`~])(?P<words>[^\n*`]{1,500}?)(?<=\S)(?P=fat)|\\(?P<sign>[\\`*_{}\[\]()#+\-.!|>~])"
)
DEEP = 2
"""Columns of indent from which an item belongs to the one above it."""
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
MOST_NUMBERED = 99


def analysed(reading: Reading) -> Joined | None:
    """Give the words that the analysis reads in place of a report's own; None where they are the same."""
    if reading.kind == "pasted":
        return joined(reading.text)
    return unmarked(reading.text) if reading.kind == "markdown" else None


def led_back(found: Directive, mended: Joined, text: str) -> Directive:
    """Tie what was found in the words analysed to the report's own, broken lines, marks and all."""
    start, end = mended.back(found.start, found.end)
    heading = found.heading or (found.text if found.level == "priority" else None)
    return replace(found, start=start, end=end, text=text[start:end], heading=heading)


def unmarked(text: str) -> Joined | None:
    """Leave out the marks of a markdown text; None where it has none."""
    pieces, starts, origins, length = [], [], [], 0
    for words, origin in _stretches(text):
        if not words:
            continue
        starts.append(length)
        origins.append(origin)
        pieces.append(words)
        length += len(words)
    bare = "".join(pieces)
    return Joined(bare, tuple(starts), tuple(origins)) if bare != text and bare.strip() else None


def _stretches(text: str) -> Iterator[tuple[str, int]]:
    """Give the words in order, each stretch with its place in the text."""
    preface = PREFACE.match(text)
    at = preface.end() if preface else 0
    counts = [0, 0]
    while at < len(text):
        line = LINE.match(text, at)
        end = line.end() if line else len(text)
        words_end = end - text.endswith("\n", at, end)
        quote = QUOTE.match(text, at, words_end)
        begun = quote.end() if quote else at
        if FENCE.match(text, begun, words_end) or RULE.match(text, begun, words_end):
            begun = words_end
        item = ITEM.match(text, begun, words_end)
        if item is None:
            is_plain = HEADING.match(text, begun, words_end) or text[begun:words_end].strip()
            counts = [0, 0] if is_plain and not text.startswith((" ", "\t"), begun) else counts
        else:
            begun = item.end()
            if not is_set_aside(text[begun:words_end]):
                # Each sign of the number stands for the item's first.
                number = _number(counts, is_deep=len(item["indent"].expandtabs()) >= DEEP)
                yield from ((sign, begun) for sign in number)
        yield from _bare(text, begun, words_end)
        if end > words_end:
            yield "\n", words_end
        at = end


def _number(counts: list[int], *, is_deep: bool) -> str:
    """Count an item among its like; an inner list begins anew under each outer item."""
    if not is_deep:
        counts[1] = 0
    counts[is_deep] += 1
    count = counts[is_deep]
    if is_deep:
        return CIRCLED[count - 1] if count <= len(CIRCLED) else ""
    return f"{count}）" if count <= MOST_NUMBERED else ""


def _bare(text: str, start: int, end: int) -> Iterator[tuple[str, int]]:
    """Give a line's words without the marks inside it; marks inside marks too."""
    at = start
    for mark in MARK.finditer(text, start, end):
        yield text[at : mark.start()], at
        for group in ("link", "words", "sign"):
            if mark[group] is not None:
                yield from (
                    _bare(text, *mark.span(group))
                    if group != "sign"
                    else [(mark[group], mark.start(group))]
                )
        at = mark.end()
    yield text[at:end], at
