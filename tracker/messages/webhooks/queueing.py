"""Writing down what webhooks are to be told, in the transaction of the deed that it is about."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy import ColumnElement, select, update

from tracker.foundation.db import db
from tracker.foundation.outgoing import OutgoingState
from tracker.foundation.settings import value_of
from tracker.messages.models import Message
from tracker.messages.webhooks import rules
from tracker.messages.webhooks.limits import ENABLED
from tracker.messages.webhooks.models import Webhook, WebhookDelivery

WEBHOOKS = "/settings/webhooks"


def queue_events(messages: Sequence[Message]) -> None:
    """Write a row for each message and each webhook that is told of its topic.

    Whether its thing may be named outside is asked when it is sent: labels are raised meanwhile.
    """
    if not messages or not value_of(ENABLED):
        return
    hooks = db.session.scalars(select(Webhook).where(Webhook.is_on)).all()
    db.session.add_all(
        WebhookDelivery(
            event_id=uuid4().hex,
            webhook=hook,
            kind=it.kind,
            topic=it.topic,
            thing=it.thing,
            thing_id=it.thing_id,
            path=it.path,
            at=it.at,
            next_at=it.at,
        )
        for it in messages
        for hook in hooks
        if it.topic.value in hook.topics
    )


def queue_trial(hook: Webhook, *, at: datetime) -> WebhookDelivery:
    """Write a row that only shows whether it arrives."""
    trial = WebhookDelivery(
        event_id=uuid4().hex,
        webhook=hook,
        kind=rules.TRIED,
        topic=None,
        thing="webhook",
        thing_id=hook.id,
        path=f"{WEBHOOKS}/{hook.id}",
        at=at,
        next_at=at,
    )
    db.session.add(trial)
    return trial


def drop_waiting(*terms: ColumnElement[bool], now: datetime) -> None:
    """Throw away what waits, also what waits for a later try; terms: which of it alone."""
    db.session.execute(
        update(WebhookDelivery)
        .where(WebhookDelivery.state == OutgoingState.WAITING, *terms)
        .values(state=OutgoingState.DROPPED, ended_at=now)
        .execution_options(synchronize_session=False)
    )
