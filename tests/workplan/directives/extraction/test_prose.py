"""Paragraphs that give orders, and those that tell."""

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
