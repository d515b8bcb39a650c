"""Directives for tests: those of a report that was taken in, found by their words."""

from collections.abc import Sequence

from sqlalchemy import select

from tests.town import Town
from tests.workplan.meetings.builders import report
from tracker.foundation.db import db
from tracker.workplan.directives import queries
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.meetings.models import Report

__all__ = ["directives", "measure", "priority", "report", "state"]

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
