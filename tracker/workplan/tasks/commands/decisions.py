"""Recording a leader's decision beside the deed that it allows."""

from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.settings import value_of
from tracker.foundation.uploads import keep_upload
from tracker.people.actor import Actor, actor_on
from tracker.people.models import Person
from tracker.people.permissions import Permission
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.decisions import rules
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.decisions.queries import decided_since
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import units_concerned


def keep_decision(
    actor: Actor,
    assignment: Assignment,
    deed: str,
    told: Told | None,
    *,
    permission: Permission,
    now: datetime,
) -> RecordedDecision | None:
    """Keep whose decision a deed carries out, and its scan; None where a leader decides at once.

    Part of the deed, which asks whether the actor may and writes the journal. Raises `BadDecision`
    or `BadUpload`.
    """
    if told is None:
        rules.check_decides(actor)
        return None
    rules.check_day(told.decided_on, since=decided_since(assignment), today=local_date(now))
    person = db.session.get(Person, told.leader_id)
    # Who was shut out has decided nothing today; what they decided before is still to be recorded.
    is_gone = person is None or (not person.is_active and told.decided_on == local_date(now))
    leader = None if person is None or is_gone else actor_on(person, told.decided_on)
    rules.check_leader(
        leader,
        permission,
        units_concerned(assignment),
        recorder_id=actor.id,
        label=assignment.task.label,
    )
    rules.check_proof(told.scan, is_needed=value_of(limits.NEEDS_SCAN))
    scan = None
    if told.scan is not None:
        scan = keep_upload(told.scan, most_megabytes=value_of(limits.SCAN_MEGABYTES), at=now)
    kept = RecordedDecision(
        assignment=assignment,
        unit_id=assignment.unit_id,
        deed=deed,
        leader=person,
        decided_on=told.decided_on,
        scan=scan,
        recorded_at=now,
        recorded_by_id=person_id(actor),
    )
    db.session.add(kept)
    return kept


def in_words(kept: RecordedDecision | None) -> dict[str, object]:
    """Return what the journal says about a recorded decision."""
    if kept is None:
        return {}
    told: dict[str, object] = {
        "on_behalf_of": kept.leader.name,
        "decided_on": kept.decided_on,
    }
    if kept.scan is not None:
        told |= {"scan": kept.scan.name, "sha256": kept.scan.sha256}
    return told
