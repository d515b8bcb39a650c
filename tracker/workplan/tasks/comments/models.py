"""What is kept of a discussion: comments, whom they mention, and how far everybody has read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.models import Assignment, Task

LONGEST_HANDLE = 100
OF_A_TASK = "assignment_id IS NULL"


class Comment(Versioned, Model):
    """Something that somebody said in a thread: a task's own, or that of one of its assignments.

    assignment_id: None in the thread of office and leaders. unit_id: whose the assignment was then:
    who has it later does not read what was said before. from_id: the unit that the writer spoke
    for. A comment that was deleted keeps its line and no words.
    """

    __tablename__ = "comment"
    __table_args__ = (
        CheckConstraint("(assignment_id IS NULL) = (unit_id IS NULL)", name="with_a_unit_or_not"),
        CheckConstraint("(deleted_at IS NULL) = (text <> '')", name="says_something"),
        Index("ix_comment_task_id_assignment_id_id", "task_id", "assignment_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    from_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    edited_at: Mapped[datetime | None]
    deleted_at: Mapped[datetime | None]

    task: Mapped[Task] = relationship()
    assignment: Mapped[Assignment | None] = relationship()
    unit: Mapped[Unit | None] = relationship(foreign_keys=[unit_id])
    spoke_for: Mapped[Unit] = relationship(foreign_keys=[from_id])
    written_by: Mapped[Person] = relationship()
    mentions: Mapped[list["Mention"]] = relationship(
        back_populates="comment", order_by="Mention.id", cascade="all, delete-orphan"
    )

    @property
    def is_deleted(self) -> bool:
        """Whether its words were taken away."""
        return self.deleted_at is not None


class Mention(Model):
    """Whom a comment names, a person or a unit; handle: how, behind the @, for ever."""

    __tablename__ = "comment_mention"
    __table_args__ = (
        UniqueConstraint("comment_id", "handle"),
        CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name="a_person_or_a_unit"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    comment_id: Mapped[int] = mapped_column(ForeignKey("comment.id"))
    handle: Mapped[str] = mapped_column(String(LONGEST_HANDLE))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    comment: Mapped[Comment] = relationship(back_populates="mentions")


class Reading(Model):
    """How far somebody has read a thread; up_to: the key of the last comment that was shown."""

    __tablename__ = "comment_reading"
    __table_args__ = (
        Index(
            "uq_comment_reading_of_a_task",
            "person_id",
            "task_id",
            unique=True,
            sqlite_where=text(OF_A_TASK),
            postgresql_where=text(OF_A_TASK),
        ),
        # Those of tasks have no assignment, and nothing equals nothing.
        UniqueConstraint("person_id", "assignment_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("task.id"))
    assignment_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    up_to: Mapped[int]
