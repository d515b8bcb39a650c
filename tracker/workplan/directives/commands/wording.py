"""Wording a draft, and adding one that the extraction did not find."""

from collections.abc import Sequence
from datetime import date, datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, rules
from tracker.workplan.directives.extraction import Span, read_stretch
from tracker.workplan.directives.models import Directive, Level, Mode, NamedUnit, Origin
from tracker.workplan.directives.titles import title_of, without_parties
from tracker.workplan.meetings.models import Report

ONLY_SUPERVISORS = N_("只有督查员可以审部署要求。")
BY_HAND = N_("人工划选")


def edit(
    actor: Actor,
    directive: Directive,
    *,
    title: str,
    due_on: date | None,
    mode: Mode | None,
    units: Sequence[NamedUnit],
    now: datetime,
    version: int | None = None,
) -> Directive:
    """Word a draft's title and set what the text left open; the quote stays verbatim.

    Where each unit answers for itself, nobody supports: every unit leads.
    """
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive.version)
    rules.check_open(directive)
    rules.check_wording(directive, title, has_duties=bool(due_on or mode or units))

    units = rules.units_in_mode(units, mode)
    wanted = {"title": title.strip(), "due_on": due_on, "mode": mode, "units": units}
    changed = {name: value for name, value in wanted.items() if getattr(directive, name) != value}
    if not changed:
        return directive
    was = [_said(name, getattr(directive, name)) for name in changed]
    for name, value in changed.items():
        setattr(directive, name, value)
    record(
        actor,
        "directive.edited",
        f"directive:{directive.id}",
        at=now,
        was=was,
        now=[_said(name, value) for name, value in changed.items()],
    )
    return directive


def add(
    actor: Actor,
    report: Report,
    *,
    start: int,
    end: int,
    parent_id: int | None,
    level: Level,
    now: datetime,
) -> Directive:
    """Add a directive for a stretch of the report (code points) that a person selected.

    Without `parent_id` a measure comes under the priority before it, if there is one.
    """
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    others = queries.directives_of(actor, report.id)
    parent = next((it for it in others if it.id == parent_id), None)
    if parent_id is None and level is Level.MEASURE:
        parent = rules.priority_over(others, start)
    rules.check_parent(parent, is_asked=parent_id is not None)

    quote = report.text[start:end]
    found = read_stretch(
        report.text,
        Span(start, end),
        year=report.plan_year,
        held_on=report.held_on,
        # Its limits count from the day it came in where it bears no date of its own.
        published_on=report.published_on or report.held_on or local_date(report.taken_in_at),
    )
    is_measure = level is Level.MEASURE
    units = rules.units_of(report.text, found, queries.office()) if is_measure else []
    limit = found.due_text if is_measure else None
    title = without_parties(title_of(quote, limit=limit), [it["name"] for it in units], limit=limit)
    directive = Directive(
        report_id=report.id,
        parent_id=parent.id if parent else None,
        position=rules.position_of(start, level),
        level=level,
        origin=Origin.ADDED,
        heading=title if level is Level.PRIORITY else None,
        title=title,
        quote=quote,
        start=start,
        end=end,
        due_on=found.due if is_measure else None,
        due_text=rules.short(limit, rules.LONGEST_DUE_TEXT),
        mode=rules.mode_of(units),
        units=units,
        targets=rules.targets_of(found) if is_measure else [],
        modality=rules.short(found.modality, rules.LONGEST_MODALITY) if is_measure else None,
        reason=BY_HAND,
        confidence=1.0,
    )
    db.session.add(directive)
    db.session.flush()
    record(
        actor,
        "directive.added",
        f"directive:{directive.id}",
        at=now,
        report=report.id,
        level=level,
        start=start,
        end=end,
    )
    return directive


def _said(name: str, value: object) -> str:
    if name == "units" and isinstance(value, list):
        value = "、".join(f"{unit['name']}（{unit['duty']}）" for unit in value)
    return f"{name}={value}"
