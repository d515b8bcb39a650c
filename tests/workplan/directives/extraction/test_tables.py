"""Tables of minutes written with bars."""

from datetime import date

import pytest

from tests.workplan.directives.extraction.found import directives, tree

HEAD = "| 议题 | 会议纪要 |\n|---|---|\n"


def test_a_row_is_a_theme_and_its_cell_holds_measures() -> None:
    text = (
        HEAD
        + "| 河道清淤 | 1. 完成河段测量<br>2. 编制清淤方案<br>责任人：顾长河 完成时间：4月8日 |\n| 水闸 | 同意 |\n"
    )

    assert tree(text)[:3] == ["1 重点 河道清淤", "1.1 完成河段测量", "1.2 编制清淤方案"]


def test_one_closing_person_and_date_hold_for_all_items() -> None:
    text = (
        HEAD + "| 河道清淤 | 1. 完成河段测量<br>2. 编制清淤方案 责任人：顾长河 完成时间：4月8日 |\n"
    )

    found = [one for one in directives(text) if one.level == "measure"]

    assert [[unit.name for unit in one.units] for one in found] == [["顾长河"], ["顾长河"]]
    assert {one.due for one in found} == {date(2026, 4, 8)}


def test_a_conclusion_is_prose_and_open_issues_are_items() -> None:
    text = (
        HEAD
        + "| 河道清淤 | 会议结论：<br>方案可行。<br>1. 同意实施<br>遗留问题：<br>补充地质勘察 |\n"
    )

    assert tree(text) == ["1 重点 河道清淤", "1.1 补充地质勘察"]


def test_tables_of_other_content_yield_nothing() -> None:
    assert tree("| 姓名 | 单位 |\n|---|---|\n| 顾长河 | 市水利局 |\n") == []
    assert tree(HEAD + "|  | 1. 完成河段测量 |\n| 空 | |\n") == []
    assert tree("| 纪要 | 议题 |\n|---|---|\n| 完成测量 | 清淤 |\n") == []


@pytest.mark.parametrize(
    "table",
    [
        "序号\t事项\t责任单位\t配合单位\t时限\n1\t完成堤防加固\t市水利局、各县（市、区）\t市财政局\t5月20日前\n2\t\t\t\t\n\t检修全部泵站",
        "| 序号 | 事项 | 责任单位 | 配合单位 | 时限 |\n| --- | --- | --- | --- | --- |\n| 1 | 完成堤防加固 | 市水利局、各县（市、区） | 市财政局 | 5月20日前 |\n| 2 | 略 |\n| 3 | 检修全部泵站 |",
    ],
)
def test_each_row_of_a_list_of_tasks_is_a_measure_with_its_units_and_time(table: str) -> None:
    found = [
        (it.text, [(unit.name, unit.duty) for unit in it.units], it.due)
        for it in directives(f"重点任务清单\n{table}\n")
    ]

    assert found == [
        (
            "完成堤防加固",
            [("市水利局", "lead"), ("各县（市、区）", "lead"), ("市财政局", "support")],
            date(2026, 5, 20),
        ),
        ("检修全部泵站", [], None),
    ]


@pytest.mark.parametrize("head", ["姓名\t责任单位\t电话", "事项\t说明\t备注"])
def test_a_table_of_other_things_is_no_list_of_tasks(head: str) -> None:
    assert directives(f"{head}\n完成堤防加固\t市水利局\t无\n") == []
