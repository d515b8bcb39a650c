"""Numbers make an outline, at the heads of lines and where line breaks were lost."""

from tracker.workplan.directives.extraction.lines import read_lines
from tracker.workplan.directives.extraction.outline import Node, markers, read_outline, walk


def shape(text: str) -> list[str]:
    root = read_outline(text, list(read_lines(text)))
    return [
        f"{'  ' * depth(node)}{node.kind} {text[node.body : node.own_end].strip()}"
        for node in walk(root)
        if node is not root
    ]


def depth(node: Node) -> int:
    return 0 if node.parent is None or node.parent.kind == "" else 1 + depth(node.parent)


def test_each_kind_of_number_has_its_depth() -> None:
    text = "第一部分 总体\n一、任务\n（一）修路\n1.县道\n（1）甲段\n①路基\n二、保障\n"

    assert shape(text) == [
        "part 总体",
        "  chinese 任务",
        "    bracketed 修路",
        "      figure 县道",
        "        closed 甲段",
        "          circled 路基",
        "  chinese 保障",
    ]


def test_topics_of_minutes_are_items() -> None:
    assert shape("议题1：修路\n1.立项。\n议题2：架桥\n") == [
        "topic 修路",
        "  figure 立项。",
        "topic 架桥",
    ]


def test_a_decimal_is_no_number_of_an_item() -> None:
    assert shape("1.5公里道路完工。\n2025年完工。\n") == []


def test_a_date_behind_a_number_makes_no_decimal_of_it() -> None:
    assert shape("1.修路。\n2.6月底前架桥。\n3.2026年通车。\n") == [
        "figure 修路。",
        "figure 6月底前架桥。",
        "figure 2026年通车。",
    ]


def test_numbers_inside_a_line_count_on_behind_a_stop() -> None:
    text = "一、修路。1.硬化县道。2.拓宽乡道。9.不在序列。"

    assert shape(text) == [
        "chinese 修路。",
        "  figure 硬化县道。",
        "  figure 拓宽乡道。9.不在序列。",
    ]


def test_a_heading_may_run_into_its_first_sub_item() -> None:
    assert shape("一、改善出行（一）硬化县道。") == ["chinese 改善出行", "  bracketed 硬化县道。"]


def test_a_heading_without_number_closes_what_is_open() -> None:
    assert shape("一、修路\n1.县道\n## 附录\n1.说明\n") == [
        "chinese 修路",
        "  figure 县道",
        "break ",
        "  figure 说明",
    ]


def test_ordinals_are_an_outline_only_on_lines_of_their_own() -> None:
    assert shape("一是修路。\n二是架桥。\n") == ["ordinal 修路。", "ordinal 架桥。"]
    assert shape("一是修路；二是架桥。\n") == []


def test_lines_set_aside_and_table_rows_have_no_numbers() -> None:
    text = "| 1. 表 |\n附件：1.清单\n1.修路\n"

    assert len(markers(text, list(read_lines(text)))) == 1


def test_a_number_before_nothing_is_none() -> None:
    assert shape("1.\n（一）、\n一、") == []


def test_decimal_numbers_are_levels_where_the_report_counts_so() -> None:
    assert shape(
        "1 总则\n1.1 目标\n1.1.1 加固河堤。\n1.1.2 检修泵站。\n2 保障\n2.1亿元已到位。\n"
    ) == [
        "figure 总则",
        "  second 目标",
        "    third 加固河堤。",
        "    third 检修泵站。",
        "figure 保障\n2.1亿元已到位。",
    ]
    assert shape("1 总则\n2 保障\n") == []


def test_a_dash_heads_a_paragraph_but_no_subtitle() -> None:
    assert shape("——聚力项目攻坚。加固河堤。\n——聚力民生改善。检修泵站。\n") == [
        "dash 聚力项目攻坚。加固河堤。",
        "dash 聚力民生改善。检修泵站。",
    ]
    assert shape("政府工作报告\n——2026年2月3日在市人民代表大会上，市长作报告。\n") == []


def test_the_first_number_may_stand_behind_the_verb_of_speaking() -> None:
    assert shape("会议要求，一、加固河堤。修好险段。二、检修泵站。") == [
        "chinese 加固河堤。修好险段。",
        "chinese 检修泵站。",
    ]
