"""Taking decisions about directives back.

The deed is of this stage, which alone knows whether a directive has become a task.
"""

from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.numbers import row_number
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives.commands import NOTHING_TO_UNDO
from tracker.workplan.directives.queries import visible_directive
from tracker.workplan.meetings.queries import visible_report
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.views.blueprint import pages


@pages.post("/directives/<int:directive_id>/undecide")
@requires(Permission.REVIEW_DIRECTIVES)
def undecide(directive_id: int) -> ResponseReturnValue:
    """Take the decision about one directive back."""
    actor = current_actor()
    directive = visible_directive(actor, directive_id)
    version = request.form.get("version", type=row_number)
    if version is None:
        raise Outdated
    with transaction():
        commands.undecide_directive(actor, directive, version=version, now=now())
    return _to_item(directive.report_id, directive.id)


@pages.post("/reports/<int:report_id>/directives/undo")
@requires(Permission.REVIEW_DIRECTIVES)
def undo(report_id: int) -> ResponseReturnValue:
    """Take back one's latest step: one decision, a whole batch, or the sentences set aside at once."""
    actor = current_actor()
    report = visible_report(actor, report_id)
    moment = _moment(request.form.get("moment", ""))
    with transaction():
        undone = commands.undo_decisions(actor, report, moment=moment, now=now())
    flash(_("已撤销上一步（%(count)s 处）。", count=undone), "done")
    return _to_item(report_id, request.form.get("item", type=row_number))


def _moment(words: str) -> datetime:
    try:
        moment = datetime.fromisoformat(words)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise RuleBroken(NOTHING_TO_UNDO)


def _to_item(report_id: int, item_id: int | None) -> ResponseReturnValue:
    anchor = f"d{item_id}" if item_id else None
    return redirect(
        url_for("directives.review", report_id=report_id, item=item_id, _anchor=anchor), 303
    )
