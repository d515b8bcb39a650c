"""An entry of the journal, and the head of the chain."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.model import Model

THE_HEAD = 1
"""The key of the one row of `Head`."""
TRIGGERS = frozenset(
    {
        "journal_entry_not_rewritten",
        "journal_entry_not_forged",
        "journal_entry_not_deleted",
        "journal_head_made_once",
        "journal_head_only_forward",
        "journal_head_not_deleted",
        "journal_checkpoint_of_age",
        "journal_checkpoint_not_changed",
        "journal_checkpoint_not_deleted",
    }
)
"""What keeps the journal in the database itself, made by migrations 0014 and 0020."""


class Entry(Model):
    """One deed. Rows are added, never changed; each carries the hash of the one before.

    deed: dotted past tense (``progress.reported``); subject: ``kind:id``.
    details: what was and what is now, in words.
    chain_format: what the hash covers (see `chain.digest`).
    roles: the roles that the actor held at that time. request_id: of the request it came with.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        CheckConstraint("(hash IS NULL) = (seq IS NULL)", name="sealed_in_order"),
        Index("ix_journal_entry_subject_id", "subject", "id"),
        # The auditor's list, newest first, whole or narrowed, is read off an index.
        Index("ix_journal_entry_at_id", "at", "id"),
        Index("ix_journal_entry_actor_id_at_id", "actor_id", "at", "id"),
        Index("ix_journal_entry_deed_at_id", "deed", "at", "id"),
        Index("ix_journal_entry_address_at_id", "address", "at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int | None] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(60))
    deed: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(60))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str | None] = mapped_column(String(45))
    chain_format: Mapped[int] = mapped_column(SmallInteger, default=2)
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    request_id: Mapped[str | None] = mapped_column(String(64))
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))


class Head(Model):
    """The last entry of the chain: an end that was cut off shows against it. One row."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint(f"id = {THE_HEAD}", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int]
    hash: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class Checkpoint(Model):
    """The last entry that a purge took away: from there on the chain is read. Never changed."""

    __tablename__ = "journal_checkpoint"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    hash: Mapped[str] = mapped_column(String(64))
