"""Directives for tests: those of a report that was taken in, found by their words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select

from tests.town import NOW, YEAR_BEGAN, Town
from tests.workplan.meetings.builders import report
from tracker.foundation.db import db, transaction
from tracker.people.models import Grant, Person, Role
from tracker.workplan.directives import commands, queries
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.meetings.models import Report

__all__ = [
    "LATER",
    "directives",
    "measure",
    "priority",
    "report",
    "second_supervisor",
    "seen",
    "state",
    "taken_back",
    "told",
]

LATER = NOW + timedelta(minutes=3)
ROAD = "建成产业园连接线"
PARKS = "标准厂房园区"
HOMES = "改造老旧小区96个"
STREETS = "打造20条示范街区"


def directives(town: Town, kept: Report) -> Sequence[Directive]:
    """Return the report's directives in the order of its text."""
    return queries.directives_of(town.actor(town.lin), kept.id)


def measure(town: Town, kept: Report, words: str = ROAD) -> Directive:
    """Return the measure that holds these words."""
    return next(it for it in directives(town, kept) if it.heading is None and words in it.quote)


def priority(town: Town, kept: Report, words: str = "强链育新") -> Directive:
    """Return the priority of this heading."""
    return next(it for it in directives(town, kept) if words in (it.heading or ""))


def state(directive: Directive) -> DirectiveState:
    """Read the directive's state anew from the database."""
    return db.session.execute(
        select(Directive.state).where(Directive.id == directive.id)
    ).scalar_one()


def seen(directive_id: int) -> str:
    """Name a directive with its present version, as a form does."""
    version = db.session.execute(
        select(Directive.version).where(Directive.id == directive_id)
    ).scalar_one()
    return f"{directive_id}:{version}"


def second_supervisor(town: Town) -> Person:
    """Somebody else who reviews."""
    with transaction():
        person = Person(
            login="mei", name="梅影", password_hash=town.lin.password_hash, password_set_at=NOW
        )
        db.session.add(person)
        db.session.flush()
        grant = Grant(
            person_id=person.id,
            role=Role.SUPERVISOR,
            unit_id=town.office.id,
            from_on=YEAR_BEGAN,
        )
        db.session.add(grant)
    return person


def told(kept: Report) -> list[tuple[object, ...]]:
    """Everything that a report's live directives say."""
    db.session.expire_all()
    ids = [it.id for it in queries.outline(kept.id)]
    return [
        (
            it.id, it.parent_id, it.position, it.level, it.heading, it.title, it.quote, it.due_on,
            it.mode, it.units, it.targets, it.state, it.note_reason, it.decided_at,
        )
        for it in queries.in_full(kept.id, ids)
    ]  # fmt: skip  # a table: one line a row


def taken_back(town: Town, kept: Report, *, moment: datetime = NOW) -> None:
    """Take back what Lin did at a moment."""
    with transaction():
        commands.undo(town.actor(town.lin), kept, moment=moment, now=LATER)
