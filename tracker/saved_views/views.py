"""The pages of saved views; the lists themselves are the overview's."""

from http import HTTPStatus

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.people.permissions import Permission, requires
from tracker.people.rules import ROLE_WORDS
from tracker.people.sessions import current_actor
from tracker.saved_views import commands, queries, rules
from tracker.saved_views.forms import (
    UP,
    AskedForm,
    MoveForm,
    NameForm,
    SaveForm,
    parameters_of,
)
from tracker.saved_views.models import ListKind, SavedView

pages = Blueprint("saved_views", __name__)

LISTS = {ListKind.TASKS: "overview.task_list", ListKind.ASSIGNMENTS: "lists.assignments"}
"""Where each list is."""


@pages.get("/saved-views")
@requires(Permission.KEEP_VIEWS)
def index() -> ResponseReturnValue:
    """Show all views that the person finds in the lists, to be put in order."""
    actor = current_actor()
    lines = queries.view_lines(actor)
    return render_template(
        "saved_views/index.html",
        lists=[(kind, [it for it in lines if it.view.list_kind is kind]) for kind in ListKind],
        endpoints=LISTS,
        roles=ROLE_WORDS,
        may_change={
            it.view.id: rules.may_change(
                actor, owner_id=it.view.owner_id, shared_with=it.view.shared_with
            )
            for it in lines
        },
    )


@pages.post("/saved-views")
@requires(Permission.KEEP_VIEWS)
def save() -> ResponseReturnValue:
    """Keep how a list looks now."""
    actor, form = current_actor(), SaveForm()
    if not form.validate():
        return _form_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            view = commands.save_view(
                actor,
                ListKind(form.list_kind.data or ""),
                name=form.name.data or "",
                asked=parameters_of(form.asked.data),
                shared_with=form.role,
                now=now(),
            )
    except Misfilled as refusal:
        form[refusal.field].errors = [_(refusal.sentence)]
        return _form_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("已存为视图“%(name)s”。", name=view.name), "done")
    return redirect(_to_list(view), 303)


@pages.get("/saved-views/<int:view_id>/edit")
@requires(Permission.KEEP_VIEWS)
def edit_page(view_id: int) -> ResponseReturnValue:
    """Show a view's name and who uses it, to be changed."""
    view = queries.visible_view(current_actor(), view_id)
    form = NameForm(obj=view)
    if view.shared_with is None:
        form.shared_with.data = ""
    return _form_page(form, view)


@pages.post("/saved-views/<int:view_id>/edit")
@requires(Permission.KEEP_VIEWS)
def edit(view_id: int) -> ResponseReturnValue:
    """Rename a view, or show it to others."""
    actor, form = current_actor(), NameForm()
    view = queries.visible_view(actor, view_id)
    if not form.validate():
        return _form_page(form, view), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            commands.edit_view(
                actor,
                view,
                name=form.name.data or "",
                shared_with=form.role,
                version=form.version.data or 0,
                now=now(),
            )
    except Misfilled as refusal:
        form[refusal.field].errors = [_(refusal.sentence)]
        return _form_page(form, view), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("视图已修改。"), "done")
    return redirect(url_for(".index"), 303)


@pages.post("/saved-views/<int:view_id>/replace")
@requires(Permission.KEEP_VIEWS)
def replace(view_id: int) -> ResponseReturnValue:
    """Keep under the same name how the list looks now."""
    actor, form = current_actor(), AskedForm()
    view = queries.visible_view(actor, view_id)
    if not form.validate():
        raise RuleBroken(rules.NOT_A_VIEW)
    with transaction():
        commands.replace_view(
            actor,
            view,
            asked=parameters_of(form.asked.data),
            version=form.version.data or 0,
            now=now(),
        )
    flash(_("视图“%(name)s”已更新。", name=view.name), "done")
    return redirect(_to_list(view), 303)


@pages.post("/saved-views/<int:view_id>/move")
@requires(Permission.KEEP_VIEWS)
def move(view_id: int) -> ResponseReturnValue:
    """Change a view's place among one's own."""
    actor, form = current_actor(), MoveForm()
    view = queries.visible_view(actor, view_id)
    form.validate()
    with transaction():
        is_moved = commands.move_view(
            actor,
            view,
            queries.own_views(actor, view.list_kind),
            upwards=form.way.data == UP,
            version=form.version.data or 0,
            now=now(),
        )
    flash(_("顺序已调整。") if is_moved else _("已经在头上或末尾了。"), "done")
    return redirect(url_for(".index"), 303)


@pages.post("/saved-views/<int:view_id>/remove")
@requires(Permission.KEEP_VIEWS)
def remove(view_id: int) -> ResponseReturnValue:
    """Drop a view."""
    actor, form = current_actor(), AskedForm()
    view = queries.visible_view(actor, view_id)
    name = view.name
    form.validate()
    with transaction():
        commands.delete_view(actor, view, version=form.version.data or 0, now=now())
    flash(_("已删去视图“%(name)s”，任务不受影响。", name=name), "done")
    return redirect(url_for(".index"), 303)


@pages.post("/saved-views/<int:view_id>/default")
@requires(Permission.KEEP_VIEWS)
def make_default(view_id: int) -> ResponseReturnValue:
    """Have one's list open with a view."""
    view = queries.visible_view(current_actor(), view_id)
    with transaction():
        commands.make_default(current_actor(), view, now=now())
    flash(_("以后打开清单，先看“%(name)s”。", name=view.name), "done")
    return redirect(url_for(".index"), 303)


@pages.post("/saved-views/<int:view_id>/default/drop")
@requires(Permission.KEEP_VIEWS)
def drop_default(view_id: int) -> ResponseReturnValue:
    """Have one's list open whole again."""
    view = queries.visible_view(current_actor(), view_id)
    with transaction():
        commands.drop_default(current_actor(), view, now=now())
    flash(_("以后打开清单，先看全部。"), "done")
    return redirect(url_for(".index"), 303)


def _form_page(form: NameForm, view: SavedView | None = None) -> str:
    return render_template("saved_views/form.html", form=form, view=view)


def _to_list(view: SavedView) -> str:
    return url_for(LISTS[view.list_kind], **view.asked, view=view.id)
