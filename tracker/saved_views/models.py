"""Saved views, and which of them a person's list opens with."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned
from tracker.people.models import Person, Role


class ListKind(StrEnum):
    """The lists that views are of."""

    TASKS = "tasks"
    ASSIGNMENTS = "assignments"


class SavedView(Versioned, Model):
    """A list as somebody wants to find it again: its filters, columns, order and groups.

    asked: the parameters of the list's address. position: its place among its owner's views of the
    list. shared_with: whoever holds this role finds it too; None: its owner alone.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        UniqueConstraint("owner_id", "list_kind", "name"),
        CheckConstraint("position >= 1", name="position_from_one"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    owner_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    list_kind: Mapped[ListKind]
    name: Mapped[str] = mapped_column(String(30))
    asked: Mapped[dict[str, Any]] = mapped_column(JSON)
    shared_with: Mapped[Role | None] = mapped_column(index=True)
    position: Mapped[int]
    saved_at: Mapped[datetime]

    owner: Mapped[Person] = relationship()


class DefaultView(Model):
    """The view that a person's list opens with."""

    __tablename__ = "default_view"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    list_kind: Mapped[ListKind] = mapped_column(primary_key=True)
    view_id: Mapped[int] = mapped_column(
        ForeignKey("saved_view.id", ondelete="CASCADE"), index=True
    )
