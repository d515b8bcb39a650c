"""Taking a report in."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from queue import SimpleQueue

from flask import (
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.labels import LABEL_WORDS, Label, covers
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.readers import FORMS, Unreadable, read_pasted
from tracker.readers.text import (
    ABOUT_ENCODING,
    GARBLED,
    LOOKS_GARBLED,
    Encoding,
    previews,
)
from tracker.readers.workbook import ENDINGS, is_workbook
from tracker.workplan.directives.commands import take_in as take_in_report
from tracker.workplan.directives.drafting import Draft, Stage, Told, draft_file, draft_text
from tracker.workplan.directives.forms import TakeInForm
from tracker.workplan.directives.preparing import prepare
from tracker.workplan.directives.views.blueprint import pages
from tracker.workplan.directives.views.breakdown import begun_with
from tracker.workplan.meetings.commands import check_new_file, check_new_text, note_secret
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import report_seen, visible_report
from tracker.workplan.meetings.rules import SAME_ABOVE, SameReport, SecretReport

PROGRESS = "application/x-ndjson"
"""Asked for by the page's script: one JSON object a line while the report is worked on."""
STEPS = 200
"""At most so many lines tell how far the reading is."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What was uploaded, or pasted where `name` is None, and what was chosen for it."""

    name: str | None
    content: bytes
    text: str
    plan_year: int | None
    encoding: Encoding | None
    today: date
    label: Label

    def check_new(self, actor: Actor) -> None:
        """Refuse what is here already before any work is done on it; raises `SameReport`.

        Where a person chose the encoding, the same file may be another text.
        """
        if self.name is None:
            check_new_text(actor, read_pasted(self.text).text)
        elif self.encoding is None:
            check_new_file(actor, self.content)

    def draft(self, told: Told | None = None) -> Draft:
        """Read and draft; raises `Unreadable` or `SecretReport`. Needs neither request nor database."""
        if self.name is None:
            return draft_text(self.text, plan_year=self.plan_year, today=self.today, told=told)
        draft = draft_file(
            self.name,
            self.content,
            plan_year=self.plan_year,
            today=self.today,
            encoding=self.encoding,
            told=told,
        )
        if self.encoding is None and GARBLED in draft.reading.warnings:
            raise Unreadable(LOOKS_GARBLED)
        return draft


@pages.get("/reports/new")
@requires(Permission.TAKE_IN_REPORTS)
def new() -> ResponseReturnValue:
    """Show the form."""
    return _page(TakeInForm(current_actor().clearance))


@pages.post("/reports")
@requires(Permission.TAKE_IN_REPORTS)
def take_in() -> ResponseReturnValue:
    """Read what was pasted or uploaded, keep it and draft its directives."""
    actor = current_actor()
    form = TakeInForm(actor.clearance)
    if not form.validate():
        return _page(form), 422
    sent = _sent(form)
    if sent.name is not None and is_workbook(sent.name):
        return _breakdown(actor, form, sent)
    if _wants_steps():
        return Response(stream_with_context(_in_steps(actor, form, sent)), mimetype=PROGRESS)
    try:
        sent.check_new(actor)
        report = _keep(actor, sent.draft(), sent.label)
    except (Unreadable, SecretReport, SameReport) as refusal:
        return _refused(actor, form, sent, refusal)
    if not covers(actor.clearance, report.label):
        return redirect(_out_of_sight(), 303)
    return _taken_in(
        report,
        is_year_assumed=sent.plan_year is None,
        is_raised=report.label is not sent.label,
    )


@pages.get("/reports/<int:report_id>/taken-in")
@requires(Permission.TAKE_IN_REPORTS)
def taken_in(report_id: int) -> ResponseReturnValue:
    """Lead to the review of a report whose taking in was followed step by step."""
    report = visible_report(current_actor(), report_id)
    return _taken_in(
        report, is_year_assumed="assumed" in request.args, is_raised="raised" in request.args
    )


def _breakdown(actor: Actor, form: TakeInForm, sent: Sent) -> ResponseReturnValue:
    """Hand a spreadsheet over to the import of breakdown sheets."""
    try:
        begun = begun_with(sent.name or "", sent.content, plan_year=sent.plan_year)
    except (Unreadable, SecretReport) as refusal:
        return _refused(actor, form, sent, refusal)
    if _wants_steps():
        return Response(_line({"address": make_response(begun).location}), mimetype=PROGRESS)
    return begun


def _wants_steps() -> bool:
    return request.accept_mimetypes.best == PROGRESS


