"""A directive found in a report, and the sentences that a person set aside as context."""

from datetime import date, datetime
from enum import StrEnum
from typing import TypedDict

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person
from tracker.workplan.meetings.models import Report


class Level(StrEnum):
    """Where a directive stands in the tree."""

    PRIORITY = "priority"
    MEASURE = "measure"


class DirectiveState(StrEnum):
    """What the supervisor decided about it."""

    DRAFT = "draft"
    ACCEPTED = "accepted"
    NOTE_ONLY = "note_only"


class Origin(StrEnum):
    """Who found it."""

    EXTRACTED = "extracted"
    ADDED = "added"


class Mode(StrEnum):
    """How several units carry one task: one leads (joint), or each answers for itself."""

    JOINT = "joint"
    EACH = "each"


class NamedUnit(TypedDict):
    """A unit or group as the report writes it, and what it is in the office's own table.

    duty: ``lead`` or ``support``; unit_id, group_id: the match, both None while it is unknown.
    """

    name: str
    duty: str
    unit_id: int | None
    group_id: int | None


class NamedTarget(TypedDict):
    """A figure to be reached: its words, value, unit and comparison."""

    text: str
    value: float
    unit: str
    comparison: str


class Directive(Versioned, Model):
    """One priority or measure, tied to its very words in the report.

    quote: ``report.text[start:end]``, verbatim for ever; title: the drafted task's title, editable.
    confidence: 0 to 1; due_text: the report's words about time, due_on: the day they mean.
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
    position: Mapped[int]
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
