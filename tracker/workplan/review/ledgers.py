"""Reading the events from which scores are computed; `scoring` decides what they come to."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager

from tracker.foundation.db import db
from tracker.foundation.labels import covers
from tracker.people.actor import Actor
from tracker.workplan.progress.facts.queries import facts_about
from tracker.workplan.progress.facts.rules import Fact, Timing
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.progress.returns.models import EntryReturn
from tracker.workplan.review.limits import figures
from tracker.workplan.review.scoring import (
    DateEvent,
    Ledger,
    Record,
    ReturnedEntry,
    StateEvent,
    TardyEntry,
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

Row = TypeVar("Row", StateChange, DateChange)


def scoring_day(plan: Plan, today: date) -> date:
    """Return the day up to which a plan is scored: today, and never beyond its year's last."""
    return min(today, date(plan.year, 12, 31))


def ledgers_of(
    actor: Actor, plan: Plan, unit_ids: Collection[int], as_of: date
) -> dict[int, Ledger]:
    """Return the ledger of each unit, also of one without tasks; five round trips for all.

    Late and missing entries cost four more, where the office takes points for them.

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
    returned = _first_returns(ids)
    assignments = db.session.scalars(
        question.join(Task.priority)
        .options(contains_eager(Assignment.task))
        .order_by(PlanPriority.place, Task.ordinal, Assignment.id)
    )
    told = figures()
    begins, came = date(plan.year, 1, 1), came_into(plan)
    tardy = _tardy(ids, as_of, begins) if told.entry_late or told.entry_missing else {}
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
                returned=tuple(returned.get(it.id, ())),
                tardy=tuple(
                    TardyEntry(fact.period.name, fact.due_on, fact.reported_on)
                    for fact in tardy.get(it.id, ())
                    if fact.unit_id == it.unit_id and fact.timing is not Timing.ON_TIME
                ),
            )
        )
    return {key: withholding(ledger(records.get(key, ()), as_of, told), hidden) for key in unit_ids}


def _first_returns(ids: Select[int]) -> dict[int, list[ReturnedEntry]]:
    """Return what was returned at least once, by assignment, in the order of the first returns."""
    first = select(func.min(EntryReturn.id)).group_by(EntryReturn.entry_id)
    rows = db.session.execute(
        select(
            ProgressEntry.assignment_id, EntryReturn.on, ProgressEntry.period, EntryReturn.reason
        )
        .join(ProgressEntry, ProgressEntry.id == EntryReturn.entry_id)
        .where(ProgressEntry.assignment_id.in_(ids), EntryReturn.id.in_(first))
        .order_by(EntryReturn.id)
    )
    found: dict[int, list[ReturnedEntry]] = {}
    for key, on, period, reason in rows:
        found.setdefault(key, []).append(ReturnedEntry(on, period, reason))
    return found


def _tardy(ids: Select[int], as_of: date, since: date) -> dict[int, list[Fact]]:
    return facts_about(db.session.scalars(ids).all(), as_of, since=since)


def _grouped(rows: Iterable[Row]) -> dict[int, list[Row]]:
    groups: dict[int, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.assignment_id, []).append(row)
    return groups
