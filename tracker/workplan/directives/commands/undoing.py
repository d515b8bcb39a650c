"""Taking a step of a review back, whatever it was."""

from collections.abc import Sequence
from datetime import datetime

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, rules
from tracker.workplan.directives.commands.likening import note_repeats
from tracker.workplan.directives.commands.stepping import restore, stands
from tracker.workplan.directives.commands.wording import ONLY_SUPERVISORS
from tracker.workplan.directives.models import (
    Context,
    Directive,
    DirectiveState,
    Image,
    Level,
    ReviewStep,
    StepKind,
)
from tracker.workplan.meetings.models import Report

NOTHING_TO_UNDO = N_("这一步已经撤销过，没有可撤销的了。")
CHANGED_SINCE = N_("这一步涉及的条目后来又被改过，不能再撤销，请直接在条目上改。")
DECISIONS = frozenset({StepKind.ACCEPTED, StepKind.NOTED})


def undo(
    actor: Actor, report: Report, *, moment: datetime, now: datetime
) -> list[Directive | Context]:
    """Take back what the actor did on a report at that moment; return what it was about.

    Refused where somebody has changed it since. What the step made is kept as retired.
    """
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    steps = queries.steps_at(actor, report.id, moment)
    if not steps:
        raise RuleBroken(NOTHING_TO_UNDO)
    ids = {image["id"] for it in steps for image in it.images}
    rows = {it.id: it for it in queries.with_retired(report.id, ids)}
    undone: dict[int, Directive] = {}
    reworded: dict[int, Directive] = {}
    contexts: list[Context] = []
    for step in steps:
        for image in reversed(step.images):
            directive = rows[image["id"]]
            was = directive.quote, directive.state
            _take_back(actor, directive, step, image, now=now)
            undone[directive.id] = directive
            if _says_anew(directive, *was):
                reworded[directive.id] = directive
        contexts += _unmark(actor, report, step, now=now)
        step.undone_at, step.undone_by_id = now, actor.id
    db.session.flush()
    _check_tree(report, list(undone.values()))
    note_repeats(actor, report, reworded.values())
    return [*(undone[key] for key in sorted(undone)), *contexts]


def _take_back(
    actor: Actor, directive: Directive, step: ReviewStep, image: Image, *, now: datetime
) -> None:
    if not stands(directive, image["after"]):
        raise RuleBroken(CHANGED_SINCE)
    was = directive.state
    if image["before"] is None:
        directive.state = DirectiveState.RETIRED
        directive.decided_by_id, directive.decided_at = actor.id, now
    else:
        restore(directive, image["before"])
    record(
        actor,
        "directive.undecided" if step.kind in DECISIONS else "directive.restored",
        f"directive:{directive.id}",
        at=now,
        step=step.kind,
        was=was,
        now=directive.state,
        title=directive.title,
    )


def _says_anew(directive: Directive, quote: str, state: DirectiveState) -> bool:
    """Whether a directive, which had this quotation and state, quotes anew or is back again."""
    retired = DirectiveState.RETIRED
    return directive.state is not retired and (directive.quote != quote or state is retired)


def _unmark(actor: Actor, report: Report, step: ReviewStep, *, now: datetime) -> list[Context]:
    spans = {(start, end) for start, end in step.spans}
    contexts = [it for it in queries.contexts_of(report.id) if (it.start, it.end) in spans]
    if len(contexts) < len(spans):
        raise RuleBroken(CHANGED_SINCE)
    if contexts:
        words = [f"{it.start}-{it.end}" for it in contexts]
        record(actor, "context.unmarked", f"report:{report.id}", at=now, spans=words)
    for context in contexts:
        db.session.delete(context)
    return contexts


def _check_tree(report: Report, undone: Sequence[Directive]) -> None:
    """Refuse where somebody put something under, or took away, what the tree now rests on."""
    outline = queries.outline(report.id)
    priorities = {it.id for it in outline if it.level is Level.PRIORITY}
    ids = {it.id for it in undone}
    if any(
        it.parent_id is not None
        and it.parent_id not in priorities
        and (it.id in ids or it.parent_id in ids)
        for it in outline
    ):
        raise RuleBroken(CHANGED_SINCE)
