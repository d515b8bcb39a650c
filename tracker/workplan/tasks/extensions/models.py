"""What is kept of a request for a later due date, from the asking to the decision."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.models import Assignment


class ExtensionState(StrEnum):
    """How far a request has come; the last four are its end.

    lapsed: the assignment ended, or came to another unit, before anybody decided.
    """

    ASKED = "asked"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


PENDING = (ExtensionState.ASKED, ExtensionState.PROPOSED)
IS_PENDING = "state IN ('asked', 'proposed')"


class Extension(Versioned, Model):
    """A unit asked for a later due date of an assignment, and what became of it.

    unit_id: whose the assignment was then. due_on: the date in force when it was asked, wanted_on:
    the one that is asked for, proposed_on and granted_on: the supervisor's and the leader's.
    percent: how far the unit had come. is_supported, opinion: what the supervisor says to it.
    answer: the leader's words. ended_by: who decided, recorded the decision, or took it back.
    """

    __tablename__ = "extension"
    __table_args__ = (
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_is_a_share"),
        CheckConstraint("wanted_on > due_on", name="asks_for_a_later_day"),
        CheckConstraint("proposed_on IS NULL OR proposed_on > due_on", name="proposes_a_later_day"),
        CheckConstraint(
            "(proposed_at IS NULL) = (proposed_by_id IS NULL)"
            " AND (proposed_at IS NULL) = (is_supported IS NULL)",
            name="proposed_whole",
        ),
        CheckConstraint(
            "proposed_on IS NULL OR is_supported IS TRUE", name="only_support_names_a_day"
        ),
        CheckConstraint("state <> 'asked' OR proposed_at IS NULL", name="asked_before_proposed"),
        CheckConstraint(
            "state NOT IN ('proposed', 'approved', 'refused') OR proposed_at IS NOT NULL",
            name="decided_after_proposed",
        ),
        CheckConstraint("(state = 'approved') = (granted_on IS NOT NULL)", name="approves_a_day"),
        CheckConstraint(f"({IS_PENDING}) = (ended_at IS NULL)", name="pending_until_ended"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="ended_by_somebody"),
        Index(
            "ix_extension_one_pending",
            "assignment_id",
            unique=True,
            sqlite_where=text(IS_PENDING),
            postgresql_where=text(IS_PENDING),
        ),
        Index("ix_extension_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    state: Mapped[ExtensionState] = mapped_column(default=ExtensionState.ASKED)
    due_on: Mapped[date]
    wanted_on: Mapped[date]
    reason: Mapped[str] = mapped_column(Text)
    progress: Mapped[str] = mapped_column(Text)
    percent: Mapped[int]
    asked_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    is_supported: Mapped[bool | None]
    proposed_on: Mapped[date | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    granted_on: Mapped[date | None]
    answer: Mapped[str] = mapped_column(Text, default="")
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("recorded_decision.id"), unique=True)

    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()
    asked_by: Mapped[Person] = relationship(foreign_keys=[asked_by_id])
    proposed_by: Mapped[Person | None] = relationship(foreign_keys=[proposed_by_id])
    ended_by: Mapped[Person | None] = relationship(foreign_keys=[ended_by_id])
    decision: Mapped[RecordedDecision | None] = relationship()

    @property
    def is_pending(self) -> bool:
        """Whether somebody still has to say something to it."""
        return self.state in PENDING

    @property
    def is_late(self) -> bool:
        """Whether it was asked after the date in force: then that date goes on being judged on."""
        return self.asked_on > self.due_on

    @property
    def offered_on(self) -> date:
        """The day that a decision begins from: the supervisor's, else the unit's."""
        return self.proposed_on or self.wanted_on
