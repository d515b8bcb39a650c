"""A web page's markup → its lines. Runs in the child process alone: the parser is C code."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cache

from lxml import etree

from tracker.foundation.words import N_
from tracker.readers.navigation import is_furniture
from tracker.readers.reading import LONGEST_TEXT, Unreadable
from tracker.readers.refusals import TOO_COMPLEX
from tracker.readers.text import EMPTY, TOO_LONG, as_page
from tracker.readers.webmain import Weights, chosen, is_link

HAS_HIDDEN = N_("网页里有隐藏的文字，没有读入。")
HAS_OTHERS = N_("正文以外的栏目（如评论、页脚）里还有成句的文字，没有读入，请对照原网页。")
ONLY_PICTURES = N_("网页里几乎没有文字，正文可能是图片或在内嵌的框架里，请对照原网页。")
NO_PAGE = N_("网页存档（.mhtml）里没有找到网页正文。请在浏览器中另存为“网页，仅 HTML”后再上传。")

TAG = re.compile(
    r"<(?:!doctype|html|head|body|meta|title|p|div|br|table|span|section|h[1-6])[\s/>]",
    re.IGNORECASE,
)
ARCHIVE = re.compile(rb"\A(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){1,40}", re.IGNORECASE)
LEAST_WORDS = 60
LEAST_SENTENCE = 12
MOST_MARKS = 600_000
"""Opening and closing tags of the largest page that is read; long reports have some 50,000."""
WIDEST, MOST_CELLS = 50, 200_000
# Looking through the attributes of one tag takes the square of their number.
LONG_TAG = re.compile(r"<[^<>]{50000,}")
MOST_ATTRIBUTES = 5_000
MOST_PARTS = 2_000
"""Parts of the largest web archive that is read; each may hold others."""

UNSHOWN = frozenset([
    "script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "svg", "math", "head", "title",
    "select", "option", "button", "textarea", "input", "datalist", "audio", "video", "canvas", "map", "rt", "rp",
])  # fmt: skip  # read as lines of one list
BLOCKS = frozenset([
    "p", "div", "br", "hr", "li", "ul", "ol", "dl", "dt", "dd", "table", "tr", "td", "th", "caption", "thead", "tbody",
    "tfoot", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "main", "aside", "nav",
    "blockquote", "pre", "center", "form", "fieldset", "legend", "address", "figure", "figcaption", "details", "summary",
    "body", "html",
])  # fmt: skip  # read as lines of one list
NOT_DISPLAYED = re.compile(r"display\s*:\s*none", re.IGNORECASE)
UNNUMBERED = re.compile(r"list-style(?:-type)?\s*:[^;]*\bnone\b", re.IGNORECASE)
CHINESE_NUMBERED = re.compile(r"cjk-ideographic|(?:simp|trad)-chinese", re.IGNORECASE)
OWN_NUMBER = re.compile(
    r"[\s　]*(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．]|[①-⑳]|第[一二三四五六七八九十]{1,3})"
)
BLANKS = re.compile(r"[ \t\r\n\f\xa0]+")
# A line break of the source between two Chinese characters is no space.
SOURCE_BREAK = re.compile(r"(?<=[　-〿一-鿿！-～“”])[ \t]*[\r\n]\s*(?=[　-〿一-鿿！-～“”])")
# Labels of a page's byline, which style sheets set apart: `来源：云岭日报发布时间：2026-03-03`
LABEL = re.compile(
    r"(?<=[^\s　信])(?=(?:发布(?:时间|日期)|信息来源|来源|作者|浏览(?:次数|量)|字体|字号)[：:])|(?<=[一-鿿])(?=20\d\d-\d\d-\d\d)"
)
NUMBER = re.compile(r"\d{1,4}", re.ASCII)
DIGITS = "零一二三四五六七八九"

FACTS = {
    "title": ("articletitle", "article:title", "og:title", "dc.title"),
    "published_on": (
        "pubdate",
        "publishdate",
        "publish_date",
        "publish-date",
        "article:published_time",
        "dc.date",
    ),
    "source": ("contentsource", "article:author", "source"),
}
"""What a page may state about its article in its head, in the order of trust."""


@dataclass(slots=True)
class Line:
    """A line as it is shown: its words, how much of it is links, where it stands."""

    words: str
    linked: int = 0
    links: int = 0
    in_core: bool = False
    in_furniture: bool = False


@dataclass(slots=True)
class _Pen:
    """Gathers the words of the line that is being written."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    links: int = 0

    def write(self, words: str | None, *, is_link: bool) -> None:
        if words:
            self.pieces.append(words)
            if is_link:
                self.linked += len(words.strip())
                self.links += 1

    def take(self, *, is_pre: bool) -> Iterator[Line]:
        words, linked, links = "".join(self.pieces), self.linked, self.links
        self.pieces, self.linked, self.links = [], 0, 0
        for line in words.split("\n") if is_pre else [SOURCE_BREAK.sub("", words)]:
            if shown := BLANKS.sub(" ", line).strip():
                yield Line(shown, linked, links)


