"""What the inbox asks: one's own messages, about what one may see at this moment."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, contains_eager

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import USUAL, Label
from tracker.foundation.paging import Page, page_of
from tracker.foundation.words import N_
from tracker.inbox.filters import InboxFilters, Shown
from tracker.messages.digest import Item
from tracker.messages.models import Message, Preference, Receipt
from tracker.people.actor import Actor
from tracker.people.models import Person
from tracker.workplan.progress.circulars.models import Circular
from tracker.workplan.progress.circulars.queries import circulars_visible_to
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.review.models import AnnualSummary
from tracker.workplan.review.queries import summaries_visible_to
from tracker.workplan.tasks.chases.models import Chase
from tracker.workplan.tasks.chases.queries import chases_visible_to
from tracker.workplan.tasks.comments.models import Comment
from tracker.workplan.tasks.comments.queries import comments_visible_to
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.instructions.queries import instructions_visible_to
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.queries import assignments_visible_to, tasks_visible_to

UNDONE_FOR = timedelta(minutes=30)
"""How long the last putting away is offered to be taken back."""

WITHHELD = N_("一条敏感事项的消息")
WITHHELD_WHY = N_("内容不随邮件发出，请登录后查看。")


def _entries_visible_to(actor: Actor) -> Select[Any]:
    mine = assignments_visible_to(actor).with_only_columns(Assignment.id)
    return select(ProgressEntry).where(ProgressEntry.assignment_id.in_(mine))


def _oneself(actor: Actor) -> Select[Any]:
    return select(Person).where(Person.id == actor.id)


SEEN: dict[str, tuple[Callable[[Actor], Select[Any]], InstrumentedAttribute[int]]] = {
    "task": (tasks_visible_to, Task.id),
    "assignment": (assignments_visible_to, Assignment.id),
    "chase": (chases_visible_to, Chase.id),
    "instruction": (instructions_visible_to, Instruction.id),
    "comment": (comments_visible_to, Comment.id),
    "circular": (circulars_visible_to, Circular.id),
    "entry": (_entries_visible_to, ProgressEntry.id),
    "summary": (summaries_visible_to, AnnualSummary.id),
    "person": (_oneself, Person.id),
}
"""How it is asked whether somebody may see what a message is about; what is not here is not shown."""


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of messages; counts: how many there are of each, whatever is shown.

    newest_id: the latest message of the list, so that what comes meanwhile is not put away with it.
    """

    page: Page[Receipt]
    counts: dict[Shown, int]
    newest_id: int


@dataclass(frozen=True, slots=True)
class Batch:
    """What was put away at one moment."""

    moment: datetime
    count: int


def receipts_visible_to(actor: Actor) -> Select[Receipt]:
    """Begin every question about messages here (joined): one's own, about what one may see now."""
    return (
        select(Receipt)
        .join(Receipt.message)
        .where(Receipt.person_id == actor.id, or_(*_sights(actor)))
    )


def visible_receipt(actor: Actor, message_id: int) -> Receipt:
    """Find what the actor has of one message, or pretend that it does not exist."""
    found = db.session.scalar(
        receipts_visible_to(actor)
        .where(Receipt.message_id == message_id)
        .options(contains_eager(Receipt.message))
    )
    if found is None:
        raise NotFound(N_("没有这条消息，或者它说的事项您已无权查看。"))
    return found


def inbox(actor: Actor, filters: InboxFilters, number: int) -> Inbox:
    """Answer one page of the actor's messages, the latest first."""
    question = _narrowed(receipts_visible_to(actor), filters)
    page = page_of(
        question.options(contains_eager(Receipt.message)).order_by(
            Message.at.desc(), Receipt.id.desc()
        ),
        number,
    )
    newest_id = db.session.scalar(question.with_only_columns(func.max(Receipt.message_id)))
    return Inbox(page=page, counts=_counts(actor, filters), newest_id=newest_id or 0)


def open_receipts(actor: Actor, filters: InboxFilters, up_to: int) -> Sequence[Receipt]:
    """Return what is open among what a list shows, up to a message that must be one's own.

    A bound out of the air would put away what the list never showed.
    """
    newest = visible_receipt(actor, up_to)
    return db.session.scalars(
        _narrowed(receipts_visible_to(actor), filters).where(
            Receipt.message_id <= newest.message_id, Receipt.done_at.is_(None)
        )
    ).all()


def unread_count(actor: Actor) -> int:
    """Count the open messages that the actor has not looked at."""
    question = receipts_visible_to(actor).where(*TERMS[Shown.UNREAD])
    return db.session.scalar(question.with_only_columns(func.count(Receipt.id))) or 0


