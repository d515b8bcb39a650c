"""A text that was composed from what units reported, as a Word document."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.documents.annual_summary import numeral
from tracker.documents.official import Column, OfficialDocument
from tracker.foundation.labels import Label

COLUMNS = (
    Column("单位", 28, is_centred=True),
    Column("进度", 20, is_centred=True),
    Column("进展情况", 108),
)
MOST_NUMBERED = 99
"""Sections that are numbered 一、二、; more are not numbered at all."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A table that stands beneath a section; caption: the task that it is about."""

    caption: str
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class TextSection:
    """A section; each line of its text is a paragraph."""

    heading: str
    text: str
    tables: Sequence[TextTable] = ()


def composed_document(
    title: str, sections: Sequence[TextSection], *, label: Label | None = None
) -> bytes:
    """Write the text as .docx; a section without words and tables is left out."""
    document = OfficialDocument(title, label=label)
    told = [it for it in sections if it.text.strip() or it.tables]
    for place, it in enumerate(told, 1):
        number = f"{numeral(place)}、" if len(told) <= MOST_NUMBERED else ""
        document.heading(f"{number}{it.heading}", level=1)
        document.paragraph(it.text)
        for table in it.tables:
            document.heading(table.caption, level=2)
            document.table(COLUMNS, table.rows)
    return document.to_bytes()
