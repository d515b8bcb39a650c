"""The list of assignments: one line for each unit of a task."""

from typing import Any

import pytest

from tests.browser import Browser
from tests.overview.builders import FEBRUARY, LATER, MAY, PAST, SOON, extended, put_in_charge
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks.builders import acknowledged, closed, dispatched_to_each, step, task
from tracker.foundation.db import transaction
from tracker.overview.assignment_list import AssignmentList, assignment_list
from tracker.overview.columns import ASSIGNMENT_COLUMNS
from tracker.overview.filters import Filters
from tracker.people.models import Person
from tracker.workplan.tasks.commands import watch
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import judging


def asked(town: Town, who: Person, **filters: Any) -> AssignmentList:
    return assignment_list(town.actor(who), Filters(**filters), judging(TODAY), 1)


def units(found: AssignmentList) -> list[str]:
    return [f"{line.task.title}/{line.assignment.unit.short_name}" for line in found.page.rows]


def a_few(town: Town) -> None:
    lead = acknowledged(
        town, support=[town.roads], due_on=PAST, now=FEBRUARY, percent=60, title="管网"
    )
    step(town, next(it for it in lead.task.assignments if it is not lead), Step.ACKNOWLEDGE)
    first, second = dispatched_to_each(town, due_on=LATER, title="排查")
    step(town, first, Step.DECLINE, reason="不归本县。")
    assert second.unit_id == town.west.id
    closed(town, unit=town.roads, due_on=PAST, now=FEBRUARY, closed_at=MAY, title="学位")
    task(town, "待办的事")


@pytest.mark.postgres
def test_every_line_has_one_mark_that_leads_to_it(town: Town) -> None:
    a_few(town)
    acknowledged(town, unit=town.east, due_on=SOON, now=FEBRUARY, percent=90, title="公园")
    extended(town, unit=town.west, title="大桥")

    found = asked(town, town.lin)

    assert found.total == found.page.total == 7
    for mark, line in {
        "overdue": "管网/住房局",
        "supporting": "管网/公路局",
        "silent": "排查/东溪县",
        "waiting": "排查/西岭县",
        "closed": "学位/公路局",
        "due_soon": "公园/东溪县",
        "extended": "大桥/西岭县",
    }.items():
        assert found.counted(mark) == 1, mark
        narrowed = asked(town, town.lin, signal=mark)
        assert units(narrowed) == [line]
        assert narrowed.page.rows[0].mark == (None if mark == "silent" else mark)
    assert asked(town, town.lin, signal="overdue").page.rows[0].late == (TODAY - PAST).days


def test_supporters_that_have_not_signed_wait_too(town: Town) -> None:
    acknowledged(town, support=[town.roads], title="管网")

    assert asked(town, town.lin, duty="support").page.rows[0].mark == "waiting"


def test_a_unit_finds_its_own_and_those_it_shares_joint_work_with(town: Town) -> None:
    a_few(town)

    assert units(asked(town, town.sun)) == ["排查/西岭县"]
    assert units(asked(town, town.zhao)) == ["管网/住房局", "管网/公路局", "学位/公路局"]
    assert asked(town, town.gu).total == 0


def test_assignments_are_narrowed_by_what_they_are(town: Town) -> None:
    a_few(town)
    acknowledged(town, unit=town.east, leader=town.yan, is_key=True, title="盯的事", under="安全")
    put_in_charge(town, town.west)

    assert units(asked(town, town.lin, unit=town.roads.id)) == ["管网/公路局", "学位/公路局"]
    assert units(asked(town, town.lin, duty="support")) == ["管网/公路局"]
    assert units(asked(town, town.lin, state="declined")) == ["排查/东溪县"]
    assert units(asked(town, town.lin, state="undispatched")) == []
    assert units(asked(town, town.lin, time="late")) == ["管网/住房局"]
    assert units(asked(town, town.lin, time="due")) == ["管网/住房局", "学位/公路局"]
    assert units(asked(town, town.lin, leader=town.yan.id, key=True)) == ["盯的事/东溪县"]
    assert units(asked(town, town.lin, q="学位")) == ["学位/公路局"]
    assert units(asked(town, town.lin, year=2031)) == []
    assert set(units(asked(town, town.yan, charge=True))) == {"管网/住房局", "排查/西岭县"}


@pytest.mark.postgres
@pytest.mark.parametrize("sort", sorted(ASSIGNMENT_COLUMNS))
def test_it_is_sorted_by_every_column_both_ways(town: Town, sort: str) -> None:
    a_few(town)

    ways = [units(asked(town, town.lin, sort=way)) for way in (sort, f"-{sort}")]

    assert sorted(ways[0]) == sorted(ways[1])
    assert len(ways[0]) == 5


def test_the_page_shows_each_unit_on_its_own(browser: Browser, town: Town) -> None:
    a_few(town)
    browser.sign_in(town.lin)

    page = browser.get(f"/assignments?cols={'.'.join(ASSIGNMENT_COLUMNS)}&group=unit")

    for words in ("逾期 18 天", "配合办理", "退回待重派", "东溪县", "承办还是配合", "平均完成"):
        assert words in page
    assert "没有符合条件的承办" in browser.get("/assignments?q=没有")
    assert "去交办" in browser.get("/assignments?year=2031")
    assert "看我的工作" in browser.sign_in(town.sun).get("/assignments?year=2031")


@pytest.mark.postgres
def test_what_has_neither_percent_nor_clock_is_not_sorted_as_if_it_had(town: Town) -> None:
    a_few(town)
    acknowledged(town, unit=town.east, due_on=SOON, now=FEBRUARY, percent=90, title="公园")

    assert units(asked(town, town.lin, sort="percent"))[-1] == "管网/公路局"
    assert units(asked(town, town.lin, sort="-signal"))[:2] == ["管网/住房局", "公园/东溪县"]


@pytest.mark.postgres
def test_who_watches_one_unit_s_work_finds_that_alone(town: Town) -> None:
    first, _second = dispatched_to_each(town, title="排查")
    with transaction():
        watch(town.actor(town.yan), first, now=NOW)

    assert units(asked(town, town.yan, watched=True)) == ["排查/东溪县"]

    with transaction():
        watch(town.actor(town.yan), first.task, now=NOW)
    assert units(asked(town, town.yan, watched=True)) == ["排查/东溪县", "排查/西岭县"]
