"""Closing or merging a unit, and what it still has to do."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import DateField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.forms import PageForm, SelectChoice, VersionField
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.people import queries as people
from tracker.people import rules as people_rules
from tracker.people.models import Unit
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries, rules
from tracker.workplan.tasks.views.blueprint import pages

BESIDE_DAY = people_rules.NOT_LATER
BESIDE_SUCCESSOR = (
    people_rules.INTO_ITSELF,
    people_rules.INTO_CLOSED,
    people_rules.INTO_ROOT,
)


class CloseUnitForm(PageForm):
    """From which day, why, and who goes on in its place."""

    successor = SelectField(
        _l("并入哪个单位"),
        description=_l("没有单位接续，就选“不并入，直接撤销”。"),
        validators=[Optional()],
    )
    closed_on = DateField(
        _l("从哪天起"),
        validators=[InputRequired(_l("请填写日期，如 2026-03-31。"))],
    )
    reason = TextAreaField(
        _l("原因"),
        description=_l("如机构改革文件的名称和文号。"),
        validators=[
            InputRequired(_l("请写明原因。")),
            Length(max=people_rules.LONGEST_REASON, message=_l("原因不超过 200 字。")),
        ],
    )
    version = VersionField()

    def __init__(self, unit: Unit, **more: object) -> None:
        super().__init__(**more)
        self.successor.choices = [
            SelectChoice("", _("不并入，直接撤销")),
            *(SelectChoice(str(it.id), it.name) for it in people.units() if it.id != unit.id),
        ]


@pages.get("/units/<int:unit_id>/close")
@requires(Permission.KEEP_UNITS)
def close_unit_page(unit_id: int) -> ResponseReturnValue:
    """Show the form for closing or merging a unit."""
    unit = people.visible_unit(unit_id)
    form = CloseUnitForm(unit, formdata=None, closed_on=today(), version=unit.version)
    return _page(unit, form)


@pages.post("/units/<int:unit_id>/close")
@requires(Permission.KEEP_UNITS)
def close_unit(unit_id: int) -> ResponseReturnValue:
    """Close a unit, or merge it into another."""
    unit = people.visible_unit(unit_id)
    form = CloseUnitForm(unit)
    if not form.validate() or form.closed_on.data is None:
        return _page(unit, form), 422
    into = int(form.successor.data) if form.successor.data else None
    successor = people.visible_unit(into) if into is not None else None
    try:
        with transaction():
            commands.close_unit(
                current_actor(),
                unit,
                successor=successor,
                closed_on=form.closed_on.data,
                reason=form.reason.data or "",
                today=today(),
                now=now(),
                version=form.version.data or 0,
            )
    except Outdated:
        raise
    except RuleBroken as refusal:
        field = form.closed_on if refusal.sentence == BESIDE_DAY else form.successor
        field.errors = [*field.errors, _(refusal.sentence)]
        return _page(unit, form), 422
    flash(
        _("“%(name)s”已并入“%(into)s”。", name=unit.name, into=successor.name)
        if successor
        else _("“%(name)s”已撤销。", name=unit.name)
    )
    return redirect(url_for("people.unit", unit_id=unit_id), 303)


@pages.get("/units/<int:unit_id>/open-work")
@requires(Permission.REDISPATCH)
def open_work_of_unit(unit_id: int) -> ResponseReturnValue:
    """Show what a unit still has to do, for the supervisors who give it to others."""
    unit = people.visible_unit(unit_id)
    return render_template(
        "workplan/tasks/open_work.html",
        unit=unit,
        heir=people.unit_page(unit_id).heir,
        found=page_of(queries.open_work_of(current_actor(), unit), asked_page()),
        url_for_page=url_for_page(),
        states=rules.STATE_WORDS,
        duties=rules.DUTY_WORDS,
    )


def _page(unit: Unit, form: CloseUnitForm) -> str:
    return render_template(
        "workplan/tasks/close_unit.html",
        unit=unit,
        form=form,
        open_count=commands.open_work_count(current_actor(), unit),
    )
