"""What somebody watches, as far as they may see it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import reports_visible_to
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.queries import assignments_visible_to, tasks_visible_to
from tracker.workplan.tasks.watching.models import Watch


def watches_visible_to(actor: Actor) -> Select[Watch]:
    """Begin every question about what is watched here: one's own list, of what one may see now."""
    return select(Watch).where(
        Watch.person_id == actor.id,
        or_(
            Watch.report_id.in_(reports_visible_to(actor).with_only_columns(Report.id)),
            Watch.task_id.in_(tasks_visible_to(actor).with_only_columns(Task.id)),
            Watch.assignment_id.in_(assignments_visible_to(actor).with_only_columns(Assignment.id)),
        ),
    )


def watch_list(actor: Actor) -> Select[Watch]:
    """Ask for what the actor watches with what it is about, the latest first."""
    return (
        watches_visible_to(actor)
        .options(
            joinedload(Watch.report).defer(Report.text),
            joinedload(Watch.task),
            joinedload(Watch.assignment).joinedload(Assignment.task),
            joinedload(Watch.assignment).joinedload(Assignment.unit),
        )
        .order_by(Watch.watched_at.desc(), Watch.id.desc())
    )


def visible_watch(actor: Actor, watch_id: int) -> Watch:
    """Find one line of the actor's own list, or pretend that it does not exist."""
    found = db.session.scalar(watches_visible_to(actor).where(Watch.id == watch_id))
    if found is None:
        raise NotFound(N_("您的关注里没有这一项。"))
    return found


def watches_of_task(actor: Actor, task_id: int) -> Sequence[Watch]:
    """Return what the actor watches of a task: all of it, or single units' work; for leaders alone."""
    if not may(actor, Permission.KEEP_WATCH):
        return ()
    parts = select(Assignment.id).where(Assignment.task_id == task_id)
    return db.session.scalars(
        watch_list(actor).where(or_(Watch.task_id == task_id, Watch.assignment_id.in_(parts)))
    ).all()


def watch_of_report(actor: Actor, report_id: int) -> Watch | None:
    """Return the line of the actor's list about a report, if there is one."""
    return db.session.scalar(watch_list(actor).where(Watch.report_id == report_id))


def is_watched(actor: Actor) -> ColumnElement[bool]:
    """Ask that the actor watches a task, or some unit's work on it."""
    tasks, parts = _watched_by(actor)
    work = select(Assignment.task_id).where(Assignment.id.in_(parts))
    return or_(Task.id.in_(tasks), Task.id.in_(work))


def is_work_watched(actor: Actor) -> ColumnElement[bool]:
    """Ask that the actor watches an assignment, or all of its task."""
    tasks, parts = _watched_by(actor)
    return or_(Assignment.task_id.in_(tasks), Assignment.id.in_(parts))


def _watched_by(actor: Actor) -> tuple[Select[Any], Select[Any]]:
    """Ask for the keys of the tasks, and of the assignments, on the actor's list."""
    own = Watch.person_id == actor.id
    return (
        select(Watch.task_id).where(own, Watch.task_id.is_not(None)),
        select(Watch.assignment_id).where(own, Watch.assignment_id.is_not(None)),
    )
