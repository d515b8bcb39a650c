"""A unit's annual summary (年度总结); scores are computed from events and never stored."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Plan, PlanPriority


class SummaryState(StrEnum):
    """How far a summary has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


class AnnualSummary(Versioned, Model):
    """One unit's year in words: results by priority, highlights, problems, next year's plan."""

    __tablename__ = "annual_summary"
    __table_args__ = (
        UniqueConstraint("plan_id", "unit_id"),
        CheckConstraint(
            "(state = 'draft') = (submitted_at IS NULL)", name="submitted_when_not_draft"
        ),
        CheckConstraint(
            "state <> 'returned' OR return_reason <> ''", name="returned_with_a_reason"
        ),
        CheckConstraint(
            "(state = 'accepted') = (accepted_at IS NOT NULL)", name="accepted_at_once"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    highlights: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[str] = mapped_column(Text, default="")
    next_year_plan: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[SummaryState] = mapped_column(default=SummaryState.DRAFT)
    return_reason: Mapped[str] = mapped_column(Text, default="")
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    accepted_at: Mapped[datetime | None]

    plan: Mapped[Plan] = relationship()
    unit: Mapped[Unit] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id])
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    results: Mapped[list["SummaryResult"]] = relationship(
        back_populates="summary", order_by="SummaryResult.position"
    )


class SummaryResult(Model):
    """The summary's words under one priority (主要成效)."""

    __tablename__ = "summary_result"
    __table_args__ = (UniqueConstraint("summary_id", "priority_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    summary_id: Mapped[int] = mapped_column(ForeignKey("annual_summary.id"), index=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("plan_priority.id"))
    position: Mapped[int]
    words: Mapped[str] = mapped_column(Text, default="")

    summary: Mapped[AnnualSummary] = relationship(back_populates="results")
    priority: Mapped[PlanPriority] = relationship()
