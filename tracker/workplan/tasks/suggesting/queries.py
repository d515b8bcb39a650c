"""What was given out before, as far as the actor may see it: bounded, in two round trips."""

from collections import defaultdict

from sqlalchemy import func, select

from tracker.foundation.db import db
from tracker.people.actor import Actor
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Plan,
    PlanPriority,
    Task,
)
from tracker.workplan.tasks.queries import tasks_visible_to
from tracker.workplan.tasks.suggesting.rules import Given

MOST = 2000
"""The latest tasks that are looked at."""
LONGEST = 200
"""Characters of a task's text that are compared."""
GONE = (AssignmentState.DECLINED, AssignmentState.TERMINATED)


def given_before(actor: Actor) -> list[Given]:
    """Return the tasks that were given out, the latest first, with the units that have them now."""
    latest = (
        tasks_visible_to(actor)
        .where(Task.mode.is_not(None))
        .order_by(Task.dispatched_on.desc(), Task.id.desc())
        .limit(MOST)
    )
    ids = latest.with_only_columns(Task.id).subquery()
    units: defaultdict[tuple[int, Duty], list[int]] = defaultdict(list)
    for task_id, unit_id, duty in db.session.execute(
        select(Assignment.task_id, Assignment.unit_id, Assignment.duty)
        .join(ids, ids.c.id == Assignment.task_id)
        .where(Assignment.state.not_in(GONE))
        .order_by(Assignment.id)
    ):
        units[task_id, duty].append(unit_id)
    rows = db.session.execute(
        latest.join(Task.plan)
        .join(Task.priority)
        .with_only_columns(
            Task.id,
            Task.number,
            Task.title,
            func.substr(Task.text, 1, LONGEST),
            Plan.year,
            PlanPriority.name,
            Task.leader_id,
            Task.mode,
        )
    )
    return [
        Given(
            task_id,
            number,
            title,
            text,
            year,
            priority,
            leader_id,
            mode,
            tuple(units[task_id, Duty.LEAD]),
            tuple(units[task_id, Duty.SUPPORT]),
        )
        for task_id, number, title, text, year, priority, leader_id, mode in rows
        if mode is not None
    ]
