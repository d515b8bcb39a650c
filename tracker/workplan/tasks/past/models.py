"""What is kept of a task's change so that past days can be judged as they were."""

from datetime import date

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from tracker.foundation.model import Model
from tracker.workplan.tasks.models import ReportingCycle


class CycleChange(Model):
    """A task's reporting cycle was changed; on: the business date in China.

    Lagging is judged at the end of a period, so a past day asks for the cycle that ruled then.
    """

    __tablename__ = "cycle_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    was: Mapped[ReportingCycle]
    now: Mapped[ReportingCycle]
    on: Mapped[date] = mapped_column("on_date")