def _sent(form: TakeInForm) -> Sent:
    text = form.text.data or ""
    upload = request.files["file"] if form.file.data else None
    return Sent(
        name=None if upload is None else upload.filename or "",
        content=text.encode("utf-8", "replace") if upload is None else upload.read(),
        text=text,
        plan_year=form.plan_year.data,
        encoding=form.chosen_encoding(),
        today=today(),
        label=Label(form.label.data),
    )


def _keep(actor: Actor, draft: Draft, label: Label) -> Report:
    prepared = prepare(actor, draft, today=today())
    with transaction():
        return take_in_report(actor, draft, now=now(), prepared=prepared, label=label)


def _taken_in(report: Report, *, is_year_assumed: bool, is_raised: bool) -> ResponseReturnValue:
    for warning in report.warnings:
        flash(_(warning), "warning")
    if is_year_assumed:
        flash(_("已按%(year)s年度收下，年度不对可在报告信息里改。", year=report.plan_year), "done")
    if is_raised:
        flash(
            _(
                "同样的报告以前撤下时标着“%(label)s”，仍照它标；要调低，请在报告页上写明理由。",
                label=_(LABEL_WORDS[report.label]),
            ),
            "warning",
        )
    return redirect(url_for(".review", report_id=report.id), 303)


def _refused(
    actor: Actor, form: TakeInForm, sent: Sent, refusal: Unreadable | SecretReport | SameReport
) -> tuple[str, int]:
    """Answer what cannot be taken in with the page again."""
    if isinstance(refusal, SecretReport):
        with transaction():
            note_secret(actor, sent.content, now=now())
        # The page that answers must not carry the text back: a browser would keep it.
        return _page(TakeInForm(actor.clearance, formdata=None), secret=refusal), 409
    is_file = sent.name is not None
    where = form.file if is_file else form.text
    if isinstance(refusal, SameReport):
        same = report_seen(actor, refusal.report_id)
        where.errors = [] if same else [_(SAME_ABOVE)]
        return _page(form, same=same), 409
    where.errors = [_(refusal.sentence)]
    seen = previews(sent.content) if is_file and refusal.sentence in ABOUT_ENCODING else None
    return _page(form, previews=seen), 422


def _in_steps(actor: Actor, form: TakeInForm, sent: Sent) -> Iterator[str]:
    """Tell how far the work is; the last line is the address of the report, or the page that refuses it."""
    steps: SimpleQueue[dict[str, object] | None] = SimpleQueue()
    told = 0

    def tell(stage: Stage, done: int, of: int) -> None:
        nonlocal told
        if stage == "reading" or (done - told) * STEPS >= of:
            told = done
            steps.put({"stage": stage, "done": done, "of": of})

    # The work is done beside this request, which only passes its news on.
    beside = ThreadPoolExecutor(1)
    try:
        sent.check_new(actor)
        work = beside.submit(sent.draft, tell)
        work.add_done_callback(lambda _work: steps.put(None))
        yield from map(_line, iter(steps.get, None))
        draft = work.result()
        yield _line({"stage": "keeping", "done": 0, "of": len(draft.directives)})
        report = _keep(actor, draft, sent.label)
    except (Unreadable, SecretReport, SameReport) as refusal:
        page, status = _refused(actor, form, sent, refusal)
        yield _line({"status": status, "page": page})
    else:
        yield _line({"address": _address_of(actor, report, sent)})
    finally:
        beside.shutdown(wait=False)


def _address_of(actor: Actor, report: Report, sent: Sent) -> str:
    if not covers(actor.clearance, report.label):
        return _out_of_sight()
    return url_for(
        ".taken_in",
        report_id=report.id,
        assumed=1 if sent.plan_year is None else None,
        raised=None if report.label is sent.label else 1,
    )


def _out_of_sight() -> str:
    """Say that a report was kept with a label above the clearance of who took it in."""
    flash(_("同样的报告以前撤下时标签更高，仍照它标；报告已收下，您看不到。"), "warning")
    return url_for("meetings.index")


def _line(step: dict[str, object]) -> str:
    return json.dumps(step, ensure_ascii=False) + "\n"


def _page(
    form: TakeInForm,
    *,
    secret: SecretReport | None = None,
    same: Report | None = None,
    previews: dict[Encoding, str] | None = None,
) -> str:
    return render_template(
        "workplan/directives/new.html",
        form=form,
        secret=secret,
        same=same,
        previews=previews,
        accepted=",".join(dict.fromkeys((*FORMS, *ENDINGS))),
        most_bytes=current_app.config["MAX_CONTENT_LENGTH"],
    )
