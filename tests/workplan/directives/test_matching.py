"""Units as reports write them, tied to the office's own table."""

import pytest

from tracker.workplan.directives.charging import charged, mentions
from tracker.workplan.directives.matching import Party, match, office_of, typed

COUNTIES = Party("group", 1, ("各县（市、区）", "各县(市、区)", "各地"))
HOUSING = Party("unit", 3, ("市住房城乡建设局", "市住建局", "住建局"))
ROADS = Party("unit", 4, ("市公路局", "公路局"))
EAST = Party("unit", 5, ("东溪县", "东溪"))
ROADS_OF_EAST = Party("unit", 6, ("东溪县公路局",))
OFFICE = office_of([COUNTIES, HOUSING, ROADS, EAST, ROADS_OF_EAST], own=["石桥市"])


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("市住房城乡建设局", HOUSING),
        ("住建局", HOUSING),
        ("市 住 建 局", HOUSING),
        ("石桥市住建局", HOUSING),
        ("石桥市公路局", ROADS),
        ("各县（市、区）", COUNTIES),
        ("各县(市､区)", COUNTIES),
        ("各县（市、区）党委和政府", COUNTIES),
        ("东溪县人民政府", EAST),
        ("市公路局等有关部门", ROADS),
        ("东溪县公路局", ROADS_OF_EAST),
        ("省公路局", None),
        ("西岭县公路局", None),
        ("市公路局东溪分局", None),
        ("市水利局", None),
    ],
)
def test_a_name_means_the_longest_known_one_that_accounts_for_it(
    name: str, party: Party | None
) -> None:
    assert match(name, OFFICE) == party


def test_where_two_share_a_name_the_first_keeps_it() -> None:
    office = office_of([ROADS, Party("unit", 9, ("公路局",))])

    assert match("公路局", office) == ROADS


def test_a_single_character_names_nobody() -> None:
    assert match("县", office_of([Party("unit", 9, ("县",))])) is None


def test_parties_are_found_by_key_and_listed_by_their_official_names() -> None:
    assert OFFICE.party("unit", 4) == ROADS
    assert OFFICE.party("group", 4) is None
    assert OFFICE.names[:2] == ["各县（市、区）", "市住房城乡建设局"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("市公路局要在5月底前建成连接线", [("市公路局", "lead")]),
        ("各县(市、区)要建成园区", [("各县(市、区)", "lead")]),
        ("市公路局、市住建局要推进连片改造", [("市公路局", "lead"), ("市住建局", "lead")]),
        ("市住建局会同市公路局负责改造街区", [("市住建局", "lead"), ("市公路局", "support")]),
        (
            "改造老旧小区，由市住建局牵头、市公路局配合",
            [("市住建局", "lead"), ("市公路局", "support")],
        ),
        (
            "市公路局要会同市住建局在5月底前建成连接线",
            [("市公路局", "lead"), ("市住建局", "support")],
        ),
        ("市公路局对进度滞后的标段开展检查", [("市公路局", "lead")]),
        ("石桥市公路局要修路", [("市公路局", "lead")]),
        ("建好台账，市公路局每周通报", [("市公路局", "lead")]),
        ("支持市公路局发展", []),
        ("市公路局改革经验在全市推广", []),
        ("东溪、", []),
        ("市公路局要修路，市公路局负责管养", [("市公路局", "lead")]),
    ],
)
def test_prose_names_the_parties_that_it_charges(words: str, found: list[tuple[str, str]]) -> None:
    assert [(it.name, it.duty) for it in mentions(words, OFFICE)] == found


@pytest.mark.parametrize(
    ("before", "words", "found"),
    [
        ("会议强调，市公路局要", "修好连接线", [("市公路局", "lead")]),
        ("石桥市公路局要修好连接线，", "管好桥隧", [("市公路局", "lead")]),
        (
            "市公路局要",
            "会同市住建局改造街区",
            [("市公路局", "lead"), ("市住建局", "support")],
        ),
        ("市公路局要修路，各有关单位要", "搞好配合", []),
        ("市公路局要修路；", "管好桥隧", []),
        ("市公路局作了汇报，", "管好桥隧", []),
        ("市公路局要修路，", "市住建局要改造街区", [("市住建局", "lead")]),
    ],
)
def test_a_subject_rules_the_clauses_after_it_until_another_comes(
    before: str, words: str, found: list[tuple[str, str]]
) -> None:
    text = f"{before}{words}"

    charges = charged(text, len(before), len(text), OFFICE)

    assert [(it.name, it.duty) for it in charges] == found


def test_a_typed_line_is_read_name_by_name() -> None:
    found = typed("各县(市、区)、 市住建局；月球局", OFFICE)
    assert found == [("各县(市、区)", COUNTIES), ("市住建局", HOUSING), ("月球局", None)]
    assert typed(" 各县（市、区） ", OFFICE) == [("各县（市、区）", COUNTIES)]
    assert typed("", OFFICE) == []
