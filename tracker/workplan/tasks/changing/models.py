"""What is kept of a supervisor's change of tasks, one or many at once, so that it can be told and undone."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Assignment, Task


class Aspect(StrEnum):
    """What is changed; each is called as the column that holds it."""

    DUE_ON = "due_on"
    LEADER = "leader_id"
    COORDINATOR = "coordinator_id"
    CYCLE = "cycle"
    WEIGHT = "weight"
    KEY = "is_key"
    PRIORITY = "priority_id"
    LABEL = "label"


class TaskChange(Versioned, Model):
    """Somebody changed one task or many in one deed, all or none; may be taken back the same day.

    made_on: the business date in China, by which that day is reckoned.
    """

    __tablename__ = "task_change"
    __table_args__ = (
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reason: Mapped[str] = mapped_column(Text)
    made_on: Mapped[date]
    made_at: Mapped[datetime]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    made_by: Mapped[Person] = relationship(foreign_keys=[made_by_id])
    undone_by: Mapped[Person | None] = relationship(foreign_keys=[undone_by_id])
    items: Mapped[list["TaskChangeItem"]] = relationship(
        back_populates="change", order_by="TaskChangeItem.id"
    )


class TaskChangeItem(Model):
    """One value of a task, or one date of an assignment, that a change gave another.

    unit_id: whose the assignment was then. was, now: as they are written (a day as 2026-06-30, a key
    as digits); None: there was, is, none.
    ordinal: the task's place in the priority that it left, which is given to no other task.
    is_decided: a leader decided it.
    """

    __tablename__ = "task_change_item"
    __table_args__ = (
        CheckConstraint(
            "(aspect = 'due_on') = (assignment_id IS NOT NULL)", name="dates_are_of_assignments"
        ),
        CheckConstraint(
            "(assignment_id IS NULL) = (unit_id IS NULL)", name="assignments_are_of_units"
        ),
        CheckConstraint(
            "(aspect = 'priority_id') = (ordinal IS NOT NULL)", name="only_priorities_leave_a_place"
        ),
        Index("ix_task_change_item_aspect_was", "aspect", "was"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    change_id: Mapped[int] = mapped_column(ForeignKey("task_change.id"), index=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    aspect: Mapped[Aspect]
    was: Mapped[str | None] = mapped_column(String(20))
    now: Mapped[str | None] = mapped_column(String(20))
    ordinal: Mapped[int | None]
    is_decided: Mapped[bool] = mapped_column(default=False)

    change: Mapped[TaskChange] = relationship(back_populates="items")
    task: Mapped[Task] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
