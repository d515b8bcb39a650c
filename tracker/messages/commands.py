"""Telling people what happened, and what they do with what they were told."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import Select, select, tuple_, update

from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import Doer, record
from tracker.messages import rules
from tracker.messages.models import (
    LONGEST_REASON,
    LONGEST_TITLE,
    Channel,
    Delivery,
    Mail,
    MailKind,
    Message,
    Preference,
    Receipt,
)
from tracker.messages.webhooks.queueing import queue_events
from tracker.messages.words import Topic, topic_of

NOT_YOURS = N_("这条消息不是发给您的。")


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to be told; email: None where there is no address."""

    person_id: int
    email: str | None


@dataclass(frozen=True, slots=True)
class News:
    """What some people are to be told; see `tell`."""

    recipients: Sequence[Recipient]
    kind: str
    about: str
    title: str
    reason: str
    address: str
    urgent: bool = False
    asks: bool = True


def tell(
    recipients: Iterable[Recipient],
    kind: str,
    *,
    about: str,
    title: str,
    reason: str,
    address: str,
    at: datetime,
    urgent: bool = False,
    asks: bool = True,
) -> None:
    """Tell people that something happened, in the deed's own transaction; each once.

    kind: ``thing.deed`` as in the journal; about: ``thing:id`` of what one must be able to see to
    read it. title: what happened; reason: why they are told; address: the path of the page where
    it is dealt with. asks: whether there is something to do; what only informs is over once it was
    opened. Leave out who did it. Raises ValueError for an address that leads out of the
    house.
    """
    tell_each([News([*recipients], kind, about, title, reason, address, urgent, asks)], at=at)


def tell_each(news: Iterable[News], *, at: datetime) -> None:
    """Tell several things at once; as `tell`."""
    told = [(it, {to.person_id: to for to in it.recipients}) for it in news if it.recipients]
    everybody = {person_id for _, to in told for person_id in to}
    wishes = {
        it.person_id: it
        for it in db.session.scalars(select(Preference).where(Preference.person_id.in_(everybody)))
    }
    messages = [_message(it, at) for it, _ in told]
    db.session.add_all(messages)
    for message, (it, to) in zip(messages, told, strict=True):
        for person_id, recipient in to.items():
            receipt = Receipt(message=message, person_id=person_id)
            db.session.add(receipt)
            channel = rules.channel_of(it.kind, wishes.get(person_id), is_urgent=it.urgent)
            if channel is not None and recipient.email:
                mail = _mail(person_id, at) if channel is Channel.AT_ONCE else None
                db.session.add(Delivery(receipt=receipt, channel=channel, mail=mail))
    queue_events(messages)


def settle(
    about: str, kinds: Collection[str], *, at: datetime, among: Iterable[Recipient] | None = None
) -> None:
    """Take what these kinds of messages asked for as done, whoever did it: nobody is asked again.

    among: only what these people were told; None: everybody.
    """
    settle_each([about], kinds, at=at, among=among)


def settle_each(
    about: Collection[str],
    kinds: Collection[str],
    *,
    at: datetime,
    among: Iterable[Recipient] | None = None,
) -> None:
    """Take it as done about several things at once; as `settle`."""
    if not kinds:
        return
    question = (
        update(Receipt)
        .where(
            Receipt.message_id.in_(_about(about).where(Message.kind.in_(kinds))),
            Receipt.done_at.is_(None),
        )
        .values(done_at=at, is_settled=True)
        .execution_options(synchronize_session="fetch")
    )
    if among is not None:
        question = question.where(Receipt.person_id.in_([it.person_id for it in among]))
    db.session.execute(question)


def unsettle_each(about: Collection[str], *, settled_at: datetime) -> None:
    """Open again what a deed settled at that moment, because it was taken back."""
    db.session.execute(
        update(Receipt)
        .where(
            Receipt.message_id.in_(_about(about)),
            Receipt.is_settled,
            Receipt.done_at == settled_at,
        )
        .values(done_at=None, is_settled=False)
        .execution_options(synchronize_session="fetch")
    )