class Page:
    """Walks a page without recursion: depth is the writer's choice, not ours."""

    def __init__(self, root: "etree._Element") -> None:
        self.root = root
        self.weights = Weights(root, UNSHOWN)
        self.hidden: list[str] = []
        self.has_hidden = False

    def lines(self, top: "etree._Element | None" = None) -> Iterator[Line]:
        """Give the lines that a reader of the page sees."""
        pen = _Pen()
        place = _Place()
        walk = etree.iterwalk(self.root if top is None else top, events=("start", "end"))
        for event, item in walk:
            tag = item.tag
            if event == "end":
                if tag in BLOCKS and item is not top:
                    yield from place.lines(pen)
                place.leave(item, self.weights)
                if item is not top:
                    pen.write(item.tail, is_link=place.links > 0)
                continue
            if tag in BLOCKS and item is not top:
                yield from place.lines(pen)
            place.enter(item, self.weights)
            if tag in UNSHOWN or self._is_left_out(item):
                walk.skip_subtree()
            elif tag == "table" and not self.weights.is_frame(item):
                yield from map(place.marked, self._rows(item))
                walk.skip_subtree()
            else:
                if tag == "li":
                    pen.write(_number(item), is_link=False)
                pen.write(item.text, is_link=place.links > 0)
        yield from place.lines(pen)

    def _is_left_out(self, item: "etree._Element") -> bool:
        if not _is_hidden(item) or self.weights.is_most(item):
            return False
        self.hidden += ("".join(item.itertext()), *item.itertext())
        self.has_hidden = self.has_hidden or self.weights.of(item) > len("隐藏的文字有一句话")
        return True

    def _rows(self, table: "etree._Element") -> Iterator[Line]:
        """One line for each row, cells apart by tabs as in a Word file; a joined cell leaves empty ones."""
        below: dict[int, int] = {}
        count = 0
        for row in table.iter("tr", "caption"):
            if row.tag == "caption":
                yield from self.lines(row)
                continue
            cells: list[list[Line]] = []
            for cell in row.iterchildren("td", "th"):
                while below.get(len(cells), 0):
                    below[len(cells)] -= 1
                    cells.append([])
                wide, deep = _span(cell, "colspan"), _span(cell, "rowspan")
                for column in range(len(cells), len(cells) + wide):
                    below[column] = deep - 1
                cells += [list(self.lines(cell)), *[[]] * (wide - 1)]
            while below.get(len(cells), 0):
                below[len(cells)] -= 1
                cells.append([])
            count += len(cells)
            if count > MOST_CELLS:
                raise Unreadable(TOO_COMPLEX)
            filled = [cell for cell in cells if cell]
            if len(filled) == 1 and cells[0]:
                yield from filled[0]
            elif filled:
                words = "\t".join(" ".join(line.words for line in cell) for cell in cells)
                linked = sum(line.linked for cell in filled for line in cell)
                # A row is one line: a table of links within the report is no menu.
                yield Line(words.rstrip("\t"), linked, links=1 if linked else 0)


@dataclass(slots=True)
class _Place:
    """Where the walk stands."""

    links: int = 0
    core: int = 0
    furniture: int = 0
    pre: int = 0

    def enter(self, item: "etree._Element", weights: Weights) -> None:
        self._step(item, weights, 1)

    def leave(self, item: "etree._Element", weights: Weights) -> None:
        self._step(item, weights, -1)

    def _step(self, item: "etree._Element", weights: Weights, by: int) -> None:
        self.links += by * is_link(item)
        self.pre += by * (item.tag == "pre")
        self.core += by * (item is weights.core)
        self.furniture += by * weights.is_furniture(item)

    def marked(self, line: Line) -> Line:
        line.in_core, line.in_furniture = self.core > 0, self.furniture > 0
        if not line.in_core:
            line.words = LABEL.sub("　", line.words)
        return line

    def lines(self, pen: _Pen) -> Iterator[Line]:
        yield from map(self.marked, pen.take(is_pre=self.pre > 0))


