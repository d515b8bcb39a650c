"""What is kept of a notice: it is never changed, so that it reads later as it went out."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Assignment, Duty


class Notice(Model):
    """A notice that went to a unit.

    year, ordinal: its number, counted anew each year; sign_by: the earliest last day to sign.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("year", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal_from_one"),
        CheckConstraint("text <> ''", name="says_something"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    ordinal: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    office_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    sign_by: Mapped[date]
    issued_on: Mapped[date] = mapped_column(index=True)
    issued_at: Mapped[datetime]
    issued_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    unit: Mapped[Unit] = relationship(foreign_keys=[unit_id])
    office: Mapped[Unit] = relationship(foreign_keys=[office_id])
    issued_by: Mapped[Person] = relationship()
    items: Mapped[list["NoticeItem"]] = relationship(
        back_populates="notice", order_by="NoticeItem.position"
    )


class NoticeItem(Model):
    """An assignment that a notice names, as it was given out."""

    __tablename__ = "notice_item"
    __table_args__ = (
        UniqueConstraint("notice_id", "position"),
        CheckConstraint("position >= 1", name="position_from_one"),
    )

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id"), primary_key=True, index=True
    )
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    duty: Mapped[Duty]
    due_on: Mapped[date | None]

    notice: Mapped[Notice] = relationship(back_populates="items")
    assignment: Mapped[Assignment] = relationship()
