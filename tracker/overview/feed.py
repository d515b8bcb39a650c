"""The due dates that a person's calendar program fetches."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select

from tracker.documents.calendar_feed import DueDate
from tracker.foundation.db import db
from tracker.foundation.labels import USUAL, covers
from tracker.foundation.words import N_
from tracker.overview.standing import SIGNAL_OF, leads_visible_to
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.people.permissions import Permission, may
from tracker.workplan.progress.openings.queries import periods_ahead
from tracker.workplan.progress.places import period_words
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.queries import OVER, assignments_visible_to
from tracker.workplan.tasks.signals import Judging, Signal, severity_case

PAST = timedelta(days=366)
MOST = 1000
NAMED_UNITS = 3
PERIOD = N_("【填报】{unit}{period}进展 {count} 项")
WITHHELD = N_("敏感任务，登录后查看")
MARKS = {
    Signal.OVERDUE: N_("逾期"),
    Signal.DUE_SOON: N_("临期"),
    Signal.LAGGING: N_("滞后"),
    Signal.EXTENDED: N_("延期"),
}


def due_dates(actor: Actor, day: Judging, address: Callable[[int], str | None]) -> list[DueDate]:
    """Return what the actor has to see done, each task once a date, the earliest first.

    Of units for those who report for some; else what is in the leader's charge, or all of it. What is
    labelled higher than usual is named by its number alone: the calendar may be kept anywhere.
    """
    if not may(actor, Permission.READ_TASKS):
        return []
    together: dict[tuple[int, object], list[Any]] = {}
    for row in db.session.execute(_asked(actor, day)):
        together.setdefault((row.task_id, row.due_on), []).append(row)
    return [_told(rows, address) for rows in together.values()]


def period_dates(actor: Actor, today: date, address: Callable[[int], str | None]) -> list[DueDate]:
    """Return by when the actor's own units are to report on the present periods, as far as they did not.

    address: of a unit's page where it is done.
    """
    return [
        DueDate(
            uid=f"period-{it.unit.id}-{it.period.name}@luoshi",
            on=it.due_on,
            summary=PERIOD.format(
                unit=it.unit.short_name, period=period_words(it.period.name), count=it.missing
            ),
            address=address(it.unit.id),
        )
        for it in periods_ahead(actor, today)
    ]


def _asked(actor: Actor, day: Judging) -> Select[*tuple[Any, ...]]:
    if actor.own_units:
        seen = assignments_visible_to(actor).where(Assignment.unit_id.in_(actor.own_units))
    else:
        seen = leads_visible_to(actor, actor.charge or None)
    return (
        seen.join(Unit, Unit.id == Assignment.unit_id)
        .where(Assignment.state.not_in(OVER), Assignment.due_on >= day.today - PAST)
        .with_only_columns(
            Assignment.id,
            Assignment.task_id,
            Assignment.due_on,
            Task.number,
            Task.title,
            Task.label,
            Unit.short_name,
            severity_case(day).label("severity"),
        )
        .order_by(Assignment.due_on, Task.number, Unit.position, Assignment.id)
        .limit(MOST)
    )


def _told(rows: list[Any], address: Callable[[int], str | None]) -> DueDate:
    first = rows[0]
    title = first.title if covers(USUAL, first.label) else WITHHELD
    units = [row.short_name for row in rows]
    named = "、".join(units[:NAMED_UNITS])
    whose = named if len(units) <= NAMED_UNITS else f"{named}等{len(units)}家"
    places = [row.severity for row in rows if row.severity is not None]
    mark = MARKS.get(SIGNAL_OF[max(places)]) if places else None
    return DueDate(
        uid=f"assignment-{first.id}@luoshi",
        on=first.due_on,
        summary=f"【{mark}】{title}" if mark else title,
        description=f"{first.number}\n{whose}",
        address=address(first.task_id),
    )
