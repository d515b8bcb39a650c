"""A unit's annual summary (年度总结) as an official Word document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.documents.official import OfficialDocument
from tracker.foundation.labels import Label

NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Results:
    """What was achieved under one priority; each paragraph one string."""

    priority: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnualSummary:
    """One unit's year; a part that has no words is left out of the document."""

    unit: str
    year: int
    results: tuple[Results, ...] = ()
    highlights: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    next_year_plan: tuple[str, ...] = ()
    signed_by: str = ""
    signed_on: date | None = None
    label: Label | None = None


def annual_summary_document(summary: AnnualSummary) -> bytes:
    """Write the summary as .docx: 主要成效 by priority, 亮点工作, 存在问题, 下年思路举措."""
    document = OfficialDocument(f"{summary.unit}{summary.year}年度工作总结", label=summary.label)
    parts = _Numbered(document)
    results = [result for result in summary.results if _has_words(result.paragraphs)]
    if results:
        parts.begin("主要成效")
        for number, result in enumerate(results, 1):
            document.heading(f"（{numeral(number)}）{result.priority}", level=2)
            _write(document, result.paragraphs)
    for heading, paragraphs in (
        ("亮点工作", summary.highlights),
        ("存在问题", summary.problems),
        ("下年思路举措", summary.next_year_plan),
    ):
        if _has_words(paragraphs):
            parts.begin(heading)
            _write(document, paragraphs)
    if summary.signed_by or summary.signed_on:
        document.signature(summary.signed_by, summary.signed_on)
    return document.to_bytes()


def numeral(number: int) -> str:
    """Write 1 to 99 in Chinese, as headings are numbered."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return NUMERALS[ones - 1]
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")


class _Numbered:
    """Counts the parts that there are, so that none that is left out leaves a gap."""

    def __init__(self, document: OfficialDocument) -> None:
        self._document = document
        self._count = 0

    def begin(self, heading: str) -> None:
        self._count += 1
        self._document.heading(f"{numeral(self._count)}、{heading}", level=1)


def _has_words(paragraphs: Sequence[str]) -> bool:
    return any(paragraph.strip() for paragraph in paragraphs)


def _write(document: OfficialDocument, paragraphs: Sequence[str]) -> None:
    for paragraph in paragraphs:
        document.paragraph(paragraph)
