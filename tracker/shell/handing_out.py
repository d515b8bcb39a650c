"""Every file that is handed out, and every reading of the journal, is itself written down.

In one place, so that no export can forget it: whatever leaves as an attachment is journalled in a
transaction of its own before the first byte goes. Without the entry there is no file.
"""

from datetime import timedelta
from http import HTTPStatus
from urllib.parse import unquote

from flask import Flask, Response, g, request

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.journal.commands import TOLD, record
from tracker.journal.queries import did_since
from tracker.people.sessions import current_actor, is_signed_in

HANDED_OUT = {
    "evidence.download": ("evidence.downloaded", "evidence:{evidence_id}"),
    "journal.as_csv": ("journal.exported", "journal:-"),
    "journal.as_xlsx": ("journal.exported", "journal:-"),
    "circulars.document": ("circular.downloaded", "circular:{circular_id}"),
    "circulars.scan": ("circular.downloaded", "circular:{circular_id}"),
    "compositions.document": ("list.composition_exported", "list:-"),
    "meetings.original": ("report.downloaded", "report:{report_id}"),
    "lists.assignments_as_csv": ("list.assignments_exported", "list:-"),
    "lists.assignments_as_xlsx": ("list.assignments_exported", "list:-"),
    "lists.tasks_as_csv": ("list.tasks_exported", "list:-"),
    "lists.tasks_as_xlsx": ("list.tasks_exported", "list:-"),
    "overview.breakdown_sheet": ("tasks.exported", "list:-"),
    "tasks.chase_document": ("chase.downloaded", "chase:{chase_id}"),
    "tasks.instruction_scan": ("instruction.downloaded", "instruction:{instruction_id}"),
    "tasks.notice_document": ("notice.downloaded", "notice:{notice_id}"),
    "tasks.scan": ("decision.downloaded", "decision:{decision_id}"),
    "review.summary_document": ("summary.downloaded", "summary:{summary_id}"),
}
"""What handing out the file of an endpoint is called, and what it is done to."""
OWN_WORDS = (".exported", ".downloaded")
"""Deeds of views whose own command wrote down what leaves."""
OTHERWISE = ("file.downloaded", "request:-")
READING = "journal.read"
ONCE_IN = timedelta(hours=1)
LONGEST_TOLD = 300


def note_what_leaves(app: Flask) -> None:
    """Have every answer looked at before it is sent."""
    app.after_request(_note)


def _note(response: Response) -> Response:
    if request.method == "HEAD" or not is_answered(response) or not is_signed_in():
        return response
    if is_file(response):
        if not any(deed.endswith(OWN_WORDS) for deed in g.get(TOLD, ())):
            _note_file(response)
    elif request.blueprint == "journal":
        _note_reading()
    return response


def is_answered(response: Response) -> bool:
    """Whether what was asked for is in the answer."""
    return HTTPStatus.OK <= response.status_code < HTTPStatus.MULTIPLE_CHOICES


def is_file(response: Response) -> bool:
    """Whether the browser will save the answer."""
    return response.headers.get("Content-Disposition", "").startswith("attachment")


def _note_file(response: Response) -> None:
    deed, subject = HANDED_OUT.get(request.endpoint or "", OTHERWISE)
    with transaction():
        record(
            current_actor(),
            deed,
            subject.format(**request.view_args or {}),
            at=now(),
            file=_name_in(response)[:LONGEST_TOLD],
            path=request.path[:LONGEST_TOLD],
            filters=unquote(request.query_string.decode("ascii", "replace"))[:LONGEST_TOLD] or None,
        )


def _note_reading() -> None:
    """Write down that somebody reads the journal, once an hour: more would only bury the rest."""
    actor, moment = current_actor(), now()
    if did_since(actor, READING, moment - ONCE_IN):
        return
    with transaction():
        record(actor, READING, "journal:-", at=moment)


def _name_in(response: Response) -> str:
    told = response.headers.get("Content-Disposition", "")
    return unquote(told.rpartition("filename*=UTF-8''")[2])
