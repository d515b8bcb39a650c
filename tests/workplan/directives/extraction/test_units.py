"""Who is responsible, by the report's own words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.directives.extraction.units import read_bracket, read_labels, read_prose

L, S = "lead", "support"


def bracket(inside: str, *, first_leads: bool = False) -> list[tuple[str, str]] | None:
    read = read_bracket(inside, first_leads=first_leads)
    return None if read is None else [(unit.name, unit.duty) for unit in read.units]


@pytest.mark.parametrize(
    ("inside", "units"),
    [
        ("市住建局牵头，市财政局配合", [("市住建局", L), ("市财政局", S)]),
        ("市住建局、市财政局按职责分工负责", [("市住建局", L), ("市财政局", L)]),
        ("市住建局、市财政局等负责", [("市住建局", L), ("市财政局", L)]),
        ("市住建局等市有关部门及各县区负责", [("市住建局", L), ("市有关部门", S), ("各县区", S)]),
        ("市住建局会同市财政局负责", [("市住建局", L), ("市财政局", S)]),
        ("市住建局会同市财政局等市级单位负责", [("市住建局", L), ("市财政局", S), ("市级单位", S)]),
        ("市住建局牵头，各县（市、区）政府配合", [("市住建局", L), ("各县（市、区）政府", S)]),
        (
            "市住建局牵头，市财政局负责，市审计局参加",
            [("市住建局", L), ("市财政局", S), ("市审计局", S)],
        ),
        ("由市住建局牵头", [("市住建局", L)]),
        (
            "市水利局牵头，市公安局和市住建局配合",
            [("市水利局", L), ("市公安局", S), ("市住建局", S)],
        ),
        (
            "市住房和城乡建设局与市文化和旅游局负责",
            [("市住房和城乡建设局", L), ("市文化和旅游局", L)],
        ),
        ("各乡镇党委和政府负责", [("各乡镇党委和政府", L)]),
        ("市住建局、市财政局", [("市住建局", L), ("市财政局", L)]),
        ("责任单位：市住建局、市财政局", [("市住建局", L), ("市财政局", L)]),
        (
            "牵头单位：市住建局；配合单位：市财政局、市审计局",
            [("市住建局", L), ("市财政局", S), ("市审计局", S)],
        ),
    ],
)
def test_a_bracket_assigns(inside: str, units: list[tuple[str, str]]) -> None:
    assert bracket(inside) == units


@pytest.mark.parametrize(
    "inside",
    [
        "",
        "含乡村道路",
        "见附件1",
        "2026年",
        "市、区",
        "街道",
        "乡镇、街道",
        "很长" * 400,
        "以后由名字非常非常" + "长" * 41 + "局负责",
    ],
)
def test_an_ordinary_bracket_assigns_nothing(inside: str) -> None:
    assert bracket(inside) is None


def test_from_here_on_the_first_leads() -> None:
    read = read_bracket("市住建局、市财政局负责。列第一位者为牵头单位，下同")

    assert read is not None
    assert read.first_leads
    assert [(unit.name, unit.duty) for unit in read.units] == [("市住建局", L), ("市财政局", S)]
    assert bracket("市水利局、市财政局负责", first_leads=True) == [("市水利局", L), ("市财政局", S)]


def test_a_bracket_may_name_the_time() -> None:
    read = read_bracket("市住建局负责，2026年6月底前完成")

    assert read is not None
    assert read.time == "2026年6月底前完成"


@pytest.mark.parametrize(
    ("text", "units", "time"),
    [
        ("责任人：顾长河 完成时间：4月8日", [("顾长河", L)], "4月8日"),
        ("【责任单位】市住建局、市财政局等", [("市住建局", L), ("市财政局", L)], None),
        ("完成时限6月底前", [], "6月底前"),
        ("没有字段", [], None),
    ],
)
def test_labelled_fields_assign(text: str, units: list[tuple[str, str]], time: str | None) -> None:
    read = read_labels(text)

    assert ([(unit.name, unit.duty) for unit in read.units], read.time) == (units, time)


@pytest.mark.parametrize(
    ("words", "units"),
    [
        ("由市水利局牵头，市财政局配合，加固河堤", [("市水利局", L), ("市财政局", S)]),
        ("由市水利局牵头，会同市财政局制定方案", [("市水利局", L), ("市财政局", S)]),
        ("由市水利局会同市财政局制定方案", [("市水利局", L), ("市财政局", S)]),
        ("市水利局负责加固河堤", [("市水利局", L)]),
        ("责成市城管局整治占道", [("市城管局", L)]),
        ("加固河堤", []),
        ("建立由市水利局牵头的协调机制", []),
        ("由市水利局负责人带队检查", []),
    ],
)
def test_prose_assigns_only_in_so_many_words(words: str, units: list[tuple[str, str]]) -> None:
    assert [(unit.name, unit.duty) for unit in read_prose(words)] == units


@given(st.text("市局委、，；由牵头配合负责会同等及（）责任单位：和", max_size=60))
def test_any_words_are_read_without_fault(text: str) -> None:
    for units in (read_prose(text), read_labels(text).units):
        assert all(unit.name and unit.duty in {L, S} for unit in units)
    bracket(text)
