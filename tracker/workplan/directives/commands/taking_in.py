"""Taking a report in: it is kept, and what it demands is drafted."""

from datetime import datetime

from tracker.foundation.db import db
from tracker.foundation.errors import require
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, rules
from tracker.workplan.directives.drafting import Draft, draft_file, draft_text
from tracker.workplan.directives.extraction import Directive as Found
from tracker.workplan.directives.matching import Office, match, mentions
from tracker.workplan.directives.models import Directive, Level, NamedTarget, Origin
from tracker.workplan.meetings.commands import ONLY_SUPERVISORS, keep_report
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import may_take_in

LONGEST_HEADING = 200
LONGEST_DUE_TEXT = 100
LONGEST_REASON = 100
LONGEST_MODALITY = 20


def take_in(actor: Actor, draft: Draft, *, now: datetime) -> Report:
    """Keep a report and the directives that were drafted from it."""
    report = keep_report(
        actor,
        draft.reading,
        file_name=draft.file_name,
        data=draft.data,
        facts=draft.facts,
        plan_year=draft.plan_year,
        now=now,
    )
    office = queries.office()
    kept: dict[str, Directive] = {}
    for found, title in draft.directives:
        directive = _drafted(report, found, title, office)
        directive.parent = kept.get(found.parent or "")
        kept[found.id] = directive
        db.session.add(directive)
    db.session.flush()
    record(actor, "directives.drafted", f"report:{report.id}", at=now, count=len(kept))
    return report


def take_in_file(
    actor: Actor, name: str, data: bytes, *, now: datetime, plan_year: int | None = None
) -> Report:
    """Read a file and take it in; raises `Unreadable`, `SecretReport` or `SameReport`."""
    require(may_take_in(actor), ONLY_SUPERVISORS)
    return take_in(actor, draft_file(name, data, plan_year=plan_year), now=now)


def take_in_text(actor: Actor, text: str, *, now: datetime, plan_year: int | None = None) -> Report:
    """Take pasted words in; raises `Unreadable`, `SecretReport` or `SameReport`."""
    require(may_take_in(actor), ONLY_SUPERVISORS)
    return take_in(actor, draft_text(text, plan_year=plan_year), now=now)


def _drafted(report: Report, found: Found, title: str, office: Office) -> Directive:
    level = Level(found.level)
    units = [rules.named(it.name, it.duty, match(it.name, office)) for it in found.units]
    if not units and level is Level.MEASURE:
        units = [rules.named(it.name, it.duty, it.party) for it in mentions(found.text, office)]
    heading = found.heading or found.text
    return Directive(
        report_id=report.id,
        position=rules.position_of(found.start, level),
        level=level,
        origin=Origin.EXTRACTED,
        heading=heading[:LONGEST_HEADING] if level is Level.PRIORITY else None,
        title=title,
        quote=found.text,
        start=found.start,
        end=found.end,
        due_on=found.due,
        due_text=found.due_text[:LONGEST_DUE_TEXT] if found.due_text else None,
        mode=rules.mode_of(units),
        units=units,
        targets=[
            NamedTarget(text=it.text, value=it.value, unit=it.unit, comparison=it.comparison)
            for it in found.targets
        ],
        modality=found.modality[:LONGEST_MODALITY] if found.modality else None,
        reason=found.reason[:LONGEST_REASON],
        confidence=found.confidence,
    )
