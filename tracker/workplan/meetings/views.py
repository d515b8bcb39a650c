"""The pages about reports: the list, and one report with its text and original."""

from urllib.parse import quote

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation import files
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.meetings import commands, queries
from tracker.workplan.meetings.forms import FactsForm
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.passages import passages

pages = Blueprint("meetings", __name__)


@pages.get("/reports")
@requires(Permission.READ_REPORTS)
def index() -> ResponseReturnValue:
    """List the reports, by year and by words of their title, organiser and speaker."""
    actor = current_actor()
    year = request.args.get("year", type=row_number)
    words = request.args.get("q", "").strip()
    return render_template(
        "workplan/meetings/index.html",
        page=page_of(queries.report_list(actor, year=year, words=words), asked_page()),
        url_for_page=url_for_page(),
        years=queries.plan_years(actor),
        year=year,
        words=words,
    )


@pages.get("/reports/<int:report_id>")
@requires(Permission.READ_REPORTS)
def show(report_id: int) -> ResponseReturnValue:
    """Show what is known about a report, and its text."""
    report = queries.visible_report(current_actor(), report_id)
    return _page(report, FactsForm(obj=report))


@pages.post("/reports/<int:report_id>")
@requires(Permission.TAKE_IN_REPORTS)
def edit(report_id: int) -> ResponseReturnValue:
    """Correct what is known about a report."""
    actor = current_actor()
    report = queries.visible_report(actor, report_id)
    form = FactsForm()
    if not form.validate():
        return _page(report, form), 422
    with transaction():
        commands.correct_report(
            actor,
            report,
            title=form.title.data or "",
            held_on=form.held_on.data,
            published_on=form.published_on.data,
            organiser=form.organiser.data or None,
            speaker=form.speaker.data or None,
            plan_year=form.plan_year.data or 0,
            version=form.version.data,
            now=now(),
        )
    flash(_("报告信息已保存。"), "done")
    return redirect(url_for(".show", report_id=report_id), 303)


@pages.get("/reports/<int:report_id>/original")
@requires(Permission.READ_REPORTS)
def original(report_id: int) -> ResponseReturnValue:
    """Hand over the file just as it was uploaded, never to be opened inside the browser."""
    report = queries.visible_report(current_actor(), report_id)
    if report.file_hash is None:
        raise NotFound(N_("这份报告是粘贴的，没有原文件。"))
    answer = Response(files.kept(report.file_hash), mimetype="application/octet-stream")
    answer.headers["Content-Disposition"] = attachment(
        report.file_name or "", f"report-{report_id}"
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


def attachment(name: str, plain_name: str) -> str:
    """Say under which name a file is saved (RFC 6266), with a plain one for old browsers."""
    # A name is no path: what separates folders anywhere is written as a low line.
    name = name.translate(str.maketrans("/\\", "__")) or plain_name
    return f"attachment; filename=\"{plain_name}\"; filename*=UTF-8''{quote(name, safe='')}"


def _page(report: Report, form: FactsForm) -> str:
    return render_template(
        "workplan/meetings/show.html",
        report=report,
        passages=list(passages(report.text)),
        form=form,
    )
