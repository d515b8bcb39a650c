"""A directive found in a report, the sentences set aside as context, and the steps of its review."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypedDict

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person
from tracker.workplan.directives.extraction.calendar import Calendar
from tracker.workplan.directives.extraction.times import read_field
from tracker.workplan.meetings.models import Report


class Level(StrEnum):
    """Where a directive stands in the tree."""

    PRIORITY = "priority"
    MEASURE = "measure"


class DirectiveState(StrEnum):
    """What the supervisor decided about it.

    Retired: merged into another, or added and taken back. It is kept and stands in no list or count.
    """

    DRAFT = "draft"
    ACCEPTED = "accepted"
    NOTE_ONLY = "note_only"
    RETIRED = "retired"


class Origin(StrEnum):
    """Who found it."""

    EXTRACTED = "extracted"
    ADDED = "added"


class Mode(StrEnum):
    """How several units carry one task: one leads (joint), or each answers for itself."""

    JOINT = "joint"
    EACH = "each"


class StepKind(StrEnum):
    """What a step of the review did."""

    ACCEPTED = "accepted"
    NOTED = "noted"
    UNDECIDED = "undecided"
    EDITED = "edited"
    ADDED = "added"
    MERGED = "merged"
    SPLIT = "split"
    REPARENTED = "reparented"
    LEVELLED = "levelled"
    MOVED = "moved"
    SET_ASIDE = "set_aside"


class NamedUnit(TypedDict):
    """A unit or group as the report writes it, and what it is in the office's own table.

    duty: ``lead`` or ``support``; unit_id, group_id: the match, both None while it is unknown.
    """

    name: str
    duty: str
    unit_id: int | None
    group_id: int | None


class NamedTarget(TypedDict):
    """A figure to be reached: its words, value, unit and comparison.

    upper: the end of a range; change: `increase` or `decrease` where the figure is by how much;
    baseline: where it starts; against: what it is measured against, in the report's words.
    """

    text: str
    value: float
    unit: str
    comparison: str
    upper: float | None
    change: str | None
    baseline: float | None
    against: str | None


class Directive(Versioned, Model):
    """One priority or measure, tied to its very words in the report.

    quote: ``report.text[start:end]``, verbatim for ever; title: the drafted task's title, editable.
    confidence: 0 to 1; due_text: the report's words about time, due_on: the day they mean.
    position: the place among siblings, from the span; moved by hand it lies between its neighbours.
    """

    __tablename__ = "directive"
    __table_args__ = (
        CheckConstraint('start >= 0 AND start < "end"', name="span_is_not_empty"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence_is_a_share"),
        CheckConstraint("(state = 'draft') = (decided_at IS NULL)", name="decided_when_not_draft"),
        CheckConstraint(
            "state <> 'note_only' OR note_reason <> ''", name="note_only_needs_a_reason"
        ),
        CheckConstraint("level = 'measure' OR heading IS NOT NULL", name="priority_has_a_heading"),
        Index("ix_directive_report_id_position", "report_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("directive.id"), index=True)
    position: Mapped[float]
    level: Mapped[Level]
    origin: Mapped[Origin]
    heading: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(200))
    quote: Mapped[str] = mapped_column(Text)
    start: Mapped[int]
    end: Mapped[int]
    due_on: Mapped[date | None]
    due_text: Mapped[str | None] = mapped_column(String(100))
    mode: Mapped[Mode | None]
    units: Mapped[list[NamedUnit]] = mapped_column(JSON, default=list)
    targets: Mapped[list[NamedTarget]] = mapped_column(JSON, default=list)
    modality: Mapped[str | None] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(String(100))
    confidence: Mapped[float]
    state: Mapped[DirectiveState] = mapped_column(default=DirectiveState.DRAFT, index=True)
    note_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None]

    report: Mapped[Report] = relationship()
    parent: Mapped["Directive | None"] = relationship(remote_side="Directive.id")
    decided_by: Mapped[Person | None] = relationship()

    @property
    def due_doubt(self) -> str | None:
        """Why the report's words about time mean no day, for a person to settle (`2月30日前`)."""
        if self.due_on is not None or not self.due_text:
            return None
        report = self.report
        calendar = Calendar(report.plan_year, report.published_on or report.held_on, report.held_on)
        due = read_field(self.due_text, calendar)
        return due.doubt if due else None


class Context(Model):
    """A stretch of a report that a person marked as context: read, and nothing to be done."""

    __tablename__ = "context"
    __table_args__ = (
        CheckConstraint('start >= 0 AND start < "end"', name="span_is_not_empty"),
        UniqueConstraint("report_id", "start", "end"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), index=True)
    start: Mapped[int]
    end: Mapped[int]
    marked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    marked_at: Mapped[datetime]


class Image(TypedDict):
    """A directive before and after a step: the fields by name; `before` is None for one it made."""

    id: int
    before: dict[str, Any] | None
    after: dict[str, Any]


class ReviewStep(Model):
    """One deed of a review, with what it takes to take it back.

    images: the directives concerned; spans: the stretches that were set aside. Steps of one person
    at one moment are one to her: they are taken back together.
    """

    __tablename__ = "review_step"
    __table_args__ = (
        CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone_by_somebody_at_once"
        ),
        Index("ix_review_step_report_id_at", "report_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"))
    actor_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    kind: Mapped[StepKind]
    images: Mapped[list[Image]] = mapped_column(JSON, default=list)
    spans: Mapped[list[list[int]]] = mapped_column(JSON, default=list)
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    actor: Mapped[Person] = relationship(foreign_keys=[actor_id])


class DirectiveLikeness(Model):
    """A measure says much the same as an earlier one of another report; share: 0 to 1."""

    __tablename__ = "directive_likeness"
    __table_args__ = (
        CheckConstraint("share > 0 AND share <= 1", name="share_of_one"),
        CheckConstraint("directive_id <> earlier_id", name="of_two_directives"),
    )

    directive_id: Mapped[int] = mapped_column(ForeignKey("directive.id"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(
        ForeignKey("directive.id"), primary_key=True, index=True
    )
    share: Mapped[float]

    directive: Mapped[Directive] = relationship(foreign_keys=[directive_id])
    earlier: Mapped[Directive] = relationship(foreign_keys=[earlier_id])
