"""Calling webhooks: what is due is claimed, looked at as outsiders may hear of it now, and sent."""

from collections import deque
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from flask import current_app
from sqlalchemy import Select, delete, func, select

from tracker.foundation.addresses import from_outside
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.outgoing import (
    Claim,
    OutgoingState,
    claim,
    note_dropped,
    note_failed,
    note_sent,
)
from tracker.foundation.sealing import unseal
from tracker.foundation.settings import value_of
from tracker.foundation.web_addresses import BadAddress, listed, web_address
from tracker.foundation.web_client import NotSent, WebClient
from tracker.inbox.outside import leaving
from tracker.messages.webhooks import rules
from tracker.messages.webhooks.limits import ENABLED, HOSTS
from tracker.messages.webhooks.models import HookKind, Webhook, WebhookDelivery
from tracker.messages.webhooks.queueing import drop_waiting
from tracker.messages.webhooks.rules import Call, Event, Verdict

KEEP = timedelta(days=90)
"""How long after an event what came of it can be read; what could not be told by then never is."""
AT_ONCE = 500
LONGEST_RUN = 50
"""Seconds after which a run calls nobody any more: the next one goes on."""
MOST_COUNTED = 500
INBOX = "/messages"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What goes to one webhook in one call, and what is held for it.

    events: what is told, one to a program, all that are due to a chat; none: nothing is left to
    tell. is_trial: somebody only wants to see that it arrives.
    """

    kind: HookKind
    handle: str
    sealed_url: str
    sealed_key: str | None
    places: tuple[str, ...]
    held: Sequence[Claim]
    events: Sequence[Event]
    is_trial: bool


def call_webhooks(now: datetime, *, client: WebClient | None = None) -> None:
    """Send what is due, one call to each webhook in its turn; one that fails waits for the next run.

    client: the way out, another one in tests alone.
    """
    if not value_of(ENABLED):
        with transaction(is_deed=False):
            drop_waiting(now=now)
        return
    way_out = client or WebClient()
    began = monotonic()
    turns = deque(_due(now))
    while turns and monotonic() - began < LONGEST_RUN:
        webhook_id = turns.popleft()
        if _call_next(webhook_id, way_out, now):
            turns.append(webhook_id)


def _due(now: datetime) -> list[int]:
    """Return the webhooks that something is due for, by chance: nobody always waits behind the slow ones."""
    row = WebhookDelivery
    return [
        *db.session.scalars(
            select(row.webhook_id)
            .where(row.state == OutgoingState.WAITING, row.next_at <= now)
            .group_by(row.webhook_id)
            .order_by(func.random())
        )
    ]


def _call_next(webhook_id: int, client: WebClient, now: datetime) -> bool:
    """Send a webhook what is due first; whether there may be more that it can be sent now."""
    with transaction(is_deed=False):
        parcel = _claimed(webhook_id, now)
    if parcel is None or not parcel.events:
        return parcel is not None
    verdict = _send(parcel, client)
    with transaction(is_deed=False):
        _note(parcel, verdict, now)
    return verdict.has_arrived


def _claimed(webhook_id: int, now: datetime) -> Parcel | None:
    """Hold what is to be sent next; None where nothing is due. What may not be told is dropped."""
    its = WebhookDelivery.webhook_id == webhook_id
    # Somebody waits for a trial and looks whether it arrives.
    first = claim(WebhookDelivery, its, WebhookDelivery.topic.is_(None), now=now, most=1) or claim(
        WebhookDelivery, its, now=now, most=1
    )
    if not first:
        return None
    row = db.session.scalars(_of(first)).one()
    hook = row.webhook
    held = [*first, *_claimed_with(row, now)]
    rows = {it.id: it for it in db.session.scalars(_of(held))}
    sent = {it.id for it in _tellable(hook, rows.values())}
    for it in held:
        if it.id not in sent:
            note_dropped(WebhookDelivery, it, now=now)
    going = [it for it in held if it.id in sent]
    return Parcel(
        kind=hook.kind,
        handle=hook.handle,
        sealed_url=hook.sealed_url,
        sealed_key=hook.sealed_key,
        places=value_of(HOSTS),
        held=going,
        events=[_event(rows[it.id]) for it in going],
        is_trial=row.is_trial,
    )


def _of(held: Sequence[Claim]) -> Select[WebhookDelivery]:
    return select(WebhookDelivery).where(WebhookDelivery.id.in_([it.id for it in held]))


def _claimed_with(row: WebhookDelivery, now: datetime) -> list[Claim]:
    """Hold what else goes in the same call: a chat is told a number, once."""
    if row.is_trial or not row.webhook.kind.is_chat:
        return []
    same = WebhookDelivery.webhook_id == row.webhook_id
    return claim(
        WebhookDelivery, same, WebhookDelivery.topic.is_not(None), now=now, most=MOST_COUNTED
    )


def _tellable(hook: Webhook, rows: Collection[WebhookDelivery]) -> list[WebhookDelivery]:
    """Return what may be told now: webhooks, this one and what it is about may have changed meanwhile."""
    if not value_of(ENABLED) or hook.removed_at is not None:
        return []
    told = [it for it in rows if hook.is_on and it.topic and it.topic.value in hook.topics]
    open_things = leaving([(it.thing, it.thing_id) for it in told], rules.reach_of(hook.kind))
    return [
        *(it for it in rows if it.is_trial),
        *(it for it in told if (it.thing, it.thing_id) in open_things),
    ]


def _event(row: WebhookDelivery) -> Event:
    return Event(
        id=row.event_id,
        kind=row.kind,
        topic=row.topic,
        thing=row.thing,
        thing_id=row.thing_id,
        link=from_outside(row.path),
        at=row.at,
    )


def _send(parcel: Parcel, client: WebClient) -> Verdict:
    """Call the webhook; whatever hinders it is a verdict too."""
    try:
        call = _call(parcel)
        address = listed(web_address(call.url), parcel.places)
        answer = client.post(address, call.body, call.headers)
    except RuleBroken:
        return Verdict(has_arrived=False, answer=rules.NO_KEY)
    except (BadAddress, NotSent) as hindrance:
        return Verdict(has_arrived=False, answer=str(hindrance))
    return rules.verdict_on(parcel.kind, answer.status, answer.body, target=address.target)


def _call(parcel: Parcel) -> Call:
    url = _unsealed(parcel, "url", parcel.sealed_url)
    key = _unsealed(parcel, "key", parcel.sealed_key) if parcel.sealed_key else None
    # The receiver compares it with its own clock: a pinned business date is none of its affair.
    stamp = datetime.now(UTC)
    if parcel.kind.is_chat:
        count = 0 if parcel.is_trial else len(parcel.events)
        link = from_outside(INBOX)
        return rules.chat_call(parcel.kind, count, link=link, url=url, key=key, now=stamp)
    return rules.event_call(parcel.events[0], url=url, key=key or "", now=stamp)


def _unsealed(parcel: Parcel, part: str, sealed: str) -> str:
    secret_key: str = current_app.config["SECRET_KEY"]
    return unseal(sealed, secret_key=secret_key, about=rules.seal_of(parcel.handle, part))


def _note(parcel: Parcel, verdict: Verdict, now: datetime) -> None:
    for it in parcel.held:
        if verdict.has_arrived:
            note_sent(WebhookDelivery, it, now=now, answer=verdict.answer)
        else:
            note_failed(WebhookDelivery, it, verdict.answer, now=now, for_good=verdict.for_good)


def sweep_webhooks(now: datetime) -> None:
    """Take away what happened long ago, whether it arrived or not, a little at a time."""
    old = select(WebhookDelivery.id).where(WebhookDelivery.at < now - KEEP).limit(AT_ONCE)
    while ids := [*db.session.scalars(old)]:
        with transaction(is_deed=False):
            db.session.execute(delete(WebhookDelivery).where(WebhookDelivery.id.in_(ids)))
