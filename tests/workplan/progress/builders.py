"""Progress entries for tests, made through the real commands.

Each builder does its deeds in a transaction of its own and returns rows of the test's session.
"""

from datetime import datetime

from sqlalchemy import select

from tests.town import NOW, Town
from tracker.foundation.clock import local_date
from tracker.foundation.db import db, transaction
from tracker.people.actor import Actor
from tracker.people.models import Grant, Person, Role
from tracker.workplan.progress import commands
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.periods import period_of

WORDS = "完成改造 12 个小区。"


def draft(
    town: Town,
    assignment: Assignment,
    *,
    percent: int | None = 20,
    done: str = WORDS,
    problems: str = "",
    next_steps: str = "",
    is_unchanged: bool = False,
    lower_reason: str = "",
    period: str | None = None,
    now: datetime = NOW,
    by: Person | None = None,
) -> ProgressEntry:
    """Return an entry that is not submitted yet, about the period of ``now`` unless said."""
    actor = town.actor(by) if by else _head(assignment)
    name = period or period_of(assignment.task.cycle, local_date(now)).name
    with transaction():
        return commands.save_draft(
            actor,
            assignment,
            period=name,
            percent=percent,
            done=done,
            problems=problems,
            next_steps=next_steps,
            is_unchanged=is_unchanged,
            lower_reason=lower_reason,
            now=now,
        )


def entry(
    town: Town,
    assignment: Assignment,
    *,
    percent: int | None = 20,
    done: str = WORDS,
    problems: str = "",
    next_steps: str = "",
    is_unchanged: bool = False,
    lower_reason: str = "",
    period: str | None = None,
    now: datetime = NOW,
) -> ProgressEntry:
    """Return an entry that the head of the unit submitted."""
    written = draft(
        town,
        assignment,
        percent=percent,
        done=done,
        problems=problems,
        next_steps=next_steps,
        is_unchanged=is_unchanged,
        lower_reason=lower_reason,
        period=period,
        now=now,
    )
    with transaction():
        return commands.submit(_head(assignment), written, now=now)


def returned(
    town: Town, the_entry: ProgressEntry, *, reason: str = "请写明套数。", now: datetime = NOW
) -> ProgressEntry:
    """Return a submitted entry that the supervisor gave back."""
    with transaction():
        return commands.return_entry(town.actor(town.lin), the_entry, reason=reason, now=now)


def _head(assignment: Assignment) -> Actor:
    """Return the head of the assignment's unit."""
    person = db.session.scalars(
        select(Person)
        .join(Grant)
        .where(Grant.unit_id == assignment.unit_id, Grant.role == Role.HEAD)
        .order_by(Person.id)
    ).one()
    return Actor(id=person.id, name=person.name, roles=frozenset({(Role.HEAD, assignment.unit_id)}))
