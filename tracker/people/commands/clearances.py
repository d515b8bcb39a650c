"""Clearances: up to which label a person may see, said by the security admin."""

from datetime import datetime

from tracker.foundation.errors import check_version, require
from tracker.foundation.labels import Label
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people import rules
from tracker.people.actor import Actor
from tracker.people.commands.telling import tell_of_clearance
from tracker.people.models import Person

ONLY_SECURITY_ADMIN = N_("能看到哪些安全标签由安全管理员授予。")


def give_clearance(
    actor: Actor, person: Person, clearance: Label, *, now: datetime, version: int
) -> Person:
    """Say up to which label a person may see; it holds from the person's next request on."""
    require(rules.may_give_clearances(actor), ONLY_SECURITY_ADMIN)
    rules.check_not_own(actor, person.id)
    check_version(version, person)
    if clearance is person.clearance:
        return person
    was, person.clearance = person.clearance, clearance
    record(
        actor,
        "clearance.given",
        f"person:{person.id}",
        at=now,
        name=person.name,
        was=was,
        now=clearance,
    )
    tell_of_clearance(actor, person, clearance, at=now)
    return person
