"""Reading what decides about late and missing entries; `rules` decides."""

from collections.abc import Collection
from datetime import date
from typing import TypeVar

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.workplan.progress.facts.rules import Course, Fact, Ruled, Stood, Told, facts_of
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.tasks.models import Assignment, ReportingCycle, StateChange, Task
from tracker.workplan.tasks.past.models import CycleChange
from tracker.workplan.tasks.rules import in_force

T = TypeVar("T")


def facts_about(
    assignment_ids: Collection[int], as_of: date, *, since: date
) -> dict[int, list[Fact]]:
    """Return the facts about assignments, of the periods that ended from a day on; four round trips.

    The ids come from a question that began at what the actor may see. Where a task is reported on by
    milestones there is one round trip more.
    """
    times = times_on(as_of)
    tasks = db.session.execute(
        select(Assignment.id, Task.id, Task.cycle)
        .join(Assignment.task)
        .where(Assignment.id.in_(assignment_ids))
    ).all()
    states: dict[int, list[StateChange]] = {}
    for change in db.session.scalars(
        select(StateChange)
        .where(StateChange.assignment_id.in_(assignment_ids))
        .order_by(StateChange.id)
    ):
        _put(states, change.assignment_id, change)
    told = _told(assignment_ids)
    before = _cycles({task_id for _, task_id, _ in tasks})
    by_milestone = ReportingCycle.BY_MILESTONE
    found = {}
    for key, task_id, cycle in tasks:
        ruled = before.get(task_id, [])
        has_milestones = by_milestone in (cycle, *(it.cycle for it in ruled))
        course = Course(
            cycle=cycle,
            stood=[Stood(it.on, it.now, it.unit_id) for it in in_force(states.get(key, ()))],
            told=told.get(key, ()),
            before=ruled,
            milestones=times.milestones.get(task_id, ()) if has_milestones else (),
        )
        found[key] = [*facts_of(course, times, since)]
    return found


def _told(assignment_ids: Collection[int]) -> dict[int, list[Told]]:
    told: dict[int, list[Told]] = {}
    for it in db.session.scalars(
        select(ProgressEntry).where(ProgressEntry.assignment_id.in_(assignment_ids))
    ):
        first_at = it.first_submitted_at or it.submitted_at
        if first_at is not None:
            _put(told, it.assignment_id, Told(it.period, local_date(first_at)))
    return told


def _cycles(task_ids: Collection[int]) -> dict[int, list[Ruled]]:
    before: dict[int, list[Ruled]] = {}
    for task_id, was, on in db.session.execute(
        select(CycleChange.task_id, CycleChange.was, CycleChange.on)
        .where(CycleChange.task_id.in_(task_ids))
        .order_by(CycleChange.id)
    ):
        _put(before, task_id, Ruled(on, was))
    return before


def _put(lists: dict[int, list[T]], key: int, it: T) -> None:
    lists.setdefault(key, []).append(it)
