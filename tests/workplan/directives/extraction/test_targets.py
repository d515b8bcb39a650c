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
    assert [target.value for target in read_targets("新建学校3所，新增学位2400个以上")] == [2400]
    assert [target.value for target in read_targets("建成学校3所，新增岗位2400个")] == [3, 2400]
