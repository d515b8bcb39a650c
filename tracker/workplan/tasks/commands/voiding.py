"""Voiding a report, which a task made of any of its directives rules out.

The meetings stage cannot see tasks, so the deed stands here and calls that stage's command.
"""

from datetime import datetime

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings import commands as meetings
from tracker.workplan.meetings.commands import ONLY_SUPERVISORS
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import may_take_in
from tracker.workplan.tasks.commands.registering import already_registered

REGISTERED = N_("这份报告的部署要求已经立项，不能撤下。")


def void_report(actor: Actor, report: Report, *, reason: str, now: datetime) -> Report:
    """Void a report that was taken in by mistake, unless a task was made of any of it."""
    require(may_take_in(actor), ONLY_SUPERVISORS)
    # The rows are held, so that none becomes a task between this look and the voiding.
    ids = db.session.scalars(
        select(Directive.id)
        .where(Directive.report_id == report.id)
        .order_by(Directive.id)
        .with_for_update()
    ).all()
    if already_registered(ids):
        raise RuleBroken(REGISTERED)
    return meetings.void_report(actor, report, reason=reason, now=now)
