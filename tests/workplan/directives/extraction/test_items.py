"""Numbered items: priorities, whole measures, and those cut into sentences."""

from datetime import date

import pytest

from tests.workplan.directives.extraction.found import directives, measures, tree


def test_both_upper_levels_are_priorities_and_the_nearer_is_the_parent() -> None:
    text = (
        "一、重点任务\n（一）河道治理\n1.加固河堤。\n2.修复水闸。\n（二）农村供水\n1.更换管网。\n"
    )

    assert tree(text) == [
        "1 重点 重点任务",
        "1.1 重点 河道治理",
        "1.1.1 加固河堤",
        "1.1.2 修复水闸",
        "1.2 重点 农村供水",
        "1.2.1 更换管网",
    ]


def test_an_item_with_its_own_bracket_is_one_measure() -> None:
    text = "1.加固河堤。完成险段12处。（市水利局牵头，市财政局配合，6月底前完成）\n2.修复水闸。（市水利局负责）\n"

    first, second = directives(text)

    assert (first.text, first.due) == ("加固河堤。完成险段12处", date(2026, 6, 30))
    assert [(unit.name, unit.duty) for unit in first.units] == [
        ("市水利局", "lead"),
        ("市财政局", "support"),
    ]
    assert second.text == "修复水闸"


@pytest.mark.parametrize(
    "fields",
    [
        "\n责任单位：市水利局\n完成时限：6月底前\n",
        "责任单位：市水利局；完成时限：6月底前。\n",
        "\n【责任单位】市水利局\n【完成时限】6月底前\n",
        "\n[责任单位：市水利局；完成时限：6月底前]\n",
        "（责任单位：市水利局，完成时限：6月底前）\n",
        "\n- 责任单位：市水利局 完成时限：6月底前\n",
    ],
)
def test_fields_may_stand_on_lines_of_their_own_behind_a_stop_or_in_brackets(fields: str) -> None:
    found = directives(f"1.加固河堤。完成险段12处。{fields}2.修复水闸。\n")

    assert [one.text for one in found] == ["加固河堤。完成险段12处", "修复水闸"]
    assert [unit.name for unit in found[0].units] == ["市水利局"]
    assert found[0].due == date(2026, 6, 30)


def test_what_follows_a_bracket_within_an_item_is_a_measure_without_units() -> None:
    text = "1.河道治理。加固河堤。（市水利局负责）每月通报治理进展。\n2.修复水闸。\n"

    found = [one for one in directives(text) if one.level == "measure"]

    assert [(one.text, len(one.units)) for one in found] == [
        ("加固河堤", 1),
        ("每月通报治理进展", 0),
        ("修复水闸", 0),
    ]


def test_an_item_of_nothing_but_brackets_and_fields_yields_nothing() -> None:
    assert directives("一是（市水利局牵头）。【完成时限】") == []


def test_kinds_of_places_in_brackets_end_no_list_of_units() -> None:
    text = "1.加固河堤。\n责任单位：市水利局、各县（市、区）\n完成时限：6月底前\n2.修复水闸。\n责任单位：各乡镇（街道）\n"

    first, second = directives(text)

    assert (first.text, first.due) == ("加固河堤", date(2026, 6, 30))
    assert [unit.name for unit in first.units] == ["市水利局", "各县（市、区）"]
    assert [unit.name for unit in second.units] == ["各乡镇（街道）"]


def test_several_brackets_each_speak_of_what_stands_before_them() -> None:
    text = "1.河道治理。加固河堤。（市水利局负责）修复水闸。（市住建局负责）\n2.巡查险段。\n"

    found = [one for one in directives(text) if one.level == "measure"]

    assert [(one.text, [unit.name for unit in one.units]) for one in found] == [
        ("加固河堤", ["市水利局"]),
        ("修复水闸", ["市住建局"]),
        ("巡查险段", []),
    ]


