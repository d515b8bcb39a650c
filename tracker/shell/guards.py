"""What every request must pass before a view sees it. Closed unless opened by name."""

from http import HTTPStatus

from flask import Flask, abort, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect

from tracker.foundation.errors import require
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, may, permission_of
from tracker.people.sessions import (
    current_actor,
    is_signed_in,
    must_change_password,
    must_set_up_second_factor,
)
from tracker.shell.authors import has_pass, is_anothers
from tracker.shell.kept import can_be_kept, keep_page, typed_fields
from tracker.shell.once import expect_once
from tracker.shell.origins import SAFE_METHODS, refuse_other_sites
from tracker.shell.reports import take as take_report


class FormGuard(CSRFProtect):
    """Asks each form for the session's token, or for the pass that it was shown again with."""

    def protect(self, apply_exemptions: bool = False) -> None:  # noqa: FBT001, FBT002  the library's signature
        """Let what its author sends again go on; else ask for the token, and for nobody else's."""
        try:
            super().protect(apply_exemptions)
        except CSRFError:
            if not has_pass(typed_fields()):
                raise
            g.csrf_valid = True
        if g.get("csrf_valid") and is_anothers():
            self._error_response("the form was given to another person")


csrf = FormGuard()
WITH_AN_OLD_PASSWORD = frozenset(
    {
        "people.password_page",
        "people.change_password",
        "people.sign_out",
        "people.session_here",
        "people.session_left",
    }
)
WITHOUT_SECOND_FACTOR = WITH_AN_OLD_PASSWORD | {
    "people.second_factor_setup",
    "people.begin_second_factor",
    "people.second_factor_picture",
    "people.confirm_second_factor",
}


def stand_guard(app: Flask) -> None:
    """Put the guards before every view."""
    refuse_other_sites(app)
    csrf.init_app(app)
    # A browser reports by itself, without a form and its token.
    csrf.exempt(take_report)
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
    told = (request.path, *request.args, *(it for many in request.args.listvalues() for it in many))
    if any("\x00" in words for words in told):
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
    if must_change_password() and request.endpoint not in WITH_AN_OLD_PASSWORD:
        return _first("people.password_page")
    if must_set_up_second_factor() and request.endpoint not in WITHOUT_SECOND_FACTOR:
        return _first("people.second_factor_setup")
    require(
        permission is not None and may(current_actor(), permission),
        N_("您的职责不包括这项操作。需要的，请联系督查员。"),
    )
    return expect_once()


def _first(endpoint: str) -> ResponseReturnValue:
    """Lead to what comes before everything else; what was typed meanwhile is not lost for it."""
    if can_be_kept():
        return keep_page(HTTPStatus.FORBIDDEN, first=url_for(endpoint))
    return redirect(url_for(endpoint), 303)


def _to_sign_in() -> ResponseReturnValue:
    if can_be_kept():
        return keep_page(HTTPStatus.UNAUTHORIZED)
    wanted = request.full_path.rstrip("?") if request.method in SAFE_METHODS else None
    return redirect(url_for("people.sign_in_page", next=wanted), 303)
