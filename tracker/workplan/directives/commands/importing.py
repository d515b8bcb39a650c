"""Importing a breakdown sheet: begun with a file, mapped, then taken in wholly or not at all."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.foundation import files
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.formats import kept_name
from tracker.foundation.labels import Label
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.models import Person
from tracker.readers.workbook import Sheet, Workbook, all_words
from tracker.workplan.directives.breakdown import queries, rules
from tracker.workplan.directives.breakdown.heads import Mapping
from tracker.workplan.directives.breakdown.layout import Breakdown
from tracker.workplan.directives.breakdown.models import BreakdownImport
from tracker.workplan.directives.commands.taking_in import take_in
from tracker.workplan.directives.drafting import Draft
from tracker.workplan.directives.models import Context
from tracker.workplan.meetings.commands import ONLY_SUPERVISORS
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import check_secrecy, check_year, may_take_in


def begin_import(
    actor: Actor,
    book: Workbook,
    *,
    file_name: str,
    data: bytes,
    now: datetime,
    plan_year: int | None = None,
) -> BreakdownImport:
    """Keep a file that was read as `book` and begin its import; the same file again goes on with it.

    Raises `SecretReport` when any sheet, header or comment bears a mark of secrecy: nothing is kept.
    """
    require(may_take_in(actor), ONLY_SUPERVISORS)
    check_secrecy(all_words(book), file_name)
    file_hash = files.keep(data)
    before = queries.unfinished_import_of(actor, file_hash)
    if before is not None:
        return before
    begun = BreakdownImport(
        begun_by_id=actor.id,
        begun_at=now,
        file_name=kept_name(file_name),
        file_hash=file_hash,
        plan_year=plan_year,
    )
    db.session.add(begun)
    db.session.flush()
    record(
        actor,
        "breakdown.begun",
        f"breakdown:{begun.id}",
        at=now,
        name=begun.file_name,
        sha256=file_hash,
    )
    return begun


def map_columns(
    actor: Actor,
    it: BreakdownImport,
    sheet: Sheet,
    *,
    at: int,
    mapping: Mapping,
    plan_year: int,
    splits: bool,
    now: datetime,
    version: int | None = None,
) -> BreakdownImport:
    """Say which sheet (its number, from 0) is imported and what its columns hold."""
    require(may_take_in(actor), ONLY_SUPERVISORS)
    _check_unfinished(it)
    check_version(version, it)
    rules.check_mapping(sheet, mapping)
    check_year(plan_year)
    wanted = {
        "sheet": at,
        "mapping": mapping.as_json(),
        "plan_year": plan_year,
        "splits": splits,
    }
    if all(getattr(it, name) == value for name, value in wanted.items()):
        return it
    for name, value in wanted.items():
        setattr(it, name, value)
    record(
        actor,
        "breakdown.mapped",
        f"breakdown:{it.id}",
        at=now,
        sheet=at + 1,
        head=mapping.head + 1,
        columns=[f"{role}={column + 1}" for role, column in mapping.columns.items()],
        year=plan_year,
    )
    return it


def finish_import(
    actor: Actor,
    it: BreakdownImport,
    breakdown: Breakdown,
    draft: Draft,
    *,
    now: datetime,
    version: int | None = None,
    label: Label | None = None,
) -> Report:
    """Take the sheet in as a report with its directives, all of it or nothing.

    label: None for the one that its title bears, else the usual one.

    What no directive accounts for is set aside as context: the columns have said what it is.
    Raises `SameReport` when a report of the same rows is here already.
    """
    require(may_take_in(actor), ONLY_SUPERVISORS)
    _check_unfinished(it)
    check_version(version, it)
    if it.mapping is None:
        raise RuleBroken(rules.NOT_MAPPED)
    rules.check_complete(breakdown)
    report = take_in(actor, draft, now=now, label=rules.checked_label(breakdown, label))
    db.session.add_all(
        Context(report_id=report.id, start=start, end=end, marked_by_id=actor.id, marked_at=now)
        for start, end in breakdown.contexts
    )
    it.report_id = report.id
    record(
        actor,
        "breakdown.finished",
        f"breakdown:{it.id}",
        at=now,
        report=report.id,
        measures=len(breakdown.items),
        passed=len(breakdown.passed),
    )
    return report


def discard_import(actor: Actor, it: BreakdownImport, *, now: datetime) -> str | None:
    """Throw an unfinished import away; return the hash of its file when nothing else needs it."""
    require(may_take_in(actor), ONLY_SUPERVISORS)
    _check_unfinished(it)
    file_hash = it.file_hash
    record(actor, "breakdown.discarded", f"breakdown:{it.id}", at=now, sha256=file_hash)
    db.session.delete(it)
    db.session.flush()
    return None if queries.is_file_needed(file_hash) else file_hash


def unfinished_of(person: Person) -> Sequence[BreakdownImport]:
    """Return the imports that a person began and has not finished."""
    return db.session.scalars(
        select(BreakdownImport)
        .where(BreakdownImport.begun_by_id == person.id, BreakdownImport.report_id.is_(None))
        .order_by(BreakdownImport.id)
    ).all()


def pass_on_imports(actor: Actor, leaver: Person, successor: Person, *, now: datetime) -> int:
    """Let a successor go on with the imports that only the leaver sees; return how many.

    Part of handing over, which asks whether the actor may.
    """
    imports = unfinished_of(leaver)
    for it in imports:
        it.begun_by_id = successor.id
        record(
            actor,
            "breakdown.handed_over",
            f"breakdown:{it.id}",
            at=now,
            name=it.file_name,
            to=successor.name,
        )
    return len(imports)


def _check_unfinished(it: BreakdownImport) -> None:
    if it.report_id is not None:
        raise RuleBroken(rules.FINISHED)
