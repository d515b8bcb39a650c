"""Whose form it is, and that it is sent as we showed it.

A page's key says, signed, for whom the page was drawn: what one person typed is never done in the
name of another who signed in meanwhile. What is shown again to be sent later carries a pass for
just these words at just this address, which holds for their author alone, whatever session.
"""

import hashlib
import json
import secrets
from collections.abc import Sequence

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from tracker.people.sessions import current_actor, is_signed_in

KEY, TOKEN = "form_key", "csrf_token"
PASS_LASTS = 12 * 60 * 60
"""Seconds that a page with words to be sent again may lie open."""
Fields = Sequence[tuple[str, str]]


def new_key() -> str:
    """Return the key for the forms of a page, which says whom it was drawn for."""
    person_id = current_actor().id if is_signed_in() else None
    return str(_keys().dumps([person_id, secrets.token_urlsafe(12)]))


def author() -> int | None:
    """Return the id of the person whom the form of this request was drawn for, if it tells."""
    try:
        person_id, _chance = _keys().loads(request.form.get(KEY, ""))
    except BadData:
        return None
    return person_id if isinstance(person_id, int) else None


def is_anothers() -> bool:
    """Whether somebody else is signed in than the one who was given the form."""
    return is_signed_in() and author() not in {None, current_actor().id}


def pass_for(fields: Fields) -> str:
    """Return what lets these words be sent to this address once their author is signed in."""
    return str(_passes().dumps(_digest(fields)))


def has_pass(fields: Fields) -> bool:
    """Whether this request brings the pass for its words, and their author is signed in."""
    if not is_signed_in() or author() != current_actor().id:
        return False
    try:
        told = _passes().loads(request.form.get(TOKEN, ""), max_age=PASS_LASTS)
    except BadData:
        return False
    return bool(told == _digest(fields))


def _digest(fields: Fields) -> str:
    told = json.dumps([request.full_path, *map(list, fields)])
    return hashlib.sha256(told.encode()).hexdigest()


def _keys() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt="key of a form")


def _passes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="pass of a form")
