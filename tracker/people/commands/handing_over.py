"""Handing over (离任移交): a leaver's posts end on a day, and a successor has them from the next."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.commands.persons import put_out_of_use
from tracker.people.commands.posts import (
    end_charge,
    end_post,
    give_charge,
    give_post,
    withdraw_charge,
    withdraw_post,
)
from tracker.people.models import Charge, Grant, Person, Role

ONLY_SECURITY_ADMIN = N_("离任移交由安全管理员办理。")
LEFT = N_("离任移交")


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What went over: roles and charges; is_leading: a leader's post was among them."""

    posts: int
    charges: int
    is_leading: bool


def hand_over_posts(
    actor: Actor,
    leaver: Person,
    successor: Person,
    *,
    last_on: date,
    disables: bool,
    today: date,
    now: datetime,
) -> HandedOver:
    """Move everything that a leaver holds beyond `last_on`; what the successor has already stays one.

    disables: close the leaver's account too. Accounts are otherwise the system admin's; but after this
    deed the account holds nothing, so that closing it takes nothing more away.
    """
    require(rules.may_hand_over(actor), ONLY_SECURITY_ADMIN)
    rules.check_hand_over(leaver, successor, last_on=last_on, disables=disables, today=today)
    posts = rules.lasting(leaver.grants, last_on)
    charges = rules.lasting(leaver.charges, last_on)
    if not posts and not charges:
        raise RuleBroken(rules.NOTHING_HELD)

    from_on = last_on + rules.A_DAY
    terms = [(it, max(it.from_on, from_on), it.to_on) for it in posts]
    spans = [(it, max(it.from_on, from_on), it.to_on) for it in charges]
    # First given, then ended: there is no moment without one of the three.
    for grant, begins, ends in terms:
        if not rules.holds_post(successor, grant, begins):
            give_post(
                actor,
                successor,
                role=grant.role,
                unit=grant.unit,
                from_on=begins,
                to_on=ends,
                now=now,
                is_part=True,
            )
    for charge, begins, ends in spans:
        if not rules.holds_charge(successor, charge, begins):
            give_charge(
                actor,
                successor,
                unit=charge.unit,
                from_on=begins,
                to_on=ends,
                now=now,
                is_part=True,
            )
    for charge, _, _ in spans:
        _end_charge(actor, leaver, charge, last_on=last_on, today=today, now=now)
    for grant, _, _ in terms:
        _end_post(actor, leaver, grant, last_on=last_on, today=today, now=now)

    for subject, words in ((leaver, "post.handed_over"), (successor, "post.taken_over")):
        record(
            actor,
            words,
            f"person:{subject.id}",
            at=now,
            name=leaver.name,
            to=successor.name,
            until=last_on.isoformat(),
            posts=len(posts),
            charges=len(charges),
        )
    if disables:
        put_out_of_use(actor, leaver, reason=LEFT, now=now)
    return HandedOver(
        len(posts), len(charges), is_leading=any(it.role is Role.LEADER for it in posts)
    )


def _end_post(
    actor: Actor, leaver: Person, grant: Grant, *, last_on: date, today: date, now: datetime
) -> None:
    if grant.from_on > last_on:
        withdraw_post(actor, leaver, grant, today=today, now=now, is_part=True)
    else:
        end_post(actor, leaver, grant, last_on=last_on, today=today, now=now, is_part=True)


def _end_charge(
    actor: Actor, leaver: Person, charge: Charge, *, last_on: date, today: date, now: datetime
) -> None:
    if charge.from_on > last_on:
        withdraw_charge(actor, leaver, charge, today=today, now=now, is_part=True)
    else:
        end_charge(actor, leaver, charge, last_on=last_on, today=today, now=now, is_part=True)
