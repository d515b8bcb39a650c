"""Where a task might go, judged by where others went."""

import pytest

from tracker.workplan.tasks.models import Mode
from tracker.workplan.tasks.suggesting.rules import (
    Given,
    Ground,
    Suggestion,
    Wish,
    suggestions,
)

HOUSING, ROADS, EAST, WEST, GONE = 1, 2, 3, 4, 9
NAMES = {HOUSING: "住房局", ROADS: "公路局", EAST: "东溪县", WEST: "西岭县"}


def given(
    number: int,
    title: str,
    *leads: int,
    support: tuple[int, ...] = (),
    priority: str = "城乡建设",
    leader: int | None = None,
) -> Given:
    mode = Mode.EACH if len(leads) > 1 else Mode.JOINT
    return Given(
        number, f"2025-01-{number:03}", title, title, 2025, priority, leader, mode, leads, support
    )


def suggested(title: str, *before: Given, leader: int | None = None) -> Suggestion | None:
    wish = Wish(7, title, title, "城乡建设", leader)
    return suggestions([wish], before, NAMES).get(7)


def test_what_says_the_same_goes_where_it_went() -> None:
    found = suggested(
        "改造老旧小区120个",
        given(1, "改造老旧小区96个", HOUSING, support=(ROADS, GONE)),
        given(2, "整治农村人居环境", EAST),
    )

    assert found is not None
    assert (found.ground, found.mode, found.lead_ids) == (Ground.WORDS, Mode.JOINT, (HOUSING,))
    assert found.support_ids == (ROADS,)
    assert (found.after.number, found.times, found.among) == ("2025-01-001", 1, 1)


def test_each_unit_is_suggested_where_each_answered_for_itself() -> None:
    found = suggested("开展房屋安全大排查", given(1, "开展房屋安全排查", EAST, WEST))

    assert found is not None
    assert (found.mode, found.lead_ids) == (Mode.EACH, (EAST, WEST))


@pytest.mark.parametrize(
    ("title", "before", "phrase"),
    [
        ("推进老旧小区整治提升", "加装电梯，改造城镇老旧小区", "老旧小区"),
        ("落实“四张清单”", "构建权责明晰的“四张清单”机制", "四张清单"),
    ],
)
def test_words_that_both_have_are_a_ground_and_are_named(
    title: str, before: str, phrase: str
) -> None:
    found = suggested(title, given(1, before, HOUSING))

    assert found is not None
    assert (found.ground, found.phrase) == (Ground.PHRASE, phrase)


@pytest.mark.parametrize(
    ("title", "before"),
    [
        ("整治农村人居环境", "打通城区断头路"),
        ("修复古城墙，完成年度任务", "招商引资完成年度任务"),
    ],
)
def test_nothing_is_suggested_where_nothing_is_alike(title: str, before: str) -> None:
    assert suggested(title, given(1, before, HOUSING)) is None


def test_a_run_that_stands_everywhere_says_nothing() -> None:
    many = [given(it, f"{it}号地块老旧小区", HOUSING) for it in range(21)]

    found = suggested("排查老旧小区燃气隐患并建立台账限期整改", *many[:20])
    none = suggested("排查老旧小区燃气隐患并建立台账限期整改", *many)

    assert found is not None
    assert found.ground is Ground.PHRASE
    assert none is None or none.ground is not Ground.PHRASE


def test_what_went_to_a_place_that_it_names_says_nothing_of_another_place() -> None:
    before = given(1, "打造东溪县特色农业示范区", EAST)

    assert suggested("打造西岭县特色农业示范区", before) is None
    assert suggested("打造东溪县特色农业示范区二期", before) is not None


def test_what_went_to_many_places_says_nothing() -> None:
    assert (
        suggested(
            "改造老旧小区",
            given(1, "改造老旧小区一期", HOUSING),
            given(2, "改造老旧小区二期", ROADS),
            given(3, "改造老旧小区三期", EAST),
        )
        is None
    )


def test_the_priority_and_leader_decide_between_two_that_are_as_like() -> None:
    before = (
        given(1, "改造老旧小区甲", HOUSING, priority="民生"),
        given(2, "改造老旧小区乙", ROADS, leader=5),
    )

    found = suggested("改造老旧小区丙", *before, leader=5)

    assert found is not None
    assert found.lead_ids == (ROADS,)
    assert (found.times, found.among) == (1, 2)


def test_a_unit_that_takes_no_tasks_is_not_suggested() -> None:
    assert suggested("改造老旧小区", given(1, "改造老旧小区", GONE)) is None
    assert suggested("改造老旧小区", given(1, "改造老旧小区")) is None


def test_a_habit_is_a_ground_where_no_words_are() -> None:
    three = [
        given(1, "修桥", HOUSING, leader=5),
        given(2, "铺路", HOUSING, leader=5),
        given(3, "架线", HOUSING, leader=5),
        given(4, "挖渠", EAST, WEST),
        given(5, "种树", ROADS),
    ]

    by_leader = suggested("筑坝", *three, leader=5)
    by_priority = suggested("筑坝", *three)

    assert by_leader is not None
    assert (by_leader.ground, by_leader.lead_ids) == (Ground.LEADER, (HOUSING,))
    assert (by_leader.times, by_leader.among) == (3, 3)
    assert by_priority is not None
    assert (by_priority.ground, by_priority.times, by_priority.among) == (Ground.PRIORITY, 3, 5)
    assert suggested("筑坝", *three[1:], leader=5) is None
