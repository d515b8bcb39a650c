"""The burden meter: what units were asked for, month by month, and what of it was asked lately.

Everything that asks a unit for something is told as a row of one shape; counts, the rows of one
unit, and what was asked about a piece of work lately are three questions about these rows.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Subquery, and_, case, func, or_, select

from tracker.foundation.clock import local_date, midnight
from tracker.foundation.db import db
from tracker.foundation.words import N_
from tracker.overview.burden_asks import Way, everything_asked
from tracker.overview.burden_counting import Kind, Load, Month, month_of
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitKind
from tracker.workplan.tasks.models import Task

KIND_OF = {
    Way.ENTRY: Kind.ENTRY,
    Way.ENTRY_RETURNED: Kind.RETURNED,
    Way.REDO: Kind.RETURNED,
    Way.CHASE: Kind.CHASE,
    Way.INSTRUCTION: Kind.QUESTION,
    Way.MENTION: Kind.QUESTION,
}
WAY_WORDS = {
    Way.ENTRY: N_("填报进展"),
    Way.ENTRY_RETURNED: N_("填报退回修改"),
    Way.REDO: N_("办结退回重办"),
    Way.CHASE: N_("督办单"),
    Way.INSTRUCTION: N_("批示要求回复"),
    Way.MENTION: N_("讨论里点名"),
}
PERIODIC = (Way.ENTRY, Way.CHASE)
"""What `asked_lately` leaves out: entries come by the calendar, and chasing knows its own papers."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that a unit was asked for; thing_id: of the entry, paper, instruction or comment.

    on: the day; of a progress entry the last one of its period. number, title: of the task, if any.
    """

    way: Way
    unit_id: int
    on: date
    thing_id: int
    assignment_id: int | None
    task_id: int | None
    number: str | None = None
    title: str | None = None

    @property
    def words(self) -> str:
        """What it is called."""
        return WAY_WORDS[self.way]


def loads(
    actor: Actor, months: Sequence[Month], *, units: Collection[int] | None = None
) -> dict[int, Load]:
    """Count what units were asked for in months that follow each other; of these units alone."""
    if not months:
        return {}
    asked = everything_asked(actor, months).subquery("asked")
    it = asked.c
    counted = [
        func.sum(case((_in_month(asked, month), 1), else_=0)).label(month.written)
        for month in months
    ]
    found: dict[int, Load] = {}
    for unit_id, way, *figures in db.session.execute(
        select(it.unit_id, it.way, *counted)
        .where(*_of_units(actor, asked, units))
        .group_by(it.unit_id, it.way)
    ):
        load = found.setdefault(unit_id, Load())
        for month, figure in zip(months, figures, strict=True):
            if figure:
                load.add(month, KIND_OF[Way(way)], figure)
    return found


def asked_of(actor: Actor, unit: Unit, month: Month, kind: Kind | None = None) -> list[Asked]:
    """Return what a unit was asked for in a month, the earliest first; of one kind, or all."""
    asked = everything_asked(actor, [month]).subquery("asked")
    ways = [way for way in Way if kind is None or KIND_OF[way] is kind]
    terms = [_in_month(asked, month), asked.c.way.in_(ways)]
    return _told(asked, *_of_units(actor, asked, [unit.id]), *terms)


def asked_lately(
    actor: Actor, assignment_ids: Collection[int], since: date, today: date
) -> dict[int, list[Asked]]:
    """Return, by assignment, what was asked about it from a day on, besides entries and chases."""
    months, month = [month_of(since)], month_of(since)
    while month < month_of(today):
        month = month.next
        months.append(month)
    asked = everything_asked(actor, months).subquery("asked")
    it = asked.c
    found: dict[int, list[Asked]] = {}
    for one in _told(
        asked,
        it.assignment_id.in_(assignment_ids),
        it.way.not_in(PERIODIC),
        or_(it.on >= since, it.at >= midnight(since)),
    ):
        if one.assignment_id is not None:
            found.setdefault(one.assignment_id, []).append(one)
    return found


def metered_units(actor: Actor, kinds: Collection[UnitKind]) -> Sequence[Unit]:
    """Return the units of these kinds whose burden the actor may see, in official order."""
    question = select(Unit).where(Unit.kind.in_(kinds), Unit.closed_on.is_(None))
    if not actor.sees_all:
        question = question.where(Unit.id.in_(actor.own_units))
    return db.session.scalars(question.order_by(Unit.position, Unit.id)).all()


def _told(asked: Subquery, *terms: ColumnElement[bool]) -> list[Asked]:
    rows = db.session.execute(
        select(asked, Task.number, Task.title)
        .outerjoin(Task, Task.id == asked.c.task_id)
        .where(*terms)
        .order_by(Task.number, asked.c.thing_id)
    )
    found = [
        Asked(
            way=Way(row.way),
            unit_id=row.unit_id,
            on=row.on if row.on is not None else local_date(row.at),
            thing_id=row.thing_id,
            assignment_id=row.assignment_id,
            task_id=row.task_id,
            number=row.number,
            title=row.title,
        )
        for row in rows
    ]
    return sorted(found, key=lambda it: it.on)


def _of_units(
    actor: Actor, asked: Subquery, units: Collection[int] | None
) -> list[ColumnElement[bool]]:
    """Narrow to units; who does not see all of them is told of the own ones alone."""
    terms: list[ColumnElement[bool]] = []
    if units is not None:
        terms.append(asked.c.unit_id.in_(units))
    if not actor.sees_all:
        terms.append(asked.c.unit_id.in_(actor.own_units))
    return terms


def _in_month(asked: Subquery, month: Month) -> ColumnElement[bool]:
    """Ask that a row is of a month: those of deeds by their moment, the others by their day."""
    it = asked.c
    return or_(
        it.on.between(month.first, month.last),
        and_(it.at >= midnight(month.first), it.at < midnight(month.next.first)),
    )
