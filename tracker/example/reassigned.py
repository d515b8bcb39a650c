"""What units and the office do when something was given, or closed, that should not have been."""

from datetime import datetime

from sqlalchemy import select

from tracker.example import words
from tracker.example.days import dice, later
from tracker.example.deeds import DAY, Part
from tracker.example.people import ABSORBED, ABSORBED_INTO, REFORM
from tracker.example.stage import Life, Passage
from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.people.commands import end_post, give_post
from tracker.people.models import Grant, Role
from tracker.workplan.tasks.commands import close_unit, take_step, undo_step
from tracker.workplan.tasks.rules import Step

MISTAKEN, RELEASED = 0.06, 0.05
"""Shares of closures that are taken back the same day, and of supporters that are released."""


def closed_by_mistake(part: Part, at: datetime) -> Passage:
    """Now and then close one too early, see it the same day and take it back."""
    if _throw(part, "mistake") > MISTAKEN:
        return at
    part.step(part.supervisor, Step.CLOSE, at)
    at = later(at, part.throw)
    yield at
    undo_step(part.supervisor, part.assignment, now=at)
    at = later(at, part.throw, workdays=1)
    yield at
    return at


def is_released(part: Part) -> bool:
    """Whether the office will do without this supporter."""
    return _throw(part, "release") < RELEASED


def released(part: Part, at: datetime) -> Life:
    """Let a supporter go some days after it signed."""
    at = later(at, part.throw, workdays=6)
    yield at
    if part.can_report():
        part.step(part.supervisor, Step.RELEASE, at, words.said("release", part.throw))


def is_absorbed(part: Part) -> bool:
    """Whether this is the work of the unit that goes into another one."""
    return part.assignment.unit.code == ABSORBED.code


def absorbed(part: Part, at: datetime) -> Passage:
    """Merge the unit, let its people go on in the successor, and hand its work over to that."""
    at = later(at, part.throw, workdays=12)
    yield at
    cast, unit, day = part.stage.cast, part.assignment.unit, local_date(at)
    successor = cast.units[ABSORBED_INTO]
    close_unit(
        cast.system_admin,
        unit,
        successor=successor,
        closed_on=day,
        reason=REFORM,
        today=day,
        now=at,
        version=None,
    )
    for grant in db.session.scalars(select(Grant).where(Grant.unit_id == unit.id)).all():
        officer, person = cast.security_admin, grant.person
        end_post(officer, person, grant, last_on=day, today=day, now=at)
        give_post(
            officer,
            person,
            role=Role.CONTACT,
            unit=successor,
            from_on=day + DAY,
            to_on=None,
            now=at,
        )
    at = later(at, part.throw)
    yield at
    if part.can_report():
        take_step(
            part.supervisor,
            part.assignment,
            Step.TRANSFER,
            reason=words.said("transfer", part.throw),
            unit_id=successor.id,
            now=at,
        )
        at = later(at, part.throw, workdays=1)
        yield at
        part.step(part.contact, Step.ACKNOWLEDGE, at)
    return at


def _throw(part: Part, about: str) -> float:
    """Throw dice of their own, so that the rest of the story is as it would be without."""
    it = part.assignment
    return dice(about, part.stage.year.today, it.task_id, it.unit_id).random()
