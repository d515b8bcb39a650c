"""Who speaks, and whether the verb of speaking is a demand."""

import pytest

from tests.workplan.directives.extraction.found import measures


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("会议强调，加快除险加固，补齐预警短板。", ["加快除险加固", "补齐预警短板"]),
        ("会议指出，围绕防汛备汛，开展拉网排查。", ["围绕防汛备汛，开展拉网排查"]),
        ("他叮嘱有关部门落实防暑措施，合理安排作业时间。", ["落实防暑措施", "合理安排作业时间"]),
        ("程远看望了养护工人，叮嘱当地加固护坡。", ["加固护坡"]),
        ("会议通过了方案，决定淘汰老旧水泵，年内更新闸门。", ["淘汰老旧水泵", "年内更新闸门"]),
        ("会议强调，驻村干部每周巡堤两次。", ["驻村干部每周巡堤两次"]),
    ],
)
def test_what_is_urged_is_an_order_by_its_form(text: str, found: list[str]) -> None:
    assert measures(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "会议强调，防汛备汛是当前的头等任务。",
        "会议指出，加快除险加固，事关群众安危。",
        "会议指出，加固河堤取得明显成效。",
        "会议强调，今年以来，各地加固河堤12公里。",
        "会议强调，加固河堤一事作了汇报。",
    ],
)
def test_an_argument_or_a_report_is_none(text: str) -> None:
    assert measures(text) == []


def test_where_an_order_word_stands_it_says_where_the_orders_begin() -> None:
    assert measures("会议强调，做好今年防汛工作，要加固河堤，检修泵站。") == [
        "加固河堤",
        "检修泵站",
    ]


def test_counting_words_continue_the_orders_that_were_begun() -> None:
    assert measures("会议强调，首先，加固河堤。形势依然严峻。其次，检修泵站。最后，储备物资。") == [
        "加固河堤",
        "检修泵站",
        "储备物资",
    ]


def test_what_announces_a_list_is_no_measure() -> None:
    assert measures("会议要求，重点抓好以下工作。加固河堤。") == ["加固河堤"]
    assert measures("会议要求，强调了三点意见。") == []
    assert measures("会议要求，加固河堤3项工程。") == ["加固河堤3项工程"]


def test_what_the_meeting_did_is_none_in_minutes_either() -> None:
    text = "一、关于河堤\n会议研究同意加固方案，预算控制在18万元以内。\n由市水利局负责组织实施。\n"

    assert measures(text) == ["由市水利局负责组织实施"]
    assert (
        measures("1.加固河堤。\n2.本方案自印发之日起施行，有效期2年。还要检修泵站。\n")[0]
        == "加固河堤"
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("林秋主持会议，强调要加固河堤，检修泵站。", ["加固河堤", "检修泵站"]),
        ("会议要求，加固河堤。各位代表！检修泵站。", ["加固河堤", "检修泵站"]),
        ("会议要求，加固河堤。以上事项，请抓好落实。", ["加固河堤"]),
        ("2026年工作安排\n主要预期目标是：加固河堤12公里。", []),
        (
            "会议要求，全市要以科学治水为指导，加固河堤，检修泵站，储备物资。",
            ["加固河堤", "检修泵站", "储备物资"],
        ),
    ],
)
def test_formulas_and_salutations_are_no_measures(text: str, found: list[str]) -> None:
    assert measures(text) == found