def answer(data: bytes) -> dict[str, object]:
    """Say as the child: `text`, `warnings`, and what the page's head states; raises `Unreadable`."""
    source, encoding = as_page(_unpacked(data))
    if TAG.search(source) is None:
        return {
            "text": source,
            "encoding": encoding,
            "warnings": [],
            "stated": {},
            "margins": "",
        }
    root = _tree(source)
    page = Page(root)
    stated, window, said = _facts(root)
    lines = list(page.lines())
    kept, title = chosen(lines, stated.get("title", ""), window)
    if title and "title" not in stated:
        stated["title"] = title
    text = "\n".join(line.words for line in kept)
    if len(text) > LONGEST_TEXT:
        raise Unreadable(TOO_LONG)
    if not text.strip():
        raise Unreadable(EMPTY)
    has_pictures = next(root.iter("img", "iframe", "frame", "embed"), None) is not None
    places = set(map(id, kept))
    others = [line for line in lines if id(line) not in places]
    warnings = [HAS_HIDDEN] if page.has_hidden else []
    if any(map(_is_sentence, others)):
        warnings.append(HAS_OTHERS)
    if has_pictures and len(text) < LEAST_WORDS:
        warnings.append(ONLY_PICTURES)
    margins = "\n".join((window, *said, *page.hidden, *(line.words for line in others)))
    return {
        "text": text,
        "encoding": encoding,
        "warnings": warnings,
        "stated": stated,
        "margins": margins[:LONGEST_TEXT],
    }


def _tree(source: str) -> "etree._Element":
    crowded = any(it.group().count("=") > MOST_ATTRIBUTES for it in LONG_TAG.finditer(source))
    if crowded or source.count("<") > MOST_MARKS:
        raise Unreadable(TOO_COMPLEX)
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    if root is None:
        raise Unreadable(EMPTY)
    # What lies deeper than the parser goes would be lost without a word.
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise Unreadable(TOO_COMPLEX)
    return root


def _unpacked(data: bytes) -> bytes:
    """Take the page out of a web archive (.mhtml); anything else is a page already."""
    head = ARCHIVE.match(data.lstrip()[:65_536])
    if head is None or b"multipart/related" not in head.group().lower():
        return data
    if data.lower().count(b"content-type:") > MOST_PARTS:
        raise Unreadable(TOO_COMPLEX)
    archive = message_from_bytes(data.lstrip(), policy=policy.default)
    for part in archive.walk():
        if part.get_content_type() == "text/html" and isinstance(part, EmailMessage):
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return content
    raise Unreadable(NO_PAGE)


def _is_sentence(line: Line) -> bool:
    """Whether a line that is left out says something of which a person should know."""
    is_long = len(line.words) >= LEAST_SENTENCE and line.linked * 2 < len(line.words)
    return is_long and "。" in line.words and not is_furniture(line.words)


def _facts(root: "etree._Element") -> tuple[dict[str, str], str, list[str]]:
    """Give what the head states, the title of the browser's window, and all that the head says."""
    said: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (
            (meta.get("name") or meta.get("property") or meta.get("itemprop") or "").strip().lower()
        )
        content = BLANKS.sub(" ", meta.get("content") or "").strip()
        if content:
            said.setdefault(name, content)
    facts = {
        fact: next((said[name] for name in names if name in said), "")
        for fact, names in FACTS.items()
    }
    window = root.find(".//title")
    shown = "" if window is None else BLANKS.sub(" ", "".join(window.itertext())).strip()
    return {fact: words for fact, words in facts.items() if words}, shown, list(said.values())


def _is_hidden(item: "etree._Element") -> bool:
    return (
        item.get("hidden") is not None or NOT_DISPLAYED.search(item.get("style") or "") is not None
    )


def _span(cell: "etree._Element", name: str) -> int:
    return min(max(_count(cell.get(name), 1), 1), WIDEST)


def _number(item: "etree._Element") -> str:
    """Give the number that a browser draws before an item, unless its words begin with one."""
    holder = item.getparent()
    if holder is None or holder.tag != "ol":
        return ""
    style = (holder.get("style") or "") + (item.get("style") or "")
    first = next((it for it in item.itertext() if it.strip()), "")
    if UNNUMBERED.search(style) or OWN_NUMBER.match(first):
        return ""
    count = _numbers(holder).get(item, 1)
    if CHINESE_NUMBERED.search(style):
        return f"{_in_chinese(count)}、"
    return f"{count}. "


@cache
def _numbers(holder: "etree._Element") -> "dict[etree._Element, int]":
    count = _count(holder.get("start"), 1)
    found = {}
    for item in holder.iterchildren("li"):
        count = _count(item.get("value"), count)
        found[item] = count
        count += 1
    return found


def _count(words: str | None, otherwise: int) -> int:
    is_number = words is not None and NUMBER.fullmatch(words.strip()) is not None
    return int(words) if words and is_number else otherwise


def _in_chinese(count: int) -> str:
    tens, ones = divmod(count, 10)
    if count >= len(DIGITS) ** 2:
        return str(count)
    units = DIGITS[ones] if ones or not tens else ""
    return f"{DIGITS[tens] if tens > 1 else ''}{'十' if tens else ''}{units}"
