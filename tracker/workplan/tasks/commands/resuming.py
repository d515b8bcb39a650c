"""The due date of work that rested longer than it had time."""

from collections.abc import Sequence
from datetime import date, datetime

from tracker.foundation.calendar import calendar
from tracker.foundation.clock import local_date
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.commands.events import note_date
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.undoing.queries import last_changes

SAID = "恢复办理时另定"
PAUSED = "中止 {count} 个工作日，时限顺延"


def move_resumed(
    actor: Actor, assignments: Sequence[Assignment], due_on: date | None, *, now: datetime
) -> None:
    """Move the due date of a lead that is resumed, and of the supporters that go along.

    due_on: as the leader stated; None: by the working days that it was paused, where the pause
    outlasted the date. Part of the resuming, which asks and keeps whose decision it is.
    """
    lead, today = assignments[0], local_date(now)
    if lead.due_on is None:
        return
    paused_on = last_changes([lead.id])[lead.id].on
    if due_on is not None:
        rules.check_resumed(lead.due_on, due_on, today)
        wanted, reason = due_on, SAID
    else:
        wanted = rules.resumed_due_on(lead.due_on, paused_on, today, calendar())
        reason = PAUSED.format(count=calendar().between(paused_on, today))
    for it in assignments:
        was = it.due_on
        if was is None or was >= wanted:
            continue
        it.due_on = wanted
        note_date(actor, it, was=was, reason=reason, at=now)
        record(
            actor,
            "assignment.rescheduled",
            f"assignment:{it.id}",
            at=now,
            was=was,
            now=wanted,
            reason=reason,
        )
