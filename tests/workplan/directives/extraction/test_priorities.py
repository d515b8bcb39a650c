"""Themes that prose opens by a phrase."""

import pytest

from tests.workplan.directives.extraction.found import tree
from tracker.workplan.directives.extraction.priorities import heading_of, ordinals


def test_highlighted_themes() -> None:
    text = "要突出“固堤强基”，加固河堤，修复水闸。突出“智慧治水”，建设监测平台。"

    assert tree(text) == [
        "1 重点 固堤强基",
        "1.1 加固河堤",
        "1.2 修复水闸",
        "2 重点 智慧治水",
        "2.1 建设监测平台",
    ]


def test_a_theme_may_open_behind_the_verb_of_speech_and_behind_a_semicolon() -> None:
    text = "会议强调，要突出“固堤强基”，加固河堤；突出“智慧治水”，建设监测平台。"

    assert [line for line in tree(text) if "重点" in line] == ["1 重点 固堤强基", "2 重点 智慧治水"]


def test_the_year_of_something_is_a_theme() -> None:
    assert tree("置身水利建设提速之年，加固河堤，修复水闸。")[0] == "1 重点 水利建设提速之年"


def test_a_goal_is_a_theme_where_parallel_parts_follow() -> None:
    text = "以建设“幸福河湖”为目标，要加固河堤；修复水闸；检修泵站。"

    assert tree(text)[:2] == ["1 重点 幸福河湖", "1.1 加固河堤"]


def test_a_phrase_that_is_repeated_opens_themes_and_a_lone_one_does_not() -> None:
    repeated = "要围绕城市防洪，加固河堤。围绕农村供水，更换老旧管网。"
    alone = "要围绕城市防洪，加固河堤。"

    assert tree(repeated) == [
        "1 重点 城市防洪",
        "1.1 加固河堤",
        "2 重点 农村供水",
        "2.1 更换老旧管网",
    ]
    assert [line for line in tree(alone) if "重点" in line] == []


def test_where_effort_is_asked_for_repeatedly() -> None:
    text = "要在河道清淤上下功夫，整治淤积河段。在应急准备上下功夫，储备抢险物资。"

    assert [line for line in tree(text) if "重点" in line] == ["1 重点 河道清淤", "2 重点 应急准备"]


def test_a_theme_ends_where_the_meeting_speaks_again() -> None:
    text = "要突出“固堤强基”，加固河堤。会议强调，要压实各级责任。"

    assert tree(text) == ["1 重点 固堤强基", "1.1 加固河堤", "2 压实各级责任"]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("“固堤强基”，", "固堤强基"),
        ("必须体现在治水成效上", "治水成效"),
        ("要加固河堤。", "加固河堤"),
        ("要素保障", "要素保障"),
        ("突出“三个抓手”", "三个抓手"),
        ("实施“十大行动”。", "实施“十大行动”"),
        ("“十大行动”要抓紧", "“十大行动”要抓紧"),
        ("“未闭合", "未闭合"),
        ("收尾”", "收尾"),
        ("“”", ""),
    ],
)
def test_a_heading_is_the_short_name(words: str, name: str) -> None:
    assert heading_of(words) == name


def test_a_run_of_ordinals_begins_with_one_and_counts_on() -> None:
    def words(text: str) -> list[str]:
        return [text[o.start : o.body] for o in ordinals(text, 0, len(text))]

    assert words("一是固堤；二是清淤；三是储备。") == ["一是", "二是", "三是"]
    assert words("第一，固堤。第二，清淤。") == ["第一，", "第二，"]
    assert words("一要固堤，二要清淤。一是巡查，二是值守。") == ["一要", "二要", "一是", "二是"]
    assert words("二是清淤；四是储备。一是固堤。") == []
    assert words("一，二，三，") == []
