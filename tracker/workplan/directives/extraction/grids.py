"""Where a report holds tables, and the cells of their rows; not what the cells mean.

Rows are lines with bars or tabs, rows of HTML, or the cells of a table that was pasted as plain text:
one cell a line, the head first.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from tracker.workplan.directives.extraction.lines import Line
from tracker.workplan.directives.extraction.model import Span

CELL = re.compile(r"[^|]+")
TABBED_CELL = re.compile(r"(?:^|(?<=\t))[^\t]*")
RULE_LINE = re.compile(r"[\s|:-]+$")
TABLE_OPENS = re.compile(r"<table\b", re.IGNORECASE)
TABLE_CLOSES = re.compile(r"</table\s*>", re.IGNORECASE)
ROW_OPENS = re.compile(r"<tr\b[^<>]{0,400}>", re.IGNORECASE)
CELL_OPENS = re.compile(r"<t[hd]\b[^<>]{0,400}>", re.IGNORECASE)
CELL_CLOSES = re.compile(r"</t[hdr]\s*>|<t[hdr]\b", re.IGNORECASE)
EDGE_TAGS = re.compile(
    r"(?:\s|&nbsp;|</?(?:p|span|div|strong|b|br|font|em)\b[^<>]{0,200}>)+", re.IGNORECASE
)
# The head cells of a list of tasks.
DEED_HEAD = re.compile(
    r"(?:序号)?(?:(?:重点|主要|具体|年度)?(?:工作|任务|目标|整改)?(?:事项|任务|举措|措施|内容|要求)|工作|(?:议定|决议|待办)事项|行动项)(?:名称|内容)?$"
)
LEAD_HEAD = re.compile(
    r"(?:牵头|主办|承办|责任|负责|落实|实施|主责)(?:责任)?(?:单位|部门|主体|处室|科室|人|领导)?(?:及责任人)?$"
)
SUPPORT_HEAD = re.compile(r"(?:配合|协办|参与|参加|协助)(?:责任)?(?:单位|部门|处室|科室)?$")
TIME_HEAD = re.compile(
    r"(?:计划|预计|要求)?(?:完成|办结|落实|整改|截止|销号)?(?:时间|时限|期限)(?:要求|节点)?$"
)
COUNT_HEAD = re.compile(r"(?:序号|编号|序)$")
OTHER_HEAD = re.compile(r"(?:备注|类别|领域|分类|责任领导|分管领导|目标|进度|项目|单位)$")
COUNT = re.compile(r"\d{1,3}[.．、]?$")
BLANKS = re.compile(r"\s+")
# `事项 | 责任单位 | 时限`: bars between the cells alone
LEAST_BARS = 2
# `|`, `| 责任单位`: a table taken apart, one cell a line
ALONE = re.compile(r"[|\s]*[^|]*[|\s]*")
LEAST_HEADS, MOST_HEADS, LONGEST_HEAD = 3, 10, 10
LONGEST_SIDE_CELL = 120


@dataclass(slots=True)
class Grid:
    """One table: its rows of cells, how it is drawn, and where it begins and ends."""

    start: int
    end: int
    is_barred: bool
    rows: list[list[Span]] = field(default_factory=list)


def grids(text: str, lines: list[Line]) -> list[Grid]:
    """Give the tables of a report in order; none overlaps another."""
    found = [*_drawn(text, lines), *_marked_up(text)]
    found.sort(key=lambda grid: grid.start)
    found += _one_cell_a_line(text, list(outside(lines, found)))
    return sorted(found, key=lambda grid: grid.start)


def outside(lines: list[Line], found: list[Grid]) -> Iterator[Line]:
    """Give the lines that stand in none of the tables, which are in order."""
    place = 0
    for line in lines:
        while place < len(found) and found[place].end <= line.start:
            place += 1
        if place == len(found) or line.end <= found[place].start:
            yield line


def _drawn(text: str, lines: list[Line]) -> Iterator[Grid]:
    """Give the tables whose rows are lines with bars or tabs."""
    grid: Grid | None = None
    for line in lines:
        row = _with_empty_cells(text, line)
        words = row.text_of(text)
        is_barred = words.startswith("|")
        has_bars = is_barred or words.count("|") >= LEAST_BARS
        alone = grid is None and is_barred and ALONE.fullmatch(words) is not None
        if alone or not (has_bars or "\t" in words):
            if grid is not None:
                yield grid
            grid = None
            continue
        if grid is None:
            grid = Grid(row.start, row.end, is_barred)
        grid.end = row.end
        if not RULE_LINE.match(words):
            cell = CELL if has_bars else TABBED_CELL
            grid.rows.append(
                [Span(row.start + m.start(), row.start + m.end()) for m in cell.finditer(words)]
            )
    if grid is not None:
        yield grid


def _with_empty_cells(text: str, line: Line) -> Span:
    """Give the line with the tabs around its words: empty cells are cells too."""
    start, end = line.start, line.end
    while start > 0 and text[start - 1] == "\t":
        start -= 1
    while text.startswith("\t", end):
        end += 1
    return Span(start, end)


def _marked_up(text: str) -> Iterator[Grid]:
    """Give the tables of HTML that stand in the text as markup."""
    at = 0
    while (opened := TABLE_OPENS.search(text, at)) is not None:
        closed = TABLE_CLOSES.search(text, opened.end())
        end = closed.end() if closed else len(text)
        grid = Grid(opened.start(), end, is_barred=True)
        starts = [row.end() for row in ROW_OPENS.finditer(text, opened.end(), end)]
        for start, after in pairwise([*starts, end]):
            grid.rows.append(list(_marked_up_cells(text, start, after)))
        yield grid
        at = end


def _marked_up_cells(text: str, start: int, end: int) -> Iterator[Span]:
    for cell in CELL_OPENS.finditer(text, start, end):
        closed = CELL_CLOSES.search(text, cell.end(), end)
        begin, stop = cell.end(), closed.start() if closed else end
        while (tags := EDGE_TAGS.match(text, begin, stop)) is not None and tags.end() > begin:
            begin = tags.end()
        kept = text[begin:stop]
        for tags in EDGE_TAGS.finditer(kept):
            if tags.end() == len(kept):
                stop = begin + tags.start()
        yield Span(begin, max(begin, stop))


def _one_cell_a_line(text: str, lines: list[Line]) -> Iterator[Grid]:
    """Give the tables that were pasted with one cell a line: a run of heads, then the cells."""
    lines = [line for line in (_without_bars(text, line) for line in lines) if line is not None]
    at = 0
    while at < len(lines):
        heads = _heads(text, lines, at)
        if heads == 0:
            beneath = _heads_beneath(text, lines, at)
            if beneath > 0:
                yield _turned(lines[at : at + beneath])
            at += max(beneath, 1)
            continue
        counted = COUNT_HEAD.match(_words(text, lines[at])) is not None
        grid = Grid(lines[at].start, lines[at + heads - 1].end, is_barred=False)
        grid.rows.append([Span(line.start, line.end) for line in lines[at : at + heads]])
        at += heads
        while (row := _row(text, lines, at, heads, count=len(grid.rows) if counted else None)) > 0:
            grid.rows.append(_cells(lines[at : at + row], heads))
            grid.end = lines[at + row - 1].end
            at += row
        if len(grid.rows) > 1:
            yield grid


def _without_bars(text: str, line: Line) -> Line | None:
    """Give the line without the bars and blanks around its words; None where nothing else stands there."""
    words = text[line.start : line.end]
    start = line.start + len(words) - len(words.lstrip("| \t　"))
    end = line.start + len(words.rstrip("| \t　"))
    return Line(start, end, line.is_set_aside) if start < end else None


def _kind(words: str) -> re.Pattern[str] | None:
    """Tell which head of a list of tasks the words are, if any."""
    kinds = (COUNT_HEAD, LEAD_HEAD, SUPPORT_HEAD, TIME_HEAD, DEED_HEAD, OTHER_HEAD)
    if len(words) > LONGEST_HEAD:
        return None
    return next((kind for kind in kinds if kind.match(words)), None)


def _heads_beneath(text: str, lines: list[Line], at: int) -> int:
    """Count the lines of one task whose heads and cells take turns: `具体任务`, the task, `责任单位`."""
    seen: list[re.Pattern[str]] = []
    number = 0
    while at + number + 1 < len(lines):
        kind = _kind(_words(text, lines[at + number]))
        cell = _words(text, lines[at + number + 1])
        if kind is None or kind in seen or _kind(cell) is not None:
            break
        seen.append(kind)
        number += 2
    complete = seen[:1] == [DEED_HEAD] and (LEAD_HEAD in seen or TIME_HEAD in seen)
    return number if complete else 0


def _turned(lines: list[Line]) -> Grid:
    """Give a task whose heads and cells take turns as a table of one row."""
    cells = [Span(line.start, line.end) for line in lines]
    rows = [cells[::2], cells[1::2]]
    return Grid(cells[0].start, cells[-1].end, is_barred=False, rows=rows)


def _words(text: str, line: Line) -> str:
    return BLANKS.sub("", text[line.start : line.end])


def _heads(text: str, lines: list[Line], at: int) -> int:
    """Count the lines from here on that are the heads of a list of tasks; 0 where they are none."""
    number, known = 0, []
    while at + number < len(lines) and number <= MOST_HEADS:
        kind = _kind(_words(text, lines[at + number]))
        if kind is None:
            break
        known.append(kind)
        number += 1
    complete = DEED_HEAD in known and (LEAD_HEAD in known or TIME_HEAD in known)
    return number if complete and LEAST_HEADS <= number <= MOST_HEADS else 0


def _row(text: str, lines: list[Line], at: int, heads: int, *, count: int | None) -> int:
    """Count the lines of the row that begins here; 0 where none does.

    With a column of numbers a row ends before the next number, so a cell of two lines does no harm.
    """
    if at + heads > len(lines) and count is None:
        return 0
    if count is None:
        sides = lines[at + 1 : at + heads]
        ok = all(line.end - line.start <= LONGEST_SIDE_CELL for line in sides)
        ended = any("。" in text[line.start : line.end] for line in sides)
        return heads if ok and not ended else 0
    if at >= len(lines) or _words(text, lines[at]).rstrip(".．、") != str(count):
        return 0
    limit = min(at + heads * 2, len(lines))
    for place in range(at + 1, limit):
        if _words(text, lines[place]).rstrip(".．、") == str(count + 1):
            return place - at
    return min(heads, len(lines) - at)


def _cells(lines: list[Line], heads: int) -> list[Span]:
    """Give the cells of a row; what is too many belongs to the second cell, the task."""
    surplus = max(len(lines) - heads, 0)
    cells = [Span(line.start, line.end) for line in lines]
    if surplus and heads > 1:
        cells[1 : surplus + 2] = [Span(cells[1].start, cells[surplus + 1].end)]
    return cells
