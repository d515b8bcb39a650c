"""What is kept of what a leader watches."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.instructions.models import ABOUT_ONE
from tracker.workplan.tasks.models import Assignment, Task


class Watch(Versioned, Model):
    """A person watches a report, a task or an assignment; note: why, for themself alone."""

    __tablename__ = "watch"
    __table_args__ = (
        CheckConstraint(ABOUT_ONE, name="about_one_thing"),
        UniqueConstraint("person_id", "report_id"),
        UniqueConstraint("person_id", "task_id"),
        UniqueConstraint("person_id", "assignment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"))
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    note: Mapped[str] = mapped_column(Text, default="")
    watched_at: Mapped[datetime]

    report: Mapped[Report | None] = relationship()
    task: Mapped[Task | None] = relationship()
    assignment: Mapped[Assignment | None] = relationship()

    @property
    def its_task(self) -> Task | None:
        """The task that is watched, itself or by one unit's work; None for a report."""
        return self.task if self.assignment is None else self.assignment.task
