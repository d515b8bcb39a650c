"""What pages ask about comments: an assignment's thread is its unit's and the office's alone."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.paging import Page, page_of
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Grant, Person, Role, Unit
from tracker.people.queries import REPORTING
from tracker.people.queries.person_list import in_force
from tracker.people.queries.recipients import CLEARED_FOR
from tracker.workplan.tasks.comments.models import Comment, Reading
from tracker.workplan.tasks.comments.rules import Member, Thread, numbers_in
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.queries import (
    NO_TASK,
    assignments_visible_to,
    tasks_visible_to,
    visible_task,
)

PAGE = 20
OFFICE = (Role.SUPERVISOR, Role.LEADER)


def threads_visible_to(actor: Actor) -> Select[Assignment]:
    """Begin every question about assignments' threads here (joined with their task).

    Narrower than what one sees of assignments: units of a joint task see each other's state, not
    what another talks about with the office.
    """
    question = assignments_visible_to(actor)
    if actor.sees_all:
        return question
    own = actor.own_units
    return question.where(or_(Assignment.unit_id.in_(own), Task.coordinator_id.in_(own)))


def comments_visible_to(actor: Actor) -> Select[Comment]:
    """Begin every question about comments here (joined with their task).

    A unit reads what was said in the thread of its assignment while that was its own.
    """
    question = (
        select(Comment)
        .join(Comment.task)
        .where(Comment.task_id.in_(tasks_visible_to(actor).with_only_columns(Task.id)))
    )
    if actor.sees_all:
        return question
    return question.where(
        Comment.assignment_id.in_(threads_visible_to(actor).with_only_columns(Assignment.id)),
        or_(Comment.unit_id.in_(actor.own_units), Task.coordinator_id.in_(actor.own_units)),
    )


def visible_comment(actor: Actor, comment_id: int) -> Comment:
    """Find one comment with its thread, or pretend that it does not exist."""
    found = db.session.scalar(
        comments_visible_to(actor)
        .where(Comment.id == comment_id)
        .options(
            contains_eager(Comment.task),
            joinedload(Comment.assignment),
            joinedload(Comment.written_by),
            selectinload(Comment.mentions),
        )
    )
    if found is None:
        raise NotFound(N_("没有这条讨论，或者您无权查看。"))
    return found


def visible_thread(actor: Actor, assignment_id: int) -> Thread:
    """Find the thread of one assignment, or pretend that it does not exist."""
    found = db.session.scalar(
        threads_visible_to(actor)
        .where(Assignment.id == assignment_id)
        .options(contains_eager(Assignment.task), joinedload(Assignment.unit))
    )
    if found is None:
        raise NotFound(N_("没有这件承办的讨论，或者您无权查看。"))
    return Thread(found.task, found)


def visible_thread_of_task(actor: Actor, task_id: int) -> Thread:
    """Find the thread in which office and leaders talk about a task, or pretend that there is none."""
    task = visible_task(actor, task_id)
    if not actor.sees_all:
        raise NotFound(NO_TASK)
    return Thread(task)


def thread_of(comment: Comment) -> Thread:
    """Return the thread that a comment stands in."""
    return Thread(comment.task, comment.assignment)


def comments_of(actor: Actor, thread: Thread, number: int) -> Page[Comment]:
    """Answer one page of a thread, the latest first."""
    question = (
        _within(actor, thread)
        .options(
            joinedload(Comment.written_by),
            joinedload(Comment.spoke_for),
            joinedload(Comment.unit),
            selectinload(Comment.mentions),
        )
        .order_by(Comment.id.desc())
    )
    return page_of(question, number, size=PAGE)


def page_with(actor: Actor, comment: Comment) -> int:
    """Return the number of the page of its thread that a comment stands on."""
    later = _within(actor, thread_of(comment)).where(Comment.id > comment.id)
    count = db.session.scalar(later.with_only_columns(func.count(Comment.id))) or 0
    return count // PAGE + 1


def _within(actor: Actor, thread: Thread) -> Select[Comment]:
    return comments_visible_to(actor).where(
        Comment.task_id == thread.task.id, Comment.assignment_id.is_not_distinct_from(_key(thread))
    )


def _key(thread: Thread) -> int | None:
    return None if thread.assignment is None else thread.assignment.id


@dataclass(frozen=True, slots=True)
class ThreadLine:
    """A thread on the page of its task.

    count: comments that still say something; unread: of those, what others said since one looked.
    """

    assignment_id: int | None
    unit: str
    count: int = 0
    unread: int = 0
    last_at: datetime | None = None


def thread_lines(actor: Actor, task: Task, assignments: Sequence[Assignment]) -> list[ThreadLine]:
    """Return the threads of a task that the actor may open, in one question; silent ones too.

    assignments: those of the task that the actor sees, in the order of the page.
    """
    rows = db.session.execute(
        comments_visible_to(actor)
        .outerjoin(Reading, _is_reading_of(actor))
        .where(Comment.task_id == task.id, Comment.deleted_at.is_(None))
        .with_only_columns(
            Comment.assignment_id,
            func.count(Comment.id),
            func.count(Comment.id).filter(_is_unread(actor)),
            func.max(Comment.written_at),
        )
        .group_by(Comment.assignment_id)
    )
    said = {key: (count, unread, last_at) for key, count, unread, last_at in rows}
    own = actor.own_units
    opened = [
        (it.id, it.unit.short_name)
        for it in assignments
        if actor.sees_all or it.unit_id in own or task.coordinator_id in own
    ]
    keys = [*([(None, "")] if actor.sees_all else []), *opened]
    return [ThreadLine(key, unit, *said.get(key, ())) for key, unit in keys]


def thread_line(actor: Actor, assignment: Assignment) -> ThreadLine | None:
    """Return the thread of one assignment; None where the actor does not read it."""
    lines = thread_lines(actor, assignment.task, [assignment])
    return next((it for it in lines if it.assignment_id == assignment.id), None)


def unread_in(actor: Actor, thread: Thread) -> Sequence[int]:
    """Return the keys of what others said in a thread since the actor looked."""
    return db.session.scalars(
        _within(actor, thread)
        .outerjoin(Reading, _is_reading_of(actor))
        .where(_is_unread(actor))
        .with_only_columns(Comment.id)
        .order_by(Comment.id)
    ).all()


def reading_of(actor: Actor, thread: Thread) -> Reading | None:
    """Return how far the actor has read a thread, None where they never looked."""
    return db.session.scalar(
        select(Reading).where(
            Reading.person_id == actor.id,
            Reading.task_id == thread.task.id,
            Reading.assignment_id.is_not_distinct_from(_key(thread)),
        )
    )


def _is_reading_of(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Reading.person_id == actor.id,
        Reading.task_id == Comment.task_id,
        Reading.assignment_id.is_not_distinct_from(Comment.assignment_id),
    )


def _is_unread(actor: Actor) -> ColumnElement[bool]:
    return and_(
        Comment.id > func.coalesce(Reading.up_to, 0),
        Comment.written_by_id != actor.id,
        Comment.deleted_at.is_(None),
    )


def members_of(thread: Thread, day: date) -> list[Member]:
    """Return who may read a thread on that day, whoever asks: part of a deed, and of the picker.

    Supervisors and leaders, and of an assignment's thread who reports for its unit or for the
    department that coordinates the task; each cleared for the task's label, accounts in use only.
    """
    is_inside: ColumnElement[bool] = Grant.role.in_(OFFICE)
    if thread.assignment is not None:
        units = [thread.assignment.unit_id, thread.task.coordinator_id]
        reports = and_(Grant.role.in_(REPORTING), Grant.unit_id.in_(units))
        is_inside = or_(is_inside, reports)
    rows = db.session.execute(
        select(Person.id, Person.name, Person.email, Grant.role, Grant.unit_id, Unit.short_name)
        .join(Grant, Grant.person_id == Person.id)
        .join(Unit, Unit.id == Grant.unit_id)
        .where(
            is_inside,
            in_force(day),
            Person.is_active,
            Person.clearance.in_(CLEARED_FOR[thread.task.label]),
        )
        .order_by(Unit.position, Unit.id, Person.id, Grant.id)
    )
    return [Member(*row) for row in rows]


def speakers_of(thread: Thread) -> Collection[int]:
    """Return who has said something in a thread."""
    is_within = and_(
        Comment.task_id == thread.task.id, Comment.assignment_id.is_not_distinct_from(_key(thread))
    )
    return db.session.scalars(select(Comment.written_by_id).where(is_within).distinct()).all()


def tasks_named(actor: Actor, texts: Collection[str]) -> dict[str, int]:
    """Return the tasks that texts name by their number, as far as the actor sees them."""
    numbers = numbers_in(texts)
    if not numbers:
        return {}
    rows = db.session.execute(
        tasks_visible_to(actor)
        .where(Task.number.in_(numbers))
        .with_only_columns(Task.number, Task.id)
    )
    return dict(rows.all())
