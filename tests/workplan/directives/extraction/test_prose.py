"""Paragraphs that give orders, and those that tell."""

import pytest

from tests.workplan.directives.extraction.found import directives, measures, tree


def test_ordinals_are_themes_where_something_stands_beneath_them() -> None:
    text = "会议要求，一是强化巡查，每日巡查险段，及时上报险情；二是强化储备，补充抢险物资。"

    assert tree(text) == [
        "1 重点 强化巡查",
        "1.1 每日巡查险段",
        "1.2 及时上报险情",
        "2 重点 强化储备",
        "2.1 补充抢险物资",
    ]


def test_an_ordinal_with_an_action_alone_is_a_measure() -> None:
    assert tree("会议要求：一是加固河堤；二是修复水闸。") == ["1 加固河堤", "2 修复水闸"]


def test_ordinals_that_name_matters_are_aspects_with_little_confidence() -> None:
    text = "要做好以下工作：一是河道的岸线；二是水库，大坝和溢洪道。"

    assert tree(text) == [
        "1 重点 河道的岸线",
        "1.1 河道的岸线",
        "2 重点 水库",
        "2.1 大坝和溢洪道",
    ]
    assert all(one.confidence <= 0.6 for one in directives(text) if one.level == "measure")


def test_an_ordinal_without_words_is_passed_over() -> None:
    assert tree("要求：一是；二是加固河堤。") == ["1 加固河堤"]
    assert tree("要求：一是，。二是加固河堤。") == ["1 加固河堤"]


def test_an_ordinal_whose_tail_only_colours_it_is_a_measure() -> None:
    assert tree("要求：一是加固河堤，确保安全；二是修复水闸。") == [
        "1 加固河堤，确保安全",
        "2 修复水闸",
    ]


def test_words_between_two_runs_are_read_too() -> None:
    text = "要求：一是加固河堤；二是修复水闸。各县区要备足物资。一是检修泵站；二是疏通管网。"

    assert measures(text) == ["加固河堤", "修复水闸", "各县区要备足物资", "检修泵站", "疏通管网"]


def test_the_last_of_a_run_takes_as_much_as_the_others() -> None:
    text = "要求如下。一是强化巡查。每日巡查险段。二是强化储备。补充抢险物资。"

    assert tree(text) == [
        "1 重点 强化巡查",
        "1.1 每日巡查险段",
        "2 重点 强化储备",
        "2.1 补充抢险物资",
    ]


def test_a_look_back_in_ordinals_orders_nothing() -> None:
    assert measures("过去一年取得了明显成效：一是河堤更加牢固；二是水质更加清洁。") == []


def test_a_title_orders_nothing_and_a_field_announces_orders() -> None:
    assert tree("加快推进防汛工作\n会议结论：加固河堤。\n遗留问题：无\n") == ["1 加固河堤"]


def test_a_highlighted_theme_may_be_a_sentence_of_its_own() -> None:
    assert tree("要突出“固堤强基”。加固河堤。") == ["1 重点 固堤强基", "1.1 加固河堤"]


def test_the_lede_before_a_list_is_left_out() -> None:
    assert measures("要重点抓好以下几项工作：一是加固河堤；二是修复水闸。") == [
        "加固河堤",
        "修复水闸",
    ]


@pytest.mark.parametrize(
    "announced",
    [
        "各地要做到“四到位”：",
        "要做到“四个到位”，",
        "会议强调，要抓好四件事。",
        "要落实好“四到位”要求：",
        "要打好四大战役；",
    ],
)
def test_what_only_counts_the_list_behind_it_is_no_measure(announced: str) -> None:
    run = "一是责任落实到位，二是隐患排查到位，三是物资储备到位，四是宣传引导到位。"

    assert tree(announced + run) == [
        "1 责任落实到位",
        "2 隐患排查到位",
        "3 物资储备到位",
        "4 宣传引导到位",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # another number than what is listed, or words between: a measure of its own
        (
            "要开好三个现场会。一是加固河堤；二是修复水闸。",
            ["开好三个现场会", "加固河堤", "修复水闸"],
        ),
        (
            "要办好两件实事，并按月公示。一是加固河堤；二是修复水闸。",
            ["办好两件实事", "并按月公示", "加固河堤", "修复水闸"],
        ),
        (
            "要新建泵站2座。一是加固河堤；二是修复水闸。",
            ["新建泵站2座", "加固河堤", "修复水闸"],
        ),
        # a new run begins: only the first one is counted
        (
            "要抓好两件事。一是加固河堤；二是修复水闸。一是清淤河道；二是更换闸门。",
            ["加固河堤", "修复水闸", "清淤河道", "更换闸门"],
        ),
        # the list stands in the sentence, or in the lines below
        (
            "会议要求，要实现“三个突破”：在项目建设上实现突破，在招商引资上实现突破，在科技创新上实现突破。",
            ["在项目建设上实现突破", "在招商引资上实现突破", "在科技创新上实现突破"],
        ),
        ("会议要求，要加强值守。要做到“两个到位”：\n1.人员到位。\n", ["加强值守", "人员到位"]),
        (
            "会议强调，要打好两大战役。\n一是加固河堤。\n二是修复水闸。\n",
            ["加固河堤", "修复水闸"],
        ),
        (
            "一、防汛\n要抓好值守。要办好两件事。\n1.加固河堤。\n2.修复水闸。\n",
            ["抓好值守", "加固河堤", "修复水闸"],
        ),
        ("一、防汛\n要加强值守。要打好两大战役：\n（见下表）\n", ["加强值守"]),
        ("要提出明确的工作要求：一是加固河堤；二是修复水闸。", ["加固河堤", "修复水闸"]),
        (
            "罗远强调，要实现“三个突破”：在项目建设上求突破，在招商引资上求突破，在科技创新上求突破。",
            ["在项目建设上求突破", "在招商引资上求突破", "在科技创新上求突破"],
        ),
        ("今年全市“三大行动”：改造小区20个，新建学校3所，修建道路9公里。", []),
        ("会议要求，落实“四个最严”要求，加强抽检。", ["落实“四个最严”要求", "加强抽检"]),
    ],
)
def test_a_number_announces_only_what_it_counts(text: str, found: list[str]) -> None:
    assert measures(text) == found


def test_two_brief_deeds_of_one_length_stand_side_by_side() -> None:
    pair = "会议要求：一是加强组织领导，完善组织机构；二是加强宣传引导，强化督促检查。"

    assert tree(pair) == [
        "1 加强组织领导",
        "2 完善组织机构",
        "3 加强宣传引导",
        "4 强化督促检查",
    ]
    assert tree("会议要求：一是打好这场攻坚战，新开工项目9个；二是修复水闸。")[:2] == [
        "1 重点 打好这场攻坚战",
        "1.1 新开工项目9个",
    ]
    assert tree("会议要求：一是加快推进老旧管网更新，全面完成积水路段整治；二是修复水闸。")[:2] == [
        "1 重点 加快推进老旧管网更新",
        "1.1 全面完成积水路段整治",
    ]
