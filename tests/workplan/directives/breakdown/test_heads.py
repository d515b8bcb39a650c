"""Where the head stands, and what each column holds."""

import pytest

from tests.workplan.directives.breakdown.builders import HEAD, sheet_of
from tracker.workplan.directives.breakdown.heads import (
    NAMES,
    Mapping,
    Role,
    head_words,
    recognised,
    role_of,
)

TITLE = ("石桥市2026年重点工作任务分解表",)
ROW = (1, "强链育新", "建成产业园连接线", "严明", "市公路局", "市住房局", "赵强", "5月底前")


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("序号", Role.NO),
        ("编 号", Role.NO),
        ("牵头单位", Role.LEAD),
        ("责任单位", Role.LEAD),
        ("承办单位（部门）", Role.LEAD),
        ("主办单位", Role.LEAD),
        ("主要责任单位", Role.LEAD),
        ("责任部门", Role.LEAD),
        ("责任单位及责任人", Role.LEAD),
        ("配合单位", Role.SUPPORT),
        ("协办单位", Role.SUPPORT),
        ("配合责任单位", Role.SUPPORT),
        ("责任领导", Role.LEADER),
        ("分管领导", Role.LEADER),
        ("包抓领导", Role.LEADER),
        ("牵头领导", Role.LEADER),
        ("责任人", Role.OWNER),
        ("联系人", Role.OWNER),
        ("具体责任人及联系电话", Role.OWNER),
        ("完成时限", Role.DUE),
        ("时 限", Role.DUE),
        ("完成时间", Role.DUE),
        ("时间节点", Role.DUE),
        ("办结时限要求", Role.DUE),
        ("完成时限及要求", Role.DUE),
        ("进展情况", Role.PROGRESS),
        ("目前完成情况", Role.PROGRESS),
        ("备注", Role.NOTE),
        ("开始时间", None),
        ("填报时间", None),
        ("交办时间", None),
        ("举措", None),
        ("", None),
        ("这是一段很长很长的说明文字，不会是任何一列的表头，只是正文而已", None),
    ],
)
def test_a_head_is_known_by_its_words(head: str, role: Role | None) -> None:
    assert role_of(head) is role


@pytest.mark.parametrize(
    ("heads", "priority", "measure"),
    [
        (("重点", "举措"), 0, 1),
        (("序号", "重点任务", "工作举措", "牵头单位"), 1, 2),
        (("序号", "重点任务", "牵头单位"), None, 1),
        (("类别", "重点任务", "责任单位"), 0, 1),
        (("板块", "重点任务", "具体措施", "责任单位"), 0, 2),
        (("序号", "目标任务", "具体举措", "完成时限"), 1, 2),
        (("序号", "主要任务", "责任单位"), None, 1),
        (("序号", "任务内容", "承办单位"), None, 1),
        (("领域", "工作任务", "时限"), 0, 1),
        (("序号", "工作任务", "工作目标", "责任单位"), None, 1),
        (("序号", "工作目标", "重点工作内容及要求", "责任单位"), 1, 2),
        (("序号", "年度目标", "责任单位"), None, 1),
        (("主要任务", "重点举措", "具体措施"), 0, 2),
        (("序号", "重点", "牵头单位"), 1, None),
    ],
)
def test_measures_and_priorities_are_told_apart_by_what_else_there_is(
    heads: tuple[str, ...], priority: int | None, measure: int | None
) -> None:
    found = recognised(sheet_of(heads)).columns

    assert (found.get(Role.PRIORITY), found.get(Role.MEASURE)) == (priority, measure)


def test_the_head_is_found_below_the_title() -> None:
    found = recognised(sheet_of(TITLE, ("填报单位：市督查室",), (), HEAD, ROW))

    assert found.head == 3
    assert list(found.columns.values()) == list(range(8))
    assert found.role_of(2) is Role.MEASURE
    assert found.role_of(9) is None


def test_a_head_of_two_rows_is_read_as_one() -> None:
    sheet = sheet_of(
        TITLE,
        ("序号", "重点", "举措", "责任分工", None, None, "完成时限"),
        (None, None, None, "责任领导", "牵头单位", "配合单位", None),
        ROW,
        merged=[(1, 3, 1, 5), *((1, at, 2, at) for at in (0, 1, 2, 6))],
    )

    found = recognised(sheet)

    assert found.head == 2
    assert found.columns[Role.LEAD] == 4
    assert found.columns[Role.DUE] == 6
    assert head_words(sheet, found) == [
        "序号",
        "重点",
        "举措",
        "责任领导",
        "牵头单位",
        "配合单位",
        "完成时限",
        "",
    ]


def test_a_head_that_only_its_two_rows_make_is_put_together() -> None:
    sheet = sheet_of(
        ("序号", "工作", "完成", "牵头"),
        (None, "内容", "时限", "单位"),
        (1, "办好一件事", "5月", "甲局"),
    )

    found = recognised(sheet)

    assert found.head == 1
    assert set(found.columns) == {Role.NO, Role.MEASURE, Role.DUE, Role.LEAD}


def test_a_head_row_that_a_person_names_is_taken() -> None:
    sheet = sheet_of(TITLE, HEAD, ROW)

    assert recognised(sheet, 0).columns == {}
    assert recognised(sheet, 1).columns[Role.DUE] == 7
    assert recognised(sheet, 2).head == 2


def test_a_sheet_without_a_head_is_recognised_as_nothing() -> None:
    found = recognised(sheet_of(ROW, ROW))

    assert found == Mapping(-1)
    assert head_words(sheet_of(ROW), found) == [""] * 8
    assert head_words(sheet_of(ROW), Mapping(7)) == [""] * 8
    assert recognised(sheet_of()).columns == {}


def test_the_first_row_may_be_the_head() -> None:
    sheet = sheet_of(HEAD, ROW)

    assert head_words(sheet, recognised(sheet)) == list(HEAD)


def test_of_two_columns_alike_the_first_one_counts() -> None:
    assert recognised(sheet_of(("举措", "进展情况", "进展情况"))).columns[Role.PROGRESS] == 1


def test_a_mapping_survives_being_stored() -> None:
    mapping = recognised(sheet_of(HEAD))

    assert Mapping.of_json(mapping.as_json()) == mapping
    assert set(NAMES) == set(Role)


@pytest.mark.parametrize(
    ("heads", "lead", "support"),
    [
        (("牵头单位", "责任单位"), 1, 2),
        (("责任单位", "牵头单位"), 2, 1),
        (("主办单位", "承办单位"), 1, 2),
        (("责任单位", "承办单位"), 1, None),
        (("牵头单位", "责任单位", "配合单位"), 1, 3),
    ],
)
def test_who_leads_is_told_from_who_carries_it_too(
    heads: tuple[str, ...], lead: int, support: int | None
) -> None:
    mapping = recognised(sheet_of(("举措", *heads), ("建成产业园连接线", "甲", "乙", "丙")))

    assert mapping.columns[Role.LEAD] == lead
    assert mapping.columns.get(Role.SUPPORT) == support
