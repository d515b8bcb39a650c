"""The pages of webhooks."""

from http import HTTPStatus

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.foundation.addresses import from_outside
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Misfilled
from tracker.foundation.forms import DeedForm
from tracker.foundation.outgoing import LEASE
from tracker.foundation.paging import asked_page, url_for_page
from tracker.foundation.settings import value_of
from tracker.journal.words import DEEDS
from tracker.messages.webhooks.limits import ENABLED, HOSTS
from tracker.messages.webhooks.models import HookKind, Webhook
from tracker.messages.webhooks.rules import KIND_WORDS
from tracker.messages.words import TOPIC_WORDS, Topic
from tracker.people.commands import keep_shown
from tracker.people.permissions import Permission, requires
from tracker.people.queries import shown_again
from tracker.people.rules import SHOWN_FOR
from tracker.people.sessions import current_actor, current_token
from tracker.settings.webhooks import commands, queries
from tracker.settings.webhooks.forms import NewWebhookForm, VersionForm, WebhookForm
from tracker.settings.webhooks.queries import Shown

pages = Blueprint("webhooks", __name__)


@pages.get("/settings/webhooks")
@requires(Permission.KEEP_WEBHOOKS)
def index() -> ResponseReturnValue:
    """Show every webhook and what became of what was sent."""
    return render_template(
        "settings/webhooks/index.html",
        lines=queries.webhook_lines(current_actor()),
        kinds=KIND_WORDS,
        is_enabled=value_of(ENABLED),
        hosts=value_of(HOSTS),
        has_address=from_outside("/").startswith("http"),
    )


@pages.get("/settings/webhooks/new")
@requires(Permission.KEEP_WEBHOOKS)
def new() -> ResponseReturnValue:
    """Show the form of a webhook that is not there yet."""
    return _new_page(NewWebhookForm(kind=HookKind.GENERIC.value, topics=[*Topic]))


@pages.post("/settings/webhooks/new")
@requires(Permission.KEEP_WEBHOOKS)
def add() -> ResponseReturnValue:
    """Enter a webhook."""
    form = NewWebhookForm()
    if not form.validate():
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            hook, key = commands.add_webhook(
                current_actor(),
                form.chosen_kind,
                form.wanted,
                secret_key=_secret_key(),
                now=now(),
            )
            webhook_id = hook.id
            if key is not None:
                _show_once(webhook_id, key)
    except Misfilled as refusal:
        form.url.errors = [_(refusal.sentence)]
        return _new_page(form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("已添加，还没有启用：先发一次测试，收到了再启用。"), "done")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


