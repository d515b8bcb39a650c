"""Where a directive stands in the tree: under which priority, on which level, in which order."""

from datetime import datetime

from tracker.foundation.errors import check_version, require
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, reshaping, rules
from tracker.workplan.directives.commands.reading import put_into, read_draft
from tracker.workplan.directives.commands.stepping import step
from tracker.workplan.directives.commands.wording import ONLY_SUPERVISORS
from tracker.workplan.directives.coverage import own_end
from tracker.workplan.directives.extraction import Span
from tracker.workplan.directives.models import Directive, Level, StepKind
from tracker.workplan.meetings.models import Report


def reparent(
    actor: Actor,
    report: Report,
    directive: Directive,
    *,
    parent_id: int | None,
    now: datetime,
    version: int | None = None,
) -> Directive:
    """Put a draft under another priority of the report, or under none."""
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive)
    rules.check_open(directive)
    others = queries.outline(report.id)
    parent = next((it for it in others if it.id == parent_id), None)
    rules.check_parent(parent, is_asked=parent_id is not None)
    below = reshaping.ids_of(reshaping.descendants([directive], others))
    reshaping.check_new_parent(directive, parent_id, below)
    was = directive.parent_id
    if was == parent_id:
        return directive
    with step(actor, report.id, StepKind.REPARENTED, [directive], at=now):
        directive.parent_id = parent_id
        # What was moved among its old siblings goes to its place in the text.
        directive.position = rules.position_of(directive.start, directive.level)
    titles = queries.titles_of(report.id, [was, parent_id])
    record(
        actor,
        "directive.reparented",
        f"directive:{directive.id}",
        at=now,
        was=titles.get(was or 0),
        now=titles.get(parent_id or 0),
    )
    return directive


def set_level(
    actor: Actor,
    report: Report,
    directive: Directive,
    *,
    level: Level,
    now: datetime,
    version: int | None = None,
) -> Directive:
    """Make a priority of a draft measure, or a measure of a draft priority.

    A priority has no units, limit or mode of its own. What stood under a priority that becomes a
    measure comes, with it, under the priority before it.
    """
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive)
    rules.check_open(directive)
    reshaping.check_level(directive, level)
    was = directive.level
    if level is Level.PRIORITY:
        _lift(actor, report, directive, now=now)
    else:
        _lower(actor, report, directive, now=now)
    record(
        actor,
        "directive.levelled",
        f"directive:{directive.id}",
        at=now,
        was=was,
        now=level,
        title=directive.title,
    )
    return directive


def move(
    actor: Actor,
    report: Report,
    directive: Directive,
    *,
    by: int,
    now: datetime,
    version: int | None = None,
) -> Directive:
    """Move a directive one place up (-1) or down (1) among those under the same priority."""
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive)
    siblings = queries.siblings_of(report.id, directive)
    at = reshaping.place_between(siblings, directive, by)
    was = siblings.index(directive)
    siblings.insert(at, siblings.pop(was))
    before = siblings[at - 1].position if at else None
    after = siblings[at + 1].position if at + 1 < len(siblings) else None
    position = reshaping.position_between(before, after)
    # Where no number is left between its neighbours, all are numbered anew.
    held = [directive] if position is not None else siblings
    with step(actor, report.id, StepKind.MOVED, held, at=now):
        if position is not None:
            directive.position = position
        else:
            for place, it in enumerate(siblings):
                it.position = siblings[0].start * 2 + place
    record(
        actor,
        "directive.moved",
        f"directive:{directive.id}",
        at=now,
        was=was + 1,
        now=at + 1,
        title=directive.title,
    )
    return directive


def _lift(actor: Actor, report: Report, directive: Directive, *, now: datetime) -> None:
    above = next((it for it in queries.outline(report.id) if it.id == directive.parent_id), None)
    with step(actor, report.id, StepKind.LEVELLED, [directive], at=now):
        directive.level, directive.heading = Level.PRIORITY, directive.title
        directive.parent_id = above.parent_id if above else None
        directive.position = rules.position_of(directive.start, Level.PRIORITY)
        directive.due_on = directive.due_text = directive.mode = directive.modality = None
        directive.units, directive.targets = [], []


def _lower(actor: Actor, report: Report, directive: Directive, *, now: datetime) -> None:
    others = queries.outline(report.id)
    below = reshaping.descendants([directive], others)
    reshaping.check_open_below(below)
    ids = reshaping.ids_of(below) | {directive.id}
    children = queries.with_retired(
        report.id, [it.id for it in below if it.parent_id == directive.id]
    )
    above = rules.priority_over([it for it in others if it.id not in ids], directive.start)
    parent_id = above.id if above else None
    end = own_end(
        report.text, directive.start, directive.end, min((it.start for it in below), default=None)
    )
    draft = read_draft(report, Span(directive.start, end), Level.MEASURE, queries.office())
    with step(actor, report.id, StepKind.LEVELLED, [directive, *children], at=now):
        put_into(directive, draft)
        directive.level, directive.heading = Level.MEASURE, None
        directive.parent_id = parent_id
        directive.position = rules.position_of(directive.start, Level.MEASURE)
        for it in children:
            it.parent_id = parent_id
