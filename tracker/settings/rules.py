"""Who may change which option, and which values make sense."""

from typing import Any

from tracker.foundation.errors import RuleBroken
from tracker.foundation.kinds import BadValue
from tracker.foundation.settings import Keeper, Option
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may

KEEPERS = {
    Keeper.SYSTEM_ADMIN: Permission.SET_LIMITS,
    Keeper.SECURITY_ADMIN: Permission.SET_SIGN_IN_POLICY,
}


def may_change(actor: Actor, option: Option[Any]) -> bool:
    """Whether the actor keeps this option: the system admin, or for sign-in the security admin."""
    return may(actor, KEEPERS[option.keeper])


def checked(option: Option[Any], words: str) -> Any:
    """Read a typed value; refuse what is none, or does not fit what else is set."""
    try:
        value = option.parse(words)
    except BadValue as bad:
        raise RuleBroken(str(bad)) from bad
    check_fits(option, value)
    return value


def check_fits(option: Option[Any], value: object) -> None:
    """Refuse a value that does not fit what else is set."""
    sentence = option.check(value) if option.check else ""
    if sentence:
        raise RuleBroken(sentence)
