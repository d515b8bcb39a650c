"""What people do about reports."""

import hashlib
from datetime import date, datetime

from tracker.foundation import files
from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.meetings import queries, rules
from tracker.workplan.meetings.models import Report, ReportKind
from tracker.workplan.meetings.readers.metadata import Metadata, read_metadata
from tracker.workplan.meetings.readers.reading import Reading

ONLY_SUPERVISORS = N_("只有督查员可以收报告、改报告信息。")


def keep_report(
    actor: Actor,
    reading: Reading,
    *,
    file_name: str | None,
    data: bytes | None,
    now: datetime,
    facts: Metadata | None = None,
    plan_year: int | None = None,
) -> Report:
    """Keep a report that was read, with its original; `file_name` and `data` are None when pasted.

    Raises `SecretReport` when the text bears a mark of secrecy and `SameReport` when the same text
    is here already; in both cases nothing of it is kept.
    """
    require(rules.may_take_in(actor), ONLY_SUPERVISORS)
    warnings = rules.check_secrecy(reading)
    text_hash = hash_of(reading.text.encode())
    first = queries.report_with_text(text_hash)
    if first is not None:
        raise rules.SameReport(first)

    facts = facts or read_metadata(reading.text)
    report = Report(
        title=rules.title_of(facts, reading.text),
        text=reading.text,
        text_hash=text_hash,
        kind=ReportKind(reading.kind),
        file_hash=None if data is None else files.keep(data),
        file_name=None if data is None else rules.kept_name(file_name or ""),
        warnings=warnings,
        organiser=_short(facts.organiser, rules.LONGEST_ORGANISER),
        speaker=_short(facts.speaker, rules.LONGEST_SPEAKER),
        held_on=facts.held_on,
        published_on=facts.published_on,
        plan_year=rules.plan_year_of(plan_year, facts, local_date(now)),
        taken_in_by_id=actor.id,
        taken_in_at=now,
    )
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
    )
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
    check_version(version, report.version)
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


def hash_of(content: bytes) -> str:
    """Return the SHA-256 (hex) by which a content is recognised."""
    return hashlib.sha256(content).hexdigest()


def _short(words: str | None, longest: int) -> str | None:
    return words[:longest] if words else None
