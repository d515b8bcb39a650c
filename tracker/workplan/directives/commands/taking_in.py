"""Taking a report in: it is kept, and what it demands is drafted."""

from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import require
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, rules
from tracker.workplan.directives.drafting import Draft, draft_file, draft_text
from tracker.workplan.directives.extraction import Directive as Found
from tracker.workplan.directives.matching import Office
from tracker.workplan.directives.models import Directive, Level, Origin
from tracker.workplan.directives.titles import without_parties
from tracker.workplan.meetings.commands import ONLY_SUPERVISORS, keep_report
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import may_take_in

LONGEST_HEADING = 200
LONGEST_REASON = 100


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
    return take_in(
        actor, draft_file(name, data, plan_year=plan_year, today=local_date(now)), now=now
    )


def take_in_text(actor: Actor, text: str, *, now: datetime, plan_year: int | None = None) -> Report:
    """Take pasted words in; raises `Unreadable`, `SecretReport` or `SameReport`."""
    require(may_take_in(actor), ONLY_SUPERVISORS)
    return take_in(actor, draft_text(text, plan_year=plan_year, today=local_date(now)), now=now)


def _drafted(report: Report, found: Found, title: str, office: Office) -> Directive:
    """Make the draft of what was found."""
    level = Level(found.level)
    units = rules.units_of(report.text, found, office)
    title = without_parties(title, [it["name"] for it in units], limit=found.due_text)
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
        due_text=rules.short(found.due_text, rules.LONGEST_DUE_TEXT),
        mode=rules.mode_of(units),
        units=units,
        targets=rules.targets_of(found),
        modality=rules.short(found.modality, rules.LONGEST_MODALITY),
        reason=found.reason[:LONGEST_REASON],
        confidence=found.confidence,
    )
