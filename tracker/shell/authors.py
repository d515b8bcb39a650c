"""Whose form it is, and that it is sent as we showed it.

A page's key says, signed, for whom the page was drawn: what one person typed is never done in the
name of another who signed in meanwhile. What is shown again to be sent later carries a pass for
just these words at just this address, which holds for their author alone, whatever session. There is
a pass only for a key that is not old and was drawn for the form of this address; otherwise the words
are shown again, and are sent by a second press.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from flask import current_app, request
from itsdangerous import BadData, URLSafeTimedSerializer

from tracker.people.sessions import current_actor, is_signed_in

KEY, TOKEN = "form_key", "csrf_token"
PASS_LASTS, KEY_LASTS = 12 * 60 * 60, 24 * 60 * 60
"""Seconds that a page with words to be sent again may lie open, and the page that they were typed into."""
Fields = Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class _Told:
    """What a key says: whom the page was drawn for, where its form goes ("" where it does not say)."""

    person_id: int | None
    path: str
    drawn_at: datetime


def new_key(chance: str, action: str = "") -> str:
    """Return the key for a form of a page, which says whom it was drawn for and where it goes."""
    person_id = current_actor().id if is_signed_in() else None
    return str(_keys().dumps([person_id, chance, urlsplit(action).path]))


def mark_of(person_id: int | None) -> str:
    """Return a key that says only whose the words are: nothing can be sent with it by one press."""
    return str(_keys().dumps([person_id, "", ""]))


def author() -> int | None:
    """Return the id of the person whom the form of this request was drawn for, if it tells."""
    told = _told()
    return None if told is None else told.person_id


def is_anothers() -> bool:
    """Whether somebody else is signed in than the one who was given the form."""
    return is_signed_in() and author() not in {None, current_actor().id}


def can_pass() -> bool:
    """Whether the form's key is young, and for just this address: a key alone proves no more."""
    told = _told()
    if told is None or told.person_id is None or is_anothers():
        return False
    is_young = datetime.now(UTC) - told.drawn_at < timedelta(seconds=KEY_LASTS)
    return is_young and told.path == request.script_root + request.path


def pass_for(fields: Fields) -> str:
    """Return what lets these words be sent to this address once their author is signed in."""
    return str(_passes().dumps(_digest(fields)))


def has_pass(fields: Fields) -> bool:
    """Whether this request brings the pass for its words, and their author is signed in."""
    if not is_signed_in() or author() != current_actor().id or not can_pass():
        return False
    try:
        told = _passes().loads(request.form.get(TOKEN, ""), max_age=PASS_LASTS)
    except BadData:
        return False
    return bool(told == _digest(fields))


def _told() -> _Told | None:
    try:
        said, drawn_at = _keys().loads(request.form.get(KEY, ""), return_timestamp=True)
        person_id, _chance, path = said
    except (BadData, ValueError):
        return None
    return _Told(person_id, path, drawn_at)


def _digest(fields: Fields) -> str:
    told = json.dumps([request.full_path, *map(list, fields)])
    return hashlib.sha256(told.encode()).hexdigest()


def _keys() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="key of a form")


def _passes() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt="pass of a form")
