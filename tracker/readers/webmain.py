"""Which part of a web page is the report. What cannot be told for certain is kept: no sentence may be lost."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from lxml import etree

MOST = 0.6
"""The box that holds so much of the page's prose is the report's."""
HALF = 0.5
PROSE = re.compile(r"[，。；：、]")
LONG = 12
SENTENCE = re.compile(r"[。；！？]")
ATTACHED = re.compile(r"附件|\.(?:docx?|pdf|xlsx?|wps|et|zip|rar)\b", re.IGNORECASE)
LEAST_TITLE = 5
FEWEST_IN_A_ROW = 3

FURNITURE_TAGS = frozenset({"nav", "footer", "aside"})
# Words of class and id by which sites name what is not the article.
FURNITURE_WORDS = frozenset([
    "nav", "navbar", "navigation", "menu", "submenu", "footer", "foot", "copyright", "sidebar",
    "crumb", "crumbs", "breadcrumb", "breadcrumbs", "location", "share", "sharebar", "bdsharebuttonbox", "related",
    "recommend", "comment", "comments", "login", "topbar", "toolbar", "search", "rank", "hot",
    "pager", "pagination", "qrcode", "sitemap", "friendlink",
])  # fmt: skip  # read as lines of one list
WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


class Shown(Protocol):
    """A line of the page as it is shown."""

    words: str
    linked: int
    links: int
    in_core: bool
    in_furniture: bool


class Weights:
    """How much prose each box of a page holds, and so which of them is the report's."""

    def __init__(
        self,
        root: "etree._Element",
        unshown: frozenset[str],
    ) -> None:
        self._prose: dict[etree._Element, int] = {}
        self._frames: set[etree._Element] = set()
        self._furniture: set[etree._Element] = set()
        self._weigh(root, unshown)
        self.total = self.of(root)
        for item in root.iter("table"):
            # The tables around a table only lay the page out.
            self._frames.update(item.iterancestors("table"))
        self._frames.update(root.iterfind(".//table[@role='presentation']"))
        for item, weight in self._prose.items():
            if weight <= self.total * HALF and _is_named_furniture(item):
                self._furniture.add(item)
        self.core = self._core(root)
        self._frames.update(self.core.iterancestors("table"))
        if self.core.tag not in {"html", "body"}:
            # Inside the report's box these are boxed words and the byline.
            self._furniture.difference_update(self.core.iter("aside", "footer"))

    def of(self, item: "etree._Element") -> int:
        """Characters of prose in a box."""
        return self._prose.get(item, 0)

    def is_most(self, item: "etree._Element") -> bool:
        """Whether a box holds most of the page."""
        return self.of(item) > self.total * HALF

    def is_frame(self, table: "etree._Element") -> bool:
        """Whether a table only lays the page out."""
        return table in self._frames

    def is_furniture(self, item: "etree._Element") -> bool:
        """Whether a box is the site's and not the report's."""
        return item in self._furniture

    def _weigh(self, root: "etree._Element", unshown: frozenset[str]) -> None:
        """Count from the leaves up: each box adds to the one around it when it closes."""
        items = list(root.iter())
        inside: dict[etree._Element, bool] = {}
        for item in items:
            holder = item.getparent()
            outer = holder is not None and inside[holder]
            inside[item] = outer or item.tag in unshown or is_link(item)
            self._prose[item] = 0 if inside[item] else _prose_in(item.text)
            if holder is not None and not outer:
                self._prose[holder] += _prose_in(item.tail)
        for item in reversed(items):
            holder = item.getparent()
            if holder is not None:
                self._prose[holder] += self._prose[item]

    def _core(self, root: "etree._Element") -> "etree._Element":
        core = root
        while True:
            heaviest = max(
                (it for it in core if it not in self._furniture), key=self.of, default=None
            )
            if heaviest is None or self.of(heaviest) < max(self.total * MOST, 1):
                return core
            if (
                heaviest.tag == "table"
                and heaviest not in self._frames
                and not _is_one_box(heaviest, self)
            ):
                return core
            core = heaviest


def chosen(lines: "Sequence[Shown]", title: str, window: str) -> "tuple[list[Shown], str | None]":
    """Choose the report's lines, and the one that is its title.

    The core with its title, and what touches them, up to the next menu or list of links; of what
    lies beyond, whole sentences that no menu holds.
    """
    inside = [place for place, line in enumerate(lines) if line.in_core]
    is_own = [_is_own(line) for line in lines]
    if not inside:
        return list(lines), None
    begin, end = inside[0], inside[-1]
    titled = _title_at(lines[: end + 1], _bare(title), _bare(window))
    if titled is not None:
        is_own[titled] = True
        begin = min(begin, titled)
    while begin > 0 and is_own[begin - 1]:
        begin -= 1
    while end + 1 < len(lines) and is_own[end + 1]:
        end += 1
    kept = [
        line
        for place, line in enumerate(lines)
        if is_own[place] and (begin <= place <= end or SENTENCE.search(line.words))
    ]
    if not kept or (_has_sentence(lines) > _has_sentence(kept) and _is_little(kept, lines)):
        # Where no sentence and few words are left, the page is built in a way that is not understood.
        return list(lines), None
    return kept, None if titled is None else lines[titled].words


def _is_little(kept: "Sequence[Shown]", lines: "Sequence[Shown]") -> bool:
    return sum(len(it.words) for it in kept) < sum(len(it.words) for it in lines) * HALF


def _has_sentence(lines: "Sequence[Shown]") -> bool:
    return any(SENTENCE.search(line.words) for line in lines)


def _is_own(line: Shown) -> bool:
    """Whether a line may be the report's: neither of a menu nor a row of links."""
    if line.in_core:
        is_row = line.links >= FEWEST_IN_A_ROW and line.linked * 2 > len(line.words)
        return SENTENCE.search(line.words) is not None or not (line.in_furniture or is_row)
    is_link = line.linked * 2 > len(line.words) and ATTACHED.search(line.words) is None
    return not line.in_furniture and not is_link


def _title_at(lines: "Sequence[Shown]", title: str, window: str) -> int | None:
    """Find the line that is the title: as the head states it, or the one that opens the window's title."""
    bare = [_bare(line.words) for line in lines]
    if title and title in bare:
        return bare.index(title)
    for place, words in enumerate(bare):
        if len(words) >= LEAST_TITLE and window.startswith(words) and not lines[place].in_furniture:
            return place
    return None


def _bare(words: str) -> str:
    return re.sub(r"\s+", "", words)


def _prose_in(words: str | None) -> int:
    if not words:
        return 0
    bare = words.strip()
    return len(bare) if len(bare) > LONG or PROSE.search(bare) else 0


def is_link(item: "etree._Element") -> bool:
    """Whether a box is a link; an anchor that is only a place in the page is none."""
    return item.tag == "a" and item.get("href") is not None


def _is_named_furniture(item: "etree._Element") -> bool:
    if item.tag in FURNITURE_TAGS:
        return True
    if item.tag in {"html", "body", "p", "span", "td", "article", "main"}:
        return False
    names = f"{item.get('class') or ''} {item.get('id') or ''}"[:500]
    return any(word.lower() in FURNITURE_WORDS for word in WORD.findall(names))


def _is_one_box(table: "etree._Element", weights: Weights) -> bool:
    """Whether one cell of a table without tables holds most of the page: then the table is only its frame."""
    return any(weights.of(cell) >= weights.total * MOST for cell in table.iter("td", "th"))
