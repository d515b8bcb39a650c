"""Who acts, with everything that a rule may ask about them; plain data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from tracker.foundation.labels import USUAL, Label
from tracker.foundation.settings import value_of
from tracker.people.models import Charge, Grant, Person, Role
from tracker.people.policy import CONTACTS_SUBMIT

Held = TypeVar("Held", Grant, Charge)


@dataclass(frozen=True, slots=True)
class Actor:
    """A person on one day.

    roles: every (role, unit id) held on that day; charge: ids of the units in a leader's charge;
    contacts_submit: whether the installation lets contacts submit for their unit;
    clearance: up to which label the person may see.
    """

    id: int | None
    name: str
    roles: frozenset[tuple[Role, int]] = frozenset()
    charge: frozenset[int] = frozenset()
    contacts_submit: bool = False
    clearance: Label = USUAL

    def holds(self, *roles: Role) -> bool:
        """Whether one of these roles is held anywhere."""
        return any(role in roles for role, _ in self.roles)

    def units_as(self, *roles: Role) -> frozenset[int]:
        """Return the ids of the units where one of these roles is held."""
        return frozenset(unit for role, unit in self.roles if role in roles)

    @property
    def is_supervisor(self) -> bool:
        """Whether the person supervises."""
        return self.holds(Role.SUPERVISOR)

    @property
    def is_leader(self) -> bool:
        """Whether the person leads."""
        return self.holds(Role.LEADER)

    @property
    def sees_all(self) -> bool:
        """Whether every unit's work is open to the person."""
        return self.holds(Role.SUPERVISOR, Role.LEADER)

    @property
    def own_units(self) -> frozenset[int]:
        """The units that the person reports for."""
        return self.units_as(Role.HEAD, Role.CONTACT)

    @property
    def headed_units(self) -> frozenset[int]:
        """The units that the person answers for as head."""
        return self.units_as(Role.HEAD)

    @property
    def submitting_units(self) -> frozenset[int]:
        """The units for which the person may submit: as head, or as contact where that is set."""
        return self.own_units if self.contacts_submit else self.headed_units


SYSTEM = Actor(id=None, name="系统", clearance=Label.SENSITIVE)


def actor_on(person: Person, today: date) -> Actor:
    """Return the person with the roles and charges that are in force on that day."""
    return Actor(
        id=person.id,
        name=person.name,
        roles=frozenset((grant.role, grant.unit_id) for grant in _in_force(person.grants, today)),
        charge=frozenset(charge.unit_id for charge in _in_force(person.charges, today)),
        contacts_submit=value_of(CONTACTS_SUBMIT),
        clearance=person.clearance,
    )


def _in_force(held: Iterable[Held], today: date) -> list[Held]:
    return [it for it in held if it.from_on <= today and (it.to_on is None or today <= it.to_on)]
