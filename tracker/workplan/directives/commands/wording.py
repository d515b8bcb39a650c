"""Wording a draft, and adding one that the extraction did not find."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime

from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, rules
from tracker.workplan.directives.commands.reading import read_draft
from tracker.workplan.directives.commands.stepping import step
from tracker.workplan.directives.extraction import Span
from tracker.workplan.directives.models import (
    Directive,
    Level,
    Mode,
    NamedUnit,
    Origin,
    StepKind,
)
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
    heading: str | None = None,
    version: int | None = None,
) -> Directive:
    """Word a draft's title and set what the text left open; the quote stays verbatim.

    Where each unit answers for itself, nobody supports: every unit leads.
    heading: the name of a priority, None leaves it as it is.
    """
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive)
    rules.check_open(directive)
    rules.check_wording(directive, title, has_duties=bool(due_on or mode or units))

    units = rules.units_in_mode(units, mode)
    wanted = {"title": title.strip(), "due_on": due_on, "mode": mode, "units": units}
    if heading is not None and directive.level is Level.PRIORITY:
        wanted["heading"] = rules.checked_heading(heading)
    changed = {name: value for name, value in wanted.items() if getattr(directive, name) != value}
    if not changed:
        return directive
    was = [_said(name, getattr(directive, name)) for name in changed]
    with step(actor, directive.report_id, StepKind.EDITED, [directive], at=now):
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
    others = queries.outline(report.id)
    parent = next((it for it in others if it.id == parent_id), None)
    if parent_id is None and level is Level.MEASURE:
        parent = rules.priority_over(others, start)
    rules.check_parent(parent, is_asked=parent_id is not None)

    draft = read_draft(report, Span(start, end), level, queries.office())
    directive = Directive(
        report_id=report.id,
        parent_id=parent.id if parent else None,
        position=rules.position_of(start, level),
        level=level,
        origin=Origin.ADDED,
        heading=draft.title if level is Level.PRIORITY else None,
        reason=BY_HAND,
        confidence=1.0,
        **asdict(draft),
    )
    with step(actor, report.id, StepKind.ADDED, at=now) as changing:
        changing.made(directive)
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