def last_batch(actor: Actor, now: datetime) -> Batch | None:
    """Return what the actor put away last, if that was a short while ago."""
    found = db.session.execute(
        _put_away(actor)
        .where(Receipt.done_at >= now - UNDONE_FOR)
        .with_only_columns(Receipt.done_at, func.count(Receipt.id))
        .group_by(Receipt.done_at)
        .order_by(Receipt.done_at.desc())
        .limit(1)
    ).first()
    moment, count = found or (None, 0)
    return None if moment is None else Batch(moment, count)


def receipts_of_batch(actor: Actor, moment: datetime) -> Sequence[Receipt]:
    """Return what the actor put away at that moment."""
    return db.session.scalars(_put_away(actor).where(Receipt.done_at == moment)).all()


def wishes_of(actor: Actor) -> Preference:
    """Return what the actor wants by mail; unsaved defaults where nothing was said."""
    kept = db.session.get(Preference, actor.id)
    if kept is not None:
        return kept
    return Preference(has_digest=True, urgent_at_once=False, muted=[], version=0)


def email_of(actor: Actor) -> str:
    """Return the actor's own e-mail address, '' without one."""
    return db.session.scalar(select(Person.email).where(Person.id == actor.id)) or ""


def digest_items(actor: Actor, most: int) -> tuple[list[Item], int]:
    """Return what is open for the actor as a digest tells it, the latest first, and how many there are.

    What is labelled higher than usual leaves the house without its words.
    """
    question = receipts_visible_to(actor).where(
        *TERMS[Shown.OPEN], Message.topic.not_in(wishes_of(actor).muted)
    )
    total = db.session.scalar(question.with_only_columns(func.count(Receipt.id))) or 0
    found = db.session.scalars(
        question.options(contains_eager(Receipt.message))
        .order_by(Message.at.desc(), Receipt.id.desc())
        .limit(most)
    ).all()
    tellable = _tellable(actor, [it.id for it in found])
    return [_item(it.message, is_told=it.id in tellable) for it in found], total


def urgent_item(actor: Actor, receipt_ids: Sequence[int]) -> Item | None:
    """Return one open message as a mail tells it; None where it is over or not to be seen any more."""
    receipt = db.session.scalar(
        receipts_visible_to(actor)
        .where(*TERMS[Shown.OPEN], Receipt.id.in_(receipt_ids))
        .options(contains_eager(Receipt.message))
    )
    if receipt is None:
        return None
    return _item(receipt.message, is_told=receipt.id in _tellable(actor, [receipt.id]))


def _tellable(actor: Actor, receipt_ids: Sequence[int]) -> set[int]:
    """Return those of the messages whose words may leave the house: nothing above the usual label."""
    outside = replace(actor, clearance=min(actor.clearance, USUAL, key=[*Label].index))
    return set(
        db.session.scalars(
            receipts_visible_to(outside)
            .where(Receipt.id.in_(receipt_ids))
            .with_only_columns(Receipt.id)
        )
    )


TERMS: dict[Shown, tuple[ColumnElement[bool], ...]] = {
    Shown.OPEN: (Receipt.done_at.is_(None),),
    Shown.UNREAD: (Receipt.done_at.is_(None), Receipt.read_at.is_(None)),
    Shown.DONE: (Receipt.done_at.is_not(None),),
    Shown.ALL: (),
}


def _sights(actor: Actor) -> list[ColumnElement[bool]]:
    return [
        and_(Message.thing == thing, visible(actor).where(key == Message.thing_id).exists())
        for thing, (visible, key) in SEEN.items()
    ]


def _narrowed(question: Select[Receipt], filters: InboxFilters) -> Select[Receipt]:
    question = question.where(*TERMS[filters.shown])
    return question if filters.topic is None else question.where(Message.topic == filters.topic)


def _counts(actor: Actor, filters: InboxFilters) -> dict[Shown, int]:
    """Count each way of showing within the topic, in one question."""
    question = receipts_visible_to(actor)
    if filters.topic is not None:
        question = question.where(Message.topic == filters.topic)
    counted = [func.count(Receipt.id).filter(*TERMS[it]) for it in Shown if TERMS[it]]
    row = db.session.execute(
        question.with_only_columns(*counted, func.count(Receipt.id)).order_by(None)
    ).one()
    return dict(zip([*(it for it in Shown if TERMS[it]), Shown.ALL], row, strict=True))


def _put_away(actor: Actor) -> Select[Receipt]:
    """Ask for what the actor put away; neither settled by a deed nor over because it was opened."""
    was_opened = and_(Receipt.read_at.is_not(None), Receipt.read_at == Receipt.done_at)
    return receipts_visible_to(actor).where(
        Receipt.done_at.is_not(None), Receipt.is_settled.is_(False), not_(was_opened)
    )


def _item(message: Message, *, is_told: bool) -> Item:
    return Item(
        title=message.title if is_told else WITHHELD,
        reason=message.reason if is_told else WITHHELD_WHY,
        topic=message.topic,
        at=message.at,
        is_urgent=message.is_urgent,
    )
