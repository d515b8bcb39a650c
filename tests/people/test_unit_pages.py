"""The pages of units and groups: who sees which, what is said beside which field."""

import sys
from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.people.test_unit_groups import group_of
from tests.people.test_units import closed, edited, made
from tests.queries import counted
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks.builders import dispatched
from tracker.foundation.db import db, transaction
from tracker.people import commands, rules
from tracker.people.models import Unit, UnitGroup
from tracker.workplan.tasks.models import Assignment

PAGES = ("/units/new", "/units/{0}/edit", "/units/{0}/close", "/units/import", "/unit-groups/new")


def test_the_register_is_a_tree_that_keeps_its_filters(town: Town, browser: Browser) -> None:
    edited(town, town.roads, parent_id=town.housing.id)
    closed(town, town.west, town.east)
    browser.sign_in(town.gu)

    whole = browser.get("/units")
    found = browser.get("/units?q=公路&kind=department&state=open&page=1")

    assert "depth-1" in whole
    assert "并入东溪县" in whole
    assert "共 6 项" in whole
    assert "含“公路”" in found
    assert "上级：住房局" in found
    assert "共 1 项" in found
    assert "类别：部门" in found
    assert "去掉一两个条件再看" in browser.get("/units?q=没有这个单位")
    assert "共 1 项" in browser.get("/units?q=102")
    assert "共 1 项" in browser.get("/units?state=closed&kind=x")


def test_a_long_register_has_pages(town: Town, browser: Browser) -> None:
    for n in range(3):
        made(town, code=f"9{n}", name=f"第{n}办公室", short_name=f"第{n}办")
    browser.sign_in(town.gu)
    with pytest.MonkeyPatch.context() as patch:
        # The package has a function of the module's name.
        patch.setattr(sys.modules["tracker.people.queries.units"], "PAGE_SIZE", 4)

        page = browser.get("/units?state=open&page=9")

    assert "第 9–9 项，共 9 项" in page
    assert "state=open" in page


@pytest.mark.postgres
def test_the_pages_cost_a_fixed_number_of_questions(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)

    def asked(path: str) -> int:
        with counted() as count:
            browser.get(path)
        return count.total

    paths = ("/units", f"/units/{town.roads.id}", "/unit-groups", "/units/new", "/unit-groups/new")
    before = {path: asked(path) for path in paths}
    for n in range(8):
        made(
            town, code=f"9{n}", name=f"第{n}办公室", short_name=f"第{n}办", parent_id=town.roads.id
        )
        group_of_name = group_of_named(town, n)
        assert group_of_name.members
    assert {path: asked(path) for path in paths} == before


def group_of_named(town: Town, n: int) -> UnitGroup:
    with transaction():
        return commands.create_group(
            town.actor(town.gu),
            commands.GroupData(f"第{n}组", (), [town.roads, town.east]),
            now=NOW,
        )


@pytest.mark.parametrize("who", ["lin", "yan", "fang"])
def test_readers_see_units_and_change_nothing(town: Town, browser: Browser, who: str) -> None:
    browser.sign_in(getattr(town, who))

    assert "新建单位" not in browser.get("/units")
    assert "修改" not in browser.get(f"/units/{town.housing.id}")
    assert "修改" not in browser.get("/unit-groups")
    for path in PAGES:
        browser.get(path.format(town.housing.id), expect=403)
    for path in ("/units/{0}/move", "/units/{0}/reopen", "/units/{0}/edit", "/units/{0}/close"):
        browser.post(path.format(town.housing.id), expect=403)
    browser.post("/units/export", expect=403)


def test_a_unit_page_tells_names_posts_groups_and_history(town: Town, browser: Browser) -> None:
    edited(town, town.housing, name="市住建局", short_name="住建局")
    closed(town, town.roads, town.housing)
    browser.sign_in(town.gu)

    page = browser.get(f"/units/{town.housing.id}")
    county = browser.get(f"/units/{town.east.id}")

    assert "名称沿革" in page
    assert "市住房局" in page
    assert "王芳" in page
    assert "并入它的单位" in page
    assert "单位更名" in page
    assert "各县（市、区）" in county
    gone = browser.get(f"/units/{town.roads.id}")
    assert "已并入" in gone
    assert "恢复" in gone
    browser.get("/units/9999", expect=404)
    assert "下级单位" not in county


