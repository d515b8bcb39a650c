"""A mapped breakdown sheet → the draft of a report."""

from tracker.workplan.directives.breakdown.layout import Breakdown
from tracker.workplan.directives.breakdown.recognition import facts_of, reading_of
from tracker.workplan.directives.drafting import Draft
from tracker.workplan.directives.titles import titles
from tracker.workplan.meetings.readers.workbook import Workbook


def draft_breakdown(
    breakdown: Breakdown, book: Workbook, *, file_name: str, data: bytes, plan_year: int
) -> Draft:
    """Draft a report from a sheet that was laid out; raises `Unreadable`."""
    found = breakdown.directives
    return Draft(
        reading_of(breakdown, book),
        facts_of(breakdown),
        plan_year,
        tuple(zip(found, titles(breakdown.text, found), strict=True)),
        file_name,
        data,
    )
