"""Adding a unit to a task that was given out already."""

from datetime import date, datetime

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.adding.rules import check_addition, date_of
from tracker.workplan.tasks.commands.dispatching import assign
from tracker.workplan.tasks.commands.telling import tell_of_dispatch
from tracker.workplan.tasks.models import Assignment, Duty, Mode, Task


def add_unit(
    actor: Actor,
    task: Task,
    *,
    unit_id: int,
    due_on: date | None,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Assignment:
    """Give a task to one unit more: as a supporter of a joint task, else for itself.

    due_on: of a unit that answers for itself; a supporter has its lead's. Taken back by letting the
    unit go (`Step.RELEASE`), which keeps the trace.
    """
    require(rules.may_dispatch(actor), N_("交办由督查员办理。"))
    check_version(version, task)
    day, reason = local_date(now), reason.strip()
    assignments = db.session.scalars(
        select(Assignment).where(Assignment.task_id == task.id).order_by(Assignment.id)
    ).all()
    due_on = date_of(task, assignments, due_on)
    check_addition(task, assignments, unit_id, due_on, reason, day)
    unit = db.session.get(Unit, unit_id)
    units = {} if unit is None else {unit_id: unit}
    rules.check_units([unit_id], units)

    duty = Duty.SUPPORT if task.mode is Mode.JOINT else Duty.LEAD
    added = assign(actor, task, units[unit_id], duty, due_on, now, reason=reason)
    db.session.flush()
    record(
        actor,
        "task.unit_added",
        f"task:{task.id}",
        at=now,
        unit=units[unit_id].name,
        due_on=due_on,
        reason=reason,
    )
    tell_of_dispatch(actor, task, [unit_id], at=now, is_more=True)
    return added
