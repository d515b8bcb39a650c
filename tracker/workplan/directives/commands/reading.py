"""A stretch of a report read as one draft: what its own words say about units, time and figures."""

from dataclasses import dataclass
from datetime import date

from tracker.foundation.clock import local_date
from tracker.workplan.directives import rules
from tracker.workplan.directives.charging import Charges
from tracker.workplan.directives.extraction import Span, read_stretch
from tracker.workplan.directives.matching import Office
from tracker.workplan.directives.models import Directive, Level, Mode, NamedTarget, NamedUnit
from tracker.workplan.directives.titles import title_of, without_parties
from tracker.workplan.meetings.models import Report


@dataclass(frozen=True, slots=True)
class Draft:
    """What a stretch says; for a priority only its title, the rest stays empty."""

    start: int
    end: int
    quote: str
    title: str
    due_on: date | None
    due_text: str | None
    mode: Mode | None
    units: list[NamedUnit]
    targets: list[NamedTarget]
    modality: str | None


def read_draft(report: Report, span: Span, level: Level, office: Office) -> Draft:
    """Read a stretch (code points) of the report as a draft of its own."""
    quote = report.text[span.start : span.end]
    if level is Level.PRIORITY:
        return Draft(span.start, span.end, quote, title_of(quote), None, None, None, [], [], None)
    found = read_stretch(
        report.text,
        span,
        year=report.plan_year,
        held_on=report.held_on,
        # Its limits count from the day it came in where it bears no date of its own.
        published_on=report.published_on or report.held_on or local_date(report.taken_in_at),
    )
    units = rules.units_of(found, Charges(report.text, office))
    limit = found.due_text
    names = [it["name"] for it in units]
    return Draft(
        span.start,
        span.end,
        quote,
        without_parties(title_of(quote, limit=limit), names, limit=limit, words=quote),
        found.due,
        rules.short(limit, rules.LONGEST_DUE_TEXT),
        rules.mode_of(units),
        units,
        rules.targets_of(found),
        rules.short(found.modality, rules.LONGEST_MODALITY),
    )


def put_into(directive: Directive, draft: Draft) -> None:
    """Have a directive say what a draft says."""
    directive.start, directive.end, directive.quote = draft.start, draft.end, draft.quote
    directive.title = draft.title
    directive.due_on, directive.due_text = draft.due_on, draft.due_text
    directive.mode, directive.units = draft.mode, draft.units
    directive.targets, directive.modality = draft.targets, draft.modality
