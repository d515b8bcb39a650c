"""What is kept of a chase: one paper (督办单) to one unit, about one or several of its assignments."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Assignment, AssignmentState


class NoticeLevel(StrEnum):
    """The grade of a paper, from a reminder to the gravest."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


class Chase(Versioned, Model):
    """A paper that was sent to a unit.

    year, ordinal: its number, counted anew each year; unit_id: whose the assignments were then;
    office_id: the office in whose name it goes out; answer_due_on: last day for the unit's answer.
    """

    __tablename__ = "chase"
    __table_args__ = (
        UniqueConstraint("year", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal_from_one"),
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("answer_due_on >= sent_on", name="time_to_answer"),
        CheckConstraint("(answered_at IS NULL) = (answer = '')", name="answered_in_words"),
        CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_by_somebody"
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by_somebody"
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawn_for_a_reason"
        ),
        CheckConstraint(
            "answered_at IS NULL OR withdrawn_at IS NULL", name="answered_or_withdrawn"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    ordinal: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    level: Mapped[NoticeLevel]
    text: Mapped[str] = mapped_column(Text)
    sent_on: Mapped[date] = mapped_column(index=True)
    answer_due_on: Mapped[date]
    sent_at: Mapped[datetime]
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    office: Mapped[Unit] = relationship(foreign_keys=[office_id])
    sent_by: Mapped[Person] = relationship(foreign_keys=[sent_by_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])
    items: Mapped[list["ChaseItem"]] = relationship(
        back_populates="chase", order_by="ChaseItem.position"
    )

    @property
    def waits(self) -> bool:
        """Whether the unit still has to answer."""
        return self.answered_at is None and self.withdrawn_at is None


class ChaseItem(Model):
    """An assignment that a chase is about, as it stood then: the paper must not change afterwards.

    days_late: by how many days it was late, 0 when it was not.
    """

    __tablename__ = "chase_item"
    __table_args__ = (
        UniqueConstraint("chase_id", "position"),
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint("days_late >= 0", name="late_or_not"),
    )

    chase_id: Mapped[int] = mapped_column(ForeignKey("chase.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id"), primary_key=True, index=True
    )
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    state: Mapped[AssignmentState]
    percent: Mapped[int]
    due_on: Mapped[date | None]
    days_late: Mapped[int]

    chase: Mapped[Chase] = relationship(back_populates="items")
    assignment: Mapped[Assignment] = relationship()
