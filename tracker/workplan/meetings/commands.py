"""What people do about reports."""

import hashlib
from datetime import date, datetime

from tracker.foundation import files
from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.formats import kept_name
from tracker.foundation.labels import USUAL, Label, highest
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.readers.metadata import Metadata, read_metadata
from tracker.readers.reading import Reading
from tracker.workplan.meetings import queries, rules
from tracker.workplan.meetings.models import (
    Report,
    ReportBand,
    ReportKind,
    ReportLikeness,
    Voiding,
)
from tracker.workplan.meetings.sketching import Sketch, sketch_of

ONLY_SUPERVISORS = N_("只有督查员可以收报告、改报告信息。")
NOT_ALIKE = N_("没有这一处相近提示，请刷新页面。")


def keep_report(
    actor: Actor,
    reading: Reading,
    *,
    file_name: str | None,
    data: bytes | None,
    now: datetime,
    facts: Metadata | None = None,
    plan_year: int | None = None,
    sketch: Sketch | None = None,
    label: Label = USUAL,
) -> Report:
    """Keep a report that was read, with its original; `file_name` and `data` are None when pasted.

    sketch: that of its text, where it was made in this transaction already; label: raised to the one
    of a report with the same text that was voided.
    Raises `SecretReport` when the text bears a mark of secrecy and `SameReport` when the same text
    is here already; in both cases nothing of it is kept.
    """
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    warnings = rules.check_secrecy(reading, file_name)
    check_new_text(actor, reading.text)
    text_hash = hash_of(reading.text.encode())
    # Voiding a report and taking it in again is no way to lower its label without a reason.
    label = highest([label, *queries.labels_of_voided(text_hash)])

    facts = facts or read_metadata(reading.text, reading.stated)
    report = Report(
        title=rules.title_of(facts, reading.text),
        text=reading.text,
        text_hash=text_hash,
        kind=ReportKind(reading.kind),
        file_hash=None if data is None else files.keep(data),
        file_name=None if data is None else kept_name(file_name or ""),
        warnings=warnings,
        organiser=_short(facts.organiser, rules.LONGEST_ORGANISER),
        speaker=_short(facts.speaker, rules.LONGEST_SPEAKER),
        held_on=facts.held_on,
        published_on=facts.published_on,
        plan_year=rules.plan_year_of(plan_year, facts, local_date(now)),
        label=label,
        taken_in_by_id=actor.id,
        taken_in_at=now,
    )
    # Before the report is there itself: it would be the likest of all.
    sketch = sketch or sketch_of(actor, reading.text)
    db.session.add(report)
    db.session.flush()
    record(
        actor,
        "report.taken_in",
        f"report:{report.id}",
        at=now,
        title=report.title,
        sha256=text_hash,
        original=report.file_hash,
        label=label,
    )
    _keep_sketch(report, sketch)
    return report


def note_secret(actor: Actor, content: bytes, *, now: datetime) -> None:
    """Write down that something secret was refused: its SHA-256 and the time, no word of it.

    The refused deed was rolled back: this is done in a transaction of its own.
    """
    record(actor, "report.refused_as_secret", "report:-", at=now, sha256=hash_of(content))


def correct_report(
    actor: Actor,
    report: Report,
    *,
    title: str,
    held_on: date | None,
    published_on: date | None,
    organiser: str | None,
    speaker: str | None,
    plan_year: int,
    now: datetime,
    version: int | None = None,
) -> Report:
    """Correct what a report says about itself; its text stays as it is."""
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    check_version(version, report)
    rules.check_year(plan_year)

    wanted = {
        "title": title,
        "held_on": held_on,
        "published_on": published_on,
        "organiser": organiser,
        "speaker": speaker,
        "plan_year": plan_year,
    }
    changed = {name: value for name, value in wanted.items() if getattr(report, name) != value}
    if not changed:
        return report
    was = [f"{name}={getattr(report, name)}" for name in changed]
    for name, value in changed.items():
        setattr(report, name, value)
    record(
        actor,
        "report.corrected",
        f"report:{report.id}",
        at=now,
        was=was,
        now=[f"{name}={value}" for name, value in changed.items()],
    )
    return report


