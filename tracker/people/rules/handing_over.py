"""Handing over: who may pass on whose posts to whom, and when."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TypeVar

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Charge, Grant, Person
from tracker.people.permissions import Permission, may

Held = TypeVar("Held", Grant, Charge)

NOBODY_ELSE = N_("接任的人不能是离任的人自己。")
SUCCESSOR_OUT = N_("接任的人的账号已经停用。请先由系统管理员启用，或另选一位。")
NOTHING_HELD = N_("这一天之后，离任的人没有职责和分管可以移交。")
TOO_EARLY = N_("最后一天不能早于昨天：已经过去的日子不能改。今天起就由接任的人负责的，请填昨天。")
TOO_FAR = N_("最后一天不能晚于一年以后。")
STILL_IN_OFFICE = N_(
    "离任的人今天还在任，不能现在就停用账号。请等期满后由系统管理员停用，或者把最后一天填为昨天。"
)
FARTHEST = timedelta(days=366)


def may_hand_over(actor: Actor) -> bool:
    """Say whether the actor passes on posts: the security admin, who gives them."""
    return may(actor, Permission.HAND_OVER)


def check_hand_over(
    leaver: Person, successor: Person, *, last_on: date, disables: bool, today: date
) -> None:
    """Refuse a hand-over to nobody, in the past, or one that locks out who is still in office."""
    if leaver.id == successor.id:
        raise RuleBroken(NOBODY_ELSE)
    if not successor.is_active:
        raise RuleBroken(SUCCESSOR_OUT)
    if last_on < today - timedelta(days=1):
        raise RuleBroken(TOO_EARLY)
    if last_on > today + FARTHEST:
        raise RuleBroken(TOO_FAR)
    if disables and last_on >= today:
        raise RuleBroken(STILL_IN_OFFICE)


def lasting(held: Iterable[Held], last_on: date) -> list[Held]:
    """Return what is held beyond that day."""
    return [it for it in held if it.to_on is None or it.to_on > last_on]


def spans(from_on: date, to_on: date | None, begins: date, ends: date | None) -> bool:
    """Whether the first days hold all of the second ones."""
    return from_on <= begins and (to_on is None or (ends is not None and ends <= to_on))
