"""The page of mails."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.forms import DeedForm
from tracker.foundation.paging import asked_page, url_for_page
from tracker.foundation.settings import value_of
from tracker.messages.limits import DIGEST_AT, KEEP_MAILS
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.settings.mailing import commands, queries
from tracker.settings.mailing.queries import KIND_WORDS, ShownMails

pages = Blueprint("mailing", __name__)


@pages.get("/settings/mails")
@requires(Permission.KEEP_MAIL)
def index() -> ResponseReturnValue:
    """Show what waits and what failed, and whether there is a worker."""
    actor, shown = current_actor(), _shown()
    return render_template(
        "settings/mailing/index.html",
        page=queries.mail_page(actor, shown, asked_page(), now=now()),
        counts=queries.mail_counts(actor),
        shown=shown,
        ShownMails=ShownMails,
        kinds=KIND_WORDS,
        worker=queries.worker(now()),
        server=current_app.config["MAIL"],
        digest_at=DIGEST_AT.in_words(value_of(DIGEST_AT)),
        keep_days=value_of(KEEP_MAILS),
        url_for_page=url_for_page(),
    )


@pages.post("/settings/mails/<int:mail_id>/retry")
@requires(Permission.KEEP_MAIL)
def retry(mail_id: int) -> ResponseReturnValue:
    """Have one mail tried again."""
    actor = current_actor()
    DeedForm().validate()
    with transaction():
        commands.retry_mail(actor, queries.visible_mail(actor, mail_id), now=now())
    flash(_("已重新排队，后台进程马上再发一次。"), "done")
    return _back()


@pages.post("/settings/mails/retry")
@requires(Permission.KEEP_MAIL)
def retry_all() -> ResponseReturnValue:
    """Have everything tried again that was given up."""
    DeedForm().validate()
    with transaction():
        count = commands.retry_mails(current_actor(), now=now())
    flash(ngettext("%(num)d 封已重新排队。", "%(num)d 封已重新排队。", count), "done")
    return _back()


@pages.post("/settings/mails/trial")
@requires(Permission.KEEP_MAIL)
def try_out() -> ResponseReturnValue:
    """Send oneself a mail."""
    DeedForm().validate()
    with transaction():
        commands.try_mail(current_actor(), is_set=current_app.config["MAIL"] is not None, now=now())
    flash(_("测试邮件已排队，发出后在“已发出”里，发不出的原因也写在这里。"), "done")
    return redirect(url_for(".index", shown=ShownMails.WAITING.value), HTTPStatus.SEE_OTHER)


def _shown() -> ShownMails:
    try:
        return ShownMails(request.args.get("shown", ""))
    except ValueError:
        return ShownMails.WAITING


def _back() -> ResponseReturnValue:
    return redirect(url_for(".index", shown=_shown().value), HTTPStatus.SEE_OTHER)
