"""The office's units and groups, read once for a page that has many rows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tracker.people.models import Unit, UnitGroup
from tracker.people.queries import groups, units
from tracker.workplan.directives.matching import Office
from tracker.workplan.directives.models import NamedUnit
from tracker.workplan.directives.queries import office
from tracker.workplan.tasks import rules


@dataclass(frozen=True, slots=True)
class Known:
    """The units and groups that take tasks, and every name that a report may use for them."""

    units: Sequence[Unit]
    groups: Sequence[UnitGroup]
    office: Office
    members: rules.Members

    def units_of(self, words: str) -> list[int]:
        """Return the keys of the units that a line of names means."""
        return rules.read_units(words, self.office, self.members).ids

    def unknown_in(self, words: str) -> list[str]:
        """Return the names of a line that nobody knows."""
        return rules.read_units(words, self.office, self.members).unknown

    def resolved(self, named: Iterable[NamedUnit]) -> list[NamedUnit]:
        """Take names apart that a report joins."""
        return rules.resolved(named, self.office)

    def names(self, named: Iterable[NamedUnit], duty: str) -> str:
        """Write the known units of one duty down."""
        return rules.names_from(named, duty, self.units, self.groups)


def known() -> Known:
    """Read the office's table."""
    present, together = units(), groups()
    return Known(present, together, office(), rules.members_of(present, together))
