"""The pages of settings."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.settings import commands, queries, rules
from tracker.settings.forms import DaysForm, SettingForm, setting_form
from tracker.settings.queries import Line

pages = Blueprint("settings", __name__)

YEARS_ROUND = 10


@pages.get("/settings")
@requires(Permission.READ_SETTINGS)
def index() -> ResponseReturnValue:
    """Show every option, what it is set to and who changed it when."""
    groups = queries.lines_by_group(current_actor())
    return render_template("settings/index.html", groups=groups)


@pages.get("/settings/working-days")
@requires(Permission.READ_SETTINGS)
def working_days() -> ResponseReturnValue:
    """Show the working days of a year: what the office set, beside the official calendar."""
    return _days_page(DaysForm(), _asked_year())


@pages.post("/settings/working-days")
@requires(Permission.SET_LIMITS)
def set_days() -> ResponseReturnValue:
    """Make days working days or days of rest."""
    form = DaysForm()
    if not form.validate():
        return _days_page(form, _asked_year()), HTTPStatus.UNPROCESSABLE_ENTITY
    first, last = form.span
    try:
        with transaction():
            days = commands.set_days(
                current_actor(),
                first=first,
                last=last,
                works=form.works,
                note=form.note.data or "",
                now=now(),
            )
    except Outdated:
        raise
    except RuleBroken as refusal:
        form.first.errors = [_(refusal.sentence)]
        return _days_page(form, _asked_year()), HTTPStatus.UNPROCESSABLE_ENTITY
    kind = _("工作日") if form.works else _("休息日")
    flash(
        _("已把 %(count)s 天改成%(kind)s，从现在起算时限用新日历。", count=len(days), kind=kind),
        "done",
    )
    return redirect(url_for(".working_days", year=first.year), 303)


@pages.post("/settings/working-days/<int:override_id>/restore")
@requires(Permission.SET_LIMITS)
def restore_day(override_id: int) -> ResponseReturnValue:
    """Put a day back to the official calendar."""
    override, form = queries.visible_override(override_id), SettingForm()
    form.validate()
    year = override.day.year
    with transaction():
        commands.restore_day(current_actor(), override, version=form.version.data or 0, now=now())
    flash(_("已恢复成国家规定的安排。"), "done")
    return redirect(url_for(".working_days", year=year), 303)


@pages.get("/settings/<string:name>")
@requires(Permission.READ_SETTINGS)
def show(name: str) -> ResponseReturnValue:
    """Show one option with its form, and what was done to it."""
    line = queries.line_of(current_actor(), name)
    return _page(line, setting_form(line.option, line.value, line.version))


@pages.post("/settings/<string:name>")
@requires(Permission.CHANGE_SETTINGS)
def change(name: str) -> ResponseReturnValue:
    """Set an option."""
    actor = current_actor()
    line = queries.line_of(actor, name)
    form = setting_form(line.option)
    # Shape and sense are one question here: the option's own kind answers it.
    form.validate()
    try:
        with transaction():
            is_changed = commands.change_setting(
                actor,
                line.option,
                form.value.data or "",
                version=form.version.data or 0,
                now=now(),
            )
    except Outdated:
        raise
    except RuleBroken as refusal:
        form.value.errors = [_(refusal.sentence)]
        return _page(line, form), HTTPStatus.UNPROCESSABLE_ENTITY
    _say(line, is_changed=is_changed)
    return redirect(url_for(".index", _anchor=_anchor(line)), 303)


@pages.post("/settings/<string:name>/reset")
@requires(Permission.CHANGE_SETTINGS)
def reset(name: str) -> ResponseReturnValue:
    """Put an option back to its default."""
    actor = current_actor()
    line, form = queries.line_of(actor, name), SettingForm()
    form.validate()
    with transaction():
        is_changed = commands.reset_setting(
            actor, line.option, version=form.version.data or 0, now=now()
        )
    _say(line, is_changed=is_changed)
    return redirect(url_for(".index", _anchor=_anchor(line)), 303)


def _asked_year() -> int:
    """Read the year from the URL; one that is too far away is this one."""
    year = request.args.get("year", type=int)
    here = today().year
    return year if year is not None and abs(year - here) <= YEARS_ROUND else here


def _days_page(form: DaysForm, year: int) -> str:
    actor, here = current_actor(), today()
    return render_template(
        "settings/working_days.html",
        found=queries.year_of_days(actor, year, here),
        form=form,
        may_set=rules.may_set_days(actor),
        years=range(here.year - 1, here.year + rules.YEARS_AHEAD + 1),
    )


def _say(line: Line, *, is_changed: bool) -> None:
    label = _(line.option.label)
    if is_changed:
        flash(_("“%(label)s”已改，从下一次操作起生效。", label=label), "done")
    else:
        flash(_("“%(label)s”没有变化。", label=label), "done")


def _anchor(line: Line) -> str:
    return line.option.name.replace(".", "-")


def _page(line: Line, form: SettingForm) -> str:
    return render_template(
        "settings/show.html", line=line, form=form, changes=queries.changes_of(line.option)
    )
