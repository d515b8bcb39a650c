"""What pages ask about units and persons."""

from datetime import date

import pytest

from tests.town import TODAY, Town
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound
from tracker.people import queries
from tracker.people.models import Role


def test_units_come_in_official_order_without_the_root_and_closed_ones(town: Town) -> None:
    with transaction():
        town.roads.closed_on = date(2026, 1, 31)

    assert [unit.short_name for unit in queries.units()] == ["督查室", "住房局", "东溪县", "西岭县"]


def test_groups_bring_their_units(town: Town) -> None:
    group = queries.groups()[0]

    assert [unit.id for unit in group.members] == [town.east.id, town.west.id]


def test_units_are_found_by_id(town: Town) -> None:
    assert queries.units_by_id([town.east.id])[town.east.id].names == ("东溪县", "东溪县")


@pytest.mark.usefixtures("town")
def test_holders_of_a_role_are_those_of_the_day() -> None:
    assert [person.login for person in queries.holders(Role.SUPERVISOR, TODAY)] == ["lin"]
    assert list(queries.holders(Role.SUPERVISOR, date(2025, 1, 1))) == []


def test_a_command_line_acts_for_a_named_person_or_the_only_supervisor(town: Town) -> None:
    assert queries.acting(None, TODAY).id == town.lin.id
    assert queries.acting("WANG", TODAY).id == town.wang.id
    with pytest.raises(NotFound, match="--as"):
        queries.acting("nobody", TODAY)


def test_an_empty_database_has_no_people(town: Town) -> None:
    assert town.lin.id
    assert queries.has_people()
