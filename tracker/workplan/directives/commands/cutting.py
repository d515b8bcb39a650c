"""Merging drafts into one, and splitting one in two; their words stay the report's own."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, reshaping, rules
from tracker.workplan.directives.commands.reading import Draft, put_into, read_draft
from tracker.workplan.directives.commands.stepping import step
from tracker.workplan.directives.commands.wording import ONLY_SUPERVISORS
from tracker.workplan.directives.extraction import Span
from tracker.workplan.directives.models import (
    Directive,
    DirectiveState,
    Level,
    Origin,
    StepKind,
)
from tracker.workplan.directives.titles import LONGEST, title_of, without_parties
from tracker.workplan.meetings.models import Report

MERGED = N_("人工合并")
SPLIT = N_("人工拆分")


def merge(actor: Actor, report: Report, chosen: Sequence[Directive], *, now: datetime) -> Directive:
    """Merge drafts that follow each other: the first goes on, the others are retired.

    It quotes the report from the first one's beginning to the last one's end, has all their units
    and figures, and the latest of their limits. What stood under a merged priority comes under it.
    """
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    others = queries.outline(report.id)
    reshaping.check_mergeable(chosen, others)
    chosen = reshaping.in_text_order(chosen)
    first, rest = chosen[0], chosen[1:]
    gone = reshaping.ids_of(rest)
    children = queries.with_retired(
        report.id, [it.id for it in others if it.parent_id in gone and it.id not in gone]
    )
    was = [it.title for it in chosen]
    with step(actor, report.id, StepKind.MERGED, [*chosen, *children], at=now):
        _unite(report, first, chosen)
        for it in rest:
            it.state = DirectiveState.RETIRED
            it.decided_by_id, it.decided_at = actor.id, now
        for it in children:
            it.parent_id = first.id
    record(
        actor,
        "directive.merged",
        f"directive:{first.id}",
        at=now,
        was=was,
        now=first.title,
        retired=sorted(gone),
    )
    return first


def split(
    actor: Actor,
    report: Report,
    directive: Directive,
    *,
    before: str,
    now: datetime,
    version: int | None = None,
) -> tuple[Directive, Directive]:
    """Split a draft behind the words `before`, with which it begins; return both parts.

    Each is read anew. What a person set, or the text around assigns, is kept where the part's own
    words say nothing about it.
    """
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive)
    rules.check_open(directive)
    reshaping.check_splittable(directive)
    whole = Span(directive.start, directive.end)
    spans = reshaping.cut_at(report.text, whole, before)

    office = queries.office()
    read = read_draft(report, whole, Level.MEASURE, office)
    first, second = (read_draft(report, it, Level.MEASURE, office) for it in spans)
    kept = _set_by_hand(directive, read)
    was = directive.title
    fresh = Directive(
        report_id=report.id,
        parent_id=directive.parent_id,
        position=_place_after(report, directive, second),
        level=Level.MEASURE,
        origin=Origin.ADDED,
        reason=SPLIT,
        confidence=1.0,
        **asdict(second),
    )
    with step(actor, report.id, StepKind.SPLIT, [directive], at=now) as changing:
        put_into(directive, first)
        directive.reason, directive.confidence = SPLIT, 1.0
        for part, draft in ((directive, first), (fresh, second)):
            _keep(part, draft, kept)
        changing.made(fresh)
    record(
        actor,
        "directive.split",
        f"directive:{directive.id}",
        at=now,
        was=was,
        now=[directive.title, fresh.title],
        made=fresh.id,
    )
    return directive, fresh


def _unite(report: Report, first: Directive, chosen: Sequence[Directive]) -> None:
    span = reshaping.merged_span(chosen)
    first.start, first.end = span.start, span.end
    first.quote = report.text[span.start : span.end]
    first.reason = MERGED
    first.confidence = min(it.confidence for it in chosen)
    if first.level is Level.PRIORITY:
        return
    modes = {it.mode for it in chosen}
    first.units = reshaping.united_units(chosen)
    first.mode = modes.pop() if len(modes) == 1 else rules.mode_of(first.units)
    first.units = rules.units_in_mode(first.units, first.mode)
    first.due_on, first.due_text = reshaping.latest_due(chosen)
    first.targets = reshaping.united_targets(chosen)
    first.modality = next((it.modality for it in chosen if it.modality), None)
    first.title = _united_title([it.title for it in chosen], first)


def _united_title(titles: Sequence[str], merged: Directive) -> str:
    """Put the titles together, as people may have worded them; too long, take the merged words' own."""
    together = "，".join(dict.fromkeys(titles))
    if len(together) <= LONGEST:
        return together
    names = [it["name"] for it in merged.units]
    limit = merged.due_text
    return without_parties(title_of(merged.quote, limit=limit), names, limit=limit)


def _set_by_hand(directive: Directive, read: Draft) -> dict[str, object]:
    """Give what a directive says beside its own words: limit, mode and units."""
    said = {name: getattr(directive, name) for name in ("due_on", "mode", "units")}
    return {name: value for name, value in said.items() if value != getattr(read, name)}


def _keep(part: Directive, draft: Draft, kept: dict[str, object]) -> None:
    """Give a part what was set of the whole, where its own words say nothing."""
    for name, value in kept.items():
        if not getattr(draft, name):
            setattr(part, name, value)
    part.units = rules.units_in_mode([it.copy() for it in part.units], part.mode)


def _place_after(report: Report, directive: Directive, second: Draft) -> float:
    """Give the second part its place: by its span, or behind the first where that was moved."""
    if directive.position == rules.position_of(directive.start, directive.level):
        return rules.position_of(second.start, Level.MEASURE)
    siblings = queries.siblings_of(report.id, directive)
    after = next((it.position for it in siblings if it.position > directive.position), None)
    place = reshaping.position_between(directive.position, after)
    return directive.position if place is None else place
