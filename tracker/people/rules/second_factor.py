"""One-time codes: which step a code belongs to, who must use them, how recovery codes look."""

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

import pyotp

from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.people.permissions import Permission, may
from tracker.people.rules.separation import THREE

ISSUER = "落实"
STEP = timedelta(seconds=30)
TOLERANCE = 1  # steps early or late: clocks differ (RFC 6238 §5.2)
RECOVERY_CODES = 10
RECOVERY_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_GROUPS, RECOVERY_GROUP = 3, 4
CODE = re.compile(r"\d{6}")
WAITING = timedelta(minutes=5)
"""How long one may take between the password and the code."""

WRONG_CODE = N_("动态口令不对，或者已经用过；请等下一个口令。")
NOT_SET_UP = N_("还没有设置动态口令。")
SET_UP_ALREADY = N_("动态口令已经启用；换设备的，请先停用。")
MUST_HAVE = N_("您的职责要求使用动态口令，不能停用；换设备的，请安全管理员重置。")
ONLY_SECURITY_ADMIN = N_("动态口令由安全管理员重置。")
NOT_ONES_OWN = N_("不能重置自己的动态口令，请另一名安全管理员办理。")


def new_secret() -> str:
    """Return a fresh secret in base32 (160 bits, as RFC 4226 recommends)."""
    return pyotp.random_base32()


def address_of(secret: str, login: str) -> str:
    """Return the otpauth:// address that a device reads from a picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Return the step that a code belongs to, of those near enough; None for a wrong code."""
    cleaned = re.sub(r"\s", "", code)
    if not CODE.fullmatch(cleaned) or not cleaned.isascii():
        return None
    here = int(now.timestamp() // STEP.total_seconds())
    codes = pyotp.TOTP(secret)
    for step in range(here - TOLERANCE, here + TOLERANCE + 1):
        expected = codes.at(int(step * STEP.total_seconds()))
        if hmac.compare_digest(expected, cleaned):
            return step
    return None


def new_recovery_codes() -> list[str]:
    """Return ten fresh codes of 59 bits each, easy to copy from paper."""
    return [
        "-".join(
            "".join(secrets.choice(RECOVERY_LETTERS) for _ in range(RECOVERY_GROUP))
            for _ in range(RECOVERY_GROUPS)
        )
        for _ in range(RECOVERY_CODES)
    ]


def recovery_hash(code: str) -> str:
    """Return what is kept of a recovery code; spaces, dashes and capitals do not matter."""
    return hashlib.sha256(re.sub(r"[\s-]", "", code).casefold().encode()).hexdigest()


def needs_second_factor(
    roles: Collection[Role], *, all_need: bool, is_demanded_of_admins: bool
) -> bool:
    """Whether somebody with these roles may not work without one."""
    return all_need or (is_demanded_of_admins and not set(roles).isdisjoint(THREE))


def may_reset_second_factor(actor: Actor) -> bool:
    """Whether the actor may take a lost device's codes out of use."""
    return may(actor, Permission.RESET_SECOND_FACTORS)
