"""Handing a file out, removing it and bringing it back; it comes in with the form of its entry."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.downloads import handed_out
from tracker.foundation.errors import NotFound
from tracker.foundation.forms import DeedForm
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.progress.evidence import commands
from tracker.workplan.progress.evidence.models import Evidence
from tracker.workplan.progress.evidence.queries import visible_evidence

pages = Blueprint("evidence", __name__)


@pages.get("/evidence/<int:evidence_id>")
@requires(Permission.READ_TASKS)
def download(evidence_id: int) -> ResponseReturnValue:
    """Hand over a file just as it was uploaded."""
    found = visible_evidence(current_actor(), evidence_id)
    if found.removed_at is not None:
        raise NotFound(N_("这个文件已经移除；填报单位可以在填报页恢复。"))
    return handed_out(
        found.file.sha256,
        name=found.file.name,
        plain_name=f"evidence-{evidence_id}.{found.file.format}",
    )


@pages.post("/evidence/<int:evidence_id>/remove")
@requires(Permission.FILL_PROGRESS)
def remove(evidence_id: int) -> ResponseReturnValue:
    """Take a file away from its entry."""
    actor = current_actor()
    found = visible_evidence(actor, evidence_id)
    DeedForm().validate()
    with transaction():
        commands.remove(actor, found, now=now())
        name = found.file.name
    flash(_("已移除“%(name)s”，可以恢复。", name=name), "done")
    return _back(found)


@pages.post("/evidence/<int:evidence_id>/restore")
@requires(Permission.FILL_PROGRESS)
def restore(evidence_id: int) -> ResponseReturnValue:
    """Lay a removed file beside its entry again."""
    actor = current_actor()
    found = visible_evidence(actor, evidence_id)
    DeedForm().validate()
    with transaction():
        commands.restore(actor, found, now=now())
        name = found.file.name
    flash(_("已恢复“%(name)s”。", name=name), "done")
    return _back(found)


def _back(evidence: Evidence) -> ResponseReturnValue:
    entry = evidence.entry
    page = url_for("progress.entries", assignment_id=entry.assignment_id, period=entry.period)
    return redirect(f"{page}#entry-{entry.id}", HTTPStatus.SEE_OTHER)
