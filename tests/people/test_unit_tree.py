"""A tree of units stays a tree, by the rule and below it by the database; its order is the office's own."""

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from tests.people.test_persons import last_entry
from tests.people.test_units import edited, made, refused
from tests.town import NOW, Town
from tracker.foundation.db import db, transaction
from tracker.people import commands, queries, rules
from tracker.people.models import Unit, UnitKind


def test_no_unit_stands_below_itself(town: Town) -> None:
    edited(town, town.housing, parent_id=town.roads.id)
    edited(town, town.east, parent_id=town.housing.id)

    for below in (town.roads, town.housing, town.east):
        with refused(rules.CIRCLE):
            edited(town, town.roads, parent_id=below.id)


def chain(town: Town, length: int) -> list[Unit]:
    found: list[Unit] = []
    for n in range(length):
        above = found[-1].id if found else None
        found.append(
            made(town, code=f"5{n}", name=f"第{n}级局", short_name=f"第{n}局", parent_id=above)
        )
    return found


def test_the_tree_has_six_levels_at_most(town: Town) -> None:
    lowest = chain(town, 6)

    with refused(rules.TOO_DEEP):
        made(town, parent_id=lowest[-1].id)
    with refused(rules.TOO_DEEP):
        edited(town, lowest[0], parent_id=town.roads.id)
    edited(town, lowest[1], parent_id=town.roads.id)


@pytest.mark.postgres
def test_the_database_refuses_a_circle_too(town: Town) -> None:
    def put(unit: Unit, below: Unit) -> None:
        with transaction():
            db.session.execute(update(Unit).where(Unit.id == unit.id).values(parent_id=below.id))

    put(town.housing, town.roads)
    put(town.east, town.housing)
    with pytest.raises(IntegrityError):
        put(town.roads, town.east)
    with pytest.raises(IntegrityError):
        put(town.west, town.west)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            update(Unit).where(Unit.id == town.west.id).values(merged_into_id=town.east.id)
        )
    deep = chain(town, 6)
    seventh = {"code": "x", "name": "xx", "short_name": "xx", "aliases": [], "version": 1}
    seventh |= {"kind": UnitKind.ZONE, "parent_id": deep[-1].id, "position": 1}
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(insert(Unit).values(**seventh, closed_reason=""))


@pytest.mark.postgres
def test_units_move_among_those_of_one_parent(town: Town) -> None:
    def order() -> list[str]:
        db.session.expire_all()
        return [it.short_name for it in queries.units()]

    def put(unit: Unit, place: int) -> None:
        with transaction():
            commands.move_unit(town.actor(town.gu), unit, place, now=NOW, version=None)

    put(town.roads, 3)
    assert order() == ["督查室", "公路局", "住房局", "东溪县", "西岭县"]
    assert last_entry().deed == "unit.moved"
    assert last_entry().details["now_position"] == 3
    put(town.west, 99)
    put(town.east, 0)
    assert order() == ["东溪县", "督查室", "公路局", "住房局", "西岭县"]
    # Nobody's open form of a unit that only made room grows old.
    assert town.housing.version == 1


def test_units_without_places_of_their_own_get_them(town: Town) -> None:
    with transaction():
        for unit in (town.office, town.housing, town.roads):
            unit.position = 2
    with transaction():
        commands.move_unit(town.actor(town.gu), town.roads, 2, now=NOW, version=None)

    assert [it.short_name for it in queries.units()][:3] == ["公路局", "督查室", "住房局"]
