"""Deleting a group of units: a deed of this stage, which knows where groups are named."""

from datetime import datetime

from sqlalchemy import Text, cast, or_, select

from tracker.foundation.db import db
from tracker.people import commands as people
from tracker.people.actor import Actor
from tracker.people.models import UnitGroup
from tracker.workplan.directives.models import Directive


def is_group_used(group_id: int) -> bool:
    """Whether any directive names the group, decided or not."""
    written = cast(Directive.units, Text)
    # Each named unit is written as JSON; the key is followed by the next one or by the end.
    ways = [written.contains(f'"group_id": {group_id}{end}', autoescape=True) for end in (",", "}")]
    return db.session.scalar(select(Directive.id).where(or_(*ways)).limit(1)) is not None


def delete_group(actor: Actor, group: UnitGroup, *, now: datetime, version: int | None) -> None:
    """Delete a group that no directive ever named."""
    people.delete_group(actor, group, is_used=is_group_used(group.id), now=now, version=version)
