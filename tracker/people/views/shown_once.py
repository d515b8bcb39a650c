"""What is shown once, a link or recovery codes, to the session that made it: for minutes it can come back."""

from datetime import timedelta

from flask import current_app

from tracker.foundation.clock import now
from tracker.people import commands, queries, rules
from tracker.people.sessions import current_token


def keep(about: str, words: str) -> None:
    """Let words be shown to this session for some minutes, whatever happens to this answer."""
    commands.keep_shown(current_token() or "", about, words, secret_key=secret_key(), now=now())


def again(about: str, within: timedelta = rules.SHOWN_FOR) -> str | None:
    """Return what this session was shown about something so lately, or None."""
    return queries.shown_again(
        current_token() or "", about, now(), secret_key=secret_key(), within=within
    )


def shown_minutes() -> int:
    """Return for how many minutes what is shown once can be seen again."""
    return int(rules.SHOWN_FOR.total_seconds() // 60)


def secret_key() -> str:
    """Return the installation's key, under which such words are sealed."""
    key: str = current_app.config["SECRET_KEY"]
    return key