@pages.get("/settings/webhooks/<int:webhook_id>")
@requires(Permission.KEEP_WEBHOOKS)
def show(webhook_id: int) -> ResponseReturnValue:
    """Show one webhook and what was sent to it, and its key to the session that has just made it."""
    hook = queries.visible_webhook(current_actor(), webhook_id)
    asked = request.args.get("shown", "")
    shown = Shown(asked) if asked in {*Shown} else Shown.ALL
    return render_template(
        "settings/webhooks/show.html",
        hook=hook,
        kinds=KIND_WORDS,
        topics=[TOPIC_WORDS[it] for it in Topic if it.value in hook.topics],
        key=_shown(webhook_id),
        shown_minutes=int(SHOWN_FOR.total_seconds() // 60),
        found=queries.deliveries_of(hook, shown, asked_page()),
        shown=shown,
        deeds=DEEDS,
        topic_words=TOPIC_WORDS,
        held_until=now() + LEASE,
        Shown=Shown,
        is_enabled=value_of(ENABLED),
        is_listed=hook.place in value_of(HOSTS),
        url_for_page=url_for_page(),
    )


@pages.get("/settings/webhooks/<int:webhook_id>/edit")
@requires(Permission.KEEP_WEBHOOKS)
def edit(webhook_id: int) -> ResponseReturnValue:
    """Show the form of a webhook; its address and key are not shown again."""
    hook = queries.visible_webhook(current_actor(), webhook_id)
    form = WebhookForm(name=hook.name, topics=hook.topics, version=hook.version)
    return _edit_page(hook, form)


@pages.post("/settings/webhooks/<int:webhook_id>/edit")
@requires(Permission.KEEP_WEBHOOKS)
def change(webhook_id: int) -> ResponseReturnValue:
    """Change a webhook."""
    actor, form = current_actor(), WebhookForm()
    if not form.validate():
        hook = queries.visible_webhook(actor, webhook_id)
        return _edit_page(hook, form), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        with transaction():
            is_changed = commands.change_webhook(
                actor,
                queries.visible_webhook(actor, webhook_id),
                form.wanted,
                secret_key=_secret_key(),
                now=now(),
                version=form.version.data or 0,
            )
    except Misfilled as refusal:
        form.url.errors = [_(refusal.sentence)]
        hook = queries.visible_webhook(actor, webhook_id)
        return _edit_page(hook, form), HTTPStatus.UNPROCESSABLE_ENTITY
    flash(_("已保存。") if is_changed else _("没有变化。"), "done")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


@pages.post("/settings/webhooks/<int:webhook_id>/on")
@requires(Permission.KEEP_WEBHOOKS)
def switch_on(webhook_id: int) -> ResponseReturnValue:
    """Turn a webhook on."""
    return _switch(webhook_id, is_on=True, said=_("已启用，以后的消息会通知过去。"))


@pages.post("/settings/webhooks/<int:webhook_id>/off")
@requires(Permission.KEEP_WEBHOOKS)
def switch_off(webhook_id: int) -> ResponseReturnValue:
    """Turn a webhook off."""
    return _switch(webhook_id, is_on=False, said=_("已停用，没有发出的作废。"))


@pages.post("/settings/webhooks/<int:webhook_id>/key")
@requires(Permission.KEEP_WEBHOOKS)
def renew_key(webhook_id: int) -> ResponseReturnValue:
    """Draw another key and show it once."""
    actor, form = current_actor(), VersionForm()
    form.validate()
    with transaction():
        key = commands.renew_key(
            actor,
            queries.visible_webhook(actor, webhook_id),
            secret_key=_secret_key(),
            now=now(),
            version=form.version.data or 0,
        )
        _show_once(webhook_id, key)
    flash(_("密钥已更换，原来的随即失效；请把新的填到接收程序里。"), "done")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


@pages.post("/settings/webhooks/<int:webhook_id>/remove")
@requires(Permission.KEEP_WEBHOOKS)
def remove(webhook_id: int) -> ResponseReturnValue:
    """Take a webhook away."""
    actor, form = current_actor(), VersionForm()
    form.validate()
    with transaction():
        hook = queries.visible_webhook(actor, webhook_id)
        commands.remove_webhook(actor, hook, now=now(), version=form.version.data or 0)
    flash(_("已删除。"), "done")
    return redirect(url_for(".index"), 303)


@pages.post("/settings/webhooks/<int:webhook_id>/try")
@requires(Permission.KEEP_WEBHOOKS)
def try_it(webhook_id: int) -> ResponseReturnValue:
    """Have a trial sent."""
    actor = current_actor()
    DeedForm().validate()
    with transaction():
        commands.try_webhook(actor, queries.visible_webhook(actor, webhook_id), now=now())
    flash(_("测试已排队，一分钟左右发出；结果在下面的发送记录里。"), "done")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


@pages.post("/settings/webhooks/<int:webhook_id>/again")
@requires(Permission.KEEP_WEBHOOKS)
def send_all_again(webhook_id: int) -> ResponseReturnValue:
    """Have everything sent again that failed."""
    actor = current_actor()
    DeedForm().validate()
    with transaction():
        hook = queries.visible_webhook(actor, webhook_id)
        count = commands.send_again(actor, hook, None, now=now())
    return _sent_again(webhook_id, count)


@pages.post("/settings/webhooks/<int:webhook_id>/deliveries/<int:delivery_id>/again")
@requires(Permission.KEEP_WEBHOOKS)
def send_again(webhook_id: int, delivery_id: int) -> ResponseReturnValue:
    """Have one delivery sent again."""
    actor = current_actor()
    DeedForm().validate()
    with transaction():
        hook = queries.visible_webhook(actor, webhook_id)
        delivery = queries.visible_delivery(actor, webhook_id, delivery_id)
        count = commands.send_again(actor, hook, delivery, now=now())
    return _sent_again(webhook_id, count)


def _switch(webhook_id: int, *, is_on: bool, said: str) -> ResponseReturnValue:
    actor, form = current_actor(), VersionForm()
    form.validate()
    with transaction():
        hook = queries.visible_webhook(actor, webhook_id)
        version = form.version.data or 0
        commands.switch_webhook(actor, hook, is_on=is_on, now=now(), version=version)
    flash(said, "done")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


def _sent_again(webhook_id: int, count: int) -> ResponseReturnValue:
    if count:
        said = ngettext("%(num)d 条重新排队，马上再发。", "%(num)d 条重新排队，马上再发。", count)
    else:
        said = _("没有要再发的：没有失败的，或者马上就会再发。")
    flash(said, "done")
    return redirect(url_for(".show", webhook_id=webhook_id), 303)


def _new_page(form: NewWebhookForm) -> str:
    return render_template(
        "settings/webhooks/form.html", form=form, hook=None, hosts=value_of(HOSTS)
    )


def _edit_page(hook: Webhook, form: WebhookForm) -> str:
    return render_template(
        "settings/webhooks/form.html", form=form, hook=hook, hosts=value_of(HOSTS)
    )


def _show_once(webhook_id: int, key: str) -> None:
    token = current_token() or ""
    keep_shown(token, _about(webhook_id), key, secret_key=_secret_key(), now=now())


def _shown(webhook_id: int) -> str | None:
    token = current_token() or ""
    return shown_again(token, _about(webhook_id), now(), secret_key=_secret_key())


def _about(webhook_id: int) -> str:
    return f"webhook:{webhook_id}"


def _secret_key() -> str:
    key: str = current_app.config["SECRET_KEY"]
    return key
