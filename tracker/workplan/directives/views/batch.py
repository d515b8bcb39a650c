"""One deed for several directives at once."""

from collections.abc import Sequence
from datetime import datetime

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.validators import ValidationError

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives import commands, queries, rules
from tracker.workplan.directives.forms import BulkForm, units_named
from tracker.workplan.directives.models import Directive, Level, Mode, NamedUnit
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.directives.views.page import checked, to_item, to_next
from tracker.workplan.meetings.queries import visible_report

NO_CHOICE = N_("请先选中要处理的条目。")
NOTHING_OPEN = N_("所选的都已经处理过了，要改请先撤销。")
NO_MEASURE = N_("所选的都是重点，单位、时限和方式请在举措上定。")
NO_DAY = N_("请填写时限。")
NO_UNIT = N_("请填写承办单位。")
NO_MODE = N_("请选择承办方式。")
NO_DEED = N_("没有这种批量操作，请从页面上的按钮进入。")
DECIDES = frozenset({"accept", "note_only"})


@pages.post("/reports/<int:report_id>/directives/bulk")
@requires(Permission.REVIEW_DIRECTIVES)
def bulk(report_id: int) -> ResponseReturnValue:
    """Do one deed to all chosen directives that are still open."""
    actor, form = current_actor(), BulkForm()
    visible_report(actor, report_id)
    checked(form)
    at = now()
    with transaction():
        chosen = queries.chosen_directives(actor, report_id, form.ids.data or [])
        fit = _fit_for(form.action.data or "", chosen)
        for directive in fit:
            _do(form, directive, at=at)
    words = _("已处理 %(count)s 条。", count=len(fit))
    if len(fit) < len(chosen):
        words += _("另有 %(count)s 条不适用，没有改动。", count=len(chosen) - len(fit))
    flash(words, "done")
    if form.action.data in DECIDES:
        return to_next(chosen[-1])
    return to_item(report_id, chosen[0].id)


def _fit_for(action: str, chosen: Sequence[Directive]) -> list[Directive]:
    """Leave out what is decided already and, where duties are set, priorities."""
    if not chosen:
        raise RuleBroken(NO_CHOICE)
    fit = [it for it in chosen if rules.is_open(it)]
    if not fit:
        raise RuleBroken(NOTHING_OPEN)
    if action not in DECIDES:
        fit = [it for it in fit if it.level is Level.MEASURE]
    if not fit:
        raise RuleBroken(NO_MEASURE)
    return fit


def _do(form: BulkForm, directive: Directive, *, at: datetime) -> None:
    """Do the form's deed to one of them; what it does not set stays as it is."""
    actor = current_actor()
    due_on, mode, units = directive.due_on, directive.mode, list(directive.units)
    match form.action.data:
        case "accept":
            commands.accept(actor, directive, now=at)
            return
        case "note_only":
            commands.note_only(actor, directive, reason=form.reason.data or "", now=at)
            return
        case "set_due":
            due_on = form.due_on.data
            _want(due_on, NO_DAY)
        case "set_mode":
            _want(form.mode.data in set(Mode), NO_MODE)
            mode = Mode(form.mode.data or "")
        case "set_units":
            units = _units(form)
            _want(units, NO_UNIT)
        case _:
            raise RuleBroken(NO_DEED)
    commands.edit(
        actor,
        directive,
        title=directive.title,
        due_on=due_on,
        mode=mode,
        units=units,
        now=at,
    )


def _units(form: BulkForm) -> list[NamedUnit]:
    """Read the units that were typed: the first one leads, the others support."""
    try:
        found = units_named(form.add_unit.data or "", queries.office())
    except ValidationError as error:
        raise RuleBroken(str(error)) from None
    return [
        NamedUnit(
            name=it["name"],
            duty="support" if at else "lead",
            unit_id=it["unit_id"],
            group_id=it["group_id"],
        )
        for at, it in enumerate(found)
    ]


def _want(given: object, sentence: str) -> None:
    if not given:
        raise RuleBroken(sentence)
