"""Units and groups: names without doubt, a tree that stays a tree, renaming, closing, merging."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.people.test_persons import last_entry
from tests.town import NOW, TODAY, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.people import commands, queries, rules
from tracker.people.commands import GroupData
from tracker.people.models import FormerName, Unit, UnitKind
from tracker.people.rules import units as unit_rules
from tracker.workplan.directives.commands import delete_group
from tracker.workplan.directives.matching import match
from tracker.workplan.directives.queries import office
from tracker.workplan.tasks.rules import check_units

YESTERDAY = TODAY - timedelta(days=1)


def data_of(unit: Unit, **changes: Any) -> rules.UnitData:
    kept: dict[str, Any] = {
        "code": unit.code,
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "parent_id": unit.parent_id,
        "aliases": tuple(unit.aliases),
    }
    return rules.UnitData(**(kept | changes))


def made(town: Town, **changes: Any) -> Unit:
    given: dict[str, Any] = {
        "code": "301",
        "name": "市园林局",
        "short_name": "园林局",
        "kind": UnitKind.DEPARTMENT,
    }
    with transaction():
        return commands.create_unit(
            town.actor(town.gu), rules.UnitData(**(given | changes)), now=NOW
        )


def edited(
    town: Town, unit: Unit, renamed_on: date | None = TODAY, version: int | None = None, **new: Any
) -> bool:
    with transaction():
        return commands.edit_unit(
            town.actor(town.gu),
            unit,
            data_of(unit, **new),
            renamed_on=renamed_on,
            today=TODAY,
            now=NOW,
            version=version,
        )


def closed(town: Town, unit: Unit, into: Unit | None = None, **more: Any) -> None:
    asked: dict[str, Any] = {"closed_on": TODAY, "reason": "机构改革"} | more
    with transaction():
        commands.close_unit(
            town.actor(town.gu), unit, successor=into, today=TODAY, now=NOW, version=None, **asked
        )


def reopened(town: Town, unit: Unit) -> None:
    with transaction():
        commands.reopen_unit(town.actor(town.gu), unit, now=NOW, version=None)


def refused(sentence: str) -> Any:
    return pytest.raises(RuleBroken, match=sentence.split("{", maxsplit=1)[0])


# ── Who, and what a unit may look like ───────────────────────────────────────────────────────────


@pytest.mark.parametrize("who", ["fang", "shi", "lin", "yan", "wang", "bai"])
def test_only_the_system_admin_keeps_the_register(town: Town, who: str) -> None:
    actor, unit, group = town.actor(getattr(town, who)), town.roads, town.counties
    data = data_of(unit, name="市道路局")
    deeds = [
        lambda: commands.create_unit(actor, data, now=NOW),
        lambda: commands.edit_unit(
            actor, unit, data, renamed_on=TODAY, today=TODAY, now=NOW, version=None
        ),
        lambda: commands.move_unit(actor, unit, 1, now=NOW, version=None),
        lambda: commands.close_unit(
            actor, unit, closed_on=TODAY, reason="x", today=TODAY, now=NOW, version=None
        ),
        lambda: commands.reopen_unit(actor, unit, now=NOW, version=None),
        lambda: commands.create_group(actor, GroupData("各局", (), []), now=NOW),
        lambda: commands.edit_group(actor, group, GroupData("各局", (), []), now=NOW, version=None),
        lambda: delete_group(actor, group, now=NOW, version=None),
        lambda: commands.import_units(actor, [], [], today=TODAY, now=NOW),
        lambda: commands.note_units_export(actor, count=1, now=NOW),
    ]
    for deed in deeds:
        with pytest.raises(NotAllowed), transaction():
            deed()
    assert not rules.may_keep_units(actor)


@pytest.mark.postgres
def test_a_new_unit_stands_last_and_is_written_down(town: Town) -> None:
    unit = made(town, aliases=("市园林局", "园 林局", "市绿化局", "市绿化局"))

    assert unit.position == 6
    assert unit.aliases == ["市绿化局"]
    assert unit.version == 1
    assert last_entry().deed == "unit.created"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"code": ""}, rules.BAD_CODE),
        ({"code": "三"}, rules.BAD_CODE),
        ({"code": "1" * 21}, rules.BAD_CODE),
        ({"code": "102"}, rules.CODE_TAKEN),
        ({"name": ""}, unit_rules.NO_NAME),
        ({"short_name": ""}, unit_rules.NO_NAME),
        ({"name": "局" * 61}, unit_rules.LONG_NAME),
        ({"short_name": "局" * 31}, unit_rules.LONG_NAME),
        ({"aliases": ("局" * 61,)}, unit_rules.LONG_NAME),
        ({"short_name": "局"}, rules.SHORT_NAME),
        ({"aliases": ("园林；绿化",)}, rules.HAS_SEPARATOR),
        ({"aliases": tuple(f"别名{n}" for n in range(31))}, rules.MANY_ALIASES),
        ({"kind": UnitKind.ROOT}, rules.ONE_ROOT),
        ({"parent_id": 9999}, rules.NO_PARENT),
    ],
)
def test_data_that_makes_no_sense_is_refused(
    town: Town, changes: dict[str, Any], sentence: str
) -> None:
    with refused(sentence):
        made(town, **changes)


@pytest.mark.parametrize("part", ["name", "short_name", "aliases"])
@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("市公路局", "“市公路局”"),
        ("公路 局", "“市公路局”"),
        ("石桥市", "“石桥市”"),
        ("各地", "单位组“各县（市、区）”"),
        ("各县(市、区)", "单位组“各县（市、区）”"),
    ],
)
def test_a_name_of_somebody_else_is_refused_and_the_sentence_says_whose(
    town: Town, part: str, name: str, whose: str
) -> None:
    changes: dict[str, Any] = {part: (name,) if part == "aliases" else name}
    with pytest.raises(RuleBroken) as caught:
        edited(town, town.housing, **changes)

    assert caught.value.sentence == rules.NAME_TAKEN.format(name=name, unit=whose)


def test_a_name_of_a_closed_unit_is_still_its_own(town: Town) -> None:
    closed(town, town.roads)

    with pytest.raises(RuleBroken, match="（已撤销）"):
        edited(town, town.housing, aliases=("公路局",))


def test_a_unit_keeps_a_name_that_it_shares_since_long_ago(town: Town) -> None:
    with transaction():
        town.housing.aliases = ["公路局"]

    assert edited(town, town.housing, code="999")


# ── Changes ──────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.postgres
def test_a_rename_keeps_the_old_name_its_days_and_its_meaning(town: Town) -> None:
    edited(town, town.roads, YESTERDAY, name="市交通局", short_name="交通局")

    db.session.expire_all()
    kept = town.roads.former_names
    assert [(it.name, it.short_name, it.from_on, it.to_on) for it in kept] == [
        ("市公路局", "公路局", None, YESTERDAY - timedelta(days=1))
    ]
    assert town.roads.aliases == ["市公路局", "公路局"]
    entry = last_entry()
    assert entry.deed == "unit.renamed"
    assert "name=市公路局" in entry.details["was"]
    assert "name=市交通局" in entry.details["now"]
    for name in ("市公路局", "公路局", "市交通局", "交通局"):
        found = match(name, office())
        assert found is not None
        assert (found.kind, found.id, found.names[0]) == ("unit", town.roads.id, "市交通局")
    edited(town, town.roads, TODAY, name="市交通运输局")
    db.session.expire_all()
    newest = town.roads.former_names[0]
    assert (newest.name, newest.from_on, newest.to_on) == ("市交通局", YESTERDAY, YESTERDAY)


def test_a_name_put_right_leaves_no_history(town: Town) -> None:
    edited(town, town.roads, None, name="市公路管理局")

    assert town.roads.aliases == []
    assert last_entry().deed == "unit.edited"
    assert db.session.scalars(select(FormerName)).all() == []


def test_a_name_changed_again_on_its_first_day_was_never_in_use(town: Town) -> None:
    edited(town, town.roads, TODAY, name="市交通局")
    edited(town, town.roads, TODAY, name="市交运局")

    assert [it.name for it in db.session.scalars(select(FormerName))] == ["市公路局"]
    assert town.roads.aliases == ["市公路局", "市交通局"]


def test_a_rename_is_neither_yet_to_come_nor_before_the_last_one(town: Town) -> None:
    with refused(rules.NOT_LATER):
        edited(town, town.roads, TODAY + timedelta(days=1), name="市交通局")
    edited(town, town.roads, YESTERDAY, name="市交通局")
    with refused(rules.BEFORE_RENAMING):
        edited(town, town.roads, YESTERDAY - timedelta(days=1), name="市交运局")


def test_an_edit_without_changes_writes_nothing_down(town: Town) -> None:
    before = last_entry_id()

    assert not edited(town, town.roads)
    assert last_entry_id() == before
    assert town.roads.version == 1


def last_entry_id() -> int | None:
    return db.session.scalar(select(Entry.id).order_by(Entry.id.desc()).limit(1))


def test_every_change_asks_for_the_version_that_was_seen(town: Town) -> None:
    actor = town.actor(town.gu)
    edited(town, town.roads, code="777")
    with pytest.raises(Outdated):
        edited(town, town.roads, version=1, code="778")
    for deed in (
        lambda: commands.move_unit(actor, town.roads, 1, now=NOW, version=1),
        lambda: commands.close_unit(
            actor, town.roads, closed_on=TODAY, reason="x", today=TODAY, now=NOW, version=1
        ),
        lambda: commands.reopen_unit(actor, town.roads, now=NOW, version=1),
        lambda: commands.edit_group(
            actor, town.counties, GroupData("各地", (), []), now=NOW, version=9
        ),
        lambda: commands.delete_group(actor, town.counties, is_used=False, now=NOW, version=9),
    ):
        with pytest.raises(Outdated), transaction():
            deed()


def test_the_root_stays_the_root(town: Town) -> None:
    with refused(rules.ONE_ROOT):
        edited(town, town.root, kind=UnitKind.OFFICE)
    with refused(rules.ROOT_IS_TOP):
        edited(town, town.root, parent_id=town.housing.id)
    with refused(rules.ROOT_STAYS):
        closed(town, town.root)
    with refused(rules.INTO_ROOT):
        closed(town, town.roads, town.root)


# ── Closing, merging, opening again ──────────────────────────────────────────────────────────────


@pytest.mark.postgres
def test_a_closed_unit_is_in_no_choice_and_no_report_means_it(town: Town) -> None:
    closed(town, town.roads, closed_on=YESTERDAY)

    assert town.roads.closed_on == YESTERDAY
    assert town.roads.closed_reason == "机构改革"
    assert town.roads not in queries.units()
    assert match("市公路局", office()) is None
    with pytest.raises(RuleBroken, match="已撤销"):
        check_units([town.roads.id], {town.roads.id: town.roads})
    assert last_entry().deed == "unit.closed"
    reopened(town, town.roads)
    assert match("市公路局", office()) is not None
    assert not town.roads.closed_reason
    assert last_entry().deed == "unit.reopened"


@pytest.mark.postgres
def test_names_of_a_merged_unit_mean_its_successor_and_that_ones_too(town: Town) -> None:
    edited(town, town.roads, name="市公路管理局", short_name="公路管理局")
    closed(town, town.roads, town.housing)
    for name in ("市公路局", "公路局", "市公路管理局"):
        found = match(name, office())
        assert found is not None
        assert found.id == town.housing.id
        assert found.names[0] == "市住房局"
    closed(town, town.housing, town.east)
    found = match("公路局", office())
    assert found is not None
    assert found.id == town.east.id
    assert last_entry().deed == "unit.merged"
    assert last_entry().details["into"] == "东溪县"
    # Its names are its successors' own by now, so that they may be written there too.
    edited(town, town.east, aliases=("公路局",))


def test_a_merged_unit_opens_again_under_its_own_names(town: Town) -> None:
    closed(town, town.roads, town.housing)
    edited(town, town.housing, aliases=("公路局",))
    with pytest.raises(RuleBroken, match="“公路局”已经是“市住房局”的名称"):
        reopened(town, town.roads)
    edited(town, town.housing, aliases=())
    reopened(town, town.roads)

    found = match("公路局", office())
    assert found is not None
    assert found.id == town.roads.id
    with refused(rules.NOT_CLOSED):
        reopened(town, town.roads)


def test_nothing_opens_below_what_is_closed(town: Town) -> None:
    edited(town, town.housing, parent_id=town.roads.id)
    with refused(rules.STILL_ABOVE):
        closed(town, town.roads)
    closed(town, town.housing)
    closed(town, town.roads)

    with refused(rules.PARENT_CLOSED):
        reopened(town, town.housing)
    with refused(rules.PARENT_CLOSED):
        edited(town, town.east, parent_id=town.roads.id)


def test_what_cannot_be_closed_or_merged_is_refused(town: Town) -> None:
    with refused(rules.NOT_LATER):
        closed(town, town.roads, closed_on=TODAY + timedelta(days=1))
    with refused(unit_rules.NO_REASON):
        closed(town, town.roads, reason="")
    with refused(unit_rules.LONG_REASON):
        closed(town, town.roads, reason="因" * 201)
    with refused(rules.INTO_ITSELF):
        closed(town, town.roads, town.roads)
    closed(town, town.west)
    with refused(rules.INTO_CLOSED):
        closed(town, town.roads, town.west)
    with refused(rules.CLOSED_ALREADY):
        closed(town, town.west)
