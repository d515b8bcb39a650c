"""Pages that belong to no stage: the components, and whether the service is well."""

from http import HTTPStatus

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.health import health
from tracker.people.permissions import Permission, requires
from tracker.shell.forms import SampleForm

pages = Blueprint("shell", __name__)


@pages.get("/components")
@requires(Permission.SEE_COMPONENTS)
def components() -> ResponseReturnValue:
    """Show every component once."""
    form = SampleForm(formdata=None)
    form.reason.errors = [_("请写明延期理由，至少说清卡在哪里。")]
    return render_template("shell/components.html", form=form)


@pages.get("/healthz")
@requires(Permission.PUBLIC)
def alive() -> ResponseReturnValue:
    """Say that the process answers."""
    return {"status": "alive"}


@pages.get("/readyz")
@requires(Permission.PUBLIC)
def ready() -> ResponseReturnValue:
    """Say whether database, migrations and files are as they must be."""
    found = health()
    is_ready = all(found.values())
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return {"status": "ready" if is_ready else "not ready", **found}, status
