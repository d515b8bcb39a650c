"""The pages about reports: the list, and one report with its text and original."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.downloads import handed_out
from tracker.foundation.errors import NotFound
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import asked_page, page_of, url_for_page
from tracker.foundation.words import N_
from tracker.journal.telling import history_in_words
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.meetings import commands, differences, queries
from tracker.workplan.meetings.forms import FactsForm
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.passages import body, passages

pages = Blueprint("meetings", __name__)

VOIDED = "voided"
SIDE_BY_SIDE = "side"
NOT_ITSELF = N_("一份报告和它自己没有差异可看，请选另一份。")


@pages.get("/reports")
@requires(Permission.READ_REPORTS)
def index() -> ResponseReturnValue:
    """List the reports, by year, by words of their title, organiser and speaker, or like another one."""
    actor = current_actor()
    year = request.args.get("year", type=row_number)
    words = " ".join(queries.sought(request.args.get("q", "").strip()))
    voided = request.args.get("state") == VOIDED
    like = request.args.get("like", type=row_number)
    one = queries.visible_report(actor, like) if like is not None else None
    question = queries.report_list(actor, year=year, words=words, voided=voided, like=like)
    return render_template(
        "workplan/meetings/index.html",
        page=page_of(question, asked_page()),
        url_for_page=url_for_page(),
        years=queries.plan_years(actor),
        year=year,
        words=words,
        state=VOIDED if voided else None,
        like=one,
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
    return handed_out(
        report.file_hash, name=report.file_name or "", plain_name=f"report-{report_id}"
    )


@pages.get("/reports/<int:report_id>/differences/<int:other_id>")
@requires(Permission.READ_REPORTS)
def compare(report_id: int, other_id: int) -> ResponseReturnValue:
    """Show how the later of two reports differs from the earlier one."""
    actor = current_actor()
    if report_id == other_id:
        raise NotFound(NOT_ITSELF)
    first, second = sorted((report_id, other_id))
    was, report = queries.visible_report(actor, first), queries.visible_report(actor, second)
    pieces = differences.difference(body(was.text), body(report.text))
    return render_template(
        "workplan/meetings/differences.html",
        was=was,
        report=report,
        similar=queries.similarity(report, was),
        stretches=differences.folded(differences.lines(pieces)),
        count=differences.changes(pieces),
        is_side=request.args.get("view") == SIDE_BY_SIDE,
    )


@pages.post("/reports/<int:report_id>/similar/<int:earlier_id>/keep")
@requires(Permission.TAKE_IN_REPORTS)
def keep_similar(report_id: int, earlier_id: int) -> ResponseReturnValue:
    """Say that a report which is like an earlier one is one of its own."""
    actor = current_actor()
    report = queries.visible_report(actor, report_id)
    with transaction():
        commands.keep_similar(actor, report, earlier_id, now=now())
    flash(_("已作为单独一份报告收下。"), "done")
    return redirect(url_for("directives.review", report_id=report_id), 303)


@pages.post("/reports/<int:report_id>/similar/keep")
@requires(Permission.TAKE_IN_REPORTS)
def keep_similar_all(report_id: int) -> ResponseReturnValue:
    """Say that a report which is like several earlier ones is one of its own."""
    actor = current_actor()
    report = queries.visible_report(actor, report_id)
    with transaction():
        commands.keep_similar_all(actor, report, now=now())
    flash(_("已作为单独一份报告收下。"), "done")
    return redirect(url_for("directives.review", report_id=report_id), 303)


@pages.post("/reports/<int:report_id>/restore")
@requires(Permission.TAKE_IN_REPORTS)
def restore(report_id: int) -> ResponseReturnValue:
    """Take the voiding of a report back."""
    actor = current_actor()
    report = queries.visible_report(actor, report_id)
    with transaction():
        commands.restore_report(actor, report, now=now())
    flash(_("已恢复，这份报告重新计入。"), "done")
    return redirect(url_for(".show", report_id=report_id), 303)


def _page(report: Report, form: FactsForm) -> str:
    return render_template(
        "workplan/meetings/show.html",
        report=report,
        similar=queries.similar_reports(current_actor(), report.id),
        history=history_in_words(f"report:{report.id}"),
        passages=list(passages(report.text)),
        form=form,
    )
