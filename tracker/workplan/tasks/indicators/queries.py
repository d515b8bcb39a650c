"""Which indicators there are, as far as the actor sees their task."""

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.tasks.indicators.models import Indicator
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.queries import tasks_visible_to


def indicators_visible_to(actor: Actor) -> Select[Indicator]:
    """Begin every question about indicators here: who sees the task sees them."""
    seen = tasks_visible_to(actor).with_only_columns(Task.id)
    return select(Indicator).where(Indicator.task_id.in_(seen))


def visible_indicator(actor: Actor, indicator_id: int) -> Indicator:
    """Find one indicator, or pretend that it does not exist."""
    found = db.session.scalar(
        indicators_visible_to(actor)
        .where(Indicator.id == indicator_id)
        .options(joinedload(Indicator.task))
    )
    if found is None:
        raise NotFound(N_("没有这个指标，或者您无权查看。"))
    return found


def indicators_of(actor: Actor, task: Task) -> Sequence[Indicator]:
    """Return a task's indicators, as they were set up."""
    return db.session.scalars(
        indicators_visible_to(actor).where(Indicator.task_id == task.id).order_by(Indicator.id)
    ).all()
