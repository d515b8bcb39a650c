"""Figures to be reached."""

import pytest

from tracker.workplan.directives.extraction.targets import read_targets


@pytest.mark.parametrize(
    ("words", "value", "unit", "comparison"),
    [
        ("新增托位2000个以上", 2000, "个", ">="),
        ("失业率控制在5.5%以内", 5.5, "%", "<="),
        ("粮食产量不低于30万吨", 30, "万吨", ">="),
        ("审批时间压缩至3个工作日", 3, "个工作日", "<="),
        ("投资突破50亿元", 50, "亿元", ">"),
        ("能耗低于12%", 12, "%", "<"),
        ("产值增长8%左右", 8, "%", "~"),
        ("产值增长8%", 8, "%", "="),
        ("绿化20公顷左右", 20, "公顷", "~"),
        ("完成改造120公里", 120, "公里", ">="),
    ],
)
def test_a_figure_with_a_comparing_word_is_a_target(
    words: str, value: float, unit: str, comparison: str
) -> None:
    (target,) = read_targets(words)

    assert (target.value, target.unit, target.comparison) == (value, unit, comparison)
    assert target.text in words


def test_a_bare_number_is_none() -> None:
    assert read_targets("沿3条河流布设，12个县参加") == ()


def test_targets_stand_in_order() -> None:
    assert [target.value for target in read_targets("新建学校3所，新增学位2400个以上")] == [3, 2400]
    assert [target.value for target in read_targets("建成学校3所，新增岗位2400个")] == [3, 2400]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("改造临街老旧小区40个", ["改造临街老旧小区40个"]),
        ("6月底前更新改造供水管道70公里，消除隐患", ["6月底前更新改造供水管道70公里"]),
        ("新建幼儿园4所、养老服务站6个", ["新建幼儿园4所", "养老服务站6个"]),
        ("全年新开工亿元以上项目20个", ["全年新开工亿元以上项目20个"]),
        ("培训网格员300人次和楼栋长50名", ["培训网格员300人次", "楼栋长50名"]),
    ],
)
def test_a_count_that_closes_what_is_to_be_done_is_a_target(words: str, found: list[str]) -> None:
    targets = read_targets(words)

    assert [target.text for target in targets] == found
    assert {target.comparison for target in targets} == {">="}


@pytest.mark.parametrize(
    "words",
    [
        "实现补贴5个工作日内到账",
        "在5个工作日以内办结",
        "建设轴承产业园2期",
        "落实条例第33条",
        "对60处隐患点逐点落实巡查员",
        "将第二批18项政策纳入清单",
    ],
)
def test_a_span_of_time_an_ordinal_or_a_known_number_is_none(words: str) -> None:
    assert read_targets(words) == ()
