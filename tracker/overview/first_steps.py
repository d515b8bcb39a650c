"""What a person does next in an installation where their work has not begun yet."""

from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Select, select

from tracker.foundation.db import db
from tracker.people.actor import Actor
from tracker.people.models import Grant, Person, Role, Unit
from tracker.people.permissions import Permission, may
from tracker.people.queries import ASSIGNABLE, holders
from tracker.people.rules import THREE
from tracker.workplan.meetings.queries import live_reports
from tracker.workplan.tasks.queries import assignments_visible_to


class FirstStep(StrEnum):
    """What has not been done yet; the page says it with a link that works for that person."""

    NO_UNITS = "no_units"
    NO_REPORT = "no_report"
    NOTHING_DISPATCHED = "nothing_dispatched"
    NOTHING_FOR_UNIT = "nothing_for_unit"
    ENTER_UNITS = "enter_units"
    ENTER_PERSONS = "enter_persons"
    ROLES_BY_OTHERS = "roles_by_others"
    PERSONS_BY_OTHERS = "persons_by_others"
    GIVE_ROLES = "give_roles"


def first_step(actor: Actor, today: date) -> FirstStep | None:
    """Return the actor's next step, or None where the work has begun."""
    if may(actor, Permission.KEEP_PERSONS):
        return _of_system_admin(today)
    if may(actor, Permission.GIVE_POSTS):
        return _of_security_admin(today)
    if actor.is_supervisor:
        return _of_supervisor(actor)
    if _is_any(assignments_visible_to(actor)):
        return None
    if actor.is_leader:
        return FirstStep.NOTHING_DISPATCHED
    return FirstStep.NOTHING_FOR_UNIT if actor.own_units else None


def _of_system_admin(today: date) -> FirstStep | None:
    if not _has_units():
        return FirstStep.ENTER_UNITS
    if not _has_persons():
        return FirstStep.ENTER_PERSONS
    return None if holders(Role.SUPERVISOR, today) else FirstStep.ROLES_BY_OTHERS


def _of_security_admin(today: date) -> FirstStep | None:
    if not _has_persons():
        return FirstStep.PERSONS_BY_OTHERS
    return None if holders(Role.SUPERVISOR, today) else FirstStep.GIVE_ROLES


def _of_supervisor(actor: Actor) -> FirstStep | None:
    if not _has_units():
        return FirstStep.NO_UNITS
    return None if _is_any(live_reports(actor)) else FirstStep.NO_REPORT


def _has_units() -> bool:
    return _is_any(select(Unit).where(Unit.kind.in_(ASSIGNABLE), Unit.closed_on.is_(None)))


def _has_persons() -> bool:
    """Whether anybody was entered beside those who run the system."""
    three = select(Grant.person_id).where(Grant.role.in_(THREE))
    return _is_any(select(Person).where(Person.is_active, Person.id.not_in(three)))


def _is_any(question: Select[Any]) -> bool:
    return bool(db.session.scalar(select(question.exists())))
