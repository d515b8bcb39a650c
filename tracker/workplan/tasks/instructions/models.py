"""What is kept of a leader's instruction: what it is about, what it orders, and what came of it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.foundation.uploads import KeptFile
from tracker.people.models import Person, Unit
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.models import Assignment, Task

ABOUT_ONE = (
    "(CASE WHEN report_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN task_id IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN assignment_id IS NULL THEN 0 ELSE 1 END) = 1"
)
"""A row is about a report, a task or an assignment: just one of them."""


class Instruction(Versioned, Model):
    """What a leader wrote about a report, a task or an assignment.

    unit_id: whose the assignment was then, None for the other two. given_on: the day on the paper.
    wants_answer: the units concerned answer, until answer_due_on where that is set.
    demand: what is to be carried out beyond it (要求落实), '' for nothing; units: by whom.
    follow_up_id: the task that the demand became, or was joined to (is_joined).
    outcome: what it came to, when a supervisor had it done.
    """

    __tablename__ = "instruction"
    __table_args__ = (
        CheckConstraint(ABOUT_ONE, name="about_one_thing"),
        CheckConstraint("(assignment_id IS NULL) = (unit_id IS NULL)", name="of_a_unit_then"),
        CheckConstraint("text <> ''", name="says_something"),
        CheckConstraint("wants_answer OR answer_due_on IS NULL", name="dated_when_asked"),
        CheckConstraint("demand <> '' OR demand_due_on IS NULL", name="dated_when_demanded"),
        CheckConstraint("(follow_up_id IS NULL) = (followed_at IS NULL)", name="followed_once"),
        CheckConstraint(
            "(followed_at IS NULL) = (followed_by_id IS NULL)", name="followed_by_somebody"
        ),
        CheckConstraint("(done_at IS NULL) = (done_by_id IS NULL)", name="done_by_somebody"),
        CheckConstraint("(done_at IS NULL) = (outcome = '')", name="done_in_words"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawn_for_a_reason"
        ),
        CheckConstraint("done_at IS NULL OR withdrawn_at IS NULL", name="done_or_withdrawn"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), index=True)
    task_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    leader_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    given_on: Mapped[date] = mapped_column(index=True)
    text: Mapped[str] = mapped_column(Text)
    wants_answer: Mapped[bool]
    answer_due_on: Mapped[date | None]
    demand: Mapped[str] = mapped_column(Text, default="")
    demand_due_on: Mapped[date | None]
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("kept_file.id"), unique=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    follow_up_id: Mapped[int | None] = mapped_column(ForeignKey("task.id"), index=True)
    is_joined: Mapped[bool] = mapped_column(default=False)
    followed_at: Mapped[datetime | None]
    followed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    outcome: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]
    done_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawal_reason: Mapped[str] = mapped_column(Text, default="")
    withdrawn_at: Mapped[datetime | None]

    report: Mapped[Report | None] = relationship()
    task: Mapped[Task | None] = relationship(foreign_keys=[task_id])
    assignment: Mapped[Assignment | None] = relationship()
    unit: Mapped[Unit | None] = relationship()
    leader: Mapped[Person] = relationship(foreign_keys=[leader_id])
    scan: Mapped[KeptFile | None] = relationship()
    recorded_by: Mapped[Person] = relationship(foreign_keys=[recorded_by_id])
    follow_up: Mapped[Task | None] = relationship(foreign_keys=[follow_up_id])
    done_by: Mapped[Person | None] = relationship(foreign_keys=[done_by_id])
    units: Mapped[list["InstructionUnit"]] = relationship(
        order_by="InstructionUnit.position", cascade="all, delete-orphan"
    )

    @property
    def is_open(self) -> bool:
        """Whether it still counts and nobody has had it done."""
        return self.done_at is None and self.withdrawn_at is None

    @property
    def waits_for_task(self) -> bool:
        """Whether what it demands is still to become a task."""
        return self.is_open and bool(self.demand) and self.follow_up_id is None

    @property
    def is_recorded(self) -> bool:
        """Whether a supervisor wrote it down for the leader (代录)."""
        return self.recorded_by_id != self.leader_id

    @property
    def its_task(self) -> Task | None:
        """The task that it is about, itself or by one unit's work; None for a report."""
        return self.task if self.assignment is None else self.assignment.task


class InstructionUnit(Model):
    """A unit by which a leader wants a demand carried out."""

    __tablename__ = "instruction_unit"

    instruction_id: Mapped[int] = mapped_column(ForeignKey("instruction.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    position: Mapped[int]

    unit: Mapped[Unit] = relationship()


class InstructionAnswer(Model):
    """What a unit answered to an instruction (回复); it may answer more than once, each is kept."""

    __tablename__ = "instruction_answer"
    __table_args__ = (CheckConstraint("text <> ''", name="says_something"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    instruction_id: Mapped[int] = mapped_column(ForeignKey("instruction.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime]
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    instruction: Mapped[Instruction] = relationship()
    unit: Mapped[Unit] = relationship()
    answered_by: Mapped[Person] = relationship()
