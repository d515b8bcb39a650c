"""How long a session lasts, and when its token is given anew."""

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from tracker.people.actor import Actor
from tracker.people.policy import SignInPolicy
from tracker.people.rules.separation import THREE

SHOWN_FOR = timedelta(minutes=5)
"""How long a session can come back to what it was shown once."""
BROWSERS = (
    ("Edg/", "Edge"),
    ("QQBrowser", "QQ 浏览器"),
    ("360SE", "360 浏览器"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class End:
    """The last moment of a session as it stands; one that ends by idleness can be gone on with."""

    at: datetime
    by_idleness: bool


def end_of(began_at: datetime, seen_at: datetime, policy: SignInPolicy, *, is_admin: bool) -> End:
    """Return when a session ends, by idleness or by age (C04); the three admins' end earlier."""
    idle = seen_at + (policy.admin_idle if is_admin else policy.idle)
    longest = began_at + (policy.admin_longest if is_admin else policy.longest)
    return End(min(idle, longest), by_idleness=idle < longest)


def is_over(
    began_at: datetime, seen_at: datetime, now: datetime, policy: SignInPolicy, *, is_admin: bool
) -> bool:
    """Whether a session has ended."""
    return now > end_of(began_at, seen_at, policy, is_admin=is_admin).at


def is_admin(actor: Actor) -> bool:
    """Whether the person is one of the three admins."""
    return actor.holds(*THREE)


def privileges_of(actor: Actor) -> str:
    """Return a digest of what the person may do and see, to see that it has changed (C07)."""
    held = sorted(f"{role}@{unit_id}" for role, unit_id in actor.roles)
    charge = sorted(str(unit_id) for unit_id in actor.charge)
    seen = ["/", *charge, "/", actor.clearance]
    return hashlib.sha256("|".join([*held, *seen]).encode()).hexdigest()


def seal_of(session_id: int, about: str) -> str:
    """Return what binds the words that a session was shown to that session alone."""
    return f"shown:{session_id}:{about}"


def browser_words(agent: str) -> str:
    """Say in words which browser on which system this is, as far as it tells."""
    browser = next((words for sign, words in BROWSERS if sign in agent), "")
    system = next((words for sign, words in SYSTEMS if re.search(sign, agent)), "")
    return " · ".join(it for it in (browser, system) if it)
