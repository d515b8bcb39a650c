"""What is stored of a task's indicators."""

from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Numeric, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.workplan.tasks.models import Task


class Direction(StrEnum):
    """Which way an indicator is to go."""

    UP = "up"
    DOWN = "down"


class Indicator(Versioned, Model):
    """Something that a task counts.

    unit: 户、万元、%; baseline: what it was at first, None where nobody knows; target: what it is to
    be at the end, at least (up) or at most (down). Both have at most two decimals.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        UniqueConstraint("task_id", "name"),
        CheckConstraint(
            "baseline IS NULL OR (direction = 'up' AND target >= baseline)"
            " OR (direction = 'down' AND target <= baseline)",
            name="goes_its_way",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(20))
    direction: Mapped[Direction] = mapped_column(default=Direction.UP)
    baseline: Mapped[Decimal | None] = mapped_column(Numeric(14, 2))
    target: Mapped[Decimal] = mapped_column(Numeric(14, 2))

    task: Mapped[Task] = relationship()