def note_read(doer: Doer, receipt: Receipt, *, at: datetime) -> None:
    """Note that somebody opened a message; no deed, and no entry. What only informs is over by it."""
    require(receipt.person_id == doer.id, NOT_YOURS)
    if receipt.read_at is None:
        receipt.read_at = at
        if not receipt.message.asks and receipt.done_at is None:
            receipt.done_at = at


def do_message(doer: Doer, receipt: Receipt, *, now: datetime) -> None:
    """Put a message away as dealt with; one that is so already stays as it is."""
    require(receipt.person_id == doer.id, NOT_YOURS)
    if receipt.done_at is None:
        receipt.done_at = now
        record(doer, "message.done", f"message:{receipt.message_id}", at=now)


def do_messages(doer: Doer, receipts: Iterable[Receipt], *, now: datetime) -> int:
    """Put several messages away in one deed; returns how many were open."""
    chosen = [it for it in receipts if it.done_at is None]
    require(all(it.person_id == doer.id for it in chosen), NOT_YOURS)
    for receipt in chosen:
        receipt.done_at = now
    if chosen:
        record(doer, "messages.done", f"person:{doer.id}", at=now, messages=len(chosen))
    return len(chosen)


def reopen_messages(doer: Doer, receipts: Iterable[Receipt], *, now: datetime) -> int:
    """Take messages back that were put away; returns how many were."""
    chosen = [it for it in receipts if it.done_at is not None]
    require(all(it.person_id == doer.id for it in chosen), NOT_YOURS)
    for receipt in chosen:
        receipt.done_at, receipt.is_settled = None, False
    if chosen:
        record(doer, "messages.reopened", f"person:{doer.id}", at=now, messages=len(chosen))
    return len(chosen)


def prefer(
    doer: Doer,
    *,
    has_digest: bool,
    urgent_at_once: bool,
    muted: Collection[Topic],
    now: datetime,
    version: int | None = None,
) -> Preference:
    """Set what one wants by mail; what was written before keeps the way that it was to go."""
    require(doer.id is not None, NOT_YOURS)
    wish = db.session.get(Preference, doer.id)
    if wish is None:
        wish = Preference(person_id=doer.id, has_digest=True, urgent_at_once=False, muted=[])
        db.session.add(wish)
    else:
        check_version(version, wish)
    was = _in_words(wish)
    wish.has_digest, wish.urgent_at_once = has_digest, urgent_at_once
    wish.muted = [topic.value for topic in Topic if topic in muted]
    if _in_words(wish) != was:
        record(
            doer,
            "message_preference.changed",
            f"person:{doer.id}",
            at=now,
            was=was,
            now=_in_words(wish),
        )
    return wish


def _mail(person_id: int, at: datetime) -> Mail:
    """Make the mail of one urgent message; its key is drawn, as its receipt has no number yet."""
    key = uuid4().hex
    return Mail(key=key, kind=MailKind.AT_ONCE, person_id=person_id, made_at=at, next_at=at)


def _about(about: Iterable[str]) -> Select[int]:
    things = [_thing_of(it) for it in about]
    return select(Message.id).where(tuple_(Message.thing, Message.thing_id).in_(things))


def _thing_of(about: str) -> tuple[str, int]:
    thing, _, thing_id = about.partition(":")
    return thing, int(thing_id)


def _message(news: News, at: datetime) -> Message:
    if not rules.is_in_the_house(news.address):
        raise ValueError(f"no page of ours: {news.address}")
    thing, thing_id = _thing_of(news.about)
    return Message(
        kind=news.kind,
        topic=topic_of(news.kind),
        thing=thing,
        thing_id=thing_id,
        title=rules.fitted(news.title, LONGEST_TITLE),
        reason=rules.fitted(news.reason, LONGEST_REASON),
        path=news.address,
        is_urgent=news.urgent,
        asks=news.asks,
        at=at,
    )


def _in_words(wish: Preference) -> list[str]:
    """Return what the journal says about a wish, as `name=value`."""
    return [
        f"has_digest={wish.has_digest}",
        f"urgent_at_once={wish.urgent_at_once}",
        f"muted={'、'.join(wish.muted) or None}",
    ]
