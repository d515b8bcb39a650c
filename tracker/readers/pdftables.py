"""Tables of a PDF → rows, cells apart by tabs; those that go on over a page are put together again."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pdfplumber.table import Table

from tracker.readers.paragraphs import CLOSED, FIRST_WORD, joined
from tracker.readers.pdflines import Cell, Line, Sign, lines_of

Box = tuple[float, float, float, float]
LEAST_CELLS = 2
MOST_PADDING = 8.0
"""Points between a cell's rule and its words, at most; those of centred words are no measure."""


def is_table(table: Table) -> bool:
    """Tell a table from a frame round text and from the rules of a letterhead."""
    rows = [[cell for cell in row.cells if cell is not None] for row in table.rows]
    return len(rows) >= LEAST_CELLS and max(map(len, rows)) >= LEAST_CELLS


def holds(box: Box, sign: Sign) -> bool:
    """Say whether a character stands in a box."""
    x, y = (sign.x0 + sign.x1) / 2, (sign.top + sign.bottom) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def rows_of(table: Table, signs: Sequence[Sign]) -> Iterator[Line]:
    """Give each row as one line; a cell that another one covers is empty."""
    boxes = [
        (cell, r, c) for r, row in enumerate(table.rows) for c, cell in enumerate(row.cells) if cell
    ]
    held: dict[tuple[int, int], list[Sign]] = {(r, c): [] for _, r, c in boxes}
    for sign in signs:
        place = next(((r, c) for cell, r, c in boxes if holds(cell, sign)), None)
        if place is not None:
            held[place].append(sign)
    for r, row in enumerate(table.rows):
        cells = [
            _cell(held[r, c], box) if box is not None else Cell("")
            for c, box in enumerate(row.cells)
        ]
        if any(cell.words for cell in cells):
            yield _row(cells, row.bbox, is_one=sum(box is not None for box in row.cells) == 1)


def _row(cells: Sequence[Cell], box: Box, *, is_one: bool) -> Line:
    """Put cells in a line; one across all columns is a line of its own."""
    words = [cell.words for cell in cells]
    return Line(
        text="".join(words) if is_one else "\t".join(words),
        x0=box[0],
        x1=box[2],
        top=box[1],
        bottom=box[3],
        size=1.0,
        cells=tuple(cells),
    )


def _cell(signs: Sequence[Sign], box: Box) -> Cell:
    """Give a cell's words; its lines go on where the next one's first word would not have fitted."""
    lines = lines_of(signs).lines
    if not lines:
        return Cell("")
    padding = min(min(line.x0 for line in lines) - box[0], MOST_PADDING)
    words = lines[0].text
    for before, line in pairwise(lines):
        first = FIRST_WORD.match(line.text)
        share = len(first.group()) / len(line.text) if first else 0.0
        is_on = before.x1 + (line.x1 - line.x0) * share > box[2] - padding
        words = joined(words, line.text) if is_on else f"{words} {line.text}"
    last = lines[-1]
    is_full = last.x1 + last.size > box[2] - padding
    return Cell(words, is_open=is_full and not CLOSED.search(words))


def whole_tables(lines: Sequence[Line]) -> tuple[list[Line], list[Line]]:
    """Put together what a page's end parted; give beside it the heads that were printed again.

    A row goes on where each cell that goes on was full, and its sentence not at its end.
    """
    found: list[Line] = []
    again: list[Line] = []
    head: Line | None = None
    page = 0
    for line in lines:
        before = found[-1] if found else None
        is_same = bool(before and before.cells and len(before.cells) == len(line.cells))
        if not is_same:
            head = line
        if head and before and is_same and line.page > page and line.text == head.text:
            again.append(line)
            # What stands under it still follows the row on the page before.
            continue
        if before and is_same and line.page > page and _goes_on(before, line):
            found[-1] = _both(before, line)
        else:
            found.append(line)
        page = line.page
    return found, again


def _goes_on(before: Line, line: Line) -> bool:
    pairs = list(zip(before.cells, line.cells, strict=True))
    return not line.cells[0].words and all(old.is_open for old, new in pairs if new.words)


def _both(before: Line, line: Line) -> Line:
    cells = [
        Cell(joined(old.words, new.words) if new.words else old.words, is_open=new.is_open)
        for old, new in zip(before.cells, line.cells, strict=True)
    ]
    return replace(line, text="\t".join(cell.words for cell in cells), cells=tuple(cells))
