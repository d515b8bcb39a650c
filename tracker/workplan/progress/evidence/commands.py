"""Laying files beside an entry, and taking them away again."""

from collections.abc import Sequence
from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.formats import EVERY_FORMAT, BadUpload, Upload
from tracker.foundation.settings import value_of
from tracker.foundation.uploads import KeptFile, keep_upload
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.progress import rules as progress_rules
from tracker.workplan.progress.commands import ONLY_THE_HEAD, ONLY_THE_UNIT, save_draft
from tracker.workplan.progress.evidence import queries, rules
from tracker.workplan.progress.evidence.limits import FILE_MEGABYTES
from tracker.workplan.progress.evidence.models import Evidence
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.progress.openings.rules import correctable_ends
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.models import Assignment


def attach(
    actor: Actor, entry: ProgressEntry, uploads: Sequence[Upload], *, now: datetime
) -> list[Evidence]:
    """Lay files beside an entry, all or none; one that lies there already is left as it is.

    Raises `BadUpload`, which names the file.
    """
    if not uploads:
        return []
    _check_open(actor, entry, now)
    unit_id = entry.assignment.unit_id
    queries.hold_room_of(unit_id)
    before = queries.usage_of(unit_id)
    found = {it.file.sha256: it for it in queries.files_beside(entry)}
    added = []
    for upload in uploads:
        kept = _kept(upload, now)
        old = found.get(kept.sha256)
        if old is not None:
            db.session.expunge(kept)
            if old.removed_at is not None:
                _bring_back(actor, old, now)
            continue
        made = Evidence(
            entry=entry, unit_id=unit_id, file=kept, added_at=now, added_by_id=person_id(actor)
        )
        db.session.add(made)
        found[kept.sha256] = made
        added.append(made)
    rules.check_count(sum(it.removed_at is None for it in found.values()))
    db.session.flush()
    rules.check_room(before, queries.usage_of(unit_id))
    for it in added:
        _record(actor, "evidence.added", it, now)
    return added


def entry_for(actor: Actor, assignment: Assignment, period: str, *, now: datetime) -> ProgressEntry:
    """Find the entry about a period; where there is none, begin one without words."""
    entry = queries.entry_of(assignment, period)
    if entry is not None:
        return entry
    return save_draft(actor, assignment, period=period, percent=None, done="", now=now, version=0)


def remove(actor: Actor, evidence: Evidence, *, now: datetime) -> Evidence:
    """Take a file away; it can be restored until what was removed is swept."""
    _check_open(actor, evidence.entry, now)
    if evidence.removed_at is not None:
        raise RuleBroken(N_("这个文件已经移除。"))
    evidence.removed_at, evidence.removed_by_id = now, person_id(actor)
    _record(actor, "evidence.removed", evidence, now)
    return evidence


def restore(actor: Actor, evidence: Evidence, *, now: datetime) -> Evidence:
    """Lay a removed file beside its entry again."""
    _check_open(actor, evidence.entry, now)
    if evidence.removed_at is None:
        raise RuleBroken(N_("这个文件没有移除。"))
    queries.hold_room_of(evidence.unit_id)
    before = queries.usage_of(evidence.unit_id)
    _bring_back(actor, evidence, now)
    db.session.flush()
    others = queries.files_beside(evidence.entry)
    rules.check_count(sum(it.removed_at is None for it in others))
    rules.check_room(before, queries.usage_of(evidence.unit_id))
    return evidence


def _bring_back(actor: Actor, evidence: Evidence, now: datetime) -> None:
    evidence.removed_at = evidence.removed_by_id = None
    _record(actor, "evidence.restored", evidence, now)


def _check_open(actor: Actor, entry: ProgressEntry, now: datetime) -> None:
    """Refuse whoever may not write the entry now; a submitted one as its correction is refused."""
    assignment = entry.assignment
    if entry.state is EntryState.SUBMITTED:
        require(progress_rules.may_submit(actor, assignment), ONLY_THE_HEAD)
        times = times_on(local_date(now))
        progress_rules.check_correction(entry, correctable_ends(assignment, times))
    else:
        require(progress_rules.may_draft(actor, assignment), ONLY_THE_UNIT)
    progress_rules.check_writable(assignment)


def _kept(upload: Upload, now: datetime) -> KeptFile:
    try:
        return keep_upload(
            upload, most_megabytes=value_of(FILE_MEGABYTES), at=now, formats=EVERY_FORMAT
        )
    except BadUpload as refusal:
        sentence = N_("“{name}”：{why}").format(name=upload.name, why=refusal.sentence)
        raise BadUpload(sentence) from refusal


def _record(actor: Actor, deed: str, evidence: Evidence, now: datetime) -> None:
    record(
        actor,
        deed,
        f"evidence:{evidence.id}",
        at=now,
        number=evidence.entry.assignment.task.number,
        period=evidence.entry.period,
        file=evidence.file.name,
        sha256=evidence.file.sha256,
    )
