"""Persons, the roles that they hold in units, and what is in a leader's charge."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.foundation.labels import USUAL, Label
from tracker.foundation.model import Model, Versioned
from tracker.people.models.units import Unit

LENGTH_OF_MOBILE = 11


class Role(StrEnum):
    """What a person is, in a unit, for a time."""

    SUPERVISOR = "supervisor"
    LEADER = "leader"
    HEAD = "head"
    CONTACT = "contact"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDITOR = "auditor"


class Person(Versioned, Model):
    """Somebody who signs in. ``login`` is kept in its folded form.

    phone, email: of the office, both optional; pages and files show `masked_phone` alone.
    password_set_at: since when the password holds; a password of unknown age must be changed.
    must_change_password: it was given by somebody else and opens nothing but its own change.
    disabled_at, disabled_reason: since when and why the account is out of use.
    clearance: up to which label the person may see; given by the security admin.
    """

    __tablename__ = "person"
    __table_args__ = (
        CheckConstraint("disabled_at IS NULL OR NOT is_active", name="disabled_is_not_active"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    login: Mapped[str] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    post: Mapped[str] = mapped_column(String(60), default="")
    phone: Mapped[str] = mapped_column(String(30), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_set_at: Mapped[datetime | None]
    must_change_password: Mapped[bool] = mapped_column(default=False)
    is_active: Mapped[bool] = mapped_column(default=True)
    disabled_at: Mapped[datetime | None]
    disabled_reason: Mapped[str] = mapped_column(String(200), default="")
    clearance: Mapped[Label] = mapped_column(default=USUAL, server_default=USUAL.value)

    grants: Mapped[list["Grant"]] = relationship(back_populates="person", order_by="Grant.id")
    charges: Mapped[list["Charge"]] = relationship(back_populates="person", order_by="Charge.id")

    @property
    def masked_phone(self) -> str:
        """The telephone number as everybody may see it: 138****0021; '' when there is none."""
        return masked(self.phone)


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
    unit: Mapped[Unit] = relationship()


def masked(phone: str) -> str:
    """Hide the middle of a telephone number; of a short one all but its last two digits."""
    if not phone:
        return ""
    head, tail = (3, 4) if len(phone) >= LENGTH_OF_MOBILE else (0, 2)
    return f"{phone[:head]}****{phone[-tail:]}"
