"""The pages of settings."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.settings import commands, queries
from tracker.settings.forms import SettingForm, setting_form
from tracker.settings.queries import Line

pages = Blueprint("settings", __name__)


@pages.get("/settings")
@requires(Permission.READ_SETTINGS)
def index() -> ResponseReturnValue:
    """Show every option, what it is set to and who changed it when."""
    groups = queries.lines_by_group(current_actor())
    return render_template("settings/index.html", groups=groups)


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
