"""Closing a unit or merging it into another, with an eye on the work that it still has."""

from datetime import date, datetime

from sqlalchemy import func, select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.words import N_
from tracker.people import rules as people_rules
from tracker.people.actor import Actor
from tracker.people.commands.units import ONLY_SYSTEM_ADMIN
from tracker.people.commands.units import close_unit as close_in_register
from tracker.people.models import Unit
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.queries import OVER

STILL_WORKING = N_(
    "它还有 {count} 件任务没有办完，撤销以后就没人负责了。"
    "请督查室先重新交办或办结；有单位接续的，请选“并入”。"
)


def open_work_count(actor: Actor, unit: Unit) -> int:
    """Count a unit's open assignments: a number, which is all that the system admin learns of them."""
    require(people_rules.may_keep_units(actor), ONLY_SYSTEM_ADMIN)
    return (
        db.session.scalar(
            select(func.count(Assignment.id)).where(
                Assignment.unit_id == unit.id, Assignment.state.not_in(OVER)
            )
        )
        or 0
    )


def close_unit(
    actor: Actor,
    unit: Unit,
    *,
    successor: Unit | None,
    closed_on: date,
    reason: str,
    today: date,
    now: datetime,
    version: int | None,
) -> None:
    """Close a unit without open work, or merge it into a successor.

    A merged unit keeps what is open under its own name: nothing moves silently. Supervisors see what it
    still has and give it away piece by piece. A closed one has nobody to go on with it, so it may have
    nothing open.
    """
    if successor is None:
        count = open_work_count(actor, unit)
        if count:
            raise RuleBroken(STILL_WORKING.format(count=count))
    close_in_register(
        actor,
        unit,
        closed_on=closed_on,
        reason=reason,
        today=today,
        now=now,
        version=version,
        successor=successor,
    )
