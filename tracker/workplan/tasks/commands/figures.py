"""Changing an assignment's due date and percent, beside its state."""

from datetime import date, datetime

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.permissions import Permission
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.commands.decisions import in_words, keep_decision
from tracker.workplan.tasks.commands.events import note_date, note_share
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.models import Assignment, Duty, Mode
from tracker.workplan.tasks.rules import Mover


def extend(
    actor: Actor,
    assignment: Assignment,
    *,
    due_on: date,
    reason: str,
    now: datetime,
    version: int | None = None,
    told: Told | None = None,
) -> Assignment:
    """Move the due date to a later day, as a leader approved; the original date stays.

    A joint task's supporters get the new date with their lead. told: which decision of a leader a
    supervisor records (代录).
    """
    require(rules.may_extend(actor, assignment), rules.NOT_YOURS[Mover.LEADER])
    check_version(version, assignment)
    reason = reason.strip()
    rules.check_extension(assignment, due_on, local_date(now), reason)
    decision = keep_decision(
        actor, assignment, "extend", told, permission=Permission.DECIDE_EXTENSION, now=now
    )

    for moved in (assignment, *_supporters(assignment)):
        was, moved.due_on = moved.due_on, due_on
        note_date(actor, moved, was=was, reason=reason, at=now)
        record(
            actor,
            "assignment.extended",
            f"assignment:{moved.id}",
            at=now,
            was=was,
            now=due_on,
            reason=reason,
            **in_words(decision),
        )
    return assignment


def note_percent(
    actor: Actor, assignment: Assignment, *, percent: int, reason: str = "", now: datetime
) -> Assignment:
    """Take over the percent of a submitted entry; nothing is written when it is the same.

    A supervisor who returns an entry sets it back to what it was before.
    """
    require(
        rules.may_note_percent(actor, assignment), N_("完成进度由承办单位填报，别的单位不能改。")
    )
    reason = reason.strip()
    rules.check_percent(assignment, percent, reason)
    if percent == assignment.percent:
        return assignment

    was, assignment.percent = assignment.percent, percent
    note_share(actor, assignment, was=was, reason=reason, at=now)
    record(
        actor,
        "assignment.percent_noted",
        f"assignment:{assignment.id}",
        at=now,
        was=was,
        now=percent,
        reason=reason or None,
    )
    return assignment


def _supporters(assignment: Assignment) -> list[Assignment]:
    """Return the supporters of a joint task that still have something to do."""
    if assignment.task.mode is not Mode.JOINT:
        return []
    supporters = db.session.scalars(
        select(Assignment)
        .where(Assignment.task_id == assignment.task_id, Assignment.duty == Duty.SUPPORT)
        .order_by(Assignment.id)
    )
    return [supporter for supporter in supporters if supporter.is_open]