def test_the_first_named_leads_from_there_on() -> None:
    text = "1.加固河堤。（市水利局、市财政局负责。列第一位者为牵头单位，下同）\n2.修复水闸。（市住建局、市财政局负责）\n"

    assert [[unit.duty for unit in one.units] for one in directives(text)] == [
        ["lead", "support"]
    ] * 2


def test_an_ordinary_bracket_does_not_end_an_item() -> None:
    assert measures("1.加固河堤（含支流）。修复水闸。\n2.清淤。\n")[:2] == ["修复水闸", "清淤"]


def test_sections_that_frame_the_plan_order_nothing() -> None:
    text = "一、总体要求\n抓好水利建设。\n二、工作目标\n建成水库2座。\n三、重点任务\n加固河堤。修复水闸。\n四、工作情况\n完成清淤。\n"

    assert tree(text) == ["1 重点 重点任务", "1.1 加固河堤", "1.2 修复水闸"]


def test_an_argument_gives_orders_only_where_it_says_so() -> None:
    text = (
        "一、充分认识防汛的紧迫性\n雨量偏多是趋势。各县区要落实责任。\n二、抓好落实\n修复水闸。\n"
    )

    assert measures(text) == ["各县区要落实责任", "修复水闸"]


def test_steps_behind_a_heading_are_its_measure() -> None:
    text = "1.改善河道行洪条件。具体措施：清除阻水建筑，拓宽窄口。（市水利局负责）\n2.提升供水能力。主要措施：更换管网。检修泵站。\n"

    assert tree(text) == [
        "1 重点 改善河道行洪条件",
        "1.1 清除阻水建筑，拓宽窄口",
        "2 重点 提升供水能力",
        "2.1 更换管网",
        "2.2 检修泵站",
    ]


def test_the_closing_words_of_the_meeting_belong_to_no_item() -> None:
    text = "会议议定：\n一、原则同意防洪规划。\n二、修复水闸。\n会议强调，各有关部门要加强协调。\n"

    assert tree(text)[-2:] == ["2 修复水闸", "3 各有关部门要加强协调"]


def test_what_stands_behind_the_last_bracket_belongs_to_no_item() -> None:
    text = (
        "一、任务\n1.加固河堤。（市水利局负责）\n2.修复水闸。（市住建局负责）各县区要加强协调。\n"
    )

    assert tree(text) == ["1 重点 任务", "1.1 加固河堤", "1.2 修复水闸", "2 各县区要加强协调"]


def test_a_long_item_without_units_is_cut_into_its_sentences() -> None:
    text = "1.对全市范围内存在安全隐患的小型水库和山塘，逐库逐塘开展安全鉴定，形成清单，分类处置。检修泵站。\n2.修复水闸。\n"

    assert "检修泵站" in measures(text)


def test_an_item_that_neither_orders_nor_states_is_left_out() -> None:
    assert measures("1.水闸\n2.泵站\n") == []


def test_ordinals_on_lines_of_their_own_are_read_as_themes() -> None:
    text = "一是强化巡查。每日巡查险段。\n二是强化储备。补充抢险物资。\n"

    assert [line for line in tree(text) if "重点" in line] == ["1 重点 强化巡查", "2 重点 强化储备"]


def test_a_section_that_looks_back_orders_nothing_and_the_last_part_is_never_given_up() -> None:
    text = "政府工作报告\n2025年工作回顾\n一、水利提速。加固河堤。\n2026年工作安排\n一、修复水闸。\n名词解释\n1.固堤：加固河堤。\n"

    assert measures(text) == ["修复水闸"]
    assert measures("政府工作报告\n2025年工作回顾\n一、加固河堤。\n二、修复水闸。\n") == [
        "加固河堤",
        "修复水闸",
    ]


def test_a_caption_and_one_sentence_with_its_own_limit_or_unit_are_one_measure() -> None:
    assert tree(
        "1.优化线网。4月15日前提出调整方案。\n2.规范停车。由市城管局负责，施划泊位。\n"
    ) == [
        "1 优化线网。4月15日前提出调整方案",
        "2 规范停车。由市城管局负责，施划泊位",
    ]
    assert tree("1.会商。市水利局会同市气象局，对雨情开展研判。\n") == [
        "1 会商。市水利局会同市气象局，对雨情开展研判"
    ]
    assert tree("1.河道治理\n4月15日前加固河堤。\n")[0] == "1 重点 河道治理"


