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

    def aliases(self) -> dict[tuple[str, int], list[str]]:
        """Return, by kind and key of a party, every name that a line may write it by."""
        found: dict[tuple[str, int], list[str]] = {}
        for party in self.office.parties.values():
            found[party.kind, party.id] = list(party.names)
        return found

    def written(self, ids: Iterable[int], *, is_short: bool = False) -> str:
        """Write units down, whole groups by their names, as `units_of` reads them."""
        left = list(dict.fromkeys(ids))
        found = []
        for group in self.groups:
            members = self.members[group.id]
            if len(members) > 1 and set(members) <= set(left):
                found.append(group.name)
                left = [it for it in left if it not in members]
        by_id = {it.id: it.short_name if is_short else it.name for it in self.units}
        return "、".join([*found, *(by_id[it] for it in left if it in by_id)])


def known() -> Known:
    """Read the office's table."""
    present, together = units(), groups()
    return Known(present, together, office(), rules.members_of(present, together))
