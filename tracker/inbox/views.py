"""The pages of one's own messages."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.foundation.addresses import from_outside
from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound
from tracker.foundation.forms import DeedForm
from tracker.foundation.paging import asked_page, url_for_page
from tracker.foundation.words import N_
from tracker.inbox import filters, queries
from tracker.inbox.filters import Shown
from tracker.inbox.forms import BatchForm, PreferencesForm, UpToForm
from tracker.messages import commands
from tracker.messages.digest import MOST_LINES, digest
from tracker.messages.words import TOPIC_WORDS, Topic
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor

pages = Blueprint("inbox", __name__)


@pages.get("/messages")
@requires(Permission.USE_MESSAGES)
def index() -> ResponseReturnValue:
    """Show what the person was told."""
    actor, narrowed = current_actor(), filters.read(request.args)
    return render_template(
        "inbox/index.html",
        found=queries.inbox(actor, narrowed, asked_page()),
        filters=narrowed,
        Shown=Shown,
        topics=TOPIC_WORDS,
        batch=queries.last_batch(actor, now()),
        url_for_page=url_for_page(),
    )


@pages.post("/messages/<int:message_id>/read")
@requires(Permission.USE_MESSAGES)
def read(message_id: int) -> ResponseReturnValue:
    """Lead to where the matter is dealt with, and note that the message was opened."""
    actor = current_actor()
    DeedForm().validate()
    with transaction(is_deed=False):
        receipt = queries.visible_receipt(actor, message_id)
        path = receipt.message.path
        commands.note_read(actor, receipt, at=now())
    return redirect(path, HTTPStatus.SEE_OTHER)


@pages.post("/messages/<int:message_id>/done")
@requires(Permission.USE_MESSAGES)
def do(message_id: int) -> ResponseReturnValue:
    """Put a message away."""
    actor = current_actor()
    DeedForm().validate()
    with transaction():
        commands.do_message(actor, queries.visible_receipt(actor, message_id), now=now())
    return _back()


@pages.post("/messages/<int:message_id>/reopen")
@requires(Permission.USE_MESSAGES)
def reopen(message_id: int) -> ResponseReturnValue:
    """Take a message back that was put away."""
    actor = current_actor()
    DeedForm().validate()
    with transaction():
        commands.reopen_messages(actor, [queries.visible_receipt(actor, message_id)], now=now())
    flash(_("已改回待处理。"), "done")
    return _back()


@pages.post("/messages/done")
@requires(Permission.USE_MESSAGES)
def do_all() -> ResponseReturnValue:
    """Put everything away that the list shows, on all its pages."""
    actor, form = current_actor(), UpToForm()
    up_to = (form.up_to.data or 0) if form.validate() else 0  # 0: nobody's message, so not found
    with transaction():
        shown = queries.open_receipts(actor, filters.read(request.args), up_to)
        count = commands.do_messages(actor, shown, now=now())
    flash(ngettext("%(num)d 条标为已处理。", "%(num)d 条标为已处理。", count), "done")
    return _back()


@pages.post("/messages/reopen")
@requires(Permission.USE_MESSAGES)
def undo() -> ResponseReturnValue:
    """Take the last putting away back."""
    actor, form = current_actor(), BatchForm()
    form.validate()
    moment = _moment(form.moment.data)
    with transaction():
        count = commands.reopen_messages(actor, queries.receipts_of_batch(actor, moment), now=now())
    flash(ngettext("%(num)d 条改回待处理。", "%(num)d 条改回待处理。", count), "done")
    return _back()


@pages.get("/messages/preferences")
@requires(Permission.USE_MESSAGES)
def preferences() -> ResponseReturnValue:
    """Show what the person wants by mail."""
    wish = queries.wishes_of(current_actor())
    form = PreferencesForm(
        has_digest=wish.has_digest,
        urgent_at_once=wish.urgent_at_once,
        mailed=[topic.value for topic in Topic if topic.value not in wish.muted],
        version=wish.version,
    )
    return _preferences(form)


@pages.post("/messages/preferences")
@requires(Permission.USE_MESSAGES)
def prefer() -> ResponseReturnValue:
    """Set what the person wants by mail."""
    form = PreferencesForm()
    if not form.validate():
        return _preferences(form), HTTPStatus.UNPROCESSABLE_ENTITY
    with transaction():
        commands.prefer(
            current_actor(),
            has_digest=form.has_digest.data,
            urgent_at_once=form.urgent_at_once.data,
            muted=[topic for topic in Topic if topic.value not in (form.mailed.data or ())],
            version=form.version.data,
            now=now(),
        )
    flash(_("提醒方式已保存。"), "done")
    return redirect(url_for(".preferences"), HTTPStatus.SEE_OTHER)


def _preferences(form: PreferencesForm) -> str:
    actor = current_actor()
    items, total = queries.digest_items(actor, MOST_LINES)
    return render_template(
        "inbox/preferences.html",
        form=form,
        email=queries.email_of(actor),
        sends_mail=current_app.config["MAIL"] is not None,
        digest=digest(
            actor.name,
            items,
            total,
            on=today(),
            address=from_outside(url_for(".index")),
        ),
    )


def _back() -> ResponseReturnValue:
    """Lead back to the list, with its filters."""
    written: dict[str, Any] = {**filters.read(request.args).written}
    return redirect(url_for(".index", **written), HTTPStatus.SEE_OTHER)


def _moment(written: str | None) -> datetime:
    try:
        moment = datetime.fromisoformat(written or "")
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise NotFound(N_("没有可以撤销的。"))
