"""Printed lines of a PDF → paragraphs: page heads and feet taken out, wrapped lines joined. Pure.

A line goes on in the next one only where the next one's first word would not have fitted.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from tracker.readers.pdflines import CHINESE, Line

ZONE = 0.12
"""Part of a page's height in which its head or its foot stands."""
MOST_MARGIN_LINES = 3
LEAST_REPEATED = 0.35
PAGE_NUMBER = re.compile(
    r"[-—–－·~\s]*\d{1,4}[-—–－·~\s]*|第\s*\d{1,4}\s*页(?:[，,/／\s]*共\s*\d{1,4}\s*页)?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}|(?i:page)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
SURE_NUMBER = re.compile(r"[-—–－·~]\s*\d{1,4}\s*[-—–－·~]|第.*页")
DIGITS = re.compile(r"\d+")
CLOSED = re.compile(r"[。！？!?；;：:…][”’」』）)》】\]]*$")
LEADERS = re.compile(r"(?:[.．·…_]\s?){4,}\s*[\divxIVX]*$")
MARKED = re.compile(
    r"(?:[一二三四五六七八九十百]{1,3}、|[（(][一二三四五六七八九十百\d]{1,3}[）)]|\d{1,3}[.．、](?!\d)|\d{1,2}[）)]"
    r"|[①-⑳]|第[一二三四五六七八九十百\d]{1,4}[章节条部]|[•●■◆▪○□➢])"
)
# What may not be torn apart at the end of a line, and so goes down as a whole.
FIRST_WORD = re.compile(
    r"[（《“‘「『【〔]*(?:[A-Za-z0-9%.,:/+\-−–~～]+|.)[，。、；：？！）》”’】」』〕％%]*"
)
NEAR = 0.5
SAME_SIZE = 0.12
INDENT = 1.0
WIDER_THAN_USUAL = 1.6
LEAST_STEP = 1.2
LEAST_EDGE = 3
MOST_BEYOND = 0.05
SHIFTED = 3.0
EVEN = 3.0
NO_EDGE = float("inf")


def without_margins(
    lines: Sequence[Line], heights: Sequence[float]
) -> tuple[list[Line], list[Line]]:
    """Part the body's lines from heads, feet and page numbers; `heights` of the pages in points."""
    candidates = list(_in_zones(lines, heights))
    pages = len(heights)
    seen: dict[str, set[int]] = defaultdict(set)
    for line in candidates:
        seen[_pattern(line)].add(line.page)
    least = max(2, LEAST_REPEATED * pages)
    taken = {
        id(line)
        for line in candidates
        if len(seen[_pattern(line)]) >= least
        or SURE_NUMBER.fullmatch(line.text.strip())
        or (PAGE_NUMBER.fullmatch(line.text) and len(seen[_pattern(line)]) > 1)
    }
    return (
        [line for line in lines if id(line) not in taken],
        [line for line in lines if id(line) in taken],
    )


def _in_zones(lines: Sequence[Line], heights: Sequence[float]) -> Iterable[Line]:
    pages: dict[int, list[Line]] = defaultdict(list)
    for line in lines:
        if not line.cells:
            pages[line.page].append(line)
    for number, found in pages.items():
        height = heights[number]
        found.sort(key=lambda line: line.top)
        yield from (line for line in found[:MOST_MARGIN_LINES] if line.bottom <= height * ZONE)
        yield from (line for line in found[-MOST_MARGIN_LINES:] if line.top >= height * (1 - ZONE))


def _pattern(line: Line) -> str:
    """Make the same of a line that differs from page to page only by its number."""
    return DIGITS.sub("#", "".join(line.text.split()))


def paragraphs(lines: Sequence[Line], widths: Sequence[float]) -> list[str]:
    """Join what was wrapped; a table's row, and whatever is not surely one sentence, stays apart.

    widths: those of the pages, in points.
    """
    _measure(lines, widths)
    usual = _usual_gap(lines)
    found: list[str] = []
    before: Line | None = None
    hanging: float | None = None
    for line in lines:
        if before is not None and _goes_on(before, line, usual, hanging):
            if line.x0 > line.left + INDENT * line.size:
                hanging = line.x0
            found[-1] = joined(found[-1], line.text)
        else:
            found.append(line.text)
            hanging = None
        before = line
    return found


def joined(before: str, after: str) -> str:
    """Put two parts of a sentence together: with a space only between words of other scripts."""
    is_latin = not CHINESE.match(before[-1:]) and not CHINESE.match(after[:1])
    return before + (" " if is_latin else "") + after


def _measure(lines: Sequence[Line], widths: Sequence[float]) -> None:
    """Find the edges of each line's column: those of all pages, or a page's own that is near to them."""
    alike: dict[tuple[int, tuple[int, int]], list[Line]] = defaultdict(list)
    here: dict[tuple[int, int, tuple[int, int]], list[Line]] = defaultdict(list)
    for line in lines:
        if not line.cells:
            width = round(widths[line.page])
            alike[width, line.column].append(line)
            here[line.page, width, line.column].append(line)
    for (_, width, column), found in here.items():
        both = alike[width, column]
        size = _middle_size(both)
        left, right = _edges(both, widths[found[0].page])
        own_left, own_right = _edges(found, widths[found[0].page])
        for line in found:
            line.left = own_left if abs(own_left - left) < SHIFTED * size else left
            line.right = own_right if abs(own_right - right) < SHIFTED * size else right


def _edges(lines: Sequence[Line], width: float) -> tuple[float, float]:
    """Find where lines begin and end; without a right edge nothing is full, and nothing is joined."""
    near = NEAR * _middle_size(lines)
    left = -_edge([-line.x0 for line in lines], near)
    right = _edge([line.x1 for line in lines], near)
    longest = max(line.x1 for line in lines)
    if right == -NO_EDGE:
        # Few lines: one that ends as far from the paper's edge as all begin is full, too.
        first = min(line.x0 for line in lines)
        right = longest if abs(width - longest - first) <= EVEN * near else NO_EDGE
    return left if left != NO_EDGE else min(line.x0 for line in lines), right


def _edge(ends: Sequence[float], near: float) -> float:
    """Find the outermost place where several lines end and hardly any goes beyond."""
    ordered = sorted(ends, reverse=True)
    for place, end in enumerate(ordered[: 1 + int(len(ordered) * MOST_BEYOND)]):
        last = place + LEAST_EDGE - 1
        if last < len(ordered) and end - ordered[last] <= near:
            return end
    return -NO_EDGE


def _middle_size(lines: Sequence[Line]) -> float:
    sizes = sorted(line.size for line in lines)
    return sizes[len(sizes) // 2]


def _usual_gap(lines: Sequence[Line]) -> float:
    gaps = Counter(
        round(after.top - before.top)
        for before, after in pairwise(lines)
        if before.page == after.page and after.top > before.top and not after.cells
    )
    return float(gaps.most_common(1)[0][0]) if gaps else 0.0


def _goes_on(before: Line, line: Line, usual: float, hanging: float | None) -> bool:
    """Say whether a line goes on in the next; `hanging`: where those of its paragraph begin."""
    if before.has_cells or line.has_cells or not _is_beside(before, line, usual):
        return False
    if LEADERS.search(before.text) or not _is_full(before, line):
        return False
    is_closed = CLOSED.search(before.text) is not None
    if MARKED.match(line.text) and is_closed:
        return False
    if hanging is not None:
        return abs(line.x0 - hanging) <= NEAR * line.size
    if line.x0 <= line.left + INDENT * line.size:
        return True
    # Under the number of an item its words stand further in.
    hangs = line.x0 > before.x0 + INDENT * line.size and MARKED.match(before.text)
    return bool(hangs) and not is_closed and not MARKED.match(line.text)


def _is_beside(before: Line, line: Line, usual: float) -> bool:
    """Say whether two lines stand in the same letters, one right above the other or on its page's end."""
    if abs(before.size - line.size) > SAME_SIZE * before.size:
        return False
    if before.column[1] != line.column[1]:
        return False
    if before.page != line.page or line.top <= before.top:
        return True
    return line.top - before.top <= max(usual, before.size * LEAST_STEP) * WIDER_THAN_USUAL


def _is_full(before: Line, line: Line) -> bool:
    """Say whether the next line's first word would not have fitted behind this one."""
    word = FIRST_WORD.match(line.text)
    share = len(word.group()) / len(line.text) if word else 0.0
    width = (line.x1 - line.x0) * share
    return before.x1 + width + NEAR * before.size > before.right