def test_a_stage_of_a_plan_is_one_measure_with_its_time() -> None:
    (stage,) = directives("（一）动员部署阶段（2026年3月—4月）。制定方案，召开动员大会。\n")

    assert stage.text == "动员部署阶段（2026年3月—4月）。制定方案，召开动员大会"
    assert stage.due == date(2026, 4, 30)


def test_bullets_under_a_heading_are_read_each_for_itself() -> None:
    text = "（二）待办事项\n* 补充勘察资料，责任单位：市水利局，完成时间：3月13日\n* 加固河堤。\n"

    found = [one for one in directives(text) if one.level == "measure"]

    assert [(one.text, [u.name for u in one.units], one.due) for one in found] == [
        ("补充勘察资料", ["市水利局"], date(2026, 3, 13)),
        ("加固河堤", [], None),
    ]
    assert measures("（二）待办事项\n* 无（责任单位：市水利局）\n") == ["无"]


def test_closing_words_of_the_meeting_end_every_last_item() -> None:
    text = "一、河堤\n1.加固河堤。修好险段。\n会议强调，要检修泵站。\n二、其他\n1.储备物资。\n"

    assert tree(text) == [
        "1 重点 河堤",
        "1.1 重点 加固河堤",
        "1.1.1 修好险段",
        "1.2 检修泵站",
        "2 重点 其他",
        "2.1 储备物资",
    ]


def test_lines_without_a_stop_that_charge_somebody_are_measures() -> None:
    text = (
        "一、安排\n1、顾长河负责联系监理\n2、市水利局尽快报方案\n3、由质检组组织检查\n4、有关情况\n"
    )

    assert measures(text) == ["顾长河负责联系监理", "市水利局尽快报方案", "由质检组组织检查"]


def test_under_a_heading_of_plans_bare_predicates_are_orders() -> None:
    text = "工作报告\n2025年工作回顾\n完成清淤12公里。\n2026年工作安排\n抓好防汛备汛。加固河堤8公里。\n"

    assert measures(text) == ["抓好防汛备汛", "加固河堤8公里"]


def test_fields_on_several_lines_are_read_together() -> None:
    text = "1.加固河堤。\n责任领导：林秋\n牵头单位：市水利局\n责任单位：市财政局\n整改时限：9月底前\n2.检修泵站。〔责任单位：市住建局，4月底前〕\n3.修路。\n责任领导：林秋\n"

    found = [([(u.name, u.duty) for u in one.units], one.due) for one in directives(text)]

    assert found == [
        ([("市水利局", "lead"), ("市财政局", "support")], date(2026, 9, 30)),
        ([("市住建局", "lead")], date(2026, 4, 30)),
        ([("林秋", "lead")], None),
    ]


def test_several_tasks_in_one_sentence_are_cut() -> None:
    text = "（一）供水问题。由市水务局负责，11月20日前铺设主管；产业园管委会做好管线迁改。\n（二）其他。甲局抓紧启动增容，石门区政府负责征地补偿。\n"

    assert measures(text) == [
        "由市水务局负责，11月20日前铺设主管",
        "产业园管委会做好管线迁改",
        "甲局抓紧启动增容",
        "石门区政府负责征地补偿",
    ]


def test_a_report_that_minutes_heard_frames_nothing_and_a_report_of_the_state_does() -> None:
    heard = (
        "一、听取了防汛工作情况汇报。会议要求，市水利局要加固河堤。\n二、关于泵站\n1.修复水闸。\n"
    )
    state = "一、防汛工作情况\n会议要求，市水利局要加固河堤。\n二、关于泵站\n1.修复水闸。\n"

    assert measures(heard) == ["市水利局要加固河堤", "修复水闸"]
    assert measures(state) == ["修复水闸"]
