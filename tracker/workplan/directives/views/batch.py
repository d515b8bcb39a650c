"""One deed for one or several directives, each as the visitor saw it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms.validators import ValidationError

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives import commands, queries, reshaping, rules
from tracker.workplan.directives.forms import BulkForm, units_named
from tracker.workplan.directives.models import (
    Directive,
    DirectiveState,
    Level,
    Mode,
    NamedUnit,
)
from tracker.workplan.directives.sheet import tree
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.directives.views.clashes import Clash, clash_untouched
from tracker.workplan.directives.views.outcomes import done_in_words, named_refusal
from tracker.workplan.directives.views.page import checked, review_page, to_item, to_next
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import visible_report

NO_CHOICE = N_("请先选中要处理的条目。")
NOTHING_OPEN = N_("所选的都已经处理过了，要改请先撤销。")
NO_MEASURE = N_("所选的都是重点，单位、时限和方式请在举措上定。")
ALREADY_THERE = N_("所选的已经是这个层级，不用改。")
NO_DAY = N_("请填写时限。")
NO_UNIT = N_("请填写承办单位。")
NO_MODE = N_("请选择承办方式。")
NO_DEED = N_("没有这种批量操作，请从页面上的按钮进入。")
DECIDES = frozenset({"accept", "note_only"})
SETS = frozenset({"set_due", "set_mode", "set_units"})
LEVELS = {"to_priority": Level.PRIORITY, "to_measure": Level.MEASURE}
MOVES = {"move_up": -1, "move_down": 1}
# What is done to all of them or to none.
TOGETHER = frozenset({"merge"})


@pages.post("/reports/<int:report_id>/directives/bulk")
@requires(Permission.REVIEW_DIRECTIVES)
def bulk(report_id: int) -> ResponseReturnValue:
    """Do one deed to all chosen directives that it fits; what somebody changed meanwhile is left."""
    actor, form = current_actor(), BulkForm()
    report = visible_report(actor, report_id)
    checked(form)
    action, seen, at = form.action.data or "", form.seen(), now()
    if not seen:
        raise RuleBroken(NO_CHOICE)
    try:
        with transaction():
            chosen = queries.chosen_directives(actor, report_id, seen)
            stale = [it for it in chosen if _is_stale(it, seen[it.id])]
            fresh = [it for it in chosen if it not in stale]
            _check_fresh(action, fresh, stale)
            fit = _fit_for(action, fresh)
            done = _do(form, report, fit, at=at)
    except Outdated:
        return _clash(report_id, seen), 409
    except reshaping.Decided as refusal:
        raise RuleBroken(named_refusal(report_id, refusal)) from None
    _say(report_id, action, fit, fresh, stale)
    if action in DECIDES:
        return to_next(fresh[-1])
    return to_item(report_id, done.id)


def _check_fresh(action: str, fresh: Sequence[Directive], stale: Sequence[Directive]) -> None:
    """Refuse the deed where nothing is left of it, or all of it hangs together."""
    if stale and (action in TOGETHER or not fresh):
        raise Outdated


def _is_stale(directive: Directive, version: int) -> bool:
    return directive.version != version or directive.state is DirectiveState.RETIRED


def _say(
    report_id: int,
    action: str,
    fit: Sequence[Directive],
    fresh: Sequence[Directive],
    stale: Sequence[Directive],
) -> None:
    """Say what was done, and what was not."""
    words = done_in_words(action, fit)
    if len(fit) < len(fresh):
        words += _("另有 %(count)s 条不适用，没有改动。", count=len(fresh) - len(fit))
    flash(words, "done")
    if stale:
        flash(_about(report_id, stale), "warning")


def _about(report_id: int, stale: Sequence[Directive]) -> str:
    """Say which of the chosen were changed meanwhile, and by whom."""
    rows = {row.directive.id: row for row in tree(queries.outline(report_id))}
    numbers = "、".join(rows[it.id].number for it in stale if it.id in rows)
    steps = [queries.last_change_of(report_id, it.id) for it in stale[:3]]
    names = "、".join(dict.fromkeys(it.actor.name for it in steps if it)) or _("别人")
    if not numbers:
        return str(
            _("有 %(count)s 条刚刚被%(names)s并走，没有改动。", count=len(stale), names=names)
        )
    words: str = _(
        "第 %(numbers)s 条刚刚被%(names)s改过，没有动它，请看过再办。", numbers=numbers, names=names
    )
    return words


def _clash(report_id: int, seen: dict[int, int]) -> str:
    """Show the page again with what was changed meanwhile; nothing was done."""
    actor = current_actor()
    chosen = queries.chosen_directives(actor, report_id, seen)
    stale = [it for it in chosen if _is_stale(it, seen[it.id])] or list(chosen)
    clash = (
        clash_untouched(stale[0], now=now()) if len(seen) == 1 else Clash(_about(report_id, stale))
    )
    live = [it.id for it in chosen if it.state is not DirectiveState.RETIRED]
    return review_page(
        visible_report(actor, report_id), item_id=live[0] if live else None, clash=clash
    )


def _fit_for(action: str, chosen: Sequence[Directive]) -> list[Directive]:
    """Leave out what is decided already and, where duties are set, priorities."""
    if action in TOGETHER or action in MOVES:
        return list(chosen)
    fit = [it for it in chosen if rules.is_open(it)]
    if not fit:
        raise RuleBroken(NOTHING_OPEN)
    if action in SETS:
        fit = [it for it in fit if it.level is Level.MEASURE]
        if not fit:
            raise RuleBroken(NO_MEASURE)
    if action in LEVELS:
        fit = [it for it in fit if it.level is not LEVELS[action]]
        if not fit:
            raise RuleBroken(ALREADY_THERE)
    return fit


def _do(form: BulkForm, report: Report, fit: Sequence[Directive], *, at: datetime) -> Directive:
    """Do the form's deed to those that it fits; return the one to go on with."""
    actor, action = current_actor(), form.action.data or ""
    if action == "merge":
        return commands.merge(actor, report, fit, now=at)
    wording = _wording(form) if action in SETS else {}
    for it in fit:
        if action == "accept":
            commands.accept(actor, it, now=at)
        elif action == "note_only":
            commands.note_only(actor, it, reason=form.reason.data or "", now=at)
        elif action == "reparent":
            commands.reparent(actor, report, it, parent_id=form.parent_id.data, now=at)
        elif action in LEVELS:
            commands.set_level(actor, report, it, level=LEVELS[action], now=at)
        elif action in MOVES:
            commands.move(actor, report, it, by=MOVES[action], now=at)
        elif action in SETS:
            kept = {name: getattr(it, name) for name in ("title", "due_on", "mode", "units")}
            commands.edit(actor, it, **(kept | wording), now=at)
        else:
            raise RuleBroken(NO_DEED)
    return fit[0]


def _wording(form: BulkForm) -> dict[str, Any]:
    """Read the one thing that is set; refuse the deed without it."""
    action = form.action.data
    given: object
    if action == "set_due":
        wanted, given, sentence = "due_on", form.due_on.data, NO_DAY
    elif action == "set_units":
        wanted, given, sentence = "units", _units(form), NO_UNIT
    else:
        mode = Mode(form.mode.data) if form.mode.data in set(Mode) else None
        wanted, given, sentence = "mode", mode, NO_MODE
    if not given:
        raise RuleBroken(sentence)
    return {wanted: given}


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
