"""How long a session lasts, and when its token is given anew."""

import hashlib
import re
from datetime import datetime

from tracker.people.actor import Actor
from tracker.people.policy import SignInPolicy
from tracker.people.rules.separation import THREE

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


def is_over(
    began_at: datetime, seen_at: datetime, now: datetime, policy: SignInPolicy, *, is_admin: bool
) -> bool:
    """Whether a session has ended by idleness or by age (C04); the three admins' end earlier."""
    idle = policy.admin_idle if is_admin else policy.idle
    longest = policy.admin_longest if is_admin else policy.longest
    return now - seen_at > idle or now - began_at > longest


def is_admin(actor: Actor) -> bool:
    """Whether the person is one of the three admins."""
    return actor.holds(*THREE)


def privileges_of(actor: Actor) -> str:
    """Return a digest of what the person may do, to see that it has changed (C07)."""
    held = sorted(f"{role}@{unit_id}" for role, unit_id in actor.roles)
    charge = sorted(str(unit_id) for unit_id in actor.charge)
    return hashlib.sha256("|".join([*held, "/", *charge]).encode()).hexdigest()


def browser_words(agent: str) -> str:
    """Say in words which browser on which system this is, as far as it tells."""
    browser = next((words for sign, words in BROWSERS if sign in agent), "")
    system = next((words for sign, words in SYSTEMS if re.search(sign, agent)), "")
    return " · ".join(it for it in (browser, system) if it)
