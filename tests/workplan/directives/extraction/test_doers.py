"""Who is to act, where minutes name the subject of a resolution."""

import pytest

from tests.workplan.directives.extraction.found import directives

HEAD = "云岭市水利项目周例会纪要\n参加人员：顾长河、北岸代表团队、质检组\n"


def charged(text: str) -> list[list[tuple[str, str]]]:
    return [
        [(unit.name, unit.duty) for unit in one.units]
        for one in directives(text)
        if one.level == "measure"
    ]


@pytest.mark.parametrize(
    ("resolution", "units"),
    [
        ("市水利局尽快提交勘察报告", [("市水利局", "lead")]),
        ("请市财政局研究资金渠道", [("市财政局", "lead")]),
        ("顾长河负责联系监理", [("顾长河", "lead")]),
        ("6月底前北岸需提交评估结果", [("北岸", "lead")]),
        ("增加复核环节，Dam SIG进行监管", [("Dam SIG", "lead")]),
        ("市水利局会同市气象局，对雨情开展会商", [("市水利局", "lead"), ("市气象局", "support")]),
        ("市气象局每三小时发布一次预报", [("市气象局", "lead")]),
        ("由保卫处根据会议意见修改印发", [("保卫处", "lead")]),
        ("保卫处根据会议意见修改印发", []),
        ("各乡镇要摸清底数", []),
        ("每月25日前向市委督查室报送一次进展", []),
        ("与社区确认临时堆场", []),
        ("明确测量团队进场时间", []),
    ],
)
def test_a_named_subject_is_the_one_who_was_charged(
    resolution: str, units: list[tuple[str, str]]
) -> None:
    assert charged(f"{HEAD}一、会议决定\n1、{resolution}。\n") == [units]


def test_a_name_beside_a_known_one_is_a_name() -> None:
    text = f"{HEAD}一、会议决定\n1、本周五前南泵和北岸需提交评估结果。\n2、南泵需倒排工期。\n"

    assert charged(text) == [[("南泵", "lead"), ("北岸", "lead")], [("南泵", "lead")]]


def test_elsewhere_a_request_records_nobody() -> None:
    assert charged("会议要求，市水利局要加固河堤。") == [[]]
    assert charged("云岭市水利项目周例会纪要\n一、会议决定\n1、加固河堤。\n") == [[]]
