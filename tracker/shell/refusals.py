"""Refusals and faults turned into a page, in one place."""

import logging
from http import HTTPStatus

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError

from tracker.foundation.addresses import parts_of
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, Refusal, RuleBroken
from tracker.foundation.words import N_
from tracker.journal.commands import JournalSilent, is_silence, record
from tracker.people.rules import is_local_path
from tracker.people.sessions import current_actor, is_signed_in
from tracker.shell.conflict import conflict_page
from tracker.shell.kept import can_be_kept, keep_page
from tracker.shell.once import earlier_answer, give_up_once

LONGEST_ADDRESS = 60
TITLES = {
    HTTPStatus.BAD_REQUEST: N_("这个请求不完整"),
    HTTPStatus.FORBIDDEN: N_("不能这样办"),
    HTTPStatus.NOT_FOUND: N_("没有找到"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("不能这样打开"),
    HTTPStatus.CONFLICT: N_("现在不能这样办"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("内容太大"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_("系统出了错"),
    HTTPStatus.SERVICE_UNAVAILABLE: N_("暂时不能办理"),
}
SENTENCES = {
    HTTPStatus.NOT_FOUND: N_("没有这个页面，或者您无权查看。"),
    HTTPStatus.METHOD_NOT_ALLOWED: N_("请从页面上的按钮进入。"),
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: N_("文件不超过 20 MB；超过的请另存为 .docx 或粘贴正文。"),
    HTTPStatus.INTERNAL_SERVER_ERROR: N_(
        "刚才的操作没有保存。请稍后重试；仍不行的，请联系系统管理员。"
    ),
    HTTPStatus.SERVICE_UNAVAILABLE: N_(
        "操作日志写不进去，所以刚才的操作没有办理，也没有保存。请马上告知系统管理员，稍后再办。"
    ),
}
OTHERWISE = N_("请返回上一页重试。")
EXPIRED = N_("页面停留太久，已经失效。请返回上一页，刷新后重新提交，填写的内容请先复制。")
log = logging.getLogger(__name__)


def answer_refusals(app: Flask) -> None:
    """Register the pages of refusals and faults."""
    app.register_error_handler(Refusal, _refused)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _fault)


def _status_of(refusal: Refusal) -> HTTPStatus:
    if isinstance(refusal, NotFound):
        return HTTPStatus.NOT_FOUND
    if isinstance(refusal, NotAllowed):
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.CONFLICT


def _refused(refusal: Refusal) -> ResponseReturnValue:
    status = _status_of(refusal)
    if isinstance(refusal, RuleBroken):
        # The second of two equal requests finds the deed done: it gets the answer of the first.
        earlier = earlier_answer()
        if earlier is not None:
            return earlier
    give_up_once()
    if status is HTTPStatus.FORBIDDEN and is_signed_in():
        # The refused deed was rolled back: the refusal is written down by itself.
        try:
            _note_refusal()
        except (JournalSilent, DBAPIError) as error:
            return _fault(error)
    if isinstance(refusal, Outdated) and request.method == "POST":
        return conflict_page(refusal, back=_back())
    return _page(status, _(refusal.sentence))


def _note_refusal() -> None:
    with transaction():
        record(
            current_actor(),
            "permission.refused",
            "request:-",
            at=now(),
            method=request.method,
            path=request.path[:LONGEST_ADDRESS],
        )


def _expired(_error: CSRFError) -> ResponseReturnValue:
    if can_be_kept():
        return keep_page(HTTPStatus.BAD_REQUEST)
    return _page(HTTPStatus.BAD_REQUEST, _(EXPIRED))


def _http_error(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < HTTPStatus.BAD_REQUEST:
        return error.get_response()
    if isinstance(error, InternalServerError) and error.original_exception is not None:
        # What failed after the view: nothing may leave that is not written down.
        return _fault(error.original_exception)
    status = HTTPStatus(error.code)
    return _page(status, _(SENTENCES.get(status, OTHERWISE)))


def _fault(error: BaseException) -> ResponseReturnValue:
    db.session.rollback()
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if is_silence(error):
        status = HTTPStatus.SERVICE_UNAVAILABLE
        log.critical("ALARM: the journal cannot be written, nothing is done until it can")
    log.error("a view failed: %s %r", request.method, request.path, exc_info=error)
    return _page(status, _(SENTENCES[status]))


def _page(status: HTTPStatus, sentence: str) -> tuple[str, HTTPStatus]:
    title = _(TITLES.get(status, TITLES[HTTPStatus.BAD_REQUEST]))
    page = render_template(
        "shell/error.html",
        status=status.value,
        title=title,
        sentence=sentence,
        back=_back(),
        # Who reports a fault can name it; the log has the same number beside the cause.
        request_id=g.get("request_id") if status >= HTTPStatus.INTERNAL_SERVER_ERROR else None,
    )
    return page, status


def _back() -> str | None:
    """Return the page of this site that the person came from, if it is another one."""
    came_from = parts_of(request.referrer)
    if came_from.netloc != request.host:
        return None
    path = f"{came_from.path}?{came_from.query}" if came_from.query else came_from.path
    is_here = request.method == "GET" and came_from.path == request.path
    return path if is_local_path(path) and not is_here else None
