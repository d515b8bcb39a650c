"""Whom prose charges: the office's own parties, and names that only look like units."""

import pytest

from tracker.workplan.directives.charging import charged, mentions
from tracker.workplan.directives.extraction import extract
from tracker.workplan.directives.matching import Office, Party, match, office_of

COUNTIES = Party("group", 1, ("各县（市、区）", "各县(市、区)"))
CITY_UNITS = Party("group", 2, ("市直各单位",))
HOUSING = Party("unit", 3, ("市住房和城乡建设局", "市住建局"))
WATER = Party("unit", 4, ("市水利局",))
CULTURE = Party("unit", 5, ("市文化旅游局",))
SOUTH = Party("unit", 6, ("南浦县",))
OFFICE = office_of([COUNTIES, CITY_UNITS, HOUSING, WATER, CULTURE, SOUTH], own=["云岭市"])


def told(words: str, office: Office = OFFICE) -> list[tuple[str, str, int | None]]:
    return [(it.name, it.duty, it.party.id if it.party else None) for it in mentions(words, office)]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("市气象局、市水利局要会商雨情", [("市气象局", "lead", None), ("市水利局", "lead", 4)]),
        ("市水利局、市气象局要会商雨情", [("市水利局", "lead", 4), ("市气象局", "lead", None)]),
        (
            "南浦县、北屏县、西桥区要除险加固",
            [("南浦县", "lead", 6), ("北屏县", "lead", None), ("西桥区", "lead", None)],
        ),
        ("市供电公司要保障供电", [("市供电公司", "lead", None)]),
        (
            "市委办公室、市政府办公室要精简文件",
            [("市委办公室", "lead", None), ("市政府办公室", "lead", None)],
        ),
        ("市纪委监委机关负责监督", [("市纪委监委机关", "lead", None)]),
        ("教育局牵头开展检查", [("教育局", "lead", None)]),
        (
            "市水利局要会同市气象局，6月底前建成平台",
            [("市水利局", "lead", 4), ("市气象局", "support", None)],
        ),
        ("市直有关部门和南浦县要加强协作", [("南浦县", "lead", 6)]),
        ("南浦县公安局要加强巡逻", [("南浦县公安局", "lead", None)]),
        ("云岭市水利局要修堤", [("市水利局", "lead", 4)]),
        ("南浦县人民政府要修堤", [("南浦县", "lead", 6)]),
    ],
)
def test_a_subject_that_looks_like_a_unit_is_kept_and_never_tied(
    words: str, found: list[tuple[str, str, int | None]]
) -> None:
    assert told(words) == found


@pytest.mark.parametrize(
    "words",
    [
        "各部门要压实责任",
        "有关单位要加强配合",
        "全市上下要凝心聚力",
        "各地要抓好落实",
        "市直机关要带头示范",
        "市级领导要带头包保",
        "党员干部要下沉一线",
        "城市要更新",
        "社区要服务",
        "部分县要补短板",
        "县级政府要减负",
        "改革布局要优化",
        "推进市气象局要做的事",
        "市气象局要求各站值守",
        "市气象局的预报要准",
        "市气象局介绍了雨情",
    ],
)
def test_what_names_no_unit_stays_unrecorded(words: str) -> None:
    assert told(words) == []


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("市住房城乡建设局", HOUSING),
        ("市文化和旅游局", CULTURE),
        ("云岭市文化和旅游局", CULTURE),
        ("各县区", COUNTIES),
        ("各区县", COUNTIES),
        ("各县市区", COUNTIES),
        ("各市县区", COUNTIES),
        ("各县（市）区", COUNTIES),
        ("各县、市、区", COUNTIES),
        ("各县区党委和政府", COUNTIES),
        ("各县区教育局", None),
        ("各县", None),
        ("各地", None),
    ],
)
def test_a_name_is_known_without_its_joining_words_and_a_collective_by_its_kinds(
    name: str, party: Party | None
) -> None:
    assert match(name, OFFICE) == party


def test_what_several_share_is_nobodys() -> None:
    office = office_of(
        [
            Party("unit", 1, ("市教育和体育局",)),
            Party("unit", 2, ("市教育与体育局",)),
            Party("group", 1, ("各县区",)),
            Party("group", 2, ("各县（市）",)),
        ]
    )

    assert match("市教育体育局", office) is None
    assert match("各市县区", office) is None
    assert match("各区县", office) == Party("group", 1, ("各县区",))
    # with kinds of their own, the two groups share nothing
    both = office_of([Party("group", 1, ("各县区",)), Party("group", 2, ("各区县",))])
    assert match("各县（区）", both) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("各县区要建成农田", [("各县区", "lead", 1)]),
        ("全市各县区要建成农田", [("各县区", "lead", 1)]),
        ("各县区、市直各单位要开展排查", [("各县区", "lead", 1), ("市直各单位", "lead", 2)]),
        ("各县区、各开发区管委会要开展排查", [("各县区", "lead", 1)]),
    ],
)
def test_counties_together_are_the_group_of_the_office(
    words: str, found: list[tuple[str, str, int | None]]
) -> None:
    assert told(words) == found
    assert told("各县区要建成农田", office_of([WATER])) == []


@pytest.mark.parametrize(
    ("before", "words", "found"),
    [
        ("会议要求，市气象局要", "加密会商", [("市气象局", "lead")]),
        ("会议要求，市气象局要加密会商，", "检修站点", [("市气象局", "lead")]),
        ("会议要求，市水利局要修堤，", "市气象局要加密会商", [("市气象局", "lead")]),
        ("会议要求，市水利局要修堤，", "各有关单位要搞好配合", []),
        (
            "会议要求，市水利局会同市气象局，建好平台，",
            "开展演练",
            [("市水利局", "lead"), ("市气象局", "support")],
        ),
        ("会议要求，市水利局作汇报，", "开展演练", []),
    ],
)
def test_an_unknown_subject_rules_as_a_known_one_does(
    before: str, words: str, found: list[tuple[str, str]]
) -> None:
    text = f"{before}{words}"

    charges = charged(text, len(before), len(text), OFFICE)

    assert [(it.name, it.duty) for it in charges] == found


def test_without_the_office_a_request_in_prose_still_records_nobody() -> None:
    text = "会议要求，市气象局、市水利局要会商雨情。"

    assert [it.units for it in extract(text).directives] == [()]
