"""Posts: who gives roles and charges, when they begin and end."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Charge, Grant, Role, Unit, UnitKind
from tracker.people.permissions import Permission, may
from tracker.people.rules.separation import THREE, Term, check_separation, overlaps

ROLE_WORDS = {
    Role.SUPERVISOR: N_("督查员"),
    Role.LEADER: N_("领导"),
    Role.HEAD: N_("单位负责人"),
    Role.CONTACT: N_("联络员"),
    Role.SYSTEM_ADMIN: N_("系统管理员"),
    Role.SECURITY_ADMIN: N_("安全管理员"),
    Role.AUDITOR: N_("审计员"),
}
EARLIEST = date(2000, 1, 1)
LATEST = date(2100, 12, 31)
A_DAY = timedelta(days=1)

NOT_OWN = N_("不能给自己授予或终止职责，请由另一位安全管理员办理。")
OUT_OF_USE = N_("这个账号已经停用。请先由系统管理员启用。")
UNIT_CLOSED = N_("这个单位已经撤并，不能再授予职责。")
ONLY_UNITS = N_("单位负责人和联络员的职责要落在具体单位上，不能落在全市。")
WRONG_DAYS = N_("止不能早于起。")
IMPLAUSIBLE = N_("日期应在 2000 年到 2100 年之间。")
HELD_ALREADY = N_("这段时间里已经有同样的职责。")
CHARGED_ALREADY = N_("这段时间里已经分管这个单位。")
NO_LEADER = N_("只有领导才分管单位。请先授予“领导”职责，起止要盖住分管的时间。")
PAST = N_("最后一天不能早于昨天：已经过去的日子不能改。要立即终止，请填昨天。")
NOT_LONGER = N_("只能提前终止，不能延后。要延长，请在期满之后另行授予。")
BEFORE_BEGIN = N_("最后一天不能早于起始日。还没有开始的，请用“撤回”。")
HAS_BEGUN = N_("职责已经开始，不能撤回；请填最后一天来终止。")
LAST_ONE = N_(
    "系统管理员、安全管理员、审计员每一天都要各有一位：别人的任期没有盖住要终止的这段时间，不能终止。"
    "请先授予接任的人，任期不短于这一位。"
)


@dataclass(frozen=True, slots=True)
class Planned:
    """A role that a sheet asks for, judged beside those that are held."""

    role: Role
    unit_id: int
    from_on: date
    to_on: date | None


@dataclass(frozen=True, slots=True)
class PlannedCharge:
    """A charge that a sheet asks for."""

    unit_id: int
    from_on: date
    to_on: date | None


def may_give_posts(actor: Actor) -> bool:
    """Roles and charges are the security admin's, who keeps no accounts."""
    return may(actor, Permission.GIVE_POSTS)


def check_not_own(actor: Actor, person_id: int) -> None:
    """Nobody changes what he may do himself."""
    if actor.id == person_id:
        raise NotAllowed(NOT_OWN)


def check_days(from_on: date, to_on: date | None) -> None:
    """Refuse days out of order or out of this century."""
    if to_on is not None and to_on < from_on:
        raise RuleBroken(WRONG_DAYS)
    if from_on < EARLIEST or (to_on or from_on) > LATEST:
        raise RuleBroken(IMPLAUSIBLE)


def check_post(
    held: Collection[Grant | Planned], role: Role, unit: Unit, from_on: date, to_on: date | None
) -> None:
    """Refuse a role beside those that the person holds, or where it makes no sense."""
    check_days(from_on, to_on)
    if unit.closed_on is not None and (to_on is None or to_on >= unit.closed_on):
        raise RuleBroken(UNIT_CLOSED)
    if unit.kind is UnitKind.ROOT and role in (Role.HEAD, Role.CONTACT):
        raise RuleBroken(ONLY_UNITS)
    same = [it for it in held if it.role is role and it.unit_id == unit.id]
    if any(overlaps(it, from_on, to_on) for it in same):
        raise RuleBroken(HELD_ALREADY)
    check_separation(held, role, from_on, to_on)


def check_charge(
    grants: Iterable[Grant | Planned],
    charges: Iterable[Charge | PlannedCharge],
    unit: Unit,
    from_on: date,
    to_on: date | None,
) -> None:
    """Refuse a charge of nobody's, and one that is there already."""
    check_days(from_on, to_on)
    if unit.closed_on is not None and (to_on is None or to_on >= unit.closed_on):
        raise RuleBroken(UNIT_CLOSED)
    if not any(it.role is Role.LEADER and _covers(it, from_on, to_on) for it in grants):
        raise RuleBroken(NO_LEADER)
    for it in charges:
        begins_in_time = to_on is None or it.from_on <= to_on
        if it.unit_id == unit.id and begins_in_time and (it.to_on is None or it.to_on >= from_on):
            raise RuleBroken(CHARGED_ALREADY)


def check_end(held: Grant | Charge, last_on: date, today: date) -> None:
    """Refuse a last day that would change the past, or give more than was given."""
    if last_on < held.from_on:
        raise RuleBroken(BEFORE_BEGIN)
    if last_on < today - A_DAY:
        raise RuleBroken(PAST)
    if held.to_on is not None and last_on > held.to_on:
        raise RuleBroken(NOT_LONGER)


def check_not_begun(held: Grant | Charge, today: date) -> None:
    """Only what has not had a whole day yet can be taken back as if it had never been given."""
    if held.from_on < today:
        raise RuleBroken(HAS_BEGUN)


def check_not_last(role: Role, others: Iterable[Term], from_on: date, to_on: date | None) -> None:
    """Keep one of each of the three on every day, or nobody could ever give that role again.

    others: terms of the role, of other persons whose accounts are in use; from_on, to_on: the days
    that are cut. Others whose own terms end before that do not count: nobody would come after them.
    """
    if role not in THREE:
        return
    uncovered = from_on
    for term in sorted(others, key=lambda term: term.from_on):
        if term.from_on > uncovered:
            break
        if term.to_on is None:
            return
        uncovered = max(uncovered, term.to_on + A_DAY)
    if to_on is None or uncovered <= to_on:
        raise RuleBroken(LAST_ONE)


def _covers(grant: Grant | Planned, from_on: date, to_on: date | None) -> bool:
    ends_late_enough = grant.to_on is None or (to_on is not None and to_on <= grant.to_on)
    return grant.from_on <= from_on and ends_late_enough
