"""The editor of a draft: what it says is kept, or accepted; two people do not overwrite each other."""

from collections.abc import Sequence

from flask import flash, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.validators import ValidationError

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives import commands, queries, rules
from tracker.workplan.directives.forms import EditForm, VersionForm, units_chosen
from tracker.workplan.directives.models import Directive, Level, NamedUnit
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.directives.views.clashes import (
    Change,
    changes_between,
    clash_about,
    clash_untouched,
)
from tracker.workplan.directives.views.deeds import accept_open_below, seen
from tracker.workplan.directives.views.opened import was_changed
from tracker.workplan.directives.views.page import review_page, to_item, to_next
from tracker.workplan.meetings.queries import visible_report


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
    actor, form = current_actor(), VersionForm()
    directive = queries.visible_directive(actor, directive_id)
    try:
        with transaction():
            commands.accept(actor, directive, version=seen(form.version), now=now())
    except Outdated:
        return _clash(directive_id, None, ())
    return to_next(directive)


def _edited(directive_id: int, *, accepts: bool) -> ResponseReturnValue:
    """Keep the editor's words and, with `accepts`, accept the draft in the same transaction."""
    actor, form, at, below = current_actor(), EditForm(), now(), 0
    try:
        directive = queries.visible_directive(actor, directive_id)
    except queries.Retired as refusal:
        return _gone(refusal.report_id, directive_id, form)
    units = _units(form, directive)
    if units is None:
        report = visible_report(actor, directive.report_id)
        return review_page(report, item_id=directive_id, form=form), 422
    try:
        with transaction():
            commands.edit(
                actor,
                directive,
                title=form.title.data or "",
                heading=form.heading.data if directive.level is Level.PRIORITY else None,
                due_on=form.due_on.data,
                mode=form.chosen_mode(),
                units=units,
                version=seen(form.version),
                now=at,
            )
            if accepts:
                commands.accept(actor, directive, now=at)
                if request.form.get("whole"):
                    below = accept_open_below(
                        directive, at_sight=request.form.get("seen", ""), at=at
                    )
    except Outdated:
        return _clash(directive_id, form, units)
    if not accepts:
        flash(_("已保存。"), "done")
        return to_item(directive.report_id, directive.id)
    if below:
        flash(_("已采纳这个重点和其下 %(count)s 条举措。", count=below), "done")
    return to_next(directive)


def _clash(
    directive_id: int, form: EditForm | None, units: Sequence[NamedUnit]
) -> ResponseReturnValue:
    """Show the page again: what somebody else changed, and what was typed, still in the editor."""
    actor = current_actor()
    directive = queries.visible_directive(actor, directive_id)
    changes: list[Change] = []
    if form is not None:
        changes = changes_between(
            directive,
            title=form.title.data or "",
            heading=form.heading.data,
            due_on=form.due_on.data,
            mode=form.chosen_mode(),
            units=units,
            today=today(),
        )
        # Saved once more it goes through: whoever does it has seen what the other wrote.
        form.version.raw_data, form.version.data = None, directive.version
    report = visible_report(actor, directive.report_id)
    if form is None or not was_changed(request.form):
        clash = clash_untouched(directive, changes, now=now())
        return review_page(report, item_id=directive_id, clash=clash), 409
    page = review_page(
        report,
        item_id=directive_id,
        form=form if rules.is_open(directive) else None,
        clash=clash_about(directive, changes, now=now(), units=units),
    )
    return page, 409


def _gone(report_id: int, directive_id: int, form: EditForm) -> ResponseReturnValue:
    """Show the page where the directive was merged into another, with what was typed."""
    actor = current_actor()
    (directive,) = queries.with_retired(report_id, [directive_id])
    if was_changed(request.form):
        typed = [Change(_("标题"), directive.title, form.title.data or "")]
        clash = clash_about(directive, typed, now=now())
    else:
        clash = clash_untouched(directive, now=now())
    return review_page(visible_report(actor, report_id), item_id=None, clash=clash), 409


def _units(form: EditForm, directive: Directive) -> list[NamedUnit] | None:
    """Read the editor's units; None when something in the form is wrong, which it then says."""
    if not form.validate():
        return None
    if directive.level is Level.PRIORITY and not (form.heading.data or "").strip():
        form.heading.errors = [_(rules.NO_HEADING)]
        return None
    try:
        return units_chosen(request.form, queries.office(), form.chosen_mode(), directive.units)
    except ValidationError as error:
        form.add_unit.errors = [str(error)]
        return None
