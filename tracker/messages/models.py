"""A message, what each of its recipients did with it, and its way out of the house."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.foundation.outgoing import Outgoing
from tracker.messages.words import Topic

LONGEST_TITLE = 300
LONGEST_REASON = 200


class Channel(StrEnum):
    """How a message leaves the house: with the others of the day, or at once."""

    DIGEST = "digest"
    AT_ONCE = "at_once"


class MailKind(StrEnum):
    """What a mail is: the day's messages, one urgent message, or a trial that somebody sends to oneself."""

    DIGEST = "digest"
    AT_ONCE = "at_once"
    TRIAL = "trial"


class Message(Model):
    """Something that happened and whom it concerns. Never changed.

    kind: ``thing.deed`` as in the journal, topic: the group that it belongs to; thing, thing_id: what it is about, which may be seen or not.
    title: what happened; reason: why one is told; path: where it is dealt with, in this house.
    asks: whether there is something to do about it; what only informs is over once it was opened.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_thing_thing_id_kind", "thing", "thing_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    topic: Mapped[Topic]
    thing: Mapped[str] = mapped_column(String(30))
    thing_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    reason: Mapped[str] = mapped_column(String(LONGEST_REASON))
    path: Mapped[str] = mapped_column(String(200))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    asks: Mapped[bool] = mapped_column(default=True)
    at: Mapped[datetime] = mapped_column(index=True)

    receipts: Mapped[list["Receipt"]] = relationship(back_populates="message")


class Receipt(Model):
    """A message as one person has it, exactly once.

    read_at: first opened; done_at: dealt with. is_settled: a deed did what it asked for, whoever did it.
    """

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("message_id", "person_id"),
        CheckConstraint("NOT is_settled OR done_at IS NOT NULL", name="settled_at_a_moment"),
        Index("ix_receipt_person_id_done_at_id", "person_id", "done_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]
    is_settled: Mapped[bool] = mapped_column(default=False)

    message: Mapped[Message] = relationship(back_populates="receipts")


class Mail(Outgoing, Model):
    """A mail to one person, composed only when it is sent: what may be said then is asked then.

    key: the same for every try, so that the mail's Message-ID is; ``digest:person:day`` for a
    digest, which makes it the only one of the day.
    """

    __tablename__ = "mail"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_at_a_moment"),
        CheckConstraint("attempts >= 0", name="counted_from_zero"),
        Index("ix_mail_state_next_at", "state", "next_at"),
    )

    key: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[MailKind]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    made_at: Mapped[datetime]


class Delivery(Model):
    """A receipt that is to leave by mail; mail_id: the mail that it leaves with, None before the next digest."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("receipt_id", "channel"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("receipt.id"))
    channel: Mapped[Channel]
    mail_id: Mapped[int | None] = mapped_column(ForeignKey("mail.id"), index=True)

    receipt: Mapped[Receipt] = relationship()
    mail: Mapped[Mail | None] = relationship()


class Preference(Versioned, Model):
    """What somebody wants by mail; whoever has no row has the defaults.

    muted: the topics that are not sent by mail; in the house everything is kept.
    """

    __tablename__ = "message_preference"

    person_id: Mapped[int] = mapped_column(
        ForeignKey("person.id"), primary_key=True, autoincrement=False
    )
    has_digest: Mapped[bool] = mapped_column(default=True)
    urgent_at_once: Mapped[bool] = mapped_column(default=False)
    muted: Mapped[list[str]] = mapped_column(JSON, default=list)
