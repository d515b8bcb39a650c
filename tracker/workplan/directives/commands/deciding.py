"""Deciding about directives, and setting sentences aside as context."""

from collections.abc import Iterable
from datetime import datetime

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import queries, rules
from tracker.workplan.directives.commands.stepping import step
from tracker.workplan.directives.commands.wording import ONLY_SUPERVISORS
from tracker.workplan.directives.models import Context, Directive, DirectiveState, StepKind
from tracker.workplan.meetings.models import Report

OUTSIDE = N_("要标为背景的文字不在原文里，请刷新页面后重试。")


def accept(
    actor: Actor, directive: Directive, *, now: datetime, version: int | None = None
) -> Directive:
    """Accept a draft: it can become a task."""
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive)
    rules.check_open(directive)
    return _decide(actor, directive, DirectiveState.ACCEPTED, now=now)


def note_only(
    actor: Actor,
    directive: Directive,
    *,
    reason: str,
    now: datetime,
    version: int | None = None,
) -> Directive:
    """Take note of a draft and do no more about it; the reason is kept with it."""
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive)
    rules.check_open(directive)
    rules.check_reason(reason)
    return _decide(actor, directive, DirectiveState.NOTE_ONLY, reason=reason.strip(), now=now)


def undecide(
    actor: Actor, directive: Directive, *, now: datetime, version: int | None = None
) -> Directive:
    """Take a decision back: the directive is a draft again. The journal keeps both steps."""
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    check_version(version, directive)
    rules.check_decided(directive)
    was = directive.state
    with step(actor, directive.report_id, StepKind.UNDECIDED, [directive], at=now):
        directive.state = DirectiveState.DRAFT
        directive.note_reason = ""
        directive.decided_by_id = directive.decided_at = None
    record(
        actor,
        "directive.undecided",
        f"directive:{directive.id}",
        at=now,
        was=was,
        now=DirectiveState.DRAFT,
    )
    return directive


def mark_context(
    actor: Actor, report: Report, spans: Iterable[tuple[int, int]], *, now: datetime
) -> list[Context]:
    """Set stretches of a report (code points) aside as read, with nothing to be done."""
    require(rules.may_review(actor), ONLY_SUPERVISORS)
    marked = {(it.start, it.end) for it in queries.contexts_of(report.id)}
    fresh = sorted(set(spans) - marked)
    if any(not 0 <= start < end <= len(report.text) for start, end in fresh):
        raise RuleBroken(OUTSIDE)
    contexts = [
        Context(report_id=report.id, start=start, end=end, marked_by_id=actor.id, marked_at=now)
        for start, end in fresh
    ]
    if contexts:
        with step(actor, report.id, StepKind.SET_ASIDE, at=now, spans=fresh):
            db.session.add_all(contexts)
        record(actor, "context.marked", f"report:{report.id}", at=now, spans=_spans(contexts))
    return contexts


def _decide(
    actor: Actor, directive: Directive, state: DirectiveState, *, now: datetime, reason: str = ""
) -> Directive:
    kind = StepKind.ACCEPTED if state is DirectiveState.ACCEPTED else StepKind.NOTED
    with step(actor, directive.report_id, kind, [directive], at=now):
        directive.state = state
        directive.note_reason = reason
        directive.decided_by_id = actor.id
        directive.decided_at = now
    record(
        actor,
        f"directive.{kind}",
        f"directive:{directive.id}",
        at=now,
        was=DirectiveState.DRAFT,
        now=state,
        reason=reason or None,
    )
    return directive


def _spans(contexts: Iterable[Context]) -> list[str]:
    return [f"{it.start}-{it.end}" for it in contexts]
