"""What is kept of a circular: its words, the work and the units that it names, who decided and issued."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.labels import Label
from tracker.foundation.model import Model, Versioned
from tracker.foundation.uploads import KeptFile
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Assignment, Plan


class CircularState(StrEnum):
    """How far a circular has come; what was withdrawn stays to be read."""

    DRAFT = "draft"
    APPROVED = "approved"
    ISSUED = "issued"
    WITHDRAWN = "withdrawn"


class Circular(Versioned, Model):
    """A circular about a span of a plan's year.

    period: 2026-03, 2026Q1, 2026H1 or 2026; as_of: the day whose figures it tells. is_for_units: the
    units read it once it is issued. year, ordinal: its number, from when it is issued.
    leader_id, decided_on, scan: who approved it, of which day, with the paper if it was recorded.
    """

    __tablename__ = "circular"
    __table_args__ = (
        UniqueConstraint("year", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal_from_one"),
        CheckConstraint("title <> '' AND overall <> ''", name="says_something"),
        CheckConstraint("(year IS NULL) = (ordinal IS NULL)", name="numbered_in_a_year"),
        CheckConstraint("(issued_at IS NULL) = (ordinal IS NULL)", name="issued_with_a_number"),
        CheckConstraint("(issued_at IS NULL) = (issued_by_id IS NULL)", name="issued_by_somebody"),
        CheckConstraint("(approved_at IS NULL) = (leader_id IS NULL)", name="approved_by_a_leader"),
        CheckConstraint("(approved_at IS NULL) = (decided_on IS NULL)", name="approved_on_a_day"),
        CheckConstraint(
            "state NOT IN ('approved', 'issued') OR approved_at IS NOT NULL",
            name="approved_when_it_says_so",
        ),
        CheckConstraint(
            "state <> 'issued' OR issued_at IS NOT NULL", name="issued_when_it_says_so"
        ),
        CheckConstraint("issued_at IS NULL OR approved_at IS NOT NULL", name="issued_if_approved"),
        CheckConstraint(
            "(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_at_once"
        ),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawn_for_a_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    as_of: Mapped[date]
    label: Mapped[Label]
    is_for_units: Mapped[bool]
    office_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(100))
    overall: Mapped[str] = mapped_column(Text)
    meetings: Mapped[str] = mapped_column(Text, default="")
    priorities: Mapped[str] = mapped_column(Text, default="")
    praise: Mapped[str] = mapped_column(Text, default="")
    problems: Mapped[str] = mapped_column(Text, default="")
    demands: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CircularState] = mapped_column(default=CircularState.DRAFT, index=True)
    drafted_at: Mapped[datetime]
    drafted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date | None]
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"), unique=True)
    approved_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    year: Mapped[int | None]
    ordinal: Mapped[int | None]
    issued_at: Mapped[datetime | None]
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    plan: Mapped[Plan] = relationship()
    office: Mapped[Unit] = relationship()
    drafted_by: Mapped[Person] = relationship(foreign_keys=[drafted_by_id])
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    scan: Mapped[KeptFile | None] = relationship()
    approved_by: Mapped[Person | None] = relationship(foreign_keys=[approved_by_id])
    issued_by: Mapped[Person | None] = relationship(foreign_keys=[issued_by_id])
    withdrawn_by: Mapped[Person | None] = relationship(foreign_keys=[withdrawn_by_id])
    items: Mapped[list["CircularItem"]] = relationship(
        back_populates="circular", order_by="CircularItem.position"
    )
    units: Mapped[list["CircularUnit"]] = relationship(order_by="CircularUnit.position")


class CircularItem(Model):
    """Late work that a circular names, as it stood on its day: the paper must not change afterwards."""

    __tablename__ = "circular_item"
    __table_args__ = (
        UniqueConstraint("circular_id", "position"),
        CheckConstraint("position >= 1", name="position_from_one"),
        CheckConstraint("days_late >= 1", name="late"),
    )

    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id"), primary_key=True, index=True
    )
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    unit_name: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[date]
    percent: Mapped[int]
    days_late: Mapped[int]
    is_reported: Mapped[bool]

    circular: Mapped[Circular] = relationship(back_populates="items")
    assignment: Mapped[Assignment] = relationship()


class CircularUnit(Model):
    """A unit that a circular praises or criticises."""

    __tablename__ = "circular_unit"

    circular_id: Mapped[int] = mapped_column(ForeignKey("circular.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    position: Mapped[int]
    is_praised: Mapped[bool]

    unit: Mapped[Unit] = relationship()
