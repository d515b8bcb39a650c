"""The directives found in a report as an Excel or Word file."""

from collections.abc import Sequence

from tracker.documents import official, sheet
from tracker.documents.directive_list import HEADINGS, DirectiveRow, cells

SHEET_WIDTHS = (8, 8, 70, 13, 28, 30, 8)
WORD_MILLIMETRES = (16, 14, 112, 28, 40, 37)
"""The Word list leaves the confidence out: it is for reading, not for sifting."""
CENTRED = {"编号", "层级", "时限", "把握"}


def directive_sheet(title: str, rows: Sequence[DirectiveRow]) -> bytes:
    """Write the list as .xlsx."""
    columns = [
        sheet.Column(h, w, is_centred=h in CENTRED)
        for h, w in zip(HEADINGS, SHEET_WIDTHS, strict=True)
    ]
    values = (
        (*cells(row)[:3], row.due, *cells(row)[4:6], round(row.confidence, 2)) for row in rows
    )
    return sheet.sheet(title, columns, values, bold=_priorities(rows))


def directive_document(title: str, rows: Sequence[DirectiveRow]) -> bytes:
    """Write the list as .docx, on a page in landscape."""
    document = official.OfficialDocument(title, is_landscape=True)
    shown = zip(HEADINGS, WORD_MILLIMETRES, strict=False)
    columns = [
        official.Column(heading, width, is_centred=heading in CENTRED) for heading, width in shown
    ]
    document.table(columns, [cells(row)[: len(columns)] for row in rows], bold=_priorities(rows))
    return document.to_bytes()


def _priorities(rows: Sequence[DirectiveRow]) -> list[int]:
    return [index for index, row in enumerate(rows) if row.level == "priority"]
