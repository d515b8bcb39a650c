"""Units written as people write them: 市住房局、各县（市、区）."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.people.models import Unit, UnitGroup
from tracker.workplan.directives.matching import Office, Party, apart, typed
from tracker.workplan.directives.models import NamedUnit

Members = Mapping[int, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Named:
    """Units that a line of text names: their ids, and the names that nobody knows."""

    ids: list[int]
    unknown: list[str]


def members_of(units: Iterable[Unit], groups: Iterable[UnitGroup]) -> Members:
    """Return, by group, the keys of its units that take tasks."""
    present = {unit.id for unit in units}
    return {
        group.id: tuple(unit.id for unit in group.members if unit.id in present) for group in groups
    }


def units_meant(party: Party | None, members: Members) -> tuple[int, ...]:
    """Return the keys of the units that a party stands for; none for nobody."""
    if party is None:
        return ()
    return (party.id,) if party.kind == "unit" else members.get(party.id, ())


def read_units(text: str, office: Office, members: Members) -> Named:
    """Read a line of names, in its order, each unit once."""
    ids: list[int] = []
    unknown: list[str] = []
    for name, party in typed(text, office):
        found = units_meant(party, members)
        ids += found
        unknown += [] if found else [name]
    return Named(list(dict.fromkeys(ids)), unknown)


def names_from(
    named: Iterable[NamedUnit], duty: str, units: Iterable[Unit], groups: Iterable[UnitGroup]
) -> str:
    """Write down the units of one duty that a report names and the office knows."""
    unit_names = {unit.id: unit.name for unit in units}
    group_names = {group.id: group.name for group in groups}
    found: list[str] = []
    for it in named:
        if it["duty"] != duty:
            continue
        name = group_names.get(it["group_id"] or 0) or unit_names.get(it["unit_id"] or 0)
        found += [name] if name else []
    return "、".join(dict.fromkeys(found))


def resolved(named: Iterable[NamedUnit], office: Office) -> list[NamedUnit]:
    """Read 市公安局和市住建局, which a report's reader took for one name, as the units it joins.

    A name stays whole unless each of its parts means somebody.
    """
    found: list[NamedUnit] = []
    for it in named:
        parts = apart(it["name"], office) if _is_unknown(it) else []
        found += [
            NamedUnit(
                name=name,
                duty=it["duty"],
                unit_id=party.id if party.kind == "unit" else None,
                group_id=party.id if party.kind == "group" else None,
            )
            for name, party in parts
        ] or [it]
    return found


def unmatched(named: Sequence[NamedUnit]) -> list[str]:
    """Return the names in a report that stand for no unit of the office's own table."""
    return [it["name"] for it in named if _is_unknown(it)]


def _is_unknown(it: NamedUnit) -> bool:
    return it["unit_id"] is None and it["group_id"] is None
