"""What the filters of the lists can be set to."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.people.actor import Actor
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Assignment, Plan, PlanPriority, Task
from tracker.workplan.tasks.queries import assignments_visible_to, tasks_visible_to


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters can be set to."""

    years: Sequence[int]
    priorities: Sequence[PlanPriority]
    units: Sequence[Unit]
    leaders: Sequence[Person]


def choices(actor: Actor, year: int | None) -> Choices:
    """Return what the filters offer: of units and leaders, those with a task to be seen."""
    visible = tasks_visible_to(actor).with_only_columns(Task.leader_id)
    units = assignments_visible_to(actor).with_only_columns(Assignment.unit_id)
    return Choices(
        years=years(),
        priorities=priorities(year),
        units=db.session.scalars(
            select(Unit).where(Unit.id.in_(units)).order_by(Unit.position, Unit.id)
        ).all(),
        leaders=db.session.scalars(
            select(Person).where(Person.id.in_(visible)).order_by(Person.id)
        ).all(),
    )


def years() -> Sequence[int]:
    """Return the years that have a plan, the latest first."""
    return db.session.scalars(select(Plan.year).order_by(Plan.year.desc())).all()


def priorities(year: int | None) -> Sequence[PlanPriority]:
    """Return the priorities of a year's plan, in its order."""
    return db.session.scalars(
        select(PlanPriority).join(Plan).where(Plan.year == year).order_by(PlanPriority.place)
    ).all()
