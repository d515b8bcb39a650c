"""What people do about progress: draft, submit, correct and return entries."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.messages.commands import settle, tell
from tracker.people.actor import Actor
from tracker.people.queries import reporters
from tracker.workplan.progress import rules
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.progress.openings.rules import (
    correctable_ends,
    entry_about,
    open_periods,
)
from tracker.workplan.progress.returns.models import EntryReturn, EntryWording
from tracker.workplan.progress.rules import Wording
from tracker.workplan.tasks.commands import note_percent
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.models import Assignment

ONLY_THE_UNIT = N_("只有承办单位的负责人和联络员可以填报进展。")
ONLY_THE_HEAD = N_("进展由单位负责人提交。")
ONLY_FROM_ABOVE = N_("只有督查员和归口处室的负责人可以退回填报，并且不能退回自己单位的。")
RETURNED = "progress.returned"
CORRECTED = "更正本期填报"
SAID = ("percent", "done", "problems", "next_steps", "is_unchanged", "lower_reason")


def save_draft(
    actor: Actor,
    assignment: Assignment,
    *,
    period: str,
    percent: int | None,
    done: str,
    problems: str = "",
    next_steps: str = "",
    is_unchanged: bool = False,
    lower_reason: str = "",
    now: datetime,
    version: int | None = None,
) -> ProgressEntry:
    """Keep a unit's words about a period without reporting them yet.

    percent: None leaves it as last time. A returned entry stays returned until it is submitted
    again. Saving the same words once more changes nothing and is not journalled.
    """
    require(rules.may_draft(actor, assignment), ONLY_THE_UNIT)
    rules.check_writable(assignment)
    words = Wording(percent, done, problems, next_steps, is_unchanged, lower_reason)
    entries = _entries_of(assignment)
    opened = open_periods(assignment, times_on(local_date(now)))
    entry = next((it for it in entries if it.period == period), None)
    if entry is None or entry.state is EntryState.DRAFT:
        rules.check_period(period, opened)
    if entry is None:
        wanted = next(it for it in opened if it.name == period)
        entry = entry_about(entries, wanted, opened)
    if entry is not None:
        check_version(version, entry)
        rules.check_not_submitted(entry)
    words = rules.settled(words, rules.last_before(entries, period))
    rules.check_draft(words, entry)

    if entry is None:
        entry = ProgressEntry(assignment=assignment, period=period, state=EntryState.DRAFT)
        db.session.add(entry)
    is_moved = entry.state is EntryState.DRAFT and entry.period != period
    if is_moved:
        # The cycle was changed since it was begun: the draft goes on under the new name.
        entry.period = period
    if _write(entry, words) or is_moved:
        entry.drafted_at, entry.drafted_by_id = now, person_id(actor)
        db.session.flush()
        record(actor, "progress.drafted", f"entry:{entry.id}", at=now, percent=entry.percent)
    return entry


def submit(
    actor: Actor, entry: ProgressEntry, *, now: datetime, version: int | None = None
) -> ProgressEntry:
    """Report a draft, or a returned entry once more; the assignment takes over its percent.

    The percent of an entry that a later period has overtaken is kept, but moves nothing.
    """
    assignment = entry.assignment
    require(rules.may_submit(actor, assignment), ONLY_THE_HEAD)
    check_version(version, entry)
    rules.check_writable(assignment)
    rules.check_not_submitted(entry)
    if entry.state is EntryState.DRAFT:
        rules.check_period(entry.period, open_periods(assignment, times_on(local_date(now))))
    entries = _entries_of(assignment)
    last = rules.last_before(entries, entry.period)
    rules.check_complete(entry.percent, entry.done, entry.lower_reason, last)

    entry.state = EntryState.SUBMITTED
    entry.submitted_at, entry.submitted_by_id = now, person_id(actor)
    entry.first_submitted_at = entry.first_submitted_at or now
    said = {"period": entry.period, "percent": entry.percent}
    record(actor, "progress.submitted", f"entry:{entry.id}", at=now, **said)
    settle(f"entry:{entry.id}", (RETURNED,), at=now)
    if rules.is_latest(entries, entry.period):
        note_percent(actor, assignment, percent=entry.percent, reason=entry.lower_reason, now=now)
    return entry


def correct(
    actor: Actor,
    entry: ProgressEntry,
    *,
    percent: int | None,
    done: str,
    problems: str = "",
    next_steps: str = "",
    is_unchanged: bool = False,
    lower_reason: str = "",
    now: datetime,
    version: int | None = None,
) -> ProgressEntry:
    """Change what was submitted about a period that is not past its due day; both wordings are kept."""
    assignment = entry.assignment
    require(rules.may_submit(actor, assignment), ONLY_THE_HEAD)
    check_version(version, entry)
    rules.check_writable(assignment)
    correctable = correctable_ends(assignment, times_on(local_date(now)))
    rules.check_correction(entry, correctable)
    words = Wording(percent, done, problems, next_steps, is_unchanged, lower_reason)
    entries = _entries_of(assignment)
    last = rules.last_before(entries, entry.period)
    words = rules.settled(words, last)
    rules.check_complete(words.percent or 0, words.done, words.lower_reason, last)

    before, stood = _said(entry), _as_submitted(entry)
    if not _write(entry, words):
        return entry
    db.session.add(stood)
    entry.submitted_at, entry.submitted_by_id = now, person_id(actor)
    after = _said(entry)
    changed = [name for name in SAID if before[name] != after[name]]
    was = {f"was_{name}": before[name] for name in changed}
    became = {f"now_{name}": after[name] for name in changed}
    record(actor, "progress.corrected", f"entry:{entry.id}", at=now, **was, **became)
    reason = words.lower_reason or CORRECTED
    note_percent(actor, assignment, percent=entry.percent, reason=reason, now=now)
    return entry


def return_entry(
    actor: Actor, entry: ProgressEntry, *, reason: str, now: datetime, version: int | None = None
) -> ProgressEntry:
    """Give a submitted entry back to its unit; the assignment's percent goes back with it."""
    assignment = entry.assignment
    require(rules.may_return(actor, assignment), ONLY_FROM_ABOVE)
    check_version(version, entry)
    reason = reason.strip()
    rules.check_return(entry, assignment, reason)
    entries = _entries_of(assignment)
    last = rules.last_before(entries, entry.period)

    stood = _as_submitted(entry)
    db.session.add(stood)
    db.session.flush()
    db.session.add(
        EntryReturn(
            entry_id=entry.id,
            wording_id=stood.id,
            reason=reason,
            on=local_date(now),
            at=now,
            by_id=person_id(actor),
        )
    )
    entry.state, entry.return_reason = EntryState.RETURNED, reason
    record(actor, "progress.returned", f"entry:{entry.id}", at=now, reason=reason)
    if rules.is_latest(entries, entry.period):
        percent = 0 if last is None else last.percent
        note_percent(actor, assignment, percent=percent, reason=reason, now=now)
    _tell_return(entry, reason, now)
    return entry


