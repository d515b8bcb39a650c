"""Lists in groups: what they add up to, and where pages cut them."""

from typing import Any

import pytest

from tests.overview.builders import FEBRUARY, LATER, MAY, PAST, SOON, extended, town_with_a_year
from tests.town import TODAY, Town
from tests.workplan.tasks.builders import acknowledged, closed, dispatched_to_each, task
from tracker.overview import listing, task_list
from tracker.overview.assignment_list import assignment_list
from tracker.overview.filters import GROUPS, Filters
from tracker.overview.listing import Block, Sums, blocks_of
from tracker.overview.task_list import TaskLine, every_block
from tracker.people.models import Person
from tracker.workplan.tasks.signals import judging

DAY = judging(TODAY)


def a_few(town: Town) -> None:
    acknowledged(
        town, due_on=PAST, now=FEBRUARY, percent=60, title="管网", under="城建", leader=town.yan
    )
    acknowledged(
        town, unit=town.roads, due_on=SOON, now=FEBRUARY, percent=90, title="公路", under="交通"
    )
    acknowledged(town, is_standing=True, due_on=None, title="常抓", under="城建")
    dispatched_to_each(town, due_on=LATER, title="两县排查", under="交通")
    task(town, "待办的事", under="城建")


def groups(town: Town, who: Person, group: str, **more: Any) -> list[tuple[str, list[str]]]:
    blocks = every_block(town.actor(who), Filters(group=group, **more), DAY)
    return [
        (block.sums.name if block.sums else "", [line.task.title for line in block.lines])
        for block in blocks
    ]


@pytest.mark.postgres
def test_tasks_stand_under_what_they_are_grouped_by_in_the_order_people_know(town: Town) -> None:
    a_few(town)

    assert groups(town, town.lin, "priority") == [
        ("城建", ["管网", "常抓", "待办的事"]),
        ("交通", ["公路", "两县排查"]),
    ]
    assert groups(town, town.lin, "priority", year=2026) == groups(town, town.lin, "priority")
    assert groups(town, town.lin, "unit") == [
        ("住房局", ["管网", "常抓"]),
        ("公路局", ["公路"]),
        ("多家承办", ["两县排查"]),
        ("还没有承办单位", ["待办的事"]),
    ]
    assert groups(town, town.lin, "leader") == [
        ("严明", ["管网"]),
        ("没有分管领导", ["常抓", "待办的事", "公路", "两县排查"]),
    ]
    assert groups(town, town.lin, "month") == [
        ("2026年5月", ["管网"]),
        ("2026年6月", ["公路"]),
        ("2026年12月", ["两县排查"]),
        ("时限待定", ["待办的事"]),
        ("长期坚持", ["常抓"]),
    ]
    assert [name for name, _ in groups(town, town.lin, "signal")] == [
        "逾期",
        "临期",
        "正常",
        "待签收",
        "待交办",
    ]
    # A unit sees one of several as its own.
    assert groups(town, town.qin, "unit") == [("东溪县", ["两县排查"])]


def test_the_order_holds_within_the_groups(town: Town) -> None:
    a_few(town)

    assert groups(town, town.lin, "priority", sort="-due")[0] == (
        "城建",
        ["管网", "常抓", "待办的事"],
    )
    assert groups(town, town.lin, "priority", sort="-number")[1] == ("交通", ["两县排查", "公路"])
    assert groups(town, town.lin, "unit", signal="overdue") == [("住房局", ["管网"])]


def test_a_group_says_what_it_adds_up_to(town: Town) -> None:
    a_few(town)
    closed(town, due_on=PAST, now=FEBRUARY, closed_at=MAY, title="学位", under="城建")
    extended(town, unit=town.west, title="大桥")

    found = task_list.task_list(town.actor(town.lin), Filters(group="priority"), DAY, 1)

    sums = {block.sums.name: block.sums for block in found.blocks if block.sums}
    assert (sums["城建"].total, sums["城建"].counted("late"), sums["城建"].counted("closed")) == (
        4,
        1,
        1,
    )
    # 60, 100 and 0; what was not given out counts nothing.
    assert sums["城建"].percent == 53
    assert sum(it.total for it in sums.values()) == found.page.total == found.total
    assert Sums("无").percent is None


@pytest.mark.postgres
@pytest.mark.parametrize("group", GROUPS)
def test_all_groups_together_are_the_list(town: Town, group: str) -> None:
    town_with_a_year(town)
    lin, asked = town.actor(town.lin), Filters(group=group)

    for blocks, found in (
        (every_block(lin, asked, DAY), task_list.task_list(lin, asked, DAY, 1)),
        (
            assignment_list(lin, asked, DAY, 1).blocks,
            assignment_list(lin, Filters(), DAY, 1),
        ),
    ):
        lines = [line for block in blocks for line in block.lines]
        assert len(lines) == found.page.total
        for block in blocks:
            assert block.sums is not None
            assert (block.sums.total, block.before, block.after) == (len(block.lines), 0, 0)
            assert block.sums.name


def test_a_page_that_cuts_a_group_says_so(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        task(town, f"城建{number}", under="城建")
    for number in range(2):
        task(town, f"交通{number}", under="交通")
    monkeypatch.setattr(listing, "PAGE_SIZE", 3)
    lin, asked = town.actor(town.lin), Filters(group="priority")

    pages = [task_list.task_list(lin, asked, DAY, number).blocks for number in (1, 2, 3, 99)]

    assert [[cut(block) for block in blocks] for blocks in pages[:3]] == [
        [("城建", 3, 0, 2)],
        [("城建", 2, 3, 0), ("交通", 1, 0, 1)],
        [("交通", 1, 1, 0)],
    ]
    # A page past the end is the last one.
    assert [cut(block) for block in pages[3]] == [("交通", 1, 1, 0)]


def cut(block: Block[TaskLine]) -> tuple[str, int, int, int]:
    assert block.sums is not None
    return block.sums.name, len(block.lines), block.before, block.after


def test_a_list_without_groups_is_one_block() -> None:
    assert blocks_of(["甲"], None) == [Block(["甲"])]
    assert blocks_of([], []) == []


def test_an_empty_list_has_no_groups(town: Town) -> None:
    assert task_list.task_list(town.actor(town.lin), Filters(group="unit"), DAY, 1).blocks == []
