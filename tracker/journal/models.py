"""An entry of the journal."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.model import Model


class Entry(Model):
    """One deed. Rows are added, never changed; each carries the hash of the one before.

    deed: dotted past tense (``progress.reported``); subject: ``kind:id``.
    details: what was and what is now, in words.
    """

    __tablename__ = "journal_entry"
    __table_args__ = (
        CheckConstraint("(hash IS NULL) = (seq IS NULL)", name="sealed_in_order"),
        Index("ix_journal_entry_subject_id", "subject", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int | None] = mapped_column(unique=True)
    at: Mapped[datetime] = mapped_column(index=True)
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(String(60))
    deed: Mapped[str] = mapped_column(String(60), index=True)
    subject: Mapped[str] = mapped_column(String(60))
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    address: Mapped[str | None] = mapped_column(String(45))
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))
