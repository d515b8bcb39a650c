"""Requests for later dates for tests, made through the real commands."""

from datetime import date, datetime

from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks.builders import head_of
from tracker.foundation.db import db, transaction
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.extensions.models import Extension
from tracker.workplan.tasks.models import Assignment

UNTIL = date(2027, 1, 31)
WHY, SO_FAR = "汛期停工", "主体已完工，还差验收"


def asked(
    _town: Town,
    assignment: Assignment,
    until: date = UNTIL,
    *,
    reason: str = WHY,
    progress: str = SO_FAR,
    now: datetime = NOW,
) -> Extension:
    """Ask for a later date as the head of the assignment's unit."""
    with transaction():
        return commands.ask_extension(
            head_of(assignment), assignment, due_on=until, reason=reason, progress=progress, now=now
        )


def proposed(
    town: Town,
    assignment: Assignment,
    until: date = UNTIL,
    *,
    supports: bool = True,
    reason: str = WHY,
    opinion: str = "情况属实",
    now: datetime = NOW,
) -> Extension:
    """Ask for a later date and have the supervisor say what they think of it."""
    made = asked(town, assignment, until, reason=reason, now=now)
    with transaction():
        return commands.propose_extension(
            town.actor(town.lin), made, supports=supports, opinion=opinion, now=now
        )


def approved(
    town: Town,
    assignment: Assignment,
    until: date = UNTIL,
    *,
    reason: str = WHY,
    now: datetime = NOW,
    told: Told | None = None,
) -> Assignment:
    """Go all the way to a later date: the leader decides, or a supervisor tells of it."""
    made = proposed(town, assignment, until, reason=reason, now=now)
    with transaction():
        commands.decide_extension(
            town.actor(town.lin if told else town.yan), made, approves=True, now=now, told=told
        )
    return assignment


def only() -> Extension:
    """Return the one request that there is."""
    return db.session.scalars(select(Extension)).one()
