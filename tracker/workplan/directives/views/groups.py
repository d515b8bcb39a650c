"""Deleting a group of units that nothing names."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.people import queries as people
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives import commands
from tracker.workplan.directives.views.blueprint import pages


@pages.post("/unit-groups/<int:group_id>/delete")
@requires(Permission.KEEP_UNITS)
def delete_group(group_id: int) -> ResponseReturnValue:
    """Delete a group, as long as nothing was ever addressed to it."""
    group = people.visible_group(group_id)
    name = group.name
    # A form that does not say what it saw has seen nothing.
    version = request.form.get("version", default=0, type=int)
    with transaction():
        commands.delete_group(current_actor(), group, now=now(), version=version)
    flash(_("已删除单位组“%(name)s”。", name=name))
    return redirect(url_for("people.unit_groups"), 303)
