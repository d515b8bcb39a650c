"""Which tasks were made from the same directives."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import load_only

from tracker.foundation.db import db
from tracker.people.actor import Actor
from tracker.workplan.tasks.models import Task, TaskSource
from tracker.workplan.tasks.queries import tasks_visible_to


def tasks_beside(actor: Actor, task: Task) -> Sequence[Task]:
    """Return the other tasks that a directive of this one became, by number, as the actor sees them."""
    own = select(TaskSource.directive_id).where(TaskSource.task_id == task.id)
    beside = select(TaskSource.task_id).where(
        TaskSource.directive_id.in_(own), TaskSource.task_id != task.id
    )
    return db.session.scalars(
        tasks_visible_to(actor)
        .where(Task.id.in_(beside))
        .options(load_only(Task.id, Task.number, Task.title))
        .order_by(Task.number)
    ).all()
