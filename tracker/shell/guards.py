"""What every request must pass before a view sees it. Closed unless opened by name."""

from http import HTTPStatus

from flask import Flask, abort, current_app, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect

from tracker.foundation.errors import require
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, may, permission_of
from tracker.people.sessions import current_actor, is_signed_in

csrf = CSRFProtect()
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


def stand_guard(app: Flask) -> None:
    """Put the guards before every view."""
    csrf.init_app(app)
    app.before_request(_refuse_controls)
    app.before_request(_require_permission)


def check_declarations(app: Flask) -> None:
    """Refuse to start while a route does not say which permission it asks for."""
    bare = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if permission_of(app.view_functions[rule.endpoint]) is None
    ]
    if bare:
        raise RuntimeError(f"these routes declare no permission: {', '.join(sorted(bare))}")


def _refuse_controls() -> None:
    """Refuse an address with a NUL, which one database would keep and the other not (C29)."""
    if any("\x00" in value for values in request.args.listvalues() for value in values):
        abort(HTTPStatus.BAD_REQUEST)


def _require_permission() -> ResponseReturnValue | None:
    if request.endpoint is None:
        # There is no such address; the visitor learns it after signing in, not before.
        return None if is_signed_in() else _to_sign_in()
    permission = permission_of(current_app.view_functions[request.endpoint])
    if permission is Permission.PUBLIC:
        return None
    if not is_signed_in():
        return _to_sign_in()
    require(
        permission is not None and may(current_actor(), permission),
        N_("您的职责不包括这项操作。需要的，请联系督查员。"),
    )
    return None


def _to_sign_in() -> ResponseReturnValue:
    wanted = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("people.sign_in_page", next=wanted), 303)
