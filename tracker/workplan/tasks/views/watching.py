"""What a leader watches (需要关注): the list, putting something on it, taking it off."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.forms import DeedForm
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.people.permissions import Permission, requires
from tracker.people.rules import is_local_path
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.instructions.queries import visible_about
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.deeds import check_form
from tracker.workplan.tasks.watching import queries
from tracker.workplan.tasks.watching.forms import WatchForm


@pages.get("/watching")
@requires(Permission.KEEP_WATCH)
def watching() -> ResponseReturnValue:
    """Show what the person watches."""
    return render_template(
        "workplan/tasks/watching/index.html",
        found=page_of(queries.watch_list(current_actor()), asked_page()),
        url_for_page=url_for_page(),
    )


@pages.post("/watching")
@requires(Permission.KEEP_WATCH)
def watch() -> ResponseReturnValue:
    """Put something on one's own list, or change the note beside it."""
    form = WatchForm()
    check_form(form)
    actor = current_actor()
    about = visible_about(actor, form.about.data or "")
    with transaction():
        commands.watch(
            actor, about, note=form.note.data or "", now=now(), version=form.version.data
        )
    flash(_("已放进“需要关注”，“我的工作”和看板上都有。"))
    return redirect(_next(form.next.data), 303)


@pages.post("/watching/<int:watch_id>/remove")
@requires(Permission.KEEP_WATCH)
def unwatch(watch_id: int) -> ResponseReturnValue:
    """Take something off one's own list."""
    DeedForm()
    kept = queries.visible_watch(current_actor(), watch_id)
    with transaction():
        commands.unwatch(current_actor(), kept, now=now())
    flash(_("已不再关注；要恢复，再关注一次就行。"))
    return redirect(_next(request.form.get("next")), 303)


def _next(target: str | None) -> str:
    return target if target and is_local_path(target) else url_for(".watching")
