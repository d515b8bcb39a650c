"""What is stored of a task's milestones."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person
from tracker.workplan.tasks.models import Assignment, Task


class Milestone(Versioned, Model):
    """A point that a task comes past; due_on: by which day."""

    __tablename__ = "milestone"
    __table_args__ = (
        UniqueConstraint("task_id", "name"),
        Index("ix_milestone_task_id_due_on", "task_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    name: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[date]

    task: Mapped[Task] = relationship()


class MilestoneChange(Model):
    """A milestone was set, moved (both dates) or removed; on: the business date in China.

    The schedule of a past day is told from these: what changed since is undone.
    """

    __tablename__ = "milestone_change"
    __table_args__ = (CheckConstraint("was IS NOT NULL OR now IS NOT NULL", name="some_date"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    was: Mapped[date | None]
    now: Mapped[date | None]
    on: Mapped[date] = mapped_column("on_date")


class MilestoneReached(Model):
    """One lead of the task has come past a milestone, as its unit or a supervisor said.

    reached_on: the day in China on which it was said.
    """

    __tablename__ = "milestone_reached"

    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), primary_key=True)
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id"), primary_key=True, index=True
    )
    reached_on: Mapped[date]
    noted_at: Mapped[datetime]
    noted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    milestone: Mapped[Milestone] = relationship()
    assignment: Mapped[Assignment] = relationship()
    noted_by: Mapped[Person] = relationship()
