"""A year's plan, its tasks, and the assignments of tasks to units with everything that befell them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.labels import USUAL, Label
from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person, Unit
from tracker.workplan.directives.models import Directive, Mode
from tracker.workplan.tasks.possible import IS_POSSIBLE

__all__ = [
    "Assignment",
    "AssignmentState",
    "DateChange",
    "Duty",
    "Mode",
    "PercentChange",
    "Plan",
    "PlanPriority",
    "ReportingCycle",
    "StateChange",
    "Task",
    "TaskSource",
]


class ReportingCycle(StrEnum):
    """How often the units report on a task."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    ONCE = "once"
    BY_MILESTONE = "by_milestone"


class Duty(StrEnum):
    """What a unit is on a task: it answers for it (lead), or helps (support)."""

    LEAD = "lead"
    SUPPORT = "support"


class AssignmentState(StrEnum):
    """The seven states of product.md, and no others."""

    DISPATCHED = "dispatched"
    DECLINED = "declined"
    ACKNOWLEDGED = "acknowledged"
    REPORTED = "reported"
    CLOSED = "closed"
    PAUSED = "paused"
    TERMINATED = "terminated"


class Plan(Model):
    """A year's plan."""

    __tablename__ = "plan"
    __table_args__ = (CheckConstraint("year BETWEEN 2000 AND 2100", name="plausible_year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(unique=True)

    priorities: Mapped[list["PlanPriority"]] = relationship(
        back_populates="plan", order_by="PlanPriority.place"
    )


class PlanPriority(Model):
    """One of a plan's own priorities (板块), at most twelve, so that the matrix stays readable.

    position: its number within tasks' numbers, for ever; place: where it stands among the others.
    """

    __tablename__ = "plan_priority"
    __table_args__ = (
        CheckConstraint("position BETWEEN 1 AND 12", name="at_most_twelve"),
        UniqueConstraint("plan_id", "position"),
        UniqueConstraint("plan_id", "name"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    position: Mapped[int]
    place: Mapped[int] = mapped_column(server_default="0")
    name: Mapped[str] = mapped_column(String(60))

    plan: Mapped[Plan] = relationship(back_populates="priorities")


class Task(Versioned, Model):
    """A piece of work of a plan.

    ordinal: its place in its priority, from 1; number: ``2026-05-003`` (year, priority, ordinal).
    mode: None until it is dispatched; is_standing: 长期坚持, without a due date for ever;
    is_routine: 常态化, carried over from year to year.
    coordinator_id: the coordinating department (归口处室) of an `each` task.
    weight: points in the review, 1 by default. label: never lower than those of its reports.
    """

    __tablename__ = "task"
    __table_args__ = (
        UniqueConstraint("priority_id", "ordinal"),
        CheckConstraint("ordinal >= 1", name="ordinal_from_one"),
        CheckConstraint("weight BETWEEN 1 AND 100", name="plausible_weight"),
        CheckConstraint("(mode IS NULL) = (dispatched_on IS NULL)", name="dispatched_in_a_mode"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    priority_id: Mapped[int] = mapped_column(ForeignKey("plan_priority.id"))
    ordinal: Mapped[int]
    number: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    leader_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    cycle: Mapped[ReportingCycle] = mapped_column(default=ReportingCycle.QUARTERLY)
    is_key: Mapped[bool] = mapped_column(default=False)
    is_standing: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[int] = mapped_column(default=1)
    is_routine: Mapped[bool] = mapped_column(default=False, server_default=false())
    label: Mapped[Label] = mapped_column(default=USUAL, server_default=USUAL.value)
    mode: Mapped[Mode | None]
    dispatched_on: Mapped[date | None] = mapped_column(index=True)
    coordinator_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    registered_at: Mapped[datetime]
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    plan: Mapped[Plan] = relationship()
    priority: Mapped[PlanPriority] = relationship()
    leader: Mapped[Person | None] = relationship(foreign_keys=[leader_id])
    registered_by: Mapped[Person] = relationship(foreign_keys=[registered_by_id])
    coordinator: Mapped[Unit | None] = relationship()
    sources: Mapped[list["TaskSource"]] = relationship(back_populates="task")
    assignments: Mapped[list["Assignment"]] = relationship(back_populates="task")


class TaskSource(Model):
    """A directive that a task was made from; a task without one says so.

    joined_at: when it was joined to the task that was there already; None for those that the task
    was made from.
    """

    __tablename__ = "task_source"

    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), primary_key=True)
    directive_id: Mapped[int] = mapped_column(
        ForeignKey("directive.id"), primary_key=True, index=True
    )
    joined_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship(back_populates="sources")
    directive: Mapped[Directive] = relationship()


class Assignment(Versioned, Model):
    """A task × a unit, with its own state.

    percent: as last submitted, 0 to 100; changed by the progress stage through a command of this one.
    due_on: the date in force, which may be brought forward, original_due_on: the first one, never
    overwritten; both None when the task is standing. sign_by: last day to sign for it.
    reported_on: the day closure was asked.
    """

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("task_id", "unit_id"),
        CheckConstraint("percent BETWEEN 0 AND 100", name="percent_is_a_share"),
        CheckConstraint("redo_count >= 0", name="counted_from_zero"),
        CheckConstraint("(due_on IS NULL) = (original_due_on IS NULL)", name="both_dates_or_none"),
        CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_on_a_day"),
        CheckConstraint(
            "(state IN ('reported', 'closed')) = (reported_on IS NOT NULL)",
            name="reported_on_a_day",
        ),
        CheckConstraint(
            "state NOT IN ('dispatched', 'declined') OR acknowledged_on IS NULL",
            name="unsigned_until_signed",
        ),
        CheckConstraint(
            "state NOT IN ('acknowledged', 'reported') OR acknowledged_on IS NOT NULL",
            name="worked_on_when_signed",
        ),
        CheckConstraint("duty = 'lead' OR state <> 'reported'", name="supporters_never_report"),
        CheckConstraint(
            "closed_on IS NULL OR closed_on >= reported_on", name="closed_after_reported"
        ),
        CheckConstraint("sign_by >= dispatched_on", name="signed_for_after_given"),
        Index("ix_assignment_unit_id_state", "unit_id", "state"),
        Index("ix_assignment_state_due_on", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    duty: Mapped[Duty] = mapped_column(default=Duty.LEAD)
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.DISPATCHED)
    percent: Mapped[int] = mapped_column(default=0)
    dispatched_on: Mapped[date]
    sign_by: Mapped[date]
    due_on: Mapped[date | None]
    original_due_on: Mapped[date | None]
    acknowledged_on: Mapped[date | None]
    reported_on: Mapped[date | None]
    closed_on: Mapped[date | None]
    redo_count: Mapped[int] = mapped_column(default=0)

    task: Mapped[Task] = relationship(back_populates="assignments")
    unit: Mapped[Unit] = relationship()

    @property
    def is_lead(self) -> bool:
        """Whether this unit answers for the task."""
        return self.duty is Duty.LEAD

    @property
    def is_open(self) -> bool:
        """Whether anybody still has to work on it."""
        return self.state not in (AssignmentState.CLOSED, AssignmentState.TERMINATED)


class StateChange(Model):
    """An assignment went from one state to another; `was` is None at the beginning.

    step: the deed's name in the transition table; on: the business date in China.
    unit_id: whose the assignment was then, as in the other two: a redispatch gives it to another.
    """

    __tablename__ = "state_change"
    __table_args__ = (CheckConstraint(IS_POSSIBLE, name="possible_step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    step: Mapped[str] = mapped_column(String(20))
    was: Mapped[AssignmentState | None]
    now: Mapped[AssignmentState]
    reason: Mapped[str] = mapped_column(Text, default="")
    on: Mapped[date] = mapped_column("on_date", index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()
    by: Mapped[Person] = relationship()


class DateChange(Model):
    """An assignment's due date was set or moved."""

    __tablename__ = "date_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    was: Mapped[date | None]
    now: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    on: Mapped[date] = mapped_column("on_date", index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()
    by: Mapped[Person] = relationship()


class PercentChange(Model):
    """A unit's submitted percent."""

    __tablename__ = "percent_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    was: Mapped[int]
    now: Mapped[int]
    reason: Mapped[str] = mapped_column(Text, default="")
    on: Mapped[date] = mapped_column("on_date", index=True)
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    assignment: Mapped[Assignment] = relationship()
    unit: Mapped[Unit] = relationship()
    by: Mapped[Person] = relationship()
