"""A meeting's report: the row that holds the text."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person


class ReportKind(StrEnum):
    """How the report came in."""

    TEXT = "text"
    DOCX = "docx"
    PASTED = "pasted"


class Report(Versioned, Model):
    """A report as it was taken in; its text is never changed, what it says about itself may be.

    text: line feeds only, otherwise the document's own; offsets of directives count its code points.
    text_hash: SHA-256 (hex) of the text, by which the same report is recognised.
    file_hash, file_name: the original in the files folder; None for pasted text.
    plan_year: the year that its directives plan for.
    """

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("(file_hash IS NULL) = (kind = 'pasted')", name="file_unless_pasted"),
        CheckConstraint("plan_year BETWEEN 2000 AND 2100", name="plausible_year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    text_hash: Mapped[str] = mapped_column(String(64), unique=True)
    kind: Mapped[ReportKind]
    file_hash: Mapped[str | None] = mapped_column(String(64))
    file_name: Mapped[str | None] = mapped_column(String(255))
    warnings: Mapped[list[str]] = mapped_column(JSON, default=list)
    organiser: Mapped[str | None] = mapped_column(String(100))
    speaker: Mapped[str | None] = mapped_column(String(60))
    held_on: Mapped[date | None] = mapped_column(index=True)
    published_on: Mapped[date | None]
    plan_year: Mapped[int] = mapped_column(index=True)
    taken_in_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_in_at: Mapped[datetime] = mapped_column(index=True)

    taken_in_by: Mapped[Person] = relationship()
