"""The pages of groups of units; deleting one is a deed of `directives`, which knows where it is named."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.forms import SelectChoice
from tracker.foundation.paging import asked_page, url_for_page
from tracker.journal.telling import history_in_words
from tracker.people import commands, queries, rules
from tracker.people.commands import GroupData
from tracker.people.forms.units import GroupForm
from tracker.people.models import UnitGroup, UnitKind
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.people.views.blueprint import pages

LONGEST_SEARCH = 50


@pages.get("/unit-groups")
@requires(Permission.READ_UNITS)
def unit_groups() -> ResponseReturnValue:
    """Show the groups with their members."""
    words = request.args.get("q", "").strip()[:LONGEST_SEARCH]
    return render_template(
        "people/unit_groups.html",
        found=queries.group_list(words, asked_page()),
        words=words,
        url_for_page=url_for_page(),
    )


@pages.get("/unit-groups/new")
@requires(Permission.KEEP_UNITS)
def new_group() -> ResponseReturnValue:
    """Show the form for a new group."""
    return _form_page(GroupForm(_choices(None), formdata=None), None)


@pages.post("/unit-groups/new")
@requires(Permission.KEEP_UNITS)
def create_group() -> ResponseReturnValue:
    """Enter a group."""
    form = GroupForm(_choices(None))
    if not form.validate():
        return _form_page(form, None), 422
    try:
        with transaction():
            group = commands.create_group(current_actor(), _data(form), now=now())
    except Outdated:
        raise
    except RuleBroken as refusal:
        _put_beside(form, refusal)
        return _form_page(form, None), 422
    flash(_("已新建单位组“%(name)s”。", name=group.name))
    return redirect(url_for(".unit_groups"), 303)


@pages.get("/unit-groups/<int:group_id>/edit")
@requires(Permission.KEEP_UNITS)
def edit_group_page(group_id: int) -> ResponseReturnValue:
    """Show the form for a group's names and members."""
    group = queries.visible_group(group_id)
    form = GroupForm(
        _choices(group),
        formdata=None,
        name=group.name,
        aliases="\n".join(group.aliases),
        members=[str(it.id) for it in group.members],
        version=group.version,
    )
    return _form_page(form, group)


@pages.post("/unit-groups/<int:group_id>/edit")
@requires(Permission.KEEP_UNITS)
def edit_group(group_id: int) -> ResponseReturnValue:
    """Rename a group or change its members."""
    group = queries.visible_group(group_id)
    form = GroupForm(_choices(group))
    if not form.validate():
        return _form_page(form, group), 422
    try:
        with transaction():
            is_changed = commands.edit_group(
                current_actor(), group, _data(form), now=now(), version=form.version.data or 0
            )
    except Outdated:
        raise
    except RuleBroken as refusal:
        _put_beside(form, refusal)
        return _form_page(form, group), 422
    flash(_("单位组已保存。") if is_changed else _("没有改动。"))
    return redirect(url_for(".unit_groups"), 303)


def _choices(group: UnitGroup | None) -> list[SelectChoice]:
    """Return the units that can be members, by kind; closed ones only where they are already."""
    there = {it.id for it in group.members} if group else set()
    return [
        SelectChoice(
            str(it.unit.id),
            it.unit.name if it.unit.closed_on is None else f"{it.unit.name}（{_('已撤销')}）",
        )
        for it in queries.register_in_order()
        if it.unit.kind is not UnitKind.ROOT
        if it.unit.closed_on is None or it.unit.id in there
    ]


def _data(form: GroupForm) -> GroupData:
    found = queries.units_by_id(int(it) for it in form.members.data or [])
    members = sorted(found.values(), key=lambda it: (it.position, it.id))
    return GroupData(form.name.data or "", rules.names_of(form.aliases.data or ""), members)


def _put_beside(form: GroupForm, refusal: RuleBroken) -> None:
    aliases = rules.names_of(form.aliases.data or "")
    is_alias = any(refusal.sentence.startswith(f"“{it}”") for it in aliases)
    field = form.aliases if is_alias or refusal.sentence == rules.MANY_ALIASES else form.name
    field.errors = [*field.errors, _(refusal.sentence)]


def _form_page(form: GroupForm, group: UnitGroup | None) -> str:
    kinds = {str(it.unit.id): it.unit.kind for it in queries.register_in_order()}
    boxes = [(kinds[str(box.data)], box) for box in form.members]
    return render_template(
        "people/unit_group_form.html",
        form=form,
        group=group,
        by_kind=[
            (words, [box for its, box in boxes if its is kind])
            for kind, words in rules.KIND_WORDS.items()
            if any(its is kind for its, _box in boxes)
        ],
        history=history_in_words(f"group:{group.id}", limit=50) if group else [],
    )
