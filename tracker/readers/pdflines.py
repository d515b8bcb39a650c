"""Characters on a page of a PDF → lines in the order of reading, column after column. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WIDE_GAP, WORD_GAP = 0.8, 0.2
"""Gaps, in parts of the letter's size, that are read as a space: between Chinese, between others."""
COLUMN_GAP = 2.0
SAME_LINE = 0.5
SAME_PLACE = 0.1
LEAST_LINES = 8
LEAST_SHARE = 0.3
LEAST_FULL = 0.6
LEAST_COLUMN, FULL = 10, 1.5
MOST_CROSSING = 0.15
MIDDLE = (0.3, 0.7)
LEAST_GUTTER = 0.9
SPACES, SPACE = re.compile(r"\s*\t\s*| {4,}"), re.compile(r"\s*\t\s*")
CHINESE = re.compile(
    "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…·\U00020000-\U0003ffff]"
)


@dataclass(frozen=True, slots=True)
class Sign:
    """One character and its box, in points from the page's left upper corner."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `is_open`: its last line is full and its sentence not at its end."""

    words: str
    is_open: bool = False


@dataclass(slots=True)
class Line:
    """One printed line; `left` and `right` are the edges of the column that it stands in."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    size: float
    page: int = 0
    column: tuple[int, int] = (0, 1)
    """Which column of how many."""
    left: float = 0.0
    right: float = 0.0
    cells: tuple[Cell, ...] = ()
    """Those of a table's row, which is complete in itself; its text has them apart by tabs."""

    @property
    def has_cells(self) -> bool:
        """Whether it has parts that stand far apart, in a table or without rules."""
        return bool(self.cells) or "\t" in self.text


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page's lines in the order of reading, and where its columns part, if it has two."""

    lines: list[Line]
    gutter: float | None = None


def lines_of(signs: Sequence[Sign], known: float | None = None) -> Drawn:
    """Read a page; `known`: where the columns of the page before it parted."""
    rows = _rows(signs)
    gutter = _gutter(rows)
    if gutter is None and known is not None and all(row[-1].x1 <= known for row in rows):
        # The last page of two columns may fill but the first.
        gutter = known
    if gutter is None:
        return Drawn([_line(row) for row in rows])
    found: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for row in rows:
        before = [sign for sign in row if sign.x1 <= gutter]
        after = [sign for sign in row if sign.x0 >= gutter]
        if len(before) + len(after) < len(row):
            # A title across both columns: what stands above it is read first.
            found += [*left, *right, _line(row)]
            left, right = [], []
            continue
        left += [_line(before, (0, 2))] if before else []
        right += [_line(after, (1, 2))] if after else []
    return Drawn([*found, *left, *right], gutter)


def _rows(signs: Iterable[Sign]) -> list[list[Sign]]:
    """Put what stands at one height together, each row from left to right."""
    rows: list[list[Sign]] = []
    height = 0.0
    for sign in sorted(signs, key=lambda sign: (sign.top + sign.bottom, sign.x0)):
        middle = (sign.top + sign.bottom) / 2
        if rows and middle - height <= SAME_LINE * min(sign.size, rows[-1][0].size):
            rows[-1].append(sign)
        else:
            rows.append([sign])
            height = middle
    for row in rows:
        row.sort(key=lambda sign: sign.x0)
    return [row for row in rows if any(sign.text.strip() for sign in row)]


def _gutter(rows: Sequence[Sequence[Sign]]) -> float | None:
    """Find the middle of the gap between two columns of prose; None where there are not surely two."""
    if len(rows) < LEAST_LINES:
        return None
    first = min(row[0].x0 for row in rows)
    last = max(row[-1].x1 for row in rows)
    size = _middle([sign.size for row in rows for sign in row])
    step = size / 4
    count = int((last - first) / step) + 1
    covered = [0] * (count + 1)
    for row in rows:
        for place in {
            at
            for sign in row
            if sign.text.strip()
            for at in range(int((sign.x0 - first) / step), int((sign.x1 - first) / step) + 1)
        }:
            covered[min(place, count)] += 1
    low, high = (int(count * share) for share in MIDDLE)
    most = len(rows) * MOST_CROSSING
    best, run = (0, 0), 0
    for place in range(low, high + 1):
        run = run + 1 if covered[place] <= most else 0
        best = max(best, (run, place))
    if best[0] * step < LEAST_GUTTER * size:
        return None
    middle = first + (best[1] - best[0] / 2 + 0.5) * step
    return middle if _is_prose_on_both_sides(rows, middle, size) else None


def _is_prose_on_both_sides(rows: Sequence[Sequence[Sign]], gutter: float, size: float) -> bool:
    """Tell two columns from a table without rules, whose cells do not fill their width."""
    sides = (
        [[sign for sign in row if sign.x1 <= gutter] for row in rows],
        [[sign for sign in row if sign.x0 >= gutter] for row in rows],
    )
    for side in sides:
        ends = [part[-1].x1 for part in side if part]
        if len(ends) < max(LEAST_LINES / 2, len(rows) * LEAST_SHARE):
            return False
        edge = max(ends)
        if edge - min(part[0].x0 for part in side if part) < LEAST_COLUMN * size:
            return False
        if sum(end >= edge - FULL * size for end in ends) < LEAST_FULL * len(ends):
            return False
    return True


def _line(signs: Sequence[Sign], column: tuple[int, int] = (0, 1)) -> Line:
    words: list[str] = []
    before: Sign | None = None
    kept: list[Sign] = []
    for sign in signs:
        if before is not None and _is_again(before, sign):
            # Bold that is printed twice, a hair's breadth apart.
            continue
        if before is not None:
            words.append(_between(before, sign))
        words.append(sign.text)
        kept.append(sign)
        before = sign
    inked = [sign for sign in kept if sign.text.strip()]
    return Line(
        text=_celled("".join(words).strip()),
        x0=inked[0].x0,
        x1=inked[-1].x1,
        top=min(sign.top for sign in inked),
        bottom=max(sign.bottom for sign in inked),
        size=_middle([sign.size for sign in inked]),
        column=column,
    )


def _is_again(before: Sign, sign: Sign) -> bool:
    return (
        before.text == sign.text
        and abs(before.x0 - sign.x0) <= SAME_PLACE * sign.size
        and abs(before.top - sign.top) <= SAME_PLACE * sign.size
    )


def _between(before: Sign, sign: Sign) -> str:
    """Read the gap between two signs: nothing, a space, or a tab where it is as wide as a column's."""
    if before.text.isspace() or sign.text.isspace():
        return ""
    gap = (sign.x0 - before.x1) / sign.size
    if gap > COLUMN_GAP:
        return "\t"
    is_latin = not CHINESE.match(before.text[-1:]) and not CHINESE.match(sign.text)
    return " " if gap > (WORD_GAP if is_latin else WIDE_GAP) else ""


def _celled(words: str) -> str:
    """Keep tabs between cells of words, not between the letters of a title that is set wide."""
    words = SPACES.sub("\t", words)
    is_table = all(len(part.strip()) > 1 for part in words.split("\t"))
    return words if is_table else SPACE.sub(" ", words)


def _middle(values: Sequence[float]) -> float:
    return sorted(values)[len(values) // 2]
