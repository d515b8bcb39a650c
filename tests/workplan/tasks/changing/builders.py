"""Changes of tasks for tests, made through the real commands."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.messages.models import Message, Receipt
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.changing import queries
from tracker.workplan.tasks.changing.models import Aspect, TaskChange
from tracker.workplan.tasks.changing.rules import Target, Value
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.models import Task

WHY = "会议有新要求"


def targets(town: Town, tasks: Sequence[Task]) -> list[Target]:
    """Return these tasks as Lin may change them."""
    return queries.targets(town.actor(town.lin), [it.id for it in tasks])


def changed(
    town: Town,
    tasks: Task | Sequence[Task],
    values: dict[Aspect, Value],
    *,
    reason: str = WHY,
    by: Person | None = None,
    told: Told | None = None,
    seen: str | None = None,
    now: datetime = NOW,
) -> TaskChange:
    """Change tasks as Lin, or as somebody else."""
    those = [tasks] if isinstance(tasks, Task) else tasks
    with transaction():
        return commands.change_tasks(
            town.actor(by or town.lin),
            targets(town, those),
            queries.wanted_of(values),
            reason=reason,
            now=now,
            seen=seen,
            told=told,
        )


def undone(
    town: Town, change: TaskChange, *, by: Person | None = None, now: datetime = NOW
) -> TaskChange:
    """Take a change back as Lin, or as somebody else."""
    with transaction():
        return commands.undo_change(
            town.actor(by or town.lin), change, now=now, version=change.version
        )


def told_of(kind: str) -> dict[str, tuple[str, bool]]:
    """Return who was told of a kind last, by login: the title, and whether it is open for them."""
    return {
        login: (title, done_at is None)
        for login, title, done_at in db.session.execute(
            select(Person.login, Message.title, Receipt.done_at)
            .select_from(Receipt)
            .join(Message)
            .join(Person, Person.id == Receipt.person_id)
            .where(Message.kind == kind)
            .order_by(Message.id)
        )
    }
