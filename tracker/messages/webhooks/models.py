"""Who else is told, and what is on its way to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.foundation.outgoing import Outgoing
from tracker.foundation.web_addresses import LONGEST_HOST
from tracker.messages.words import Topic

LONGEST_NAME = 60
LONGEST_PLACE = LONGEST_HOST + len(":65535")


class HookKind(StrEnum):
    """What listens: a program that reads events, or the robot of a group chat."""

    GENERIC = "generic"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    FEISHU = "feishu"

    @property
    def is_chat(self) -> bool:
        """Whether people read it, in rooms of others: a count and a link alone go there."""
        return self is not HookKind.GENERIC


class Webhook(Versioned, Model):
    """Somebody outside who is told; address and key are sealed, as whoever has them speaks in our name.

    handle: what the seals are bound to; place: the host of the address, for people; topics: which
    messages; sealed_key: what our calls are signed with, None where a chat asks for none.
    removed_at: kept for its deliveries and the journal, shown nowhere.
    """

    __tablename__ = "webhook"
    __table_args__ = (
        CheckConstraint("kind <> 'generic' OR sealed_key IS NOT NULL", name="signed_events"),
        CheckConstraint("removed_at IS NULL OR NOT is_on", name="removed_is_off"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    handle: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME))
    kind: Mapped[HookKind]
    place: Mapped[str] = mapped_column(String(LONGEST_PLACE))
    sealed_url: Mapped[str] = mapped_column(Text)
    sealed_key: Mapped[str | None] = mapped_column(Text)
    topics: Mapped[list[str]] = mapped_column(JSON, default=list)
    is_on: Mapped[bool] = mapped_column(default=False)
    made_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class WebhookDelivery(Outgoing, Model):
    """An event on its way to one webhook: which thing it is about, never a word of it.

    event_id: the same for every try, so that the receiver knows what it has had already. topic:
    None for a trial, which is about nothing.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        CheckConstraint("(state = 'waiting') = (ended_at IS NULL)", name="ended_at_a_moment"),
        CheckConstraint("attempts >= 0", name="counted_from_zero"),
        Index("ix_webhook_delivery_state_next_at", "state", "next_at"),
        Index("ix_webhook_delivery_webhook_id_id", "webhook_id", "id"),
    )

    event_id: Mapped[str] = mapped_column(String(32), unique=True)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id"))
    kind: Mapped[str] = mapped_column(String(60))
    topic: Mapped[Topic | None]
    thing: Mapped[str] = mapped_column(String(30))
    thing_id: Mapped[int]
    path: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]

    webhook: Mapped[Webhook] = relationship()

    @property
    def is_trial(self) -> bool:
        """Whether somebody only wanted to see that it arrives."""
        return self.topic is None
