"""我的工作: what a person must do now, by role."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func

from tracker.foundation.db import db
from tracker.overview.calendar import Day, Rest, month_of, rest_ahead
from tracker.overview.office_work import leader_work, supervisor_work, unsigned
from tracker.overview.standing import SIGNAL_OF, leads_visible_to
from tracker.overview.unit_work import Filling, unit_work
from tracker.overview.work_rows import Group, WorkRow
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.signals import Judging, Signal, severity_case

SOON = ("due_soon",)
RED = ("late", "red_mine", "red_others")


@dataclass(frozen=True, slots=True)
class MyWork:
    """Everything on the page; does_business: False for those who run the system alone."""

    does_business: bool
    groups: Sequence[Group]
    waiting: Sequence[WorkRow]
    unsigned: Group | None
    filling: Sequence[Filling]
    month: Sequence[Sequence[Day | None]]
    rest: Rest | None

    @property
    def now(self) -> int:
        """How many things are to be done now."""
        return sum(group.total for group in self.groups if group.is_now)

    @property
    def soon(self) -> int:
        """How many are due soon."""
        return sum(group.total for group in self.groups if group.kind in SOON)

    @property
    def lagging(self) -> int:
        """How many are behind schedule."""
        return sum(group.total for group in self.groups if group.kind == "lagging")

    @property
    def red(self) -> int:
        """How many of others' are overdue."""
        return sum(group.total for group in self.groups if group.kind in RED)

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
        groups, waiting, filling = units.groups, units.waiting, units.filling
    if actor.is_supervisor:
        groups = [*groups, *supervisor_work(actor, day)]
    if actor.is_leader:
        groups = [*groups, *leader_work(actor, day)]
    return MyWork(
        does_business=does_business,
        groups=groups,
        waiting=waiting,
        unsigned=unsigned(actor, day) if actor.is_supervisor else None,
        filling=filling,
        month=month_of(day.today, _marks(actor, day) if does_business else {}),
        rest=rest_ahead(day.today),
    )


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
