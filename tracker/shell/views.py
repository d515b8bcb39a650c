"""Pages that belong to no stage: the components, and whether the service is well."""

from http import HTTPStatus

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.health import health
from tracker.foundation.runs import is_worker_there, worker_seen_at
from tracker.people.permissions import Permission, requires
from tracker.settings.mailing.queries import waiting_too_long
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
    """Say whether database, migrations and files are as they must be, and how the queue stands.

    A queue that stands still does not make the pages unfit: it is told, for who watches.
    """
    found = health()
    is_ready = all(found.values())
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    told = {"status": "ready" if is_ready else "not ready", **found}
    return {**told, "queue": _queue() if found["migrations"] else None}, status


def _queue() -> dict[str, object]:
    seen = worker_seen_at()
    late = waiting_too_long(now()) if current_app.config["MAIL"] else 0
    return {
        "well": is_worker_there(now()) and not late,
        "worker_seen_at": None if seen is None else seen.isoformat(timespec="seconds"),
        "waiting_over_an_hour": late,
    }
