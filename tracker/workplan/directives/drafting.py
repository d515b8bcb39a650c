"""A report's file or words → everything that is drafted from them. Plain Python.

Done before the transaction begins: reading and extracting a long report takes seconds, and
nobody else should wait for them.
"""

from dataclasses import dataclass
from datetime import date

from tracker.workplan.directives.extraction import Directive, extract
from tracker.workplan.directives.extraction.calendar import read_calendar
from tracker.workplan.directives.titles import titles
from tracker.workplan.meetings.readers import Reading, read, read_pasted
from tracker.workplan.meetings.readers.metadata import Metadata, read_metadata
from tracker.workplan.meetings.rules import check_secrecy


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
    name: str, data: bytes, *, plan_year: int | None = None, today: date | None = None
) -> Draft:
    """Draft an uploaded file; raises `Unreadable` or `SecretReport`.

    today: the day from which limits without a year count where the report bears no date.
    """
    return _draft(read(name, data), plan_year, today, file=(name, data))


def draft_text(text: str, *, plan_year: int | None = None, today: date | None = None) -> Draft:
    """Draft pasted words, `today` as for a file; raises `Unreadable` or `SecretReport`."""
    return _draft(read_pasted(text), plan_year, today)


def _draft(
    reading: Reading,
    plan_year: int | None,
    today: date | None,
    file: tuple[str, bytes] | None = None,
) -> Draft:
    check_secrecy(reading)
    facts = read_metadata(reading.text)
    days = {"held_on": facts.held_on, "published_on": facts.published_on}
    stated = read_calendar(reading.text, year=plan_year, **days)
    if stated.base is None and today is not None:
        days["published_on"] = today
    found = extract(reading.text, year=stated.year, **days).directives
    return Draft(
        reading,
        facts,
        stated.year,
        tuple(zip(found, titles(reading.text, found), strict=True)),
        file[0] if file else None,
        file[1] if file else None,
    )
