"""Taking away what was kept long enough."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select

from tracker.foundation.db import db, transaction
from tracker.foundation.settings import value_of
from tracker.messages.limits import KEEP_MAILS, KEEP_MESSAGES
from tracker.messages.models import Delivery, Mail, Message, Receipt
from tracker.workplan.tasks.reminders.models import Reminder

AT_ONCE = 500
"""How much goes in one transaction, so that nobody waits for it."""
KEEP_REMINDERS = timedelta(days=400)
"""Longer than a date can lie back of which one is still reminded."""


def sweep(now: datetime) -> None:
    """Take away what was dealt with long ago, a little at a time.

    There is nothing to mend after a crash: what a dead worker held comes back by itself.
    """
    # A transaction ends what was read before it: the settings are asked first.
    mails = now - timedelta(days=value_of(KEEP_MAILS))
    messages = now - timedelta(days=value_of(KEEP_MESSAGES))
    for ids in some(select(Mail.id).where(Mail.ended_at < mails)):
        with transaction(is_deed=False):
            db.session.execute(delete(Delivery).where(Delivery.mail_id.in_(ids)))
            db.session.execute(delete(Mail).where(Mail.id.in_(ids)))
    for ids in some(select(Receipt.id).where(Receipt.done_at < messages)):
        with transaction(is_deed=False):
            db.session.execute(delete(Delivery).where(Delivery.receipt_id.in_(ids)))
            db.session.execute(delete(Receipt).where(Receipt.id.in_(ids)))
    unread = select(Message.id).where(
        Message.at < messages, Message.id.not_in(select(Receipt.message_id))
    )
    for ids in some(unread):
        with transaction(is_deed=False):
            db.session.execute(delete(Message).where(Message.id.in_(ids)))
    with transaction(is_deed=False):
        db.session.execute(delete(Reminder).where(Reminder.at < now - KEEP_REMINDERS))


def some(question: Select[int]) -> Iterator[list[int]]:
    """Give what a question asks for in portions, asking anew each time: what was given is gone by then."""
    while ids := [*db.session.scalars(question.limit(AT_ONCE))]:
        yield ids
