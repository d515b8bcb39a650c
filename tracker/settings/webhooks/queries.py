"""What the pages of webhooks ask."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, false, func, select, true

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.outgoing import OutgoingState
from tracker.foundation.paging import Page, page_of
from tracker.foundation.words import N_
from tracker.messages.webhooks.models import Webhook, WebhookDelivery
from tracker.people.actor import Actor
from tracker.settings.webhooks import rules


class Shown(StrEnum):
    """Which deliveries are shown; `failing`: given up, or waiting for another try."""

    ALL = "all"
    FAILING = "failing"


# What nobody outside was told of may be sensitive: the system admin is not even told that it is there.
TOLD = (WebhookDelivery.answer != "") | WebhookDelivery.topic.is_(None)
TERMS: dict[Shown, ColumnElement[bool]] = {
    Shown.ALL: TOLD,
    Shown.FAILING: (WebhookDelivery.answer != "")
    & WebhookDelivery.state.in_((OutgoingState.WAITING, OutgoingState.GIVEN_UP)),
}


@dataclass(frozen=True, slots=True)
class HookLine:
    """A webhook as the list shows it; sent_at: when something last arrived."""

    hook: Webhook
    sent_at: datetime | None
    failing: int


def webhooks_visible_to(actor: Actor) -> Select[Webhook]:
    """Begin every question about webhooks here."""
    sees = true() if rules.may_keep_webhooks(actor) else false()
    return select(Webhook).where(sees, Webhook.removed_at.is_(None))


def visible_webhook(actor: Actor, webhook_id: int) -> Webhook:
    """Find a webhook, or pretend that it does not exist."""
    found = db.session.scalar(webhooks_visible_to(actor).where(Webhook.id == webhook_id))
    if found is None:
        raise NotFound(N_("没有这项外部通知，或者已经删除。"))
    return found


def visible_delivery(actor: Actor, webhook_id: int, delivery_id: int) -> WebhookDelivery:
    """Find a delivery of one webhook, or pretend that it does not exist."""
    hook = visible_webhook(actor, webhook_id)
    found = db.session.get(WebhookDelivery, delivery_id)
    if found is None or found.webhook_id != hook.id:
        raise NotFound(N_("没有这条发送记录，或者已经清理。"))
    return found


def webhook_lines(actor: Actor) -> list[HookLine]:
    """Return every webhook, with what became of what was sent to it."""
    hooks = db.session.scalars(webhooks_visible_to(actor).order_by(Webhook.id)).all()
    counted = {
        row[0]: row[1:]
        for row in db.session.execute(
            select(
                WebhookDelivery.webhook_id,
                func.max(WebhookDelivery.ended_at).filter(
                    WebhookDelivery.state == OutgoingState.SENT
                ),
                func.count().filter(TERMS[Shown.FAILING]),
            )
            .where(WebhookDelivery.webhook_id.in_([it.id for it in hooks]))
            .group_by(WebhookDelivery.webhook_id)
        )
    }
    return [HookLine(it, *counted.get(it.id, (None, 0))) for it in hooks]


@dataclass(frozen=True, slots=True)
class Deliveries:
    """A page of what was sent to a webhook; counts: how many there are of each."""

    page: Page[WebhookDelivery]
    counts: dict[Shown, int]


def deliveries_of(hook: Webhook, shown: Shown, number: int) -> Deliveries:
    """Return what was sent to a webhook that was found visible, the latest first."""
    question = select(WebhookDelivery).where(WebhookDelivery.webhook_id == hook.id)
    row = db.session.execute(
        question.with_only_columns(*(func.count().filter(TERMS[it]) for it in Shown))
    ).one()
    page = page_of(question.where(TERMS[shown]).order_by(WebhookDelivery.id.desc()), number)
    return Deliveries(page, dict(zip(Shown, row, strict=True)))
