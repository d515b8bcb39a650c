"""What a supervisor does on the review page."""

import re

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.validators import ValidationError

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.numbers import row_number
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives import commands, queries, rules
from tracker.workplan.directives.forms import AddForm, EditForm, NoteForm, units_chosen
from tracker.workplan.directives.models import Directive, Level, NamedUnit
from tracker.workplan.directives.selection import span_of
from tracker.workplan.directives.sheet import family, sheet_of
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.directives.views.page import checked, review_page, to_item, to_next
from tracker.workplan.meetings.queries import visible_report

SPAN = re.compile(r"(?P<start>\d{1,9})-(?P<end>\d{1,9})")


@pages.post("/directives/<int:directive_id>/edit")
@requires(Permission.REVIEW_DIRECTIVES)
def edit(directive_id: int) -> ResponseReturnValue:
    """Keep what the editor says."""
    return _edited(directive_id, accepts=False)


@pages.post("/directives/<int:directive_id>/accept")
@requires(Permission.REVIEW_DIRECTIVES)
def accept(directive_id: int) -> ResponseReturnValue:
    """Accept a draft as the editor words it; with `whole`, a priority with all that is open below."""
    if "title" in request.form:
        return _edited(directive_id, accepts=True)
    actor, at = current_actor(), now()
    directive = queries.visible_directive(actor, directive_id)
    with transaction():
        for it in _open_family(directive) if request.form.get("whole") else [directive]:
            commands.accept(actor, it, now=at)
    return to_next(directive)


@pages.post("/directives/<int:directive_id>/note-only")
@requires(Permission.REVIEW_DIRECTIVES)
def note_only(directive_id: int) -> ResponseReturnValue:
    """Take note of a draft, with a reason."""
    actor, form = current_actor(), NoteForm()
    directive = queries.visible_directive(actor, directive_id)
    with transaction():
        commands.note_only(
            actor,
            directive,
            reason=checked(form).reason.data or "",
            version=form.version.data,
            now=now(),
        )
    return to_next(directive)


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
            sheet = sheet_of(
                report, queries.directives_of(actor, report_id), queries.contexts_of(report_id)
            )
            spans = [(it.start, it.end) for it in sheet.coverage.unhandled]
        else:
            spans = [_span(request.form.get("span", ""))]
        marked = commands.mark_context(actor, report, spans, now=now())
    if request.form.get("all"):
        flash(_("已把其余 %(count)s 处标为背景。", count=len(marked)), "done")
    return to_item(report_id, request.form.get("item", type=row_number))


def _edited(directive_id: int, *, accepts: bool) -> ResponseReturnValue:
    """Keep the editor's words and, with `accepts`, accept the draft in the same transaction."""
    actor, form, at = current_actor(), EditForm(), now()
    directive = queries.visible_directive(actor, directive_id)
    is_whole = bool(request.form.get("whole"))
    units = _units(form, directive)
    if units is None:
        report = visible_report(actor, directive.report_id)
        return review_page(report, item_id=directive_id, form=form), 422
    with transaction():
        commands.edit(
            actor,
            directive,
            title=form.title.data or "",
            due_on=form.due_on.data,
            mode=form.chosen_mode(),
            units=units,
            version=form.version.data,
            now=at,
        )
        if accepts:
            for it in _open_family(directive) if is_whole else [directive]:
                commands.accept(actor, it, now=at)
    return to_next(directive) if accepts else to_item(directive.report_id, directive.id)


def _units(form: EditForm, directive: Directive) -> list[NamedUnit] | None:
    """Read the editor's units; None when something in the form is wrong, which it then says."""
    if not form.validate():
        return None
    try:
        return units_chosen(request.form, queries.office(), form.chosen_mode(), directive.units)
    except ValidationError as error:
        form.add_unit.errors = [str(error)]
        return None


def _open_family(directive: Directive) -> list[Directive]:
    """Give what is still open of a priority and everything below it."""
    others = queries.directives_of(current_actor(), directive.report_id)
    found = [it for it in family(directive, others) if rules.is_open(it)]
    if not found:
        raise RuleBroken(rules.DECIDED)
    return found


def _span(words: str) -> tuple[int, int]:
    found = SPAN.fullmatch(words)
    if found is None:
        raise RuleBroken(commands.OUTSIDE)
    return int(found["start"]), int(found["end"])
