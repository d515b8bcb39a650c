"""What is kept of a file that lies beside an entry."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model
from tracker.foundation.uploads import KeptFile
from tracker.people.models import Person
from tracker.workplan.progress.models import ProgressEntry


class Evidence(Model):
    """A file beside an entry. unit_id: whose the assignment was then; a removed one comes back on a word."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint(
            "(removed_at IS NULL) = (removed_by_id IS NULL)", name="removed_by_somebody"
        ),
        Index("ix_evidence_unit_id_removed_at", "unit_id", "removed_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("progress_entry.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("kept_file.id"), unique=True)
    added_at: Mapped[datetime]
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None] = mapped_column(index=True)
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    entry: Mapped[ProgressEntry] = relationship()
    file: Mapped[KeptFile] = relationship()
    added_by: Mapped[Person] = relationship(foreign_keys=[added_by_id])
