"""The numbered outline of a report: which stretch stands under which number.

Numbers are found at the head of a line, and inside a line where a stop or a bracket closes before
them and they continue the count (a paper whose line breaks were lost).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tracker.workplan.directives.extraction.lexicon import number_of
from tracker.workplan.directives.extraction.lines import Line
from tracker.workplan.directives.extraction.priorities import ordinals
from tracker.workplan.directives.extraction.sentences import LOOSE

CHINESE = r"[一二三四五六七八九十百]{1,5}"
DECIMAL_WORDS = r"(?=[一-鿿“《])(?![万亿千百个倍元吨米公人户年月日度分亩平项家台套名])"
# The kinds of number, from the outermost inwards.
KINDS: tuple[tuple[str, str], ...] = (
    ("part", rf"第(?P<part>{CHINESE})(?:部分|章|编|篇)[、：:\s　]*"),
    ("topic", r"(?:议题|任务|事项)(?P<topic>\d{1,3}|[一二三四五六七八九十]{1,3})[、：:．.\s]\s*"),
    ("chinese", rf"(?P<chinese>{CHINESE})、\s*"),
    ("bracketed", rf"[（(](?P<bracketed>{CHINESE})[）)]\s*、?"),
    # `3.6月底前…` is the third item, `3.6万亩` is none.
    ("figure", r"(?P<figure>\d{1,3})(?:[．、]|\.(?!\d)|\.(?=\d{1,2}月|20\d\d年))\s*"),
    # `1.2 …`, `1.2.3 …`: decimal outlines of projects and campuses; `2.1亿元` is a sum
    ("second", rf"\d{{1,2}}\.(?P<second>\d{{1,2}})(?![.\d])[\s　、]*{DECIMAL_WORDS}"),
    ("third", rf"\d{{1,2}}\.\d{{1,2}}\.(?P<third>\d{{1,2}})(?![.\d])[\s　、]*{DECIMAL_WORDS}"),
    ("closed", r"[（(]?(?P<closed>\d{1,2})[）)]\s*"),
    ("circled", r"(?P<circled>[①-⑳])\s*"),
    (
        "ordinal",
        r"第?(?P<ordinal>[一二三四五六七八九十]{1,2})(?:(?<=第.)[，,]|(?<=第..)[，,]|是|要)(?:要(?!求)|在于)?",
    ),
    # `——聚力项目攻坚。…`: a dash at the head of a paragraph
    ("dash", r"(?P<dash>——|--)\s*(?=[一-鿿“][^。\n]{1,40}[。，：])(?!20\d\d年|在)"),
)
BREAK = "break"
# A heading without a number (`## 会议纪要`) closes every item above it and is no item itself.
RANK = {BREAK: 0} | {kind: rank for rank, (kind, _) in enumerate(KINDS, 1)}
NUMBER = re.compile("|".join(pattern for _, pattern in KINDS))
# `2025年工作回顾`, `2026年工作安排`: the parts of a yearly report, whose headings bear no number
SECTION = re.compile(
    r"[^，,。；;：:、“”]{0,14}(?:回顾|总结|安排|建议|打算|目标任务|重点工作|名词解释)"
)
# `1 总则` beside `1.1 …`: the first level of a decimal outline has a space for its mark
DECIMAL = re.compile(rf"^[ \t　#>*]*\d{{1,2}}\.\d{{1,2}}[\s　]+{DECIMAL_WORDS}", re.MULTILINE)
DECIMAL_TOP = re.compile(r"(?P<figure>\d{1,2})[\s　]+(?=[一-鿿“])")
HEAD_SPACE = re.compile(r"[\s　#>*]*")
# Where the line breaks are lost, only these kinds are looked for inside a line.
INLINE = re.compile(
    "|".join(dict(KINDS)[kind] for kind in ("chinese", "bracketed", "figure", "closed", "circled"))
)
ANNOUNCED = re.compile(r"(?:要求|强调|指出|明确|议定|决定|如下)[，,]$")
STOPS = frozenset("。；;！：:）)】”>")


@dataclass(frozen=True, slots=True)
class Marker:
    """A number of the outline: where it begins, where its words begin, its kind and count."""

    start: int
    body: int
    kind: str
    count: int

    @property
    def rank(self) -> int:
        """The depth of its kind."""
        return RANK[self.kind]


@dataclass(slots=True)
class Node:
    """A numbered item, or the whole report: own stretch `body`–`own_end`, then its children."""

    kind: str

    start: int
    body: int
    own_end: int
    end: int
    parent: "Node | None" = None
    children: list["Node"] = field(default_factory=list)

    @property
    def rank(self) -> int:
        """The depth of its kind; the report's own is above all."""
        return RANK.get(self.kind, -1)

    @property
    def is_item(self) -> bool:
        """Whether it carries a number of its own."""
        return self.kind not in {BREAK, ""}


