"""What is kept of a decision that was recorded for a leader."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model
from tracker.foundation.uploads import KeptFile
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Assignment


class RecordedDecision(Model):
    """A leader decided about an assignment, and a supervisor wrote it down.

    deed: a step's name, or `extend`; unit_id: whose the assignment was then, as in the events that
    happened at the same moment; decided_on: the day of the decision itself; scan: the paper.
    """

    __tablename__ = "recorded_decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    deed: Mapped[str] = mapped_column(String(20))
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    decided_on: Mapped[date]
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"), unique=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id])
    scan: Mapped[KeptFile | None] = relationship()
    recorded_by: Mapped[Person] = relationship(foreign_keys=[recorded_by_id])