def _tell_return(entry: ProgressEntry, reason: str, now: datetime) -> None:
    task, day = entry.assignment.task, local_date(now)
    tell(
        reporters(entry.assignment.unit_id, day, label=task.label),
        RETURNED,
        about=f"entry:{entry.id}",
        title=N_("进展退回修改：{task}").format(task=task.title),
        reason=N_("您的单位填报的进展。理由：{reason}").format(reason=reason),
        address=f"/assignments/{entry.assignment_id}/progress",
        at=now,
        urgent=True,
    )


def _entries_of(assignment: Assignment) -> Sequence[ProgressEntry]:
    return db.session.scalars(
        select(ProgressEntry).where(ProgressEntry.assignment_id == assignment.id)
    ).all()


def _as_submitted(entry: ProgressEntry) -> EntryWording:
    """Return what a submitted entry says now, to be kept when it goes back or is corrected."""
    return EntryWording(
        entry_id=entry.id,
        submitted_at=entry.submitted_at,
        submitted_by_id=entry.submitted_by_id,
        **_said(entry),
    )


def _said(entry: ProgressEntry) -> dict[str, object]:
    return {name: getattr(entry, name) for name in SAID}


def _write(entry: ProgressEntry, words: Wording) -> bool:
    """Put settled words into the entry; whether anything is different now."""
    before = _said(entry)
    for name in SAID:
        setattr(entry, name, getattr(words, name))
    return before != _said(entry)
