"""A progress entry: one per assignment and period."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person
from tracker.workplan.tasks.models import Assignment


class EntryState(StrEnum):
    """How far an entry has come: the contact drafts, the head submits, the supervisor may return."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"


class ProgressEntry(Versioned, Model):
    """What a unit says about a period.

    period: 2026-03, 2026Q1, 2026H1 or 2026; percent: 0 to 100 of the whole assignment.
    is_unchanged: the unit said 与上期无变化. lower_reason: why the percent fell.
    first_submitted_at: whether it came in time is judged on it, whatever was returned or corrected.
    """

    __tablename__ = "progress_entry"
    __table_args__ = (
        UniqueConstraint("assignment_id", "period"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_is_a_share"),
        CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL)", name="submitted_when_not_draft"
        ),
        CheckConstraint(
            "state <> 'returned' OR return_reason <> ''", name="returned_with_a_reason"
        ),
        CheckConstraint("state = 'draft' OR done <> ''", name="submitted_with_words"),
        Index("ix_progress_entry_period_state", "period", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    percent: Mapped[int]
    done: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[str] = mapped_column(Text, default="")
    next_steps: Mapped[str] = mapped_column(Text, default="")
    is_unchanged: Mapped[bool] = mapped_column(default=False)
    lower_reason: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[EntryState] = mapped_column(default=EntryState.DRAFT)
    return_reason: Mapped[str] = mapped_column(Text, default="")
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    first_submitted_at: Mapped[datetime | None]

    assignment: Mapped[Assignment] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id])
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
