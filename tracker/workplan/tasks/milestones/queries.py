"""Which milestones there are, as far as the actor sees their task."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.tasks.milestones import rules
from tracker.workplan.tasks.milestones.models import (
    Milestone,
    MilestoneChange,
    MilestoneReached,
)
from tracker.workplan.tasks.milestones.schedule import Dates
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Task
from tracker.workplan.tasks.queries import assignments_visible_to, tasks_visible_to


def milestones_visible_to(actor: Actor) -> Select[Milestone]:
    """Begin every question about milestones here: who sees the task sees them."""
    seen = tasks_visible_to(actor).with_only_columns(Task.id)
    return select(Milestone).where(Milestone.task_id.in_(seen))


def visible_milestone(actor: Actor, milestone_id: int) -> Milestone:
    """Find one milestone, or pretend that it does not exist."""
    found = db.session.scalar(
        milestones_visible_to(actor)
        .where(Milestone.id == milestone_id)
        .options(joinedload(Milestone.task))
    )
    if found is None:
        raise NotFound(N_("没有这个节点，或者您无权查看。"))
    return found


def milestone_dates(then: date | None = None) -> Dates:
    """Return the dates of all milestones by task, each task's in order; they only judge signals.

    then: as they were set at the end of this past day.
    """
    found: dict[int, list[date]] = {}
    for task_id, due_on in db.session.execute(select(Milestone.task_id, Milestone.due_on)):
        found.setdefault(task_id, []).append(due_on)
    for change in _changes_since(then):
        dates = found.setdefault(change.task_id, [])
        if change.now is not None:
            dates.remove(change.now)
        if change.was is not None:
            dates.append(change.was)
    return {task_id: sorted(dates) for task_id, dates in found.items() if dates}


def _changes_since(then: date | None) -> Sequence[MilestoneChange]:
    """Return what was done to milestones after a day, the last first."""
    if then is None:
        return ()
    return db.session.scalars(
        select(MilestoneChange).where(MilestoneChange.on > then).order_by(MilestoneChange.id.desc())
    ).all()


class DatesWhenAsked(Mapping[int, Sequence[date]]):
    """`milestone_dates`, read once when the first is asked for: most pages judge in SQL, or nothing."""

    def __init__(self, then: date | None = None) -> None:
        self._then = then

    def __getitem__(self, task_id: int) -> Sequence[date]:
        return self._found[task_id]

    def __iter__(self) -> Iterator[int]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    @cached_property
    def _found(self) -> Dates:
        return milestone_dates(self._then)


@dataclass(frozen=True, slots=True)
class UnitAtMilestone:
    """One unit before a milestone; may: whether the actor may say that it has come past, or take it back."""

    assignment: Assignment
    reached: MilestoneReached | None
    may: bool

    @property
    def is_past(self) -> bool:
        """Whether nothing is to come of it: it was reached, or the work itself is closed."""
        return self.reached is not None or self.assignment.state is AssignmentState.CLOSED


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone with the units that come past it, as far as the actor sees them."""

    milestone: Milestone
    units: Sequence[UnitAtMilestone]
    today: date

    @property
    def done(self) -> int:
        """How many have come past."""
        return sum(it.is_past for it in self.units)

    @property
    def is_done(self) -> bool:
        """Whether all have."""
        return bool(self.units) and self.done == len(self.units)

    @property
    def late(self) -> int:
        """The days by which somebody is late; 0 where nobody is."""
        if self.is_done or not self.units:
            return 0
        return max(0, (self.today - self.milestone.due_on).days)


def milestone_lines(actor: Actor, task: Task, today: date) -> list[MilestoneLine]:
    """Return a task's milestones by date with how far its leads have come; three round trips."""
    milestones = db.session.scalars(
        milestones_visible_to(actor)
        .where(Milestone.task_id == task.id)
        .order_by(Milestone.due_on, Milestone.id)
    ).all()
    if not milestones:
        return []
    leads = db.session.scalars(
        assignments_visible_to(actor)
        .where(
            Assignment.task_id == task.id,
            Assignment.duty == Duty.LEAD,
            Assignment.state != AssignmentState.TERMINATED,
        )
        .join(Assignment.unit)
        .options(contains_eager(Assignment.unit), contains_eager(Assignment.task))
        .order_by(Assignment.id)
    ).all()
    reached = {
        (it.milestone_id, it.assignment_id): it
        for it in db.session.scalars(
            select(MilestoneReached)
            .where(MilestoneReached.assignment_id.in_([it.id for it in leads]))
            .options(joinedload(MilestoneReached.noted_by))
        )
    }
    able = {it.id: rules.may_note(actor, it) and rules.is_signed(it) for it in leads}
    return [
        MilestoneLine(
            milestone=milestone,
            units=[
                UnitAtMilestone(it, reached.get((milestone.id, it.id)), able[it.id]) for it in leads
            ],
            today=today,
        )
        for milestone in milestones
    ]
