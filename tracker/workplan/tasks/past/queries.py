"""Assignments and their signals as they were at the end of a past day, from the typed events.

State, unit, dates and percent are those of the day. What else a signal depends on is told by those
who keep it: `limits.judging_on`, `past.cycles`, `milestones.schedule`, `carrying_over.membership`.
"""

from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, null, or_, select
from sqlalchemy.orm import aliased

from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    DateChange,
    PercentChange,
    StateChange,
)
from tracker.workplan.tasks.rules import Step

REPORTED = (AssignmentState.REPORTED, AssignmentState.CLOSED)


def assignments_on(seen: Select[Assignment], day: date) -> type[Assignment]:
    """Return these assignments as they stood at the end of a day, in the shape of their table.

    Those that were not given out yet are not among them. Ask for columns, not for whole rows: a row
    of the past must not be taken for the one that is kept.
    """
    states = _states(seen, day)
    percents = (
        select(PercentChange.now)
        .where(PercentChange.assignment_id == Assignment.id, PercentChange.on <= day)
        .order_by(PercentChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    dates = (
        select(DateChange.now)
        .where(DateChange.assignment_id == Assignment.id, DateChange.on <= day)
        .order_by(DateChange.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    it = states.c
    was: dict[str, Any] = {
        "state": it.state,
        "unit_id": it.unit_id,
        "dispatched_on": it.dispatched_on,
        "reported_on": case((it.state.in_(REPORTED), it.reported_on), else_=null()),
        "closed_on": case((it.state == AssignmentState.CLOSED, it.closed_on), else_=null()),
        "percent": func.coalesce(percents, 0),
        "due_on": dates,
        "original_due_on": case((dates.is_not(None), Assignment.original_due_on), else_=null()),
    }
    columns = [
        was[column.key].label(column.key) if column.key in was else column
        for column in Assignment.__table__.columns
    ]
    asked = (
        select(*columns)
        .select_from(Assignment)
        .join(states, states.c.assignment_id == Assignment.id)
        .subquery("assignment_then")
    )
    return aliased(Assignment, asked, adapt_on_names=True)


def _states(seen: Select[Assignment], day: date) -> Subquery:
    """Return one line for each assignment that had been given out by the end of the day.

    A redispatch to another unit begins the schedule anew. Of a closure that was asked for several
    times the last counts, which what was taken back since does not move.
    """
    of_each = StateChange.assignment_id
    changes = (
        select(
            StateChange.assignment_id,
            StateChange.step,
            StateChange.now,
            StateChange.unit_id,
            StateChange.on.label("day"),
            func.lag(StateChange.unit_id)
            .over(partition_by=of_each, order_by=StateChange.id)
            .label("unit_before"),
            func.row_number()
            .over(partition_by=of_each, order_by=StateChange.id.desc())
            .label("from_last"),
        )
        .where(
            StateChange.on <= day,
            StateChange.assignment_id.in_(seen.with_only_columns(Assignment.id).order_by(None)),
        )
        .subquery("changes")
    )
    it = changes.c
    is_last = it.from_last == 1
    begins = or_(
        it.unit_before.is_(None),
        and_(it.step == Step.REDISPATCH.value, it.unit_before != it.unit_id),
    )
    return (
        select(
            it.assignment_id,
            func.max(case((is_last, it.now))).label("state"),
            func.max(case((is_last, it.unit_id))).label("unit_id"),
            func.max(case((begins, it.day))).label("dispatched_on"),
            func.max(case((it.step == Step.ASK_CLOSURE.value, it.day))).label("reported_on"),
            func.max(case((it.step == Step.CLOSE.value, it.day))).label("closed_on"),
        )
        .group_by(it.assignment_id)
        .subquery("states")
    )
