"""Rows that were read from a file travel through the preview's form, so that nothing unconfirmed is kept.

They are signed for one person and one purpose: what is confirmed is what was previewed, and nobody can
put other rows into the form.
"""

from typing import Any

from flask import current_app
from itsdangerous import BadData, URLSafeTimedSerializer

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.sessions import current_actor

LONGEST = 2 * 60 * 60
"""Seconds that a preview may lie open."""
STALE = N_("预览已经过期，请重新上传文件。")


def carried(purpose: str, rows: list[dict[str, Any]]) -> str:
    """Write rows (JSON-able) as words for a hidden field of the preview."""
    return str(_serializer(purpose).dumps(rows))


def taken(purpose: str, words: str | None) -> list[dict[str, Any]]:
    """Read the rows back; refuses those of another person or purpose, changed or too old ones."""
    try:
        rows: list[dict[str, Any]] = _serializer(purpose).loads(words or "", max_age=LONGEST)
    except BadData as error:
        raise RuleBroken(STALE) from error
    return rows


def _serializer(purpose: str) -> URLSafeTimedSerializer:
    salt = f"carried:{purpose}:{current_actor().id}"
    return URLSafeTimedSerializer(current_app.config["SECRET_KEY"], salt=salt)
