"""How a list is laid out: columns, order, saved views, boxes."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser import Browser
from tests.overview.builders import LATER
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks.builders import acknowledged, plan, task
from tracker.foundation.db import db, transaction
from tracker.overview.columns import (
    ASSIGNMENT_COLUMNS,
    TASK_COLUMNS,
    shown,
    to_choose,
)
from tracker.overview.filters import Filters, moved, read
from tracker.overview.task_list import task_list
from tracker.people.models import Role
from tracker.saved_views.commands import make_default, save_view
from tracker.saved_views.models import ListKind, SavedView
from tracker.saved_views.rules import KEPT
from tracker.workplan.tasks.signals import judging


def keys(*asked: str) -> list[str]:
    return [it.key for it in shown(TASK_COLUMNS, asked)]


def test_columns_are_shown_in_the_order_asked_for_and_else_the_usual_ones() -> None:
    assert keys("due", "title") == ["due", "title"]
    assert keys() == keys("nothing") == ["number", "title", "signal", "units", "percent", "due"]
    assert [it.key for it in to_choose(TASK_COLUMNS, ["weight"])][:2] == ["weight", "number"]
    assert len(to_choose(ASSIGNMENT_COLUMNS, [])) == len(ASSIGNMENT_COLUMNS)


@pytest.mark.parametrize(
    ("key", "step", "after"),
    [
        ("b", -1, ["b", "a", "c"]),
        ("b", 1, ["a", "c", "b"]),
        ("a", -1, ["a", "b", "c"]),
        ("c", 1, ["a", "b", "c"]),
        ("z", 1, ["a", "b", "c"]),
    ],
)
def test_a_column_moves_a_step(key: str, step: int, after: list[str]) -> None:
    assert moved(["a", "b", "c"], key, step) == after


def test_layout_is_read_and_written_and_narrows_nothing() -> None:
    told = {"group": "month", "cols": "due.title", "view": "7", "duty": "lead", "sort": "-weight"}

    filters = read(told)

    assert {name: str(it) for name, it in filters.written.items() if name != "year"} == told
    assert not read(told | {"duty": ""}).narrows
    assert filters.narrows
    assert read({"cols": "due.due.nothing.title"}).cols == ("due", "title")
    assert read({"group": "colour", "duty": "boss"}) == Filters()


def test_a_view_keeps_every_filter_but_the_day_and_the_usual_year() -> None:
    told = {
        "signal": "late",
        "state": "paused",
        "time": "late",
        "priority": "3",
        "unit": "4",
        "leader": "5",
        "key": "1",
        "lead": "1",
        "charge": "1",
        "duty": "lead",
        "watched": "1",
        "work": "late",
        "q": "路",
        "sort": "-due",
        "group": "unit",
        "cols": "number.title",
    }
    asked = read(told | {"year": "2026", "on": "2026-01-01", "view": "3"})

    assert asked.kept(2026) == told
    assert asked.kept(2027) == told | {"year": "2026"}
    assert read(told).kept(2026)["year"] == "all"
    assert set(told) | {"year"} == KEPT


@pytest.mark.postgres
@pytest.mark.parametrize("sort", sorted(TASK_COLUMNS))
def test_it_is_sorted_by_every_column_both_ways(town: Town, sort: str) -> None:
    acknowledged(town, title="甲", support=[town.east], leader=town.yan, is_key=True)
    acknowledged(town, title="乙", unit=town.roads, under="另一重点", due_on=LATER)
    task(town, "丙")
    lin, day = town.actor(town.lin), judging(TODAY)

    for way in (sort, f"-{sort}"):
        rows = task_list(lin, Filters(sort=way), day, 1).page.rows
        assert sorted(it.task.title for it in rows) == ["丙", "乙", "甲"]


def test_the_form_of_columns_leads_to_the_short_address(browser: Browser, town: Town) -> None:
    plan(town)
    browser.sign_in(town.lin)

    def led(query: str) -> dict[str, list[str]]:
        address = urlsplit(browser.get(f"/tasks?{query}", expect=302).location or "")
        return parse_qs(address.query) | ({"#": [address.fragment]} if address.fragment else {})

    assert led("col=title&col=weight&col=title&group=unit&col=nothing") == {
        "year": ["2026"],
        "group": ["unit"],
        "cols": ["title.weight"],
    }
    assert led("col=title&col=due&down=title")["cols"] == ["due.title"]
    assert led("col=title&col=due&up=due&year=all") == {
        "year": ["all"],
        "cols": ["due.title"],
        "#": ["columns"],
    }
    usual = "&".join(f"col={key}" for key in keys())
    assert "cols" not in led(usual)


def test_every_column_has_its_cell(browser: Browser, town: Town) -> None:
    acknowledged(town, title="甲", support=[town.east], leader=town.yan, is_key=True)
    task(town, "丙")

    page = browser.sign_in(town.lin).get(f"/tasks?cols={'.'.join(TASK_COLUMNS)}")

    for words in ("共同承办", "东溪县", "每季度", "0/1", "严明", "内部"):
        assert words in page


def test_supervisors_choose_tasks_for_a_change_of_many(browser: Browser, town: Town) -> None:
    chosen = acknowledged(town, title="甲").task_id
    box = f'name="task"\n                           value="{chosen}"'

    page = browser.sign_in(town.lin).get("/tasks")
    assert 'form="tasks-selection"' in page
    assert box in page
    assert "tasks-selection" not in browser.get("/tasks?on=2026-01-01&year=all")
    assert "tasks-selection" not in browser.sign_in(town.wang).get("/tasks")


def saved(town: Town, name: str = "逾期的", shared_with: Role | None = None) -> SavedView:
    with transaction():
        return save_view(
            town.actor(town.lin),
            ListKind.TASKS,
            name=name,
            asked={"signal": "overdue", "group": "unit"},
            shared_with=shared_with,
            now=NOW,
        )


def test_a_list_is_saved_found_changed_and_updated(browser: Browser, town: Town) -> None:
    plan(town)
    browser.sign_in(town.lin)
    page = browser.get("/tasks?signal=overdue&group=unit")
    assert 'value="signal=overdue&amp;group=unit"' in page
    form: dict[str, Any] = {
        "list_kind": "tasks",
        "asked": "signal=overdue&group=unit",
        "name": "逾期的",
    }

    answer = browser.post("/saved-views", **form, shared_with="head", expect=303)

    view = db.session.query(SavedView).one()
    assert parse_qs(urlsplit(answer.location or "").query) == {
        "signal": ["overdue"],
        "group": ["unit"],
        "view": [f"{view.id}"],
    }
    kept = browser.get(f"/tasks?signal=overdue&group=unit&view={view.id}")
    assert "逾期的" in kept
    assert "与存的不同" not in kept
    changed = browser.get(f"/tasks?signal=overdue&view={view.id}")
    assert "更新“逾期的”" in changed
    browser.post(f"/saved-views/{view.id}/replace", asked="signal=overdue", version=1, expect=303)
    assert "与存的不同" not in browser.get(f"/tasks?signal=overdue&view={view.id}")
    other = browser.sign_in(town.wang).get(f"/tasks?signal=closed&view={view.id}")
    assert "与存的不同" in other
    assert "更新“逾期的”" not in other
    # What is not there, or not shown to one, is no view.
    assert "与存的不同" not in browser.get("/tasks?signal=closed&view=999")


def test_a_list_opens_with_its_default_view_and_whole_when_asked(
    browser: Browser, town: Town
) -> None:
    view = saved(town)
    with transaction():
        make_default(town.actor(town.lin), view, now=NOW)
    browser.sign_in(town.lin)

    assert browser.get("/tasks", expect=302).location == (
        f"/tasks?signal=overdue&group=unit&view={view.id}"
    )
    browser.get("/tasks?year=2026")
    browser.get("/assignments")


def test_what_is_wrong_with_a_view_stands_beside_its_field(browser: Browser, town: Town) -> None:
    saved(town)
    browser.sign_in(town.lin)
    form: dict[str, Any] = {"list_kind": "tasks", "asked": "signal=overdue"}

    assert "请写视图的名称" in browser.post("/saved-views", **form, name="", expect=422)
    taken = browser.post("/saved-views", **form, name="逾期的", expect=422)
    assert "已经有一个叫这个名称的视图" in taken
    assert 'value="signal=overdue"' in taken
    crowded = "&".join(f"a{number}=1" for number in range(60))
    for asked in ("on=2026-01-01", crowded):
        sent = form | {"name": "另一个", "asked": asked}
        assert "存不成视图" in browser.post("/saved-views", **sent, expect=409)


def test_views_are_put_in_order_renamed_and_dropped_on_their_page(
    browser: Browser, town: Town
) -> None:
    first, second = saved(town, "甲"), saved(town, "乙", Role.HEAD)
    browser.sign_in(town.lin)
    at = f"/saved-views/{second.id}"

    for words in ("共享给", "上移", "删去…", "还没有视图"):
        assert words in browser.get("/saved-views")
    browser.post(f"{at}/move", way="up", version=1, expect=303)
    browser.post(f"{at}/move", way="up", version=2, expect=303)
    assert "甲" in browser.get(f"/saved-views/{first.id}/edit")
    assert "视图名称" in browser.get(f"{at}/edit")
    browser.post(f"{at}/edit", name="", version=2, expect=422)
    taken = browser.post(f"{at}/edit", name="甲", version=2, expect=422)
    assert "已经有一个叫这个名称的视图" in taken
    browser.post(f"{at}/edit", name="丙", version=2, expect=303)
    browser.post(f"{at}/default", expect=303)
    assert "不再默认" in browser.get("/saved-views")
    browser.post(f"{at}/default/drop", expect=303)
    browser.post(f"{at}/replace", asked="x" * 3000, version=3, expect=409)
    browser.post(f"{at}/remove", version=3, expect=303)
    assert f"{at}/edit" not in browser.get("/saved-views")
