"""The import of a breakdown sheet while it is under way."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person
from tracker.workplan.meetings.models import Report


class BreakdownImport(Versioned, Model):
    """A breakdown sheet that somebody began to import, and the report that it became.

    file_name, file_hash: the file as it was uploaded; sheet: the chosen one, from 0; mapping: which
    column holds what, as `heads.Mapping` writes it (None while nobody confirmed it); splits: whether
    numbered items in one cell become measures each; report_id: None while it is unfinished.
    """

    __tablename__ = "breakdown_import"
    __table_args__ = (
        CheckConstraint("plan_year BETWEEN 2000 AND 2100", name="plausible_year"),
        CheckConstraint("sheet >= 0", name="sheet_counts_from_0"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    begun_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime]
    file_name: Mapped[str] = mapped_column(String(255))
    file_hash: Mapped[str] = mapped_column(String(64))
    sheet: Mapped[int | None]
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    splits: Mapped[bool] = mapped_column(default=False)
    plan_year: Mapped[int | None]
    report_id: Mapped[int | None] = mapped_column(ForeignKey("report.id"), unique=True)

    begun_by: Mapped[Person] = relationship()
    report: Mapped[Report | None] = relationship()
