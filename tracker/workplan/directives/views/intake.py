"""Taking a report in."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives.commands import take_in as take_in_report
from tracker.workplan.directives.drafting import Draft, draft_file, draft_text
from tracker.workplan.directives.forms import TakeInForm
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.meetings.commands import note_secret
from tracker.workplan.meetings.queries import visible_report
from tracker.workplan.meetings.readers import Unreadable
from tracker.workplan.meetings.rules import SameReport, SecretReport


@pages.get("/reports/new")
@requires(Permission.TAKE_IN_REPORTS)
def new() -> ResponseReturnValue:
    """Show the form."""
    return render_template("workplan/directives/new.html", form=TakeInForm())


@pages.post("/reports")
@requires(Permission.TAKE_IN_REPORTS)
def take_in() -> ResponseReturnValue:
    """Read what was pasted or uploaded, keep it and draft its directives."""
    actor, form = current_actor(), TakeInForm()
    if not form.validate():
        return render_template("workplan/directives/new.html", form=form), 422
    content = _uploaded() if form.file.data else (form.text.data or "").encode("utf-8", "replace")
    try:
        draft = _draft(form, content)
        with transaction():
            report = take_in_report(actor, draft, now=now())
    except Unreadable as refusal:
        where = form.file if form.file.data else form.text
        where.errors = [_(refusal.sentence)]
        return render_template("workplan/directives/new.html", form=form), 422
    except SecretReport as refusal:
        with transaction():
            note_secret(actor, content, now=now())
        # The page that answers must not carry the text back: a browser would keep it.
        page = render_template(
            "workplan/directives/new.html", form=TakeInForm(formdata=None), secret=refusal
        )
        return page, 409
    except SameReport as refusal:
        first = visible_report(actor, refusal.report_id)
        return render_template("workplan/directives/new.html", form=form, same=first), 409
    for warning in report.warnings:
        flash(_(warning), "warning")
    if form.plan_year.data is None:
        flash(_("已按%(year)s年度收下，年度不对可在报告信息里改。", year=report.plan_year), "done")
    return redirect(url_for(".review", report_id=report.id), 303)


def _draft(form: TakeInForm, content: bytes) -> Draft:
    if form.file.data:
        name = form.file.data.filename or ""
        return draft_file(name, content, plan_year=form.plan_year.data, today=today())
    return draft_text(form.text.data or "", plan_year=form.plan_year.data, today=today())


def _uploaded() -> bytes:
    content: bytes = request.files["file"].read()
    return content
