"""Voiding a report: a deed of this stage, which alone knows whether any of it became a task."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.meetings.forms import VoidForm
from tracker.workplan.meetings.queries import visible_report
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.views.blueprint import pages


@pages.post("/reports/<int:report_id>/void")
@requires(Permission.TAKE_IN_REPORTS)
def void(report_id: int) -> ResponseReturnValue:
    """Void a report that was taken in by mistake."""
    actor = current_actor()
    report = visible_report(actor, report_id)
    form = VoidForm()
    if not form.validate():
        # The form is on several pages, none of which is this deed's own.
        raise RuleBroken(str(form.reason.errors[0]))
    with transaction():
        commands.void_report(actor, report, reason=form.reason.data or "", now=now())
    flash(_("已撤下，不再计入；要用时可以恢复。"), "done")
    return redirect(url_for("meetings.show", report_id=report_id), 303)
