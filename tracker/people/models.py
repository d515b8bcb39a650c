"""Units, persons, what they may do and their sessions."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.model import Model, Versioned


class UnitKind(StrEnum):
    """What sort of unit it is."""

    ROOT = "root"
    OFFICE = "office"
    DEPARTMENT = "department"
    COUNTY = "county"
    ZONE = "zone"


class Role(StrEnum):
    """What a person is, in a unit, for a time."""

    SUPERVISOR = "supervisor"
    LEADER = "leader"
    HEAD = "head"
    CONTACT = "contact"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


group_member = Table(
    "group_member",
    Model.metadata,
    Column("group_id", ForeignKey("unit_group.id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
)


class Unit(Versioned, Model):
    """A department, county, zone or office; ``position`` is its official place in lists."""

    __tablename__ = "unit"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    short_name: Mapped[str] = mapped_column(String(30))
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[UnitKind]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    closed_on: Mapped[date | None]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that a report may use for it."""
        return (self.name, self.short_name, *self.aliases)


class UnitGroup(Model):
    """Units addressed together, such as 各县(市、区)."""

    __tablename__ = "unit_group"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(60), unique=True)
    aliases: Mapped[list[str]] = mapped_column(JSON, default=list)
    position: Mapped[int] = mapped_column(default=0)

    members: Mapped[list[Unit]] = relationship(secondary=group_member, order_by=Unit.position)


class Person(Versioned, Model):
    """Somebody who signs in. ``login`` is kept in its folded form."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(60), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    is_active: Mapped[bool] = mapped_column(default=True)

    grants: Mapped[list["Grant"]] = relationship(back_populates="person", order_by="Grant.id")
    charges: Mapped[list["Charge"]] = relationship(back_populates="person", order_by="Charge.id")


class Grant(Model):
    """A role of a person in a unit, from a day to a day (both included; None: open)."""

    __tablename__ = "grant"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
        UniqueConstraint("person_id", "role", "unit_id", "from_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    role: Mapped[Role]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="grants")
    unit: Mapped[Unit] = relationship()


class Charge(Model):
    """A unit in a leader's charge (分管), from a day to a day."""

    __tablename__ = "charge"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="ends_after_it_begins"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    from_on: Mapped[date]
    to_on: Mapped[date | None]

    person: Mapped[Person] = relationship(back_populates="charges")


class Session(Model):
    """A signed-in browser; only the SHA-256 of its token is kept."""

    __tablename__ = "session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]

    person: Mapped[Person] = relationship()


class SignInFailure(Model):
    """A failed attempt, counted for the lock-out; kept in the database for all workers."""

    __tablename__ = "sign_in_failure"

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), index=True)
    address: Mapped[str] = mapped_column(String(45))
    at: Mapped[datetime] = mapped_column(index=True)
