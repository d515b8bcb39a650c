"""Reading the events from which scores are computed; `scoring` decides what they come to."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.labels import covers
from tracker.people.actor import Actor
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.review.limits import figures
from tracker.workplan.review.scoring import (
    DateEvent,
    Ledger,
    Record,
    ReturnedEntry,
    StateEvent,
    ledger,
    withholding,
)
from tracker.workplan.tasks.carrying_over.queries import came_into
from tracker.workplan.tasks.models import (
    Assignment,
    DateChange,
    Plan,
    PlanPriority,
    StateChange,
    Task,
)
from tracker.workplan.tasks.queries import work_of
from tracker.workplan.tasks.rules import Step, in_force

Row = TypeVar("Row", StateChange, DateChange, ProgressEntry)


def scoring_day(plan: Plan, today: date) -> date:
    """Return the day up to which a plan is scored: today, and never beyond its year's last."""
    return min(today, date(plan.year, 12, 31))


def ledgers_of(
    actor: Actor, plan: Plan, unit_ids: Collection[int], as_of: date
) -> dict[int, Ledger]:
    """Return the ledger of each unit, also of one without tasks; five round trips for all.

    A score is one figure for everybody, so all work counts. Of a line about work that is labelled
    above the actor's clearance only its rule and its points are left, and it stands last.
    The actor sees the review of these units.
    """
    question = work_of(unit_ids, plan)
    ids = question.with_only_columns(Assignment.id)
    states = _grouped(
        db.session.scalars(
            select(StateChange).where(StateChange.assignment_id.in_(ids)).order_by(StateChange.id)
        )
    )
    dates = _grouped(
        db.session.scalars(
            select(DateChange).where(DateChange.assignment_id.in_(ids)).order_by(DateChange.id)
        )
    )
    returned = _grouped(
        db.session.scalars(
            select(ProgressEntry)
            .where(ProgressEntry.assignment_id.in_(ids), ProgressEntry.return_reason != "")
            .order_by(ProgressEntry.submitted_at, ProgressEntry.id)
        )
    )
    assignments = db.session.scalars(
        question.join(Task.priority)
        .options(contains_eager(Assignment.task))
        .order_by(PlanPriority.place, Task.ordinal, Assignment.id)
    )
    begins, came = date(plan.year, 1, 1), came_into(plan)
    records: dict[int, list[Record]] = {}
    hidden: set[int] = set()
    for it in assignments:
        if not covers(actor.clearance, it.task.label):
            hidden.add(it.id)
        records.setdefault(it.unit_id, []).append(
            Record(
                assignment_id=it.id,
                task_id=it.task_id,
                number=it.task.number,
                title=it.task.title,
                is_lead=it.is_lead,
                held_since=it.dispatched_on,
                counted_from=begins if it.task_id in came else None,
                states=tuple(
                    StateEvent(row.on, Step(row.step), row.now, row.reason)
                    for row in in_force(states.get(it.id, ()))
                ),
                dates=tuple(DateEvent(row.on, row.now) for row in dates.get(it.id, ())),
                returned=tuple(
                    ReturnedEntry(local_date(row.submitted_at), row.period, row.return_reason)
                    for row in returned.get(it.id, ())
                    if row.submitted_at is not None
                ),
            )
        )
    told = figures()
    return {key: withholding(ledger(records.get(key, ()), as_of, told), hidden) for key in unit_ids}


def _grouped(rows: Iterable[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.assignment_id, []).append(row)
    return groups
