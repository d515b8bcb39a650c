"""What a unit's summary is drafted from: its tasks of the year with what it said about them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tracker.foundation.db import db
from tracker.foundation.labels import up_to
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.progress.queries import entries_of
from tracker.workplan.review.drafting import Said, Standing, YearOfTask
from tracker.workplan.review.rules import LABEL
from tracker.workplan.tasks.carrying_over.membership import in_plan
from tracker.workplan.tasks.carrying_over.queries import priorities_before
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Plan,
    PlanPriority,
    Task,
)
from tracker.workplan.tasks.queries import assignments_visible_to

_A = AssignmentState
STANDINGS = {
    _A.DISPATCHED: Standing.UNSIGNED,
    _A.ACKNOWLEDGED: Standing.UNDER_WAY,
    _A.REPORTED: Standing.REPORTED,
    _A.CLOSED: Standing.CLOSED,
    _A.PAUSED: Standing.PAUSED,
    _A.TERMINATED: Standing.TERMINATED,
}


def material_of(actor: Actor, plan: Plan, unit: Unit) -> list[YearOfTask]:
    """Return a unit's year, task by task in the plan's order; four round trips.

    What the unit declined is not its work and is left out; so is what is labelled higher than a
    summary, which persons read who are cleared no further.
    """
    assignments = db.session.scalars(
        assignments_visible_to(actor)
        .where(
            Assignment.unit_id == unit.id,
            Assignment.state != AssignmentState.DECLINED,
            in_plan(plan.id),
            Task.label.in_(up_to(LABEL)),
        )
        .join(Task.priority)
        .options(contains_eager(Assignment.task))
        .order_by(PlanPriority.place, Task.ordinal, Assignment.id)
    ).all()
    said = {
        key: tuple(
            Said(
                period=entry.period,
                percent=entry.percent,
                done=entry.done,
                problems=entry.problems,
                next_steps=entry.next_steps,
                is_unchanged=entry.is_unchanged,
            )
            for entry in entries
        )
        for key, entries in entries_of([it.id for it in assignments]).items()
    }
    leads, before = _leads(assignments), priorities_before(plan.id)
    return [
        YearOfTask(
            task_id=it.task_id,
            assignment_id=it.id,
            number=it.task.number,
            title=it.task.title,
            priority_id=before.get(it.task_id, it.task.priority_id),
            standing=STANDINGS[it.state],
            percent=it.percent,
            lead="" if it.is_lead else leads[it.task_id],
            is_key=it.task.is_key,
            due_on=it.due_on,
            reported_on=it.reported_on,
            closed_on=it.closed_on,
            said=said.get(it.id, ()),
        )
        for it in assignments
    ]


def _leads(assignments: Sequence[Assignment]) -> dict[int, str]:
    """Return, by task, the name of the unit that leads where this one supports."""
    tasks = [it.task_id for it in assignments if not it.is_lead]
    rows = db.session.execute(
        select(Assignment.task_id, Unit.name)
        .join(Assignment.unit)
        .where(Assignment.task_id.in_(tasks), Assignment.duty == Duty.LEAD)
    )
    return dict(rows.all())
