"""Units written as people write them."""

import pytest

from tracker.people.models import Unit, UnitGroup
from tracker.workplan.directives.matching import Party, office_of
from tracker.workplan.directives.models import NamedUnit
from tracker.workplan.tasks import rules

HOUSING = Unit(id=1, name="市住房局", short_name="住房局", aliases=["住建局"])
EAST = Unit(id=2, name="东溪县", short_name="东溪", aliases=[])
WEST = Unit(id=3, name="西岭县", short_name="西岭", aliases=[])
CLOSED = Unit(id=4, name="旧县", short_name="旧县", aliases=[])
COUNTIES = UnitGroup(id=9, name="各县（市、区）", aliases=["各地"], members=[EAST, WEST, CLOSED])
UNITS, GROUPS = [HOUSING, EAST, WEST], [COUNTIES]
OFFICE = office_of(
    [
        *(Party("group", it.id, (it.name, *it.aliases)) for it in GROUPS),
        *(Party("unit", it.id, it.names) for it in UNITS),
    ],
    ["石桥市"],
)


@pytest.mark.parametrize(
    ("text", "ids", "unknown"),
    [
        ("", [], []),
        ("市住房局", [1], []),
        ("住建局、东溪县", [1, 2], []),
        ("住房局，西岭 ; 东溪", [1, 3, 2], []),
        ("各县（市、区）", [2, 3], []),
        ("各县(市、区)、市住房局", [2, 3, 1], []),
        ("东溪县、各地", [2, 3], []),
        ("市住房局、月球局", [1], ["月球局"]),
        ("石桥市住房局、我县", [1], ["我县"]),
        ("市 住房局", [1], []),
        ("旧县", [], ["旧县"]),
    ],
)
def test_a_line_of_names_is_read_in_its_order(
    text: str, ids: list[int], unknown: list[str]
) -> None:
    found = rules.read_units(text, OFFICE, rules.members_of(UNITS, GROUPS))
    assert (found.ids, found.unknown) == (ids, unknown)


def _named(name: str, duty: str, unit_id: int | None, group_id: int | None) -> NamedUnit:
    return NamedUnit(name=name, duty=duty, unit_id=unit_id, group_id=group_id)


def test_what_a_report_names_is_written_with_the_office_names() -> None:
    named = [
        _named("住建部门", "lead", 1, None),
        _named("住房局", "lead", 1, None),
        _named("各地", "lead", None, 9),
        _named("东溪", "support", 2, None),
        _named("月球局", "lead", None, None),
        _named("旧县", "lead", 4, None),
    ]
    assert rules.names_from(named, "lead", UNITS, GROUPS) == "市住房局、各县（市、区）"
    assert rules.names_from(named, "support", UNITS, GROUPS) == "东溪县"
    assert rules.unmatched(named) == ["月球局"]


def test_names_that_are_joined_are_taken_apart_when_each_means_somebody() -> None:
    named = [
        _named("住建局和各地", "support", None, None),
        _named("住建局与月球局", "support", None, None),
        _named("东溪、西岭", "lead", None, None),
        _named("住房局和东溪", "lead", 1, None),
    ]
    assert rules.resolved(named, OFFICE) == [
        _named("住建局", "support", 1, None),
        _named("各地", "support", None, 9),
        _named("住建局与月球局", "support", None, None),
        _named("东溪", "lead", 2, None),
        _named("西岭", "lead", 3, None),
        _named("住房局和东溪", "lead", 1, None),
    ]


def test_a_party_stands_for_units_and_nobody_for_none() -> None:
    members = rules.members_of(UNITS, GROUPS)
    assert rules.units_meant(Party("unit", 1, ("市住房局",)), members) == (1,)
    assert rules.units_meant(Party("group", 9, ("各地",)), members) == (2, 3)
    assert rules.units_meant(Party("group", 8, ("空组",)), members) == ()
    assert rules.units_meant(None, members) == ()
