"""Which files lie beside entries, as far as the actor sees the entries."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.formats import EVERY_FORMAT, MEBIBYTE, accepted
from tracker.foundation.settings import value_of
from tracker.foundation.uploads import KeptFile
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.workplan.progress.evidence.limits import FILE_MEGABYTES, KEEP_REMOVED, UNIT_MEGABYTES
from tracker.workplan.progress.evidence.models import Evidence
from tracker.workplan.progress.evidence.rules import Usage, may_change
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.openings.rules import Times, correctable_ends
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.queries import assignments_visible_to, is_of_own_time

MOST_SHOWN = 10
"""On the page of a task; the others stand beside their entries."""


def evidence_visible_to(actor: Actor) -> Select[Evidence]:
    """Begin every question about evidence here: who sees the entry sees its files.

    A draft, and what was removed, is its unit's own affair; what lay there while the assignment was
    another unit's is shown as that unit's words of then are.
    """
    seen = assignments_visible_to(actor).with_only_columns(Assignment.id)
    return (
        select(Evidence)
        .join(Evidence.entry)
        .join(ProgressEntry.assignment)
        .join(Assignment.task)
        .where(
            Assignment.id.in_(seen),
            is_of_own_time(actor, Evidence.unit_id),
            or_(
                Assignment.unit_id.in_(actor.own_units),
                and_(ProgressEntry.state != EntryState.DRAFT, Evidence.removed_at.is_(None)),
            ),
        )
    )


def visible_evidence(actor: Actor, evidence_id: int) -> Evidence:
    """Find one file with its entry, or pretend that it does not exist."""
    found = db.session.scalar(
        evidence_visible_to(actor)
        .where(Evidence.id == evidence_id)
        .options(
            contains_eager(Evidence.entry).contains_eager(ProgressEntry.assignment),
            joinedload(Evidence.file),
        )
    )
    if found is None:
        raise NotFound(N_("没有这个文件，或者您无权查看。"))
    return found


def evidence_of(actor: Actor, entry_ids: Collection[int]) -> dict[int, list[Evidence]]:
    """Return the files beside entries, those that were removed too where the actor sees them."""
    found: dict[int, list[Evidence]] = {}
    for it in db.session.scalars(
        evidence_visible_to(actor)
        .where(Evidence.entry_id.in_(entry_ids))
        .options(joinedload(Evidence.file), joinedload(Evidence.added_by))
        .order_by(Evidence.id)
    ):
        found.setdefault(it.entry_id, []).append(it)
    return found


@dataclass(frozen=True, slots=True)
class Beside:
    """What the page of an assignment's entries shows of evidence.

    of: the files by entry; changeable: the entries to which the actor adds, and from which they
    remove; usage: of the unit; None for whoever adds nothing.
    """

    of: dict[int, list[Evidence]]
    changeable: set[int]
    usage: Usage | None
    megabytes: int
    removed_days: int
    accepted: str = accepted(EVERY_FORMAT)


def beside(
    actor: Actor, assignment: Assignment, entries: Sequence[ProgressEntry], times: Times
) -> Beside:
    """Return the evidence of an assignment's entries, which were found for the actor."""
    correctable = correctable_ends(assignment, times)
    is_own = assignment.unit_id in actor.own_units
    return Beside(
        of=evidence_of(actor, [it.id for it in entries]),
        changeable={it.id for it in entries if may_change(actor, it, correctable)},
        usage=usage_of(assignment.unit_id) if is_own else None,
        megabytes=value_of(FILE_MEGABYTES),
        removed_days=value_of(KEEP_REMOVED),
    )


@dataclass(frozen=True, slots=True)
class OfTask:
    """The latest files beside the entries about a task, and how many there are."""

    latest: Sequence[Evidence]
    count: int


def evidence_of_task(actor: Actor, task_id: int) -> OfTask:
    """Return what lies beside the entries about a task, the latest first."""
    question = evidence_visible_to(actor).where(
        Assignment.task_id == task_id, Evidence.removed_at.is_(None)
    )
    latest = db.session.scalars(
        question.options(
            contains_eager(Evidence.entry)
            .contains_eager(ProgressEntry.assignment)
            .joinedload(Assignment.unit),
            joinedload(Evidence.file),
        )
        .order_by(Evidence.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    count = len(latest)
    if count == MOST_SHOWN:
        count = db.session.scalar(question.with_only_columns(func.count(Evidence.id))) or 0
    return OfTask(latest, count)


# ── part of a deed ──────────────────────────────────────────────────────────


def entry_of(assignment: Assignment, period: str) -> ProgressEntry | None:
    """Find the entry about a period of an assignment that was found for the actor."""
    return db.session.scalar(
        select(ProgressEntry).where(
            ProgressEntry.assignment_id == assignment.id, ProgressEntry.period == period
        )
    )


def files_beside(entry: ProgressEntry) -> Sequence[Evidence]:
    """Return all files beside an entry, those that were removed too."""
    return db.session.scalars(
        select(Evidence)
        .where(Evidence.entry_id == entry.id)
        .options(joinedload(Evidence.file))
        .order_by(Evidence.id)
    ).all()


def hold_room_of(unit_id: int) -> None:
    """Let one deed after the other use a unit's room, so that two together do not use too much."""
    db.session.execute(select(Unit.id).where(Unit.id == unit_id).with_for_update())


def usage_of(unit_id: int) -> Usage:
    """Add up what a unit's files take; the same content takes its place once."""
    every = (
        select(
            KeptFile.sha256,
            KeptFile.size,
            func.count(Evidence.id).filter(Evidence.removed_at.is_(None)).label("there"),
        )
        .join(Evidence, Evidence.file_id == KeptFile.id)
        .where(Evidence.unit_id == unit_id)
        .group_by(KeptFile.sha256, KeptFile.size)
        .subquery()
    )
    used, everything = db.session.execute(
        select(
            func.coalesce(func.sum(every.c.size).filter(every.c.there > 0), 0),
            func.coalesce(func.sum(every.c.size), 0),
        )
    ).one()
    return Usage(int(used), int(everything), value_of(UNIT_MEGABYTES) * MEBIBYTE)
