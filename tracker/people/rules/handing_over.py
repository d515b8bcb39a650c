"""Handing over: who may pass on whose posts to whom, and when."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Charge, Grant, Person, Role
from tracker.people.permissions import Permission, may
from tracker.people.rules.posts import A_DAY, Planned, PlannedCharge, check_charge, check_post

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


@dataclass(frozen=True, slots=True)
class Unfit:
    """What somebody cannot take over, and why; role None is a charge."""

    role: Role | None
    unit: str
    sentence: str


def why_unfit(leaver: Person, successor: Person, last_on: date) -> Unfit | None:
    """Return the first post or charge that somebody cannot take over from the day after, or None.

    Judged as the deed does it: each beside what is held already and what went over before it.
    """
    grants: list[Grant | Planned] = list(successor.grants)
    charges: list[Charge | PlannedCharge] = list(successor.charges)
    for it in lasting(leaver.grants, last_on):
        begins = max(it.from_on, last_on + A_DAY)
        if not holds_post(successor, it, begins):
            try:
                check_post(grants, it.role, it.unit, begins, it.to_on)
            except RuleBroken as refusal:
                return Unfit(it.role, it.unit.name, refusal.sentence)
            grants.append(Planned(it.role, it.unit_id, begins, it.to_on))
    for held in lasting(leaver.charges, last_on):
        begins = max(held.from_on, last_on + A_DAY)
        if not holds_charge(successor, held, begins):
            try:
                check_charge(grants, charges, held.unit, begins, held.to_on)
            except RuleBroken as refusal:
                return Unfit(None, held.unit.name, refusal.sentence)
            charges.append(PlannedCharge(held.unit_id, begins, held.to_on))
    return None


def holds_post(person: Person, grant: Grant, begins: date) -> bool:
    """Whether somebody holds the very role for all that time; for a part of it the rules refuse."""
    return any(
        it.role is grant.role
        and it.unit_id == grant.unit_id
        and spans(it.from_on, it.to_on, begins, grant.to_on)
        for it in person.grants
    )


def holds_charge(person: Person, charge: Charge, begins: date) -> bool:
    """Whether somebody is in charge of the unit for all that time."""
    return any(
        it.unit_id == charge.unit_id and spans(it.from_on, it.to_on, begins, charge.to_on)
        for it in person.charges
    )


def lasting(held: Iterable[Held], last_on: date) -> list[Held]:
    """Return what is held beyond that day."""
    return [it for it in held if it.to_on is None or it.to_on > last_on]


def spans(from_on: date, to_on: date | None, begins: date, ends: date | None) -> bool:
    """Whether the first days hold all of the second ones."""
    return from_on <= begins and (to_on is None or (ends is not None and ends <= to_on))
