"""我的工作: what a person must do now, by role."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func

from tracker.foundation.db import db
from tracker.overview.calendar import Day, Rest, month_of, rest_ahead
from tracker.overview.instruction_work import instructions_to_answer, instructions_to_follow
from tracker.overview.office_work import (
    extensions_to_answer,
    leader_questions,
    leader_work,
    supervisor_questions,
    supervisor_work,
    unsigned,
)
from tracker.overview.standing import SIGNAL_OF, leads_visible_to
from tracker.overview.unit_work import Filling, unit_work
from tracker.overview.work_rows import Group, WorkRow
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.workplan.tasks.models import Assignment, AssignmentState, Task
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.signals import Judging, Signal, severity_case

OF_UNITS = ("answers", "sign", "redo", "overdue", "returned", "submit", "summary")
"""What is to be done for the units that one reports for; the rest is of one's own office."""
KINDS_OF_UNITS = frozenset({*OF_UNITS, "due_soon", "lagging"})


@dataclass(frozen=True, slots=True)
class MyWork:
    """Everything on the page; does_business: False for those who run the system alone.

    is_inert: the account has no role yet.
    """

    does_business: bool
    is_inert: bool
    groups: Sequence[Group]
    waiting: Sequence[WorkRow]
    unsigned: Group | None
    filling: Sequence[Filling]
    month: Sequence[Sequence[Day | None]]
    rest: Rest | None

    @property
    def now(self) -> int:
        """How many things this person has to do now; what is only to be watched is none of them."""
        return sum(group.total for group in self.groups if group.is_now)

    @property
    def now_for_units(self) -> int:
        """How many of those are for the units that this person reports for."""
        return sum(self.counts_of(*OF_UNITS))

    def counts_of(self, *kinds: str) -> list[int]:
        """How many things of each kind there are."""
        counts = {group.kind: group.total for group in self.groups}
        return [counts.get(kind, 0) for kind in kinds]

    @property
    def filled(self) -> list[Group]:
        """The groups that have something."""
        return [group for group in self.groups if group.total]


def my_work(actor: Actor, day: Judging) -> MyWork:
    """Answer what the actor must do, in order of urgency for each role that they hold."""
    groups: list[Group] = []
    waiting: Sequence[WorkRow] = []
    filling: Sequence[Filling] = []
    does_business = may(actor, Permission.READ_TASKS)
    if actor.own_units:
        units = unit_work(actor, day)
        groups = [instructions_to_answer(actor, day.today), *units.groups]
        waiting, filling = units.waiting, units.filling
    if actor.is_supervisor or actor.is_leader:
        groups = [*groups, extensions_to_answer(actor, day)]
    if actor.is_supervisor:
        groups = [*groups, instructions_to_follow(actor, day.today), *supervisor_work(actor, day)]
    if actor.is_leader:
        groups = [*groups, *leader_work(actor, day)]
    return MyWork(
        does_business=does_business,
        is_inert=not actor.roles,
        groups=groups,
        waiting=waiting,
        unsigned=unsigned(actor, day) if actor.is_supervisor else None,
        filling=filling,
        month=month_of(day.today, _marks(actor, day) if does_business else {}, day.calendar),
        rest=rest_ahead(day.today, day.calendar),
    )


def tasks_of_work(actor: Actor, day: Judging, kind: str) -> ColumnElement[bool]:
    """Ask for the tasks that a group of the actor's own work is about; of nobody else's work any."""
    asked: dict[str, Select[Any]] = {}
    if actor.is_supervisor:
        asked |= supervisor_questions(actor, day)
    if actor.is_leader:
        asked |= leader_questions(actor, day)
    if kind in asked:
        return Task.id.in_(asked[kind].with_only_columns(Task.id).correlate(None))
    groups = unit_work(actor, day).groups if kind in KINDS_OF_UNITS and actor.own_units else []
    return Task.id.in_([it for group in groups if group.kind == kind for it in group.task_ids])


def _marks(actor: Actor, day: Judging) -> dict[date, Signal]:
    """Return the worst signal of what is due on each day of the month."""
    last = monthrange(day.today.year, day.today.month)[1]
    first_day, last_day = day.today.replace(day=1), day.today.replace(day=last)
    if actor.own_units:
        seen = assignments_visible_to(actor).where(Assignment.unit_id.in_(actor.own_units))
    else:
        seen = leads_visible_to(actor, actor.charge or None)
    lines = (
        seen.where(
            Assignment.due_on.between(first_day, last_day),
            Assignment.state != AssignmentState.TERMINATED,
        )
        .with_only_columns(Assignment.due_on, severity_case(day).label("severity"))
        .subquery("lines")
    )
    found = db.session.execute(
        lines.select()
        .with_only_columns(lines.c.due_on, func.max(lines.c.severity))
        .group_by(lines.c.due_on)
    )
    return {on: SIGNAL_OF[place] for on, place in found if place is not None}
