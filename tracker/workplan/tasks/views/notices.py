"""Notices of dispatch: looking at a day's before they go out, issuing them, and each in Word."""

from datetime import date
from hashlib import sha256

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.documents.notice_paper import notice_document as written
from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.downloads import written_out
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.people.permissions import Permission, requires
from tracker.people.queries import sending_office
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.notices import queries, rules
from tracker.workplan.tasks.notices.forms import NoticeForm
from tracker.workplan.tasks.notices.printing import as_draft, as_paper, number_of
from tracker.workplan.tasks.views.blueprint import pages


@pages.get("/notices")
@requires(Permission.READ_TASKS)
def notices() -> ResponseReturnValue:
    """Show the notices, of one unit if the URL asks for it."""
    actor, unit = current_actor(), request.args.get("unit", type=row_number)
    return render_template(
        "workplan/tasks/notices/index.html",
        found=page_of(queries.notice_list(actor, unit), asked_page()),
        units=queries.noticed_units(actor),
        unit=unit,
        number_of=number_of,
        url_for_page=url_for_page(),
    )


@pages.get("/notices/new")
@requires(Permission.DISPATCH_TASKS)
def notice_page() -> ResponseReturnValue:
    """Show the notices of a day as they would go out; of the latest unless asked for another."""
    days = queries.unnoticed_days(current_actor())
    asked = request.args.get("on", type=date.fromisoformat) or next(iter(days), today())
    return _page(NoticeForm(formdata=None, on=asked, text=rules.USUAL_TEXT), asked)


@pages.post("/notices/preview")
@requires(Permission.DISPATCH_TASKS)
def preview_notices() -> ResponseReturnValue:
    """Show the notices with other words."""
    form = NoticeForm()
    is_valid = form.validate()
    return _page(form, form.on.data or today()), 200 if is_valid else 422


@pages.post("/notices")
@requires(Permission.DISPATCH_TASKS)
def issue_notices() -> ResponseReturnValue:
    """Issue the notices that the page showed, all or none."""
    form = NoticeForm()
    day = form.on.data or today()
    if not form.validate():
        return _page(form, day), 422
    batch = queries.batch_of(current_actor(), day)
    if not batch or form.seen.data != _seen(batch):
        flash(_(rules.CHANGED), "error")
        return _page(form, day), 409
    with transaction():
        issued = commands.issue_notices(
            current_actor(), batch, text=form.text.data or "", now=now()
        )
    flash(_("已发出督办通知单 %(count)s 张。", count=len(issued)))
    return redirect(url_for(".notice_batch", notice_id=issued[0].id), 303)


@pages.get("/notices/<int:notice_id>")
@requires(Permission.READ_TASKS)
def notice_sheet(notice_id: int) -> ResponseReturnValue:
    """Show one notice."""
    found = queries.visible_notice(current_actor(), notice_id)
    return render_template("workplan/tasks/notices/show.html", notice=found, paper=as_paper(found))


@pages.get("/notices/<int:notice_id>/document")
@requires(Permission.READ_TASKS)
def notice_document(notice_id: int) -> ResponseReturnValue:
    """Hand out a notice as a Word document."""
    paper = as_paper(queries.visible_notice(current_actor(), notice_id))
    name = f"{paper.number}（{paper.unit}）.docx"
    return written_out(written(paper), name=name, plain_name=f"notice-{notice_id}.docx")


@pages.get("/notices/<int:notice_id>/batch")
@requires(Permission.READ_TASKS)
def notice_batch(notice_id: int) -> ResponseReturnValue:
    """Show the notices that went out together with one."""
    found = queries.issued_along(
        current_actor(), queries.visible_notice(current_actor(), notice_id)
    )
    return render_template("workplan/tasks/notices/batch.html", notices=found, number_of=number_of)


@pages.get("/notices/<int:notice_id>/batch/document")
@requires(Permission.READ_TASKS)
def notice_batch_document(notice_id: int) -> ResponseReturnValue:
    """Hand out the notices that went out together as one Word document."""
    first, *others = map(
        as_paper,
        queries.issued_along(current_actor(), queries.visible_notice(current_actor(), notice_id)),
    )
    name = _(
        "督办通知单（%(number)s起共 %(count)s 张）", number=first.number, count=len(others) + 1
    )
    return written_out(
        written(first, *others), name=f"{name}.docx", plain_name=f"notices-{notice_id}.docx"
    )


def _seen(batch: list[list[Assignment]]) -> str:
    """Say which work a page shows, so that nothing else is issued from it."""
    return sha256(str([it.id for group in batch for it in group]).encode()).hexdigest()


def _page(form: NoticeForm, day: date) -> str:
    actor = current_actor()
    batch = queries.batch_of(actor, day)
    office = sending_office(actor).name
    form.seen.data = _seen(batch)
    text = form.text.data or ""
    return render_template(
        "workplan/tasks/notices/new.html",
        form=form,
        day=day,
        days=queries.unnoticed_days(actor),
        papers=[as_draft(it, text=text, office=office, today=today()) for it in batch],
    )
