"""Units, persons, what they may do and how they sign in."""

from tracker.people.models.credentials import (
    CalendarLink,
    FormerPassword,
    Invitation,
    Purpose,
    RecoveryCode,
    SecondFactor,
    Session,
    Shown,
    SignInFailure,
)
from tracker.people.models.persons import Charge, Grant, Person, Role, masked
from tracker.people.models.units import FormerName, Unit, UnitGroup, UnitKind, group_member

__all__ = [
    "CalendarLink",
    "Charge",
    "FormerName",
    "FormerPassword",
    "Grant",
    "Invitation",
    "Person",
    "Purpose",
    "RecoveryCode",
    "Role",
    "SecondFactor",
    "Session",
    "Shown",
    "SignInFailure",
    "Unit",
    "UnitGroup",
    "UnitKind",
    "group_member",
    "masked",
]