def label_report(
    actor: Actor, report: Report, label: Label, *, reason: str, now: datetime, version: int
) -> Report:
    """Give a report another label.

    The tasks stage, which knows what was made of it and must be labelled as high, calls this.
    """
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    check_version(version, report)
    if label is report.label:
        return report
    rules.check_relabelling(actor, report.label, label, reason)
    was, report.label = report.label, label
    record(
        actor,
        "report.labelled",
        f"report:{report.id}",
        at=now,
        was=was,
        now=label,
        reason=reason.strip() or None,
    )
    return report


def void_report(actor: Actor, report: Report, *, reason: str, now: datetime) -> Report:
    """Void a report that was taken in by mistake: it is kept, and counts nowhere.

    The tasks stage, which knows whether anything of it became a task, calls this.
    """
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    rules.check_live(report.voiding)
    rules.check_void_reason(reason)
    report.voiding = Voiding(
        text_hash=report.text_hash,
        reason=reason.strip(),
        voided_at=now,
        voided_by_id=actor.id,
    )
    report.text_hash = f"voided:{report.id}"
    record(
        actor,
        "report.voided",
        f"report:{report.id}",
        at=now,
        title=report.title,
        reason=reason.strip(),
    )
    return report


def restore_report(actor: Actor, report: Report, *, now: datetime) -> Report:
    """Take the voiding of a report back, unless the same text came in again meanwhile."""
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    text_hash = rules.checked_voiding(report).text_hash
    if queries.report_with_text(text_hash) is not None:
        raise RuleBroken(rules.TAKEN_IN_AGAIN)
    report.text_hash = text_hash
    report.voiding = None
    record(actor, "report.restored", f"report:{report.id}", at=now, title=report.title)
    return report


def keep_similar(actor: Actor, report: Report, earlier_id: int, *, now: datetime) -> ReportLikeness:
    """Say that a report which is much like an earlier one is one of its own all the same."""
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    found = db.session.get(ReportLikeness, (report.id, earlier_id))
    if found is None:
        raise RuleBroken(NOT_ALIKE)
    if found.kept_at is None:
        found.kept_at, found.kept_by_id = now, actor.id
        record(actor, "report.kept_similar", f"report:{report.id}", at=now, earlier=earlier_id)
    return found


def keep_similar_all(actor: Actor, report: Report, *, now: datetime) -> int:
    """Say that a report is one of its own beside all the live ones that it is like; return how many."""
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    asking = queries.asking_ids(actor, report.id)
    for earlier_id in asking:
        keep_similar(actor, report, earlier_id, now=now)
    return len(asking)


def check_new_file(actor: Actor, data: bytes) -> None:
    """Refuse, before it is read, a file that is the original of a report that counts.

    Raises `SameReport`. The folder answers first: only for a file that is there are rows looked at.
    """
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    digest = hash_of(data)
    first = queries.report_with_file(digest) if files.has(digest) else None
    if first is not None:
        raise rules.SameReport(first)


def check_new_text(actor: Actor, text: str) -> None:
    """Refuse, before it is worked on, a text that is here already; raises `SameReport`."""
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    first = queries.report_with_text(hash_of(text.encode()))
    if first is not None:
        raise rules.SameReport(first)


def hash_of(content: bytes) -> str:
    """Return the SHA-256 (hex) by which a content is recognised."""
    return hashlib.sha256(content).hexdigest()


def _keep_sketch(report: Report, sketch: Sketch) -> None:
    """Keep the report's sketch, and which earlier reports it is much like."""
    db.session.add_all(ReportBand(band=band, report_id=report.id) for band in sketch.bands)
    db.session.add_all(
        ReportLikeness(report_id=report.id, earlier_id=earlier_id, share=share)
        for earlier_id, share in sketch.shares.items()
        if share
    )


def _short(words: str | None, longest: int) -> str | None:
    return words[:longest] if words else None
