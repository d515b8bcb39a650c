"""Short ways to a webhook that is told of the work."""

from collections.abc import Collection

from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.settings import keep_option
from tracker.messages.webhooks.limits import ENABLED, HOSTS
from tracker.messages.webhooks.models import HookKind, Webhook, WebhookDelivery
from tracker.messages.words import Topic
from tracker.settings.webhooks.commands import Wanted, add_webhook, switch_webhook

SECRET_KEY = "a key that is only used in tests"
PLACE = "hooks.example.org"


def enabled(*places: str, is_on: bool = True) -> None:
    """Set that webhooks are used, and which hosts they may be at."""
    with transaction():
        for option, words in ((ENABLED, "1" if is_on else "0"), (HOSTS, "\n".join(places))):
            keep_option(option.name, words, changed_by="顾平", changed_at=NOW)


def added(
    town: Town,
    kind: HookKind = HookKind.GENERIC,
    *,
    place: str = PLACE,
    topics: Collection[Topic] = tuple(Topic),
    key: str = "",
    is_on: bool = True,
) -> tuple[Webhook, str | None]:
    """A webhook at a place that is listed for it, and the key that was drawn."""
    enabled(place)
    actor = town.actor(town.gu)
    wanted = Wanted(f"{kind.value}接收方", f"https://{place}/in?key=hidden", topics, key)
    with transaction():
        hook, drawn = add_webhook(actor, kind, wanted, secret_key=SECRET_KEY, now=NOW)
        if is_on:
            switch_webhook(actor, hook, is_on=True, now=NOW, version=None)
    return hook, drawn


def delivery(hook: Webhook, *, thing_id: int = 1, thing: str = "task") -> WebhookDelivery:
    """An event on its way."""
    with transaction():
        row = WebhookDelivery(
            event_id=f"{hook.id:016d}{thing_id:016d}",
            webhook_id=hook.id,
            kind="task.dispatched",
            topic=Topic.DISPATCH,
            thing=thing,
            thing_id=thing_id,
            path=f"/tasks/{thing_id}",
            at=NOW,
            next_at=NOW,
        )
        db.session.add(row)
    return row
