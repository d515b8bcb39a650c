"""The columns of the grid of tasks × units; plain decisions."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.people.models import Unit, UnitGroup
from tracker.workplan.tasks.rules import Members


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns that stand together: a group and those of its units that no earlier group has.

    group: None for units of no group; member_ids: all units of the group, wherever they stand.
    """

    group: UnitGroup | None
    units: list[Unit]
    member_ids: tuple[int, ...]


def columns(units: Sequence[Unit], groups: Sequence[UnitGroup], members: Members) -> list[Columns]:
    """Give each unit one column, in the official order, under the first group that it is in."""
    left = list(units)
    found = []
    for group in groups:
        ids = members.get(group.id, ())
        if ids:
            found.append(Columns(group, [it for it in left if it.id in ids], tuple(ids)))
            left = [it for it in left if it.id not in ids]
    return [*found, Columns(None, left, ())] if left else found