def _marker(match: re.Match[str]) -> Marker:
    kind = str(match.lastgroup)
    count = 0 if kind == "dash" else number_of(match[kind])
    return Marker(match.start(), match.end(), kind, count)


def _is_next(marker: Marker, counts: dict[str, int]) -> bool:
    """Whether an inline number continues its count, or begins one under a heading."""
    last = counts.get(marker.kind)
    return marker.count == 1 or (last is not None and marker.count == last + 1)


def _in_line(text: str, line: Line, start: int, counts: dict[str, int]) -> Iterator[Marker]:
    for match in INLINE.finditer(text, start, line.end):
        marker = _marker(match)
        begun_at = max(match.start() - 4, line.start)
        before = text[match.start() - 1] if match.start() > line.start else ""
        stopped = before in STOPS or text[max(match.start() - 4, 0) : match.start()] == "<br>"
        # `…精准性（一）研究…`: a heading runs into its first sub-item without a stop
        runs_on = marker.kind == "bracketed" and counts.get("chinese") is not None
        # `会议要求，一、…。二、…`: the first number stands behind the verb of speaking
        runs_on = runs_on or ANNOUNCED.search(text[begun_at : match.start()]) is not None
        if (stopped or runs_on) and _is_next(marker, counts) and _opens_words(text, marker):
            _count(marker, counts)
            yield marker


def _is_section(text: str, line: Line, first: Line) -> bool:
    """Whether a line is a section's heading; the report's own title is none."""
    return line is not first and SECTION.fullmatch(text, line.start, line.end) is not None


def _opens_words(text: str, marker: Marker) -> bool:
    following = text[marker.body : marker.body + 1]
    return bool(following) and following not in LOOSE and following not in "）)”」》%"


def _count(marker: Marker, counts: dict[str, int]) -> None:
    for kind in counts:
        if RANK[kind] > marker.rank and kind != "bracketed":
            # `（五）` may go on counting under the next `二、`
            counts[kind] = 0
    counts[marker.kind] = marker.count


def markers(text: str, lines: list[Line]) -> list[Marker]:
    """Give the numbers of the outline in order."""
    found: list[Marker] = []
    counts: dict[str, int] = {}
    decimal = DECIMAL.search(text) is not None
    for line in lines:
        if line.is_set_aside or text[line.start] == "|":
            continue
        at = HEAD_SPACE.match(text, line.start, line.end)
        begun = at.end() if at else line.start
        head = NUMBER.match(text, begun, line.end)
        if head is None and decimal:
            head = DECIMAL_TOP.match(text, begun, line.end)
        if (
            head is not None
            and head.lastgroup == "ordinal"
            and ordinals(text, line.start, line.end)
        ):
            continue  # the run stands inside one paragraph, which is read as prose
        if head is not None and _opens_words(text, _marker(head)):
            marker = _marker(head)
            _count(marker, counts)
            found.append(marker)
            begun = marker.body
        elif text[line.start] == "#" or _is_section(text, line, lines[0]):
            found.append(Marker(line.start, line.end, BREAK, 0))
            continue
        found += _in_line(text, line, begun, counts)
    return found


def read_outline(text: str, lines: list[Line]) -> Node:
    """Read the report's lines as a tree of numbered items."""
    root = Node("", 0, 0, len(text), len(text))
    open_nodes = [root]
    for marker in markers(text, lines):
        while open_nodes[-1].rank >= marker.rank:
            open_nodes.pop().end = marker.start
        parent = open_nodes[-1]
        if not parent.children:
            parent.own_end = marker.start
        node = Node(marker.kind, marker.start, marker.body, len(text), len(text), parent)
        parent.children.append(node)
        open_nodes.append(node)
    for node in walk(root):
        if not node.children:
            node.own_end = node.end
    return root


def walk(node: Node) -> Iterator[Node]:
    """Give the node and all beneath it, in reading order."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(current.children))
