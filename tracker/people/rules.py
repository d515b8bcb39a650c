"""Sign-in: how long it lasts and when it is refused."""

import unicodedata
from datetime import datetime, timedelta

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
FAILURES = 5
WINDOW = timedelta(minutes=15)
SEEN_EVERY = timedelta(minutes=1)


def folded_login(login: str) -> str:
    """Return the one form of a login name: width, case and outer spaces do not matter."""
    return unicodedata.normalize("NFKC", login).strip().casefold()


def is_over(began_at: datetime, seen_at: datetime, now: datetime) -> bool:
    """Whether a session has ended by idleness (30 min) or by age (12 h)."""
    return now - seen_at > IDLE or now - began_at > LONGEST


def is_local_path(target: str | None) -> bool:
    """Whether it is safe to go there after sign-in: a path of this very site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return False
    return not any(ord(sign) < ord(" ") or sign == "\\" for sign in target)
