"""The notices of a batch as its units would read them, before anything goes out."""

from collections.abc import Iterator, Sequence
from hashlib import sha256

from flask import render_template, request
from flask_babel import gettext as _

from tracker.documents.notice_paper import NoticePaper
from tracker.foundation.clock import today
from tracker.people.queries import sending_office
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.dispatching.printing import Going, as_proposed
from tracker.workplan.tasks.notices import rules
from tracker.workplan.tasks.notices.forms import NoticeForm
from tracker.workplan.tasks.views.batch import DispatchBatch
from tracker.workplan.tasks.views.dispatch_rows import TaskRow

# What a form says that is to show the notices first, or to issue them with the dispatch.
SHEETS, NOTIFY = "sheets", "notify"


def sheets_page(batch: DispatchBatch[TaskRow], form: NoticeForm) -> str:
    """Show the notices, with everything that was filled in to be sent on from there."""
    if form.text.data is None:
        form.text.data = rules.USUAL_TEXT
    batch.look_ahead()
    papers = _papers(batch, form.text.data)
    form.seen.data = _mark(papers)
    return render_template(
        "workplan/tasks/dispatch_sheets.html",
        batch=batch,
        form=form,
        papers=papers,
        sent=list(_sent(batch)),
        may_notify=batch.count() <= rules.MOST_AT_ONCE,
    )


def were_seen(batch: DispatchBatch[TaskRow], form: NoticeForm) -> bool:
    """Whether the page showed these very notices; says so where it did not."""
    is_same = form.seen.data == _mark(_papers(batch, form.text.data or ""))
    if not is_same:
        form.form_errors = [*form.form_errors, _(rules.CHANGED)]
    return is_same


def _papers(batch: DispatchBatch[TaskRow], text: str) -> list[NoticePaper]:
    day = today()
    return as_proposed(
        [Going(row.task, batch.wanted(row)) for row in batch.rows],
        batch.names.units,
        text=text,
        office=sending_office(current_actor()).name,
        today=day,
        sign_by=limits.sign_by(day),
    )


def _mark(papers: Sequence[NoticePaper]) -> str:
    """Say what the papers name, so that nothing else is issued from the page."""
    named = [(it.unit, it.label, list(map(repr, it.works)), it.sign_by) for it in papers]
    return sha256(repr(named).encode()).hexdigest()


def _sent(batch: DispatchBatch[TaskRow]) -> Iterator[tuple[str, str]]:
    """Give what was filled in, under the names of its fields."""
    names = {"task", *(control.name for control in batch)} - {batch.shared.meta.csrf_field_name}
    yield from ((name, it) for name, it in request.form.items(multi=True) if name in names)
