"""Units, the names they had before, and groups of them."""

from datetime import date
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned


class UnitKind(StrEnum):
    """What sort of unit it is."""

    ROOT = "root"
    OFFICE = "office"
    DEPARTMENT = "department"
    COUNTY = "county"
    ZONE = "zone"


group_member = Table(
    "group_member",
    Model.metadata,
    Column("group_id", ForeignKey("unit_group.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
)


class Unit(Versioned, Model):
    """A department, county, zone or office; ``position`` is its official place in lists.

    closed_on: the day from which nothing new goes to it; merged_into_id: the unit that goes on in its
    place. No unit stands above itself: a trigger keeps that too (migration 0010).
    """

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("merged_into_id IS NULL OR closed_on IS NOT NULL", name="merged_is_closed"),
        CheckConstraint("merged_into_id <> id", name="not_merged_into_itself"),
        CheckConstraint("parent_id <> id", name="not_above_itself"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    short_name: Mapped[str] = mapped_column(String(30))
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[UnitKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]
    closed_reason: Mapped[str] = mapped_column(String(200), default="")
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)

    former_names: Mapped[list["FormerName"]] = relationship(
        back_populates="unit", order_by="FormerName.to_on.desc(), FormerName.id.desc()"
    )

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a report may use for it."""
        return (self.name, self.short_name, *self.aliases)


class FormerName(Model):
    """What a unit was called until it was renamed; from_on: None from the beginning."""

    __tablename__ = "former_name"
    __table_args__ = (
        CheckConstraint("from_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    short_name: Mapped[str] = mapped_column(String(30))
    from_on: Mapped[date | None]
    to_on: Mapped[date]

    unit: Mapped[Unit] = relationship(back_populates="former_names")


class UnitGroup(Versioned, Model):
    """Units addressed together, such as 各县(市、区)."""

    __tablename__ = "unit_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)

    members: Mapped[list[Unit]] = relationship(secondary=group_member, order_by=Unit.position)
