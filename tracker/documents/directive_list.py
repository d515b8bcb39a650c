"""The directives found in a report, as a list for a terminal; `directive_files` writes it as a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from tracker.documents.characters import padded, printable, wrapped

LEVELS = {"priority": "重点", "measure": "举措"}
HEADINGS = ("编号", "层级", "部署要求", "时限", "单位", "依据", "把握")
TERMINAL_WIDTHS = (6, 4, 56, 10, 20, 20, 4)
"""Columns of a terminal; a Chinese character takes two."""
GAP = "  "


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    """One directive as a line; `confidence` from 0 to 1, `units` as the report writes them."""

    id: str
    level: Literal["priority", "measure"]
    text: str
    due: date | str | None
    units: tuple[str, ...]
    reason: str
    confidence: float


def directive_table(title: str, rows: Sequence[DirectiveRow]) -> str:
    """Write the list for a terminal; ends in a line feed."""
    lines = [
        printable(title),
        "",
        *_line(HEADINGS),
        GAP.join("-" * columns for columns in TERMINAL_WIDTHS),
    ]
    for row in rows:
        lines += _line(cells(row))
    lines += [
        "",
        f"共 {len(rows)} 条：重点 {_count(rows, 'priority')}，举措 {_count(rows, 'measure')}。",
    ]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def cells(row: DirectiveRow) -> tuple[str, ...]:
    """Give the row's words under each of the headings."""
    return (
        row.id,
        LEVELS[row.level],
        printable(row.text),
        row.due.isoformat() if isinstance(row.due, date) else row.due or "",
        "、".join(row.units),
        row.reason,
        f"{row.confidence:.2f}",
    )


def _line(words: Sequence[str]) -> Iterator[str]:
    """Lay cells side by side, each broken into as many lines as it needs."""
    columns = [
        list(wrapped(cell, width)) for cell, width in zip(words, TERMINAL_WIDTHS, strict=True)
    ]
    for at in range(max(map(len, columns))):
        yield GAP.join(
            padded(lines[at] if at < len(lines) else "", width)
            for lines, width in zip(columns, TERMINAL_WIDTHS, strict=True)
        )


def _count(rows: Sequence[DirectiveRow], level: str) -> int:
    return sum(row.level == level for row in rows)
