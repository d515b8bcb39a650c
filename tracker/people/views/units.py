"""The pages of the register of units: the tree, one unit, its data and its place."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.forms import SelectChoice
from tracker.foundation.paging import asked_page, url_for_page
from tracker.journal.telling import history_in_words
from tracker.people import commands, queries, rules
from tracker.people.forms.units import MoveForm, ReopenForm, UnitEditForm, UnitForm
from tracker.people.models import Role, Unit, UnitKind
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.people.views.blueprint import pages

MOST_HISTORY = 50
INDENT = "　"
BESIDE = {
    rules.BAD_CODE: "code",
    rules.ONE_ROOT: "kind",
    rules.ROOT_IS_TOP: "parent",
    rules.CIRCLE: "parent",
    rules.TOO_DEEP: "parent",
    rules.PARENT_CLOSED: "parent",
    rules.NO_PARENT: "parent",
    rules.NOT_LATER: "renamed_on",
    rules.BEFORE_RENAMING: "renamed_on",
    rules.MANY_ALIASES: "aliases",
}
"""The field beside which a refusal is said; those of names stand beside the name that they mean."""


@pages.get("/units")
@requires(Permission.READ_UNITS)
def units() -> ResponseReturnValue:
    """Show the tree of units, or those that the filters in the URL leave."""
    filters = queries.read_unit_filters(request.args)
    return render_template(
        "people/units.html",
        found=queries.unit_list(filters, asked_page()),
        filters=filters,
        to_list=lambda **changes: url_for(".units", **filters.with_(**changes)),
        url_for_page=url_for_page(),
        kinds=rules.KIND_WORDS,
    )


@pages.get("/units/new")
@requires(Permission.KEEP_UNITS)
def new_unit() -> ResponseReturnValue:
    """Show the form for a new unit, below the one in the URL."""
    form = UnitForm(parent_choices(None), formdata=None, parent=request.args.get("parent", ""))
    return _form_page(form, None)


@pages.post("/units/new")
@requires(Permission.KEEP_UNITS)
def create_unit() -> ResponseReturnValue:
    """Enter a unit."""
    form = UnitForm(parent_choices(None))
    if not form.validate():
        return _form_page(form, None), 422
    try:
        with transaction():
            unit = commands.create_unit(current_actor(), _data(form), now=now())
    except Outdated:
        raise
    except RuleBroken as refusal:
        put_beside(form, refusal)
        return _form_page(form, None), 422
    flash(_("已新建“%(name)s”，现在可以给它交办任务。", name=unit.name))
    return redirect(url_for(".unit", unit_id=unit.id), 303)


@pages.get("/units/<int:unit_id>")
@requires(Permission.READ_UNITS)
def unit(unit_id: int) -> ResponseReturnValue:
    """Show one unit: names, place, groups, who holds posts there, its history."""
    return unit_page(unit_id)


def unit_page(unit_id: int, *, move: MoveForm | None = None) -> str:
    """Draw a unit's page; a form that was refused comes with what is wrong with it."""
    actor, day = current_actor(), today()
    page = queries.unit_page(unit_id)
    sees_history = actor.sees_all or actor.holds(
        Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR
    )
    return render_template(
        "people/unit.html",
        page=page,
        unit=page.unit,
        kinds=rules.KIND_WORDS,
        posts=queries.posts_in(actor, page.unit, day),
        may_read_persons=rules.may_read_persons(actor),
        role_words=rules.ROLE_WORDS,
        move=move or MoveForm(formdata=None, place=page.place, version=page.unit.version),
        sees_history=sees_history,
        history=history_in_words(f"unit:{unit_id}", limit=MOST_HISTORY) if sees_history else [],
    )


@pages.get("/units/<int:unit_id>/edit")
@requires(Permission.KEEP_UNITS)
def edit_unit_page(unit_id: int) -> ResponseReturnValue:
    """Show the form for a unit's data."""
    found = queries.visible_unit(unit_id)
    form = _edit_form(
        found,
        formdata=None,
        code=found.code,
        name=found.name,
        short_name=found.short_name,
        aliases="\n".join(found.aliases),
        kind=found.kind.value,
        parent=str(found.parent_id or ""),
        version=found.version,
    )
    return _form_page(form, found)


