"""What browsers report of pages that broke the content security policy (C42)."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from tracker.foundation.addresses import parts_of
from tracker.foundation.breaches import LONGEST, breaches, count_breach
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.forms import CONTROLS
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.people.permissions import Permission, requires

ENDPOINT = "reports.take"
LONGEST_REPORT = 16 * 1024
LINK_PATH = "/invitations/"
reports = Blueprint("reports", __name__)


@reports.post("/csp-reports")
@requires(Permission.PUBLIC)
def take() -> ResponseReturnValue:
    """Take a browser's report; strangers may send them, so that kinds and lengths are bounded."""
    request.max_content_length = LONGEST_REPORT
    told = _told(request.get_data(cache=False))
    if told is not None:
        with transaction():
            count_breach(*told, now=now())
    return "", 204


@reports.get("/csp-reports")
@requires(Permission.SEE_POLICY_BREACHES)
def index() -> ResponseReturnValue:
    """List what was reported, the latest first."""
    return render_template(
        "shell/breaches.html", page=page_of(breaches(), asked_page()), url_for_page=url_for_page()
    )


def _told(body: bytes) -> tuple[str, str, str] | None:
    try:
        report: Any = json.loads(body)
        found: Any = report["csp-report"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(found, Mapping):
        return None
    rule = found.get("effective-directive") or found.get("violated-directive")
    # Addresses without their queries, which may hold what somebody looked for.
    return (
        _cleaned(rule),
        _cleaned(found.get("blocked-uri")).split("?", 1)[0],
        _page(_cleaned(found.get("document-uri"))),
    )


def _page(address: str) -> str:
    """Return which page it was, without the token that some addresses hold (C10)."""
    path = parts_of(address).path
    return LINK_PATH if path.startswith(LINK_PATH) else path


def _cleaned(value: object) -> str:
    words = value if isinstance(value, str) else ""
    return CONTROLS.sub("", words.encode("utf-8", "ignore").decode())[:LONGEST]
