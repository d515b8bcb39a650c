"""The circulars of the example's office: one that was issued, and the next as a draft."""

from datetime import datetime

from tracker.example.cast import Cast
from tracker.foundation.clock import local_date
from tracker.foundation.labels import USUAL
from tracker.workplan.progress.circulars.commands import (
    approve_circular,
    draft_circular,
    issue_circular,
)
from tracker.workplan.progress.circulars.queries import stand_of
from tracker.workplan.progress.circulars.rules import Choice
from tracker.workplan.progress.composing.queries import planned_years
from tracker.workplan.progress.composing.spans import begun_spans
from tracker.workplan.tasks.queries import plan_of

MONTH, QUARTER = 1, 3
NAMED = 8
"""Late works that are named at most."""


def write_circulars(cast: Cast, at: datetime) -> None:
    """Issue one about the quarter that ended last, and draft one about the month."""
    office, day = cast.supervisors[0], local_date(at)
    ended = [it for it in begun_spans(planned_years(), day) if it.ends_on < day]
    for months in (QUARTER, MONTH):
        span = next((it for it in ended if it.months == months), None)
        plan = plan_of(span.year) if span else None
        if span is None or plan is None:
            continue
        stand = stand_of(office, plan, span, USUAL, day)
        late = [it.assignment_id for it in stand.late[:NAMED]]
        choice = Choice(USUAL, is_for_units=True, late=late, praised=(), criticised=())
        made = draft_circular(office, plan, span, choice, now=at)
        if months == QUARTER:
            approve_circular(cast.leaders[0], made, now=at, version=made.version)
            issue_circular(office, made, now=at, version=made.version)
