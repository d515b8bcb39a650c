"""What a supervisor does on the review page to one directive, or to words of the report."""

import re
from datetime import datetime

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import IntegerField

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.numbers import row_number
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives import commands, queries, rules
from tracker.workplan.directives.forms import AddForm, NoteForm, SplitForm, VersionForm
from tracker.workplan.directives.models import Directive, Level
from tracker.workplan.directives.selection import span_of
from tracker.workplan.directives.sheet import sheet_of
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.directives.views.clashes import Change, clash_about, clash_untouched
from tracker.workplan.directives.views.page import checked, review_page, to_item, to_next
from tracker.workplan.directives.views.places import open_below, seal_of
from tracker.workplan.meetings.queries import visible_report

SPAN = re.compile(r"(?P<start>\d{1,9})-(?P<end>\d{1,9})")


@pages.post("/directives/<int:directive_id>/note-only")
@requires(Permission.REVIEW_DIRECTIVES)
def note_only(directive_id: int) -> ResponseReturnValue:
    """Take note of a draft, with a reason."""
    actor, form = current_actor(), NoteForm()
    directive = queries.visible_directive(actor, directive_id)
    report_id, reason = directive.report_id, form.reason.data or ""
    if not form.validate():
        return review_page(visible_report(actor, report_id), item_id=directive_id, note=form), 422
    try:
        with transaction():
            commands.note_only(
                actor, directive, reason=reason, version=seen(form.version), now=now()
            )
    except Outdated:
        directive = queries.visible_directive(actor, directive_id)
        typed = [Change(_("阅知理由"), directive.note_reason or _("没有"), reason)]
        form.version.raw_data, form.version.data = None, directive.version
        page = review_page(
            visible_report(actor, report_id),
            item_id=directive_id,
            note=form if rules.is_open(directive) else None,
            clash=clash_about(directive, typed, now=now()),
        )
        return page, 409
    return to_next(directive)


@pages.post("/directives/<int:directive_id>/accept-below")
@requires(Permission.REVIEW_DIRECTIVES)
def accept_below(directive_id: int) -> ResponseReturnValue:
    """Accept what is still open below a priority that is decided."""
    actor, form, at = current_actor(), VersionForm(), now()
    directive = queries.visible_directive(actor, directive_id)
    with transaction():
        if seen(form.version) != directive.version:
            raise Outdated
        count = accept_open_below(directive, at_sight=request.form.get("seen", ""), at=at)
    flash(_("已采纳 %(count)s 条举措。", count=count), "done")
    return to_next(directive)


@pages.post("/directives/<int:directive_id>/split")
@requires(Permission.REVIEW_DIRECTIVES)
def split(directive_id: int) -> ResponseReturnValue:
    """Split a draft in two where the cursor stood."""
    actor, form = current_actor(), SplitForm()
    directive = queries.visible_directive(actor, directive_id)
    report = visible_report(actor, directive.report_id)
    checked(form)
    try:
        with transaction():
            commands.split(
                actor,
                report,
                directive,
                before=form.before.data or "",
                version=seen(form.version),
                now=now(),
            )
    except Outdated:
        directive = queries.visible_directive(actor, directive_id)
        clash = clash_untouched(directive, now=now())
        return review_page(
            visible_report(actor, directive.report_id), item_id=directive_id, clash=clash
        ), 409
    flash(_("已拆成两条，请核对单位和时限。"), "done")
    return to_item(report.id, directive_id)


@pages.post("/reports/<int:report_id>/directives")
@requires(Permission.REVIEW_DIRECTIVES)
def add(report_id: int) -> ResponseReturnValue:
    """Add a directive for words that were selected in the report."""
    actor, form = current_actor(), AddForm()
    report = visible_report(actor, report_id)
    checked(form)
    with transaction():
        span = span_of(report.text, form.text.data or "", form.start.data)
        directive = commands.add(
            actor,
            report,
            start=span.start,
            end=span.end,
            parent_id=form.parent_id.data,
            level=Level.PRIORITY if form.level.data == Level.PRIORITY else Level.MEASURE,
            now=now(),
        )
    flash(_("已新增一条，请补全后采纳。"), "done")
    return to_item(report_id, directive.id)


@pages.post("/reports/<int:report_id>/context")
@requires(Permission.REVIEW_DIRECTIVES)
def mark_context(report_id: int) -> ResponseReturnValue:
    """Set one sentence aside as context, or all that nothing accounts for."""
    actor = current_actor()
    report = visible_report(actor, report_id)
    with transaction():
        if request.form.get("all"):
            sheet = sheet_of(report, queries.outline(report_id), queries.contexts_of(report_id))
            spans = [(it.start, it.end) for it in sheet.coverage.unhandled]
        else:
            spans = [_span(request.form.get("span", ""))]
        marked = commands.mark_context(actor, report, spans, now=now())
    if request.form.get("all"):
        flash(_("已把其余 %(count)s 处标为背景。", count=len(marked)), "done")
    return to_item(report_id, request.form.get("item", type=row_number))


def seen(field: IntegerField) -> int:
    """Return the version that the visitor saw; a form without it is as good as an outdated one."""
    if field.data is None:
        raise Outdated
    version: int = field.data
    return version


def accept_open_below(directive: Directive, *, at_sight: str, at: datetime) -> int:
    """Accept the drafts below a directive, if they are still those that the visitor saw; count them."""
    actor, report_id = current_actor(), directive.report_id
    below = open_below(directive, queries.outline(report_id))
    if not below:
        raise RuleBroken(rules.DECIDED)
    if at_sight != seal_of(below):
        raise Outdated
    for it in queries.in_full(report_id, [it.id for it in below]):
        commands.accept(actor, it, now=at)
    return len(below)


def _span(words: str) -> tuple[int, int]:
    found = SPAN.fullmatch(words)
    if found is None:
        raise RuleBroken(commands.OUTSIDE)
    return int(found["start"]), int(found["end"])
