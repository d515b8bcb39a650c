"""Taking a decision about a directive back, which a task made of it rules out.

The directives stage cannot see tasks, so the deed stands here and calls that stage's command.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.directives import commands as directives
from tracker.workplan.directives.models import Directive
from tracker.workplan.directives.queries import directives_at
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.commands.joining import leave_joined
from tracker.workplan.tasks.commands.registering import already_registered


def undecide_directive(
    actor: Actor, directive: Directive, *, now: datetime, version: int | None = None
) -> Directive:
    """Take a decision back, unless a task was made of the directive; one that it was joined to is left."""
    leave_joined(actor, [directive.id], now=now)
    _check_unregistered([directive.id])
    return directives.undecide(actor, directive, now=now, version=version)


def undo_decisions(actor: Actor, report: Report, *, moment: datetime, now: datetime) -> int:
    """Take back what the actor did on a report at that moment, unless it became a task.

    Returns how many directives and sentences it was about.
    """
    ids = directives_at(actor, report.id, moment)
    leave_joined(actor, ids, now=now, moment=moment)
    _check_unregistered(ids)
    return len(directives.undo(actor, report, moment=moment, now=now))


def _check_unregistered(ids: Sequence[int]) -> None:
    # The rows are held, so that none becomes a task between this look and the undoing.
    db.session.execute(
        select(Directive.id).where(Directive.id.in_(ids)).order_by(Directive.id).with_for_update()
    )
    if already_registered(ids):
        raise RuleBroken(N_("这条部署要求已经立项，不能再改决定。"))
