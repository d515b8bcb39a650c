"""Changing an assignment's percent, beside its state."""

from datetime import datetime

from tracker.foundation.errors import require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.commands.events import note_share
from tracker.workplan.tasks.models import Assignment


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