@pytest.mark.postgres
def test_a_unit_is_entered_edited_moved_closed_and_opened(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    fields: dict[str, Any] = {
        "code": "301",
        "name": "市园林局",
        "short_name": "园林局",
        "kind": "department",
    }
    browser.get(f"/units/new?parent={town.housing.id}")

    wrong = browser.post("/units/new", expect=422, **(fields | {"short_name": "公路局"}))
    blank = browser.post("/units/new", expect=422, code="", name="")
    page = browser.post("/units/new", **fields, parent=str(town.housing.id), aliases="绿化局\n花局")
    unit = db.session.scalars(select(Unit).where(Unit.code == "301")).one()

    assert "short_name-error" in wrong
    assert "“公路局”已经是“市公路局”的名称" in wrong
    assert 'value="市园林局"' in wrong
    assert "请填写全称。" in blank
    assert page.location == f"/units/{unit.id}"
    assert (unit.parent_id, unit.aliases) == (town.housing.id, ["绿化局", "花局"])
    path = f"/units/{unit.id}"
    assert "绿化局" in browser.get(f"{path}/edit")
    new = fields | {"name": "市绿化局", "renamed_on": TODAY.isoformat()}
    browser.post(f"{path}/edit", expect=409, **new)
    browser.post(f"{path}/edit", expect=422, version="1", **(new | {"name": ""}))
    code = browser.post(f"{path}/edit", expect=422, version="1", **(new | {"code": "102"}))
    assert "code-error" in code
    alias = browser.post(f"{path}/edit", expect=422, version="1", **new, aliases="各地")
    assert "aliases-error" in alias
    browser.post(f"{path}/edit", version="1", **new)
    fixed = new | {"name": "市园林绿化局", "is_correction": "y", "aliases": "市园林局"}
    browser.post(f"{path}/edit", version="2", **fixed)
    db.session.expire_all()
    assert (unit.name, unit.aliases) == ("市园林绿化局", ["市园林局"])
    assert [it.name for it in unit.former_names] == ["市园林局"]
    roads = f"/units/{town.roads.id}"
    assert "请填写名次" in browser.post(f"{roads}/move", expect=422, place="", version="1")
    browser.post(f"{roads}/move", expect=409, place="1")
    browser.post(f"{roads}/move", place="1", version="1")
    day = TODAY.isoformat()
    late = browser.post(
        f"{path}/close", expect=422, closed_on="2099-01-01", reason="改革", version="3"
    )
    assert rules.NOT_LATER in late
    browser.post(f"{path}/close", expect=422, closed_on=day, reason="", version="3")
    browser.post(f"{path}/close", expect=409, closed_on=day, reason="改革")
    browser.post(f"{path}/close", closed_on=day, reason="改革", version="3")
    assert "已撤销" in browser.get(path)
    browser.post(f"{path}/reopen", expect=409)
    browser.post(f"{path}/reopen", version="4")
    db.session.expire_all()
    assert unit.closed_on is None


@pytest.mark.postgres
def test_a_unit_with_open_work_is_merged_but_not_closed(town: Town, browser: Browser) -> None:
    dispatched(town, unit=town.roads)
    browser.sign_in(town.gu)
    path, day = f"/units/{town.roads.id}", TODAY.isoformat()

    page = browser.get(f"{path}/close")
    refused = browser.post(f"{path}/close", expect=422, closed_on=day, reason="改革", version="1")
    into = str(town.housing.id)
    browser.post(f"{path}/close", closed_on=day, reason="改革", version="1", successor=into)

    assert "它还有 1 件任务没有办完" in page
    assert "它还有 1 件任务没有办完" in refused
    assignment = db.session.scalars(select(Assignment)).one()
    assert assignment.unit_id == town.roads.id
    browser.get(f"{path}/open-work", expect=403)
    browser.sign_in(town.lin)
    assert "看它还没办完的任务" in browser.get(path)
    work = browser.get(f"{path}/open-work")
    assert "已并入市住房局" in work
    assert f"/tasks/{assignment.task_id}" in work
    assert "没有没办完的任务" in browser.get(f"/units/{town.east.id}/open-work")


@pytest.mark.postgres
def test_groups_are_kept_on_their_pages(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    assert "东溪县、西岭县" in " ".join(browser.get("/unit-groups").html.split()).replace(" ", "")
    browser.get("/unit-groups/new")
    members = [str(town.housing.id), str(town.roads.id)]

    taken = browser.post("/unit-groups/new", expect=422, name="东溪县", members=members)
    alias = browser.post("/unit-groups/new", expect=422, name="各局", aliases="各地")
    browser.post("/unit-groups/new", expect=422, name="")
    browser.post("/unit-groups/new", name="各局", members=members)
    group = db.session.scalars(select(UnitGroup).where(UnitGroup.name == "各局")).one()

    assert "name-error" in taken
    assert "checked" in taken
    assert "aliases-error" in alias
    path = f"/unit-groups/{group.id}"
    closed(town, town.roads)
    assert "市公路局（已撤销）" in browser.get(f"{path}/edit")
    browser.post(f"{path}/edit", expect=409, name="各局", members=members)
    browser.post(f"{path}/edit", expect=422, name="", version="1")
    browser.post(f"{path}/edit", expect=422, name="东溪县", version="1")
    browser.post(f"{path}/edit", name="各局", members=members[:1], version="1")
    browser.post(f"{path}/edit", name="各局", members=members[:1], version="2")
    browser.post(f"{path}/delete", expect=409)
    browser.post(f"{path}/delete", version="2")
    browser.get(f"{path}/edit", expect=404)
    assert "换个词再找" in browser.get("/unit-groups?q=各局")
    assert group_of(town)
