"""What the units of one task said last, as a Word document: one paragraph, or a table."""

from collections.abc import Sequence

from tracker.documents.official import Column, OfficialDocument
from tracker.foundation.labels import Label

COLUMNS = (
    Column("单位", 26, is_centred=True),
    Column("完成", 18, is_centred=True),
    Column("状态", 26, is_centred=True),
    Column("最近进展", 92),
    Column("存在问题", 42),
    Column("下步打算", 42),
)


def in_a_paragraph(title: str, words: str, *, label: Label) -> bytes:
    """Write the merged words beneath the title."""
    document = OfficialDocument(title, label=label)
    document.paragraph(words)
    return document.to_bytes()


def in_a_table(title: str, rows: Sequence[Sequence[str]], *, label: Label) -> bytes:
    """Write a row for each unit, across the page."""
    document = OfficialDocument(title, is_landscape=True, label=label)
    document.table(COLUMNS, rows)
    return document.to_bytes()
