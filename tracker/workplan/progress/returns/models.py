"""Wordings that stood before, and returns: rows are added, never changed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model
from tracker.people.models import Person
from tracker.workplan.progress.models import ProgressEntry


class EntryWording(Model):
    """What an entry said when it was submitted, kept when it is returned or corrected."""

    __tablename__ = "entry_wording"

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("progress_entry.id"), index=True)
    percent: Mapped[int]
    done: Mapped[str] = mapped_column(Text)
    problems: Mapped[str] = mapped_column(Text)
    next_steps: Mapped[str] = mapped_column(Text)
    is_unchanged: Mapped[bool]
    lower_reason: Mapped[str] = mapped_column(Text)
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    submitted_by: Mapped[Person] = relationship()


class EntryReturn(Model):
    """A submitted entry was given back to its unit; on: the business date in China.

    wording_id: what it said then, None of returns before that was kept; by_id: None where it is not
    known any more.
    """

    __tablename__ = "entry_return"
    __table_args__ = (CheckConstraint("reason <> ''", name="with_a_reason"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("progress_entry.id"), index=True)
    wording_id: Mapped[int | None] = mapped_column(ForeignKey("entry_wording.id"))
    reason: Mapped[str] = mapped_column(Text)
    on: Mapped[date] = mapped_column("on_date", index=True)
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    entry: Mapped[ProgressEntry] = relationship()
    wording: Mapped[EntryWording | None] = relationship()
    by: Mapped[Person | None] = relationship()
