"""A mapped breakdown sheet → the draft of a report."""

from tracker.readers.workbook import Workbook
from tracker.workplan.directives.breakdown.layout import Breakdown
from tracker.workplan.directives.breakdown.recognition import facts_of, reading_of
from tracker.workplan.directives.drafting import Draft, with_cut_title
from tracker.workplan.directives.titles import titles


def draft_breakdown(
    breakdown: Breakdown, book: Workbook, *, file_name: str, data: bytes, plan_year: int
) -> Draft:
    """Draft a report from a sheet that was laid out; raises `Unreadable`."""
    found, facts = breakdown.directives, facts_of(breakdown)
    return Draft(
        with_cut_title(reading_of(breakdown, book), facts),
        facts,
        plan_year,
        tuple(zip(found, titles(breakdown.text, found), strict=True)),
        file_name,
        data,
    )
