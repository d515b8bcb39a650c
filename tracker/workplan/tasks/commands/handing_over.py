"""Handing over (离任移交): posts, charges and the open work that names the leaver, in one deed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, func, select

from tracker.foundation.db import db
from tracker.foundation.errors import require
from tracker.journal.commands import record
from tracker.people import rules as people_rules
from tracker.people.actor import Actor
from tracker.people.commands import HandedOver, hand_over_posts
from tracker.people.commands.handing_over import ONLY_SECURITY_ADMIN
from tracker.people.models import Person, Role
from tracker.workplan.directives.commands.importing import pass_on_imports, unfinished_of
from tracker.workplan.tasks.commands.telling_of_hand_overs import tell_of_hand_over
from tracker.workplan.tasks.models import Assignment, Duty, Task
from tracker.workplan.tasks.queries import OVER


@dataclass(frozen=True, slots=True)
class ToMove:
    """What a hand-over would move: roles, charges, open tasks of the leader, unfinished imports."""

    posts: int
    charges: int
    tasks: int
    imports: int

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all would move."""
        return not (self.posts or self.charges)


@dataclass(frozen=True, slots=True)
class Moved:
    """What a hand-over moved."""

    held: HandedOver
    tasks: int
    imports: int


def what_moves(actor: Actor, leaver: Person, *, last_on: date) -> ToMove:
    """Count what a hand-over on that day would move, in a fixed number of questions."""
    require(people_rules.may_hand_over(actor), ONLY_SECURITY_ADMIN)
    posts = people_rules.lasting(leaver.grants, last_on)
    roles = {it.role for it in posts}
    return ToMove(
        posts=len(posts),
        charges=len(people_rules.lasting(leaver.charges, last_on)),
        tasks=_count_tasks(leaver) if Role.LEADER in roles else 0,
        imports=len(unfinished_of(leaver)) if Role.SUPERVISOR in roles else 0,
    )


def hand_over(
    actor: Actor,
    leaver: Person,
    successor: Person,
    *,
    last_on: date,
    disables: bool,
    today: date,
    now: datetime,
) -> Moved:
    """Hand over everything that a leaver holds, and the open work that names them.

    A leader's open tasks go with the leader's post, unfinished imports of breakdown sheets (which only
    their beginner sees) with the supervisor's. Work that is over keeps the name it was done under;
    progress drafts and summaries belong to the unit, and need no moving.
    """
    posts = people_rules.lasting(leaver.grants, last_on)
    roles = {it.role for it in posts}
    held = hand_over_posts(
        actor, leaver, successor, last_on=last_on, disables=disables, today=today, now=now
    )
    tasks = _move_tasks(actor, leaver, successor, now=now) if held.is_leading else ()
    imports = pass_on_imports(actor, leaver, successor, now=now) if Role.SUPERVISOR in roles else 0
    tell_of_hand_over(actor, leaver, successor, posts, tasks, last_on=last_on, at=now)
    return Moved(held, len(tasks), imports)


def _move_tasks(
    actor: Actor, leaver: Person, successor: Person, *, now: datetime
) -> Sequence[Task]:
    tasks = db.session.scalars(
        select(Task).where(_is_open_of(leaver)).order_by(Task.id).with_for_update()
    ).all()
    for task in tasks:
        task.leader_id = successor.id
        record(
            actor,
            "leader.handed_over",
            f"task:{task.id}",
            at=now,
            number=task.number,
            was_leader=leaver.name,
            now_leader=successor.name,
        )
    return tasks


def _count_tasks(leaver: Person) -> int:
    return db.session.scalar(select(func.count(Task.id)).where(_is_open_of(leaver))) or 0


def _is_open_of(leaver: Person) -> ColumnElement[bool]:
    """Ask that a task names the leader and is not over: not dispatched yet, or led by somebody still."""
    open_work = exists().where(
        Assignment.task_id == Task.id,
        Assignment.duty == Duty.LEAD,
        Assignment.state.not_in(OVER),
    )
    return (Task.leader_id == leaver.id) & (Task.mode.is_(None) | open_work)
