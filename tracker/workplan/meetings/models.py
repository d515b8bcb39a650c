"""A meeting's report: the row that holds the text."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.labels import USUAL, Label
from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person


class ReportKind(StrEnum):
    """How the report came in."""

    TEXT = "text"
    DOCX = "docx"
    DOC = "doc"
    WPS = "wps"
    PDF = "pdf"
    HTML = "html"
    MARKDOWN = "markdown"
    SHEET = "sheet"
    PASTED = "pasted"


class Report(Versioned, Model):
    """A report as it was taken in; its text is never changed, what it says about itself may be.

    text: line feeds only, otherwise the document's own; offsets of directives count its code points.
    text_hash: SHA-256 (hex) of the text, by which the same report is recognised; while the report
    is voided its place is held by `voided:` and the report's id, so that the text may come in again.
    file_hash, file_name: the original in the files folder; None for pasted text.
    plan_year: the year that its directives plan for. label: who may see it, and all that is made of it.
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
    label: Mapped[Label] = mapped_column(default=USUAL, server_default=USUAL.value)
    taken_in_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    taken_in_at: Mapped[datetime] = mapped_column(index=True)

    taken_in_by: Mapped[Person] = relationship()
    voiding: Mapped["Voiding | None"] = relationship(
        back_populates="report", cascade="all, delete-orphan"
    )

    @property
    def is_voided(self) -> bool:
        """Whether it was taken in by mistake and counts nowhere."""
        return self.voiding is not None


class Voiding(Model):
    """A report that was taken in by mistake: all of it is kept, nothing of it counts; undone by deletion.

    text_hash: the report's own, which it has again when it is restored.
    """

    __tablename__ = "report_voiding"
    __table_args__ = (CheckConstraint("reason <> ''", name="has_a_reason"),)

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    text_hash: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text)
    voided_at: Mapped[datetime]
    voided_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    report: Mapped[Report] = relationship(back_populates="voiding")
    voided_by: Mapped[Person] = relationship()


class ReportBand(Model):
    """A number of a report's sketch: reports that are alike share some (see `likeness`)."""

    __tablename__ = "report_band"

    band: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)


class ReportLikeness(Model):
    """A report came in that is much like an earlier one.

    share: how much of the shorter one stands in the longer one; 1 for all of it.
    kept_at: when a person said that it is a report of its own all the same; None while nobody did.
    """

    __tablename__ = "report_likeness"
    __table_args__ = (
        CheckConstraint("share > 0 AND share <= 1", name="share_of_one"),
        CheckConstraint("report_id <> earlier_id", name="of_two_reports"),
        CheckConstraint("(kept_at IS NULL) = (kept_by_id IS NULL)", name="kept_by_somebody"),
    )

    report_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True)
    earlier_id: Mapped[int] = mapped_column(ForeignKey("report.id"), primary_key=True, index=True)
    share: Mapped[float]
    kept_at: Mapped[datetime | None]
    kept_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    report: Mapped[Report] = relationship(foreign_keys=[report_id])
    earlier: Mapped[Report] = relationship(foreign_keys=[earlier_id])
