"""The first annual summaries of the example's units, written in the story's last days."""

from collections.abc import Iterator
from datetime import timedelta

from tracker.example import words
from tracker.example.days import dice, in_office, later, workday_up_to
from tracker.example.stage import Life, Stage
from tracker.people.models import Unit
from tracker.workplan.review.commands import (
    accept_summary,
    draft_summary,
    edit_summary,
    return_summary,
    submit_summary,
)
from tracker.workplan.review.models import SummaryState
from tracker.workplan.tasks.models import Plan

AGO = timedelta(days=4)
# How far the units have come, by their codes; the others have not begun.
WRITERS = {
    "222": SummaryState.ACCEPTED,
    "216": SummaryState.SUBMITTED,
    "206": SummaryState.RETURNED,
    "219": SummaryState.DRAFT,
    "307": SummaryState.DRAFT,
}


def summary_lives(stage: Stage, plan: Plan) -> Iterator[Life]:
    """Have some units write their summaries, each as far as it has come."""
    for code, state in WRITERS.items():
        yield _summary_life(stage, plan, stage.cast.units[code], state)


def _summary_life(stage: Stage, plan: Plan, unit: Unit, state: SummaryState) -> Life:
    throw = dice("summary", stage.year.today, unit.code)
    head, contact = stage.cast.heads[unit.id], stage.cast.contacts[unit.id]
    at = in_office(workday_up_to(stage.year.last_day - AGO), throw).replace(hour=9)
    yield at
    summary = draft_summary(contact, plan, unit, now=at)
    if state is SummaryState.DRAFT:
        return
    at = later(at, throw)
    yield at
    edit_summary(
        contact,
        summary,
        results={},
        highlights=f"{summary.highlights}\n{words.said('highlights', throw, 'summary')}".strip(),
        problems=words.said("problems", throw, "summary"),
        next_year_plan=words.said("plan", throw, "summary"),
        now=at,
    )
    at = later(at, throw)
    yield at
    submit_summary(head, summary, now=at)
    at = later(at, throw)
    yield at
    if state is SummaryState.ACCEPTED:
        accept_summary(stage.cast.supervisors[0], summary, now=at)
    elif state is SummaryState.RETURNED:
        return_summary(
            stage.cast.supervisors[0],
            summary,
            reason=words.said("summary", throw),
            now=at,
        )
