"""Adding a webhook, changing it, turning it on and off, trying it, and sending again what failed.

A removed one comes back by nobody's undo: its address and key are gone, as they should be; it is
entered anew in a minute.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import func, select

from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.outgoing import try_again
from tracker.foundation.sealing import seal
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.messages.webhooks.limits import ENABLED, HOSTS
from tracker.messages.webhooks.models import HookKind, Webhook, WebhookDelivery
from tracker.messages.webhooks.queueing import drop_waiting, queue_trial
from tracker.messages.webhooks.rules import KIND_WORDS, seal_of
from tracker.messages.words import TOPIC_WORDS, Topic
from tracker.people.actor import Actor
from tracker.settings.webhooks import rules

NOT_YOURS = N_("外部通知由系统管理员管理。")
NO_ADDRESS, NO_KEY = "-", None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a webhook is to be; url, key: '' leaves what is kept."""

    name: str
    url: str
    topics: Collection[Topic]
    key: str = ""


def add_webhook(
    actor: Actor, kind: HookKind, wanted: Wanted, *, secret_key: str, now: datetime
) -> tuple[Webhook, str | None]:
    """Enter a webhook, turned off; returns it with the key that was drawn for it, if one was."""
    require(rules.may_keep_webhooks(actor), NOT_YOURS)
    rules.check_count(_count())
    place = _place(wanted.url)
    handle = uuid4().hex
    drawn = rules.new_key() if kind is HookKind.GENERIC else None
    key = drawn or (wanted.key if kind in rules.KEYED_BY_CHAT else "")
    hook = Webhook(
        handle=handle,
        name=wanted.name,
        kind=kind,
        place=place,
        sealed_url=_sealed(handle, "url", wanted.url, secret_key),
        sealed_key=_sealed(handle, "key", key, secret_key) if key else None,
        topics=_kept(wanted.topics),
        made_at=now,
    )
    db.session.add(hook)
    db.session.flush()
    record(
        actor,
        "webhook.added",
        f"webhook:{hook.id}",
        at=now,
        name=hook.name,
        kind=KIND_WORDS[kind],
        host=place,
        topics=_in_words(hook.topics),
    )
    return hook, drawn


def change_webhook(
    actor: Actor,
    hook: Webhook,
    wanted: Wanted,
    *,
    secret_key: str,
    now: datetime,
    version: int | None,
) -> bool:
    """Change what is kept; whether that changes anything."""
    require(rules.may_keep_webhooks(actor), NOT_YOURS)
    check_version(version, hook)
    was = _told(hook)
    if wanted.url:
        hook.place = _place(wanted.url)
        hook.sealed_url = _sealed(hook.handle, "url", wanted.url, secret_key)
    has_key = bool(wanted.key) and hook.kind in rules.KEYED_BY_CHAT
    if has_key:
        hook.sealed_key = _sealed(hook.handle, "key", wanted.key, secret_key)
    hook.name, hook.topics = wanted.name, _kept(wanted.topics)
    if _told(hook) == was and not wanted.url and not has_key:
        return False
    record(
        actor,
        "webhook.changed",
        f"webhook:{hook.id}",
        at=now,
        name=hook.name,
        was=was,
        now=_told(hook),
        has_address=bool(wanted.url),
        has_key=has_key,
    )
    return True


def switch_webhook(
    actor: Actor, hook: Webhook, *, is_on: bool, now: datetime, version: int | None
) -> bool:
    """Turn a webhook on or off; what is on its way to one that is off is thrown away."""
    require(rules.may_keep_webhooks(actor), NOT_YOURS)
    check_version(version, hook)
    if hook.is_on is is_on:
        return False
    hook.is_on = is_on
    if not is_on:
        drop_waiting(WebhookDelivery.webhook_id == hook.id, now=now)
    deed = "webhook.switched_on" if is_on else "webhook.switched_off"
    record(actor, deed, f"webhook:{hook.id}", at=now, name=hook.name, host=hook.place)
    return True


def renew_key(
    actor: Actor, hook: Webhook, *, secret_key: str, now: datetime, version: int | None
) -> str:
    """Draw another key; the one before signs nothing any more."""
    require(rules.may_keep_webhooks(actor), NOT_YOURS)
    check_version(version, hook)
    rules.check_signs(hook)
    key = rules.new_key()
    hook.sealed_key = _sealed(hook.handle, "key", key, secret_key)
    record(
        actor,
        "webhook.key_renewed",
        f"webhook:{hook.id}",
        at=now,
        name=hook.name,
        host=hook.place,
    )
    return key


def remove_webhook(actor: Actor, hook: Webhook, *, now: datetime, version: int | None) -> None:
    """Take a webhook away, with its address and key; its past deliveries stay until they are swept."""
    require(rules.may_keep_webhooks(actor), NOT_YOURS)
    check_version(version, hook)
    hook.is_on, hook.removed_at = False, now
    hook.sealed_url = NO_ADDRESS
    hook.sealed_key = NO_ADDRESS if hook.kind is HookKind.GENERIC else NO_KEY
    drop_waiting(WebhookDelivery.webhook_id == hook.id, now=now)
    record(actor, "webhook.removed", f"webhook:{hook.id}", at=now, name=hook.name, host=hook.place)


def try_webhook(actor: Actor, hook: Webhook, *, now: datetime) -> None:
    """Have a trial sent by the worker, also where the webhook is off still."""
    require(rules.may_keep_webhooks(actor), NOT_YOURS)
    rules.check_enabled(is_enabled=value_of(ENABLED))
    queue_trial(hook, at=now)
    record(actor, "webhook.tried", f"webhook:{hook.id}", at=now, name=hook.name, host=hook.place)


def send_again(
    actor: Actor, hook: Webhook, delivery: WebhookDelivery | None, *, now: datetime
) -> int:
    """Have what failed sent at once, one delivery or all (None); returns how many.

    What was given up begins its tries anew; what waits for a later try no longer waits. What a
    worker may hold at this moment is left alone.
    """
    require(rules.may_keep_webhooks(actor), NOT_YOURS)
    rules.check_enabled(is_enabled=value_of(ENABLED))
    rules.check_on(hook)
    terms = [WebhookDelivery.webhook_id == hook.id]
    if delivery is not None:
        terms.append(WebhookDelivery.id == delivery.id)
    again = try_again(WebhookDelivery, *terms, now=now)
    if again:
        record(
            actor, "webhook.sent_again", f"webhook:{hook.id}", at=now, name=hook.name, count=again
        )
    return again


def _count() -> int:
    kept = select(func.count(Webhook.id)).where(Webhook.removed_at.is_(None))
    return db.session.scalar(kept) or 0


def _place(url: str) -> str:
    places = value_of(HOSTS)
    return rules.checked_url(url, places).place


def _sealed(handle: str, part: str, words: str, secret_key: str) -> str:
    return seal(words, secret_key=secret_key, about=seal_of(handle, part))


def _kept(topics: Collection[Topic]) -> list[str]:
    return [it.value for it in Topic if it in topics]


def _in_words(topics: Collection[str]) -> list[str]:
    return [TOPIC_WORDS[Topic(it)] for it in topics]


def _told(hook: Webhook) -> list[str]:
    """Return what the journal says about a webhook, as `name=value`; never its address or key."""
    return [
        f"name={hook.name}",
        f"host={hook.place}",
        f"topics={'、'.join(_in_words(hook.topics))}",
    ]
