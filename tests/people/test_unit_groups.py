"""Groups of units: made, changed, and deleted as long as no directive names them."""

import pytest
from sqlalchemy import select

from tests.people.test_persons import last_entry
from tests.people.test_units import refused
from tests.town import NOW, Town
from tests.workplan.tasks.builders import directive
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.people import commands, rules
from tracker.people.commands import GroupData
from tracker.people.models import Unit, UnitGroup
from tracker.workplan.directives.commands import delete_group
from tracker.workplan.directives.matching import match
from tracker.workplan.directives.queries import office


def group_of(town: Town, name: str = "各局", *members: Unit) -> UnitGroup:
    with transaction():
        return commands.create_group(
            town.actor(town.gu), GroupData(name, ("各部门",), list(members)), now=NOW
        )


@pytest.mark.postgres
def test_a_group_is_made_changed_and_deleted(town: Town) -> None:
    group = group_of(town, "各局", town.housing, town.roads)
    assert group.position == 2
    found = match("各部门", office())
    assert found is not None
    assert (found.kind, found.id) == ("group", group.id)

    changed = GroupData("市直各局", ("各部门",), [town.roads, town.office])
    with transaction():
        commands.edit_group(town.actor(town.gu), group, changed, now=NOW, version=1)
    assert group.version == 2
    details = last_entry().details
    assert (details["added"], details["removed"]) == (["市督查室"], ["市住房局"])
    assert (details["was_name"], details["now_name"]) == ("各局", "市直各局")
    with transaction():
        assert not commands.edit_group(town.actor(town.gu), group, changed, now=NOW, version=2)
    only = GroupData("市直各局", ("各部门",), [town.roads])
    with transaction():
        commands.edit_group(town.actor(town.gu), group, only, now=NOW, version=2)
    assert group.version == 3
    with transaction():
        delete_group(town.actor(town.gu), group, now=NOW, version=3)
    assert db.session.scalars(select(UnitGroup.name)).all() == ["各县（市、区）"]
    assert last_entry().deed == "group.deleted"


@pytest.mark.parametrize(
    ("name", "aliases", "sentence"),
    [
        ("", (), rules.GROUP_NO_NAME),
        ("各", (), rules.SHORT_NAME),
        ("各局", tuple(f"别名{n}" for n in range(31)), rules.MANY_ALIASES),
        ("东溪县", (), rules.NAME_TAKEN),
        ("各局", ("各地",), rules.NAME_TAKEN),
    ],
)
def test_a_group_needs_a_name_of_its_own(
    town: Town, name: str, aliases: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(RuleBroken) as caught, transaction():
        commands.create_group(town.actor(town.gu), GroupData(name, aliases, []), now=NOW)
    assert sentence.rsplit("}", maxsplit=1)[-1] in caught.value.sentence


@pytest.mark.postgres
def test_a_group_that_a_directive_names_is_not_deleted(town: Town) -> None:
    found = directive(town)
    with transaction():
        found.units = [
            {"name": "各地", "duty": "lead", "unit_id": None, "group_id": town.counties.id}
        ]
    other = group_of(town)

    with refused(rules.GROUP_USED), transaction():
        delete_group(town.actor(town.gu), town.counties, now=NOW, version=None)
    with transaction():
        delete_group(town.actor(town.gu), other, now=NOW, version=None)
