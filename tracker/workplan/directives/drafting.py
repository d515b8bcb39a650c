"""A report's file or words → everything that is drafted from them. Plain Python.

Done before the transaction begins: reading and extracting a long report takes seconds, and
nobody else should wait for them.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tracker.foundation.words import N_
from tracker.readers import Reading, read, read_pasted
from tracker.readers.metadata import Metadata, read_metadata
from tracker.readers.text import Encoding
from tracker.workplan.directives.extraction import Directive, extract
from tracker.workplan.directives.extraction.calendar import read_calendar
from tracker.workplan.directives.marks import analysed, led_back
from tracker.workplan.directives.titles import titles
from tracker.workplan.meetings.rules import check_secrecy, is_title_cut

MENDED = N_("粘贴的文字按行断开或带引用符号：分析时已整理成句，原文没有改动，请对照核对。")
TITLE_CUT = N_("标题太长，只留了前 200 字，可以在报告信息里改；完整的文字都在原文里。")

Stage = Literal["reading", "finding"]
Told = Callable[[Stage, int, int], None]
"""Is told how far the work is: the stage, and how many characters of how many are done."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a report says about itself and what it demands, with the title drafted for each demand.

    plan_year: the year that the report plans for; None where neither a person nor its words say.
    """

    reading: Reading
    facts: Metadata
    plan_year: int | None
    directives: tuple[tuple[Directive, str], ...]
    file_name: str | None = None
    data: bytes | None = None


def draft_file(
    name: str,
    data: bytes,
    *,
    plan_year: int | None = None,
    today: date | None = None,
    encoding: Encoding | None = None,
    told: Told | None = None,
) -> Draft:
    """Draft an uploaded file; raises `Unreadable` or `SecretReport`.

    today: the day from which limits without a year count where the report bears no date.
    encoding: what a person chose for a file whose bytes do not tell.
    """
    if told is not None:
        told("reading", 0, len(data))
    return _draft(read(name, data, encoding), plan_year, today, told, file=(name, data))


def draft_text(
    text: str,
    *,
    plan_year: int | None = None,
    today: date | None = None,
    told: Told | None = None,
) -> Draft:
    """Draft pasted words, `today` as for a file; raises `Unreadable` or `SecretReport`."""
    return _draft(read_pasted(text), plan_year, today, told)


def with_cut_title(reading: Reading, facts: Metadata) -> Reading:
    """Warn where the report's title is longer than a title may be."""
    if not is_title_cut(facts, reading.text):
        return reading
    return replace(reading, warnings=(*reading.warnings, TITLE_CUT))


def _draft(
    reading: Reading,
    plan_year: int | None,
    today: date | None,
    told: Told | None,
    file: tuple[str, bytes] | None = None,
) -> Draft:
    def reached(count: int) -> None:
        if told is not None:
            told("finding", count, len(text))

    check_secrecy(reading, file[0] if file else None)
    mended = analysed(reading)
    text = mended.text if mended else reading.text
    if mended:
        check_secrecy(replace(reading, text=text))
    if mended and reading.kind == "pasted":
        reading = replace(reading, warnings=(*reading.warnings, MENDED))
    facts = read_metadata(text, reading.stated)
    reading = with_cut_title(reading, facts)
    days = {"held_on": facts.held_on, "published_on": facts.published_on}
    stated = read_calendar(text, year=plan_year, **days)
    if stated.base is None and today is not None:
        days["published_on"] = today
    found = extract(text, year=stated.year, reached=reached, **days).directives
    drafted = [led_back(it, mended, reading.text) for it in found] if mended else found
    return Draft(
        reading,
        facts,
        stated.year,
        tuple(zip(drafted, titles(text, found), strict=True)),
        file[0] if file else None,
        file[1] if file else None,
    )