@pages.post("/units/<int:unit_id>/edit")
@requires(Permission.KEEP_UNITS)
def edit_unit(unit_id: int) -> ResponseReturnValue:
    """Correct or rename a unit."""
    found = queries.visible_unit(unit_id)
    form = _edit_form(found)
    if not form.validate():
        return _form_page(form, found), 422
    try:
        with transaction():
            is_changed = commands.edit_unit(
                current_actor(),
                found,
                _data(form),
                renamed_on=_renamed_on(form),
                today=today(),
                now=now(),
                # A form that does not say what it saw has seen nothing.
                version=form.version.data or 0,
            )
    except Outdated:
        raise
    except RuleBroken as refusal:
        put_beside(form, refusal)
        return _form_page(form, found), 422
    flash(_("单位信息已保存。") if is_changed else _("没有改动。"))
    return redirect(url_for(".unit", unit_id=unit_id), 303)


@pages.post("/units/<int:unit_id>/move")
@requires(Permission.KEEP_UNITS)
def move_unit(unit_id: int) -> ResponseReturnValue:
    """Put a unit at another place among those beside it."""
    form, found = MoveForm(), queries.visible_unit(unit_id)
    if not form.validate() or form.place.data is None:
        return unit_page(unit_id, move=form), 422
    with transaction():
        commands.move_unit(
            current_actor(), found, form.place.data, now=now(), version=form.version.data or 0
        )
    return redirect(url_for(".unit", unit_id=unit_id, _anchor="place"), 303)


@pages.post("/units/<int:unit_id>/reopen")
@requires(Permission.KEEP_UNITS)
def reopen_unit(unit_id: int) -> ResponseReturnValue:
    """Open a closed unit again."""
    form, found = ReopenForm(), queries.visible_unit(unit_id)
    with transaction():
        commands.reopen_unit(current_actor(), found, now=now(), version=form.version.data or 0)
    flash(_("“%(name)s”已恢复，可以再给它交办任务。", name=found.name))
    return redirect(url_for(".unit", unit_id=unit_id), 303)


def parent_choices(unit: Unit | None) -> list[SelectChoice]:
    """Return the units that one may stand below, as a tree; what is closed only where it stands so."""
    return [
        SelectChoice(str(line.unit.id), INDENT * line.depth + line.unit.name)
        for line in queries.register_in_order()
        if unit is None or line.unit.id != unit.id
        if line.unit.closed_on is None or (unit is not None and unit.parent_id == line.unit.id)
    ]


def put_beside(form: UnitForm, refusal: RuleBroken) -> None:
    """Say a refusal beside the field that it is about."""
    sentence = refusal.sentence
    name = BESIDE.get(sentence) or _named_in(form, sentence)
    field = form[name if name in form else "name"]
    field.errors = [*field.errors, _(sentence)]


def _named_in(form: UnitForm, sentence: str) -> str:
    """Find the field whose words the sentence names: 编码“201”…, “市住房局”…."""
    if f"编码“{form.code.data}”" in sentence:
        return "code"
    for field in (form.name, form.short_name):
        if sentence.startswith(f"“{field.data}”"):
            return str(field.name)
    is_alias = any(sentence.startswith(f"“{it}”") for it in rules.names_of(form.aliases.data or ""))
    return "aliases" if is_alias else "name"


def _edit_form(found: Unit, **more: object) -> UnitEditForm:
    is_root = found.kind is UnitKind.ROOT
    return UnitEditForm(parent_choices(found), is_root=is_root, **more)


def _renamed_on(form: UnitEditForm) -> date | None:
    return None if form.is_correction.data else form.renamed_on.data or today()


def _data(form: UnitForm) -> rules.UnitData:
    return rules.UnitData(
        code=form.code.data or "",
        name=form.name.data or "",
        short_name=form.short_name.data or "",
        kind=UnitKind(form.kind.data),
        parent_id=int(form.parent.data) if form.parent.data else None,
        aliases=rules.names_of(form.aliases.data or ""),
    )


def _form_page(form: UnitForm, found: Unit | None) -> str:
    return render_template("people/unit_form.html", form=form, unit=found)
