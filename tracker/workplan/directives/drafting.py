"""A report's file or words → everything that is drafted from them. Plain Python.

Done before the transaction begins: reading and extracting a long report takes seconds, and
nobody else should wait for them.
"""

from dataclasses import dataclass

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


def draft_file(name: str, data: bytes, *, plan_year: int | None = None) -> Draft:
    """Draft an uploaded file; raises `Unreadable` or `SecretReport`."""
    return _draft(read(name, data), plan_year, name, data)


def draft_text(text: str, *, plan_year: int | None = None) -> Draft:
    """Draft pasted words; raises `Unreadable` or `SecretReport`."""
    return _draft(read_pasted(text), plan_year, None, None)


def _draft(reading: Reading, plan_year: int | None, name: str | None, data: bytes | None) -> Draft:
    check_secrecy(reading)
    facts = read_metadata(reading.text)
    days = {"held_on": facts.held_on, "published_on": facts.published_on}
    found = extract(reading.text, year=plan_year, **days).directives
    return Draft(
        reading,
        facts,
        read_calendar(reading.text, year=plan_year, **days).year,
        tuple(zip(found, titles(reading.text, found), strict=True)),
        name,
        data,
    )
