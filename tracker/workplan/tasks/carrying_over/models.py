"""What is stored of a task that went on into another year's plan."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model
from tracker.people.models import Person
from tracker.workplan.tasks.models import Plan, PlanPriority, Task


class CarriedOver(Model):
    """Where a task stood before it was carried over (结转): plan, priority, ordinal and number.

    The task itself goes on with its assignments, dates, entries and history; this row says where it
    came from. One row for each year that it left behind.
    """

    __tablename__ = "carried_over"
    __table_args__ = (
        UniqueConstraint("task_id", "plan_id"),
        # The number of a task that went on is never given to another.
        UniqueConstraint("priority_id", "ordinal"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("plan_priority.id"))
    ordinal: Mapped[int]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    carried_at: Mapped[datetime]
    carried_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    task: Mapped[Task] = relationship()
    plan: Mapped[Plan] = relationship()
    priority: Mapped[PlanPriority] = relationship()
    carried_by: Mapped[Person] = relationship()


class BroughtBack(Model):
    """A carrying over that was undone: in which plan and priority the task stood meanwhile.

    Only past days ask for it: for the present, the task was never away.
    """

    __tablename__ = "brought_back"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    into_plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    into_priority_id: Mapped[int] = mapped_column(ForeignKey("plan_priority.id"))
    carried_at: Mapped[datetime]
    brought_back_at: Mapped[datetime]
