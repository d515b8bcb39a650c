"""Figures to be reached."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workplan.directives.extraction.phrases import table
from tracker.workplan.directives.extraction.model import Target
from tracker.workplan.directives.extraction.quantities import number
from tracker.workplan.directives.extraction.targets import read_targets

ROWS = table("targets")
CHANGES = {None: "", "increase": "+", "decrease": "-"}
DIGITS = "〇一二三四五六七八九"


def said(target: Target) -> str:
    """`>=5%..6+ from 3 than 上年`: compared, value, unit, end of the range, change, and what it starts from."""
    words = f"{target.comparison}{target.value:g}{target.unit}"
    if target.upper is not None:
        words += f"..{target.upper:g}"
    words += CHANGES[target.change]
    if target.baseline is not None:
        words += f" from {target.baseline:g}"
    return words + (f" than {target.against}" if target.against else "")


def test_the_table_is_large_and_says_nothing_twice() -> None:
    assert len(ROWS) >= 150
    assert len({phrase for _, phrase in ROWS}) == len(ROWS)


@pytest.mark.parametrize(("expected", "phrase"), ROWS)
def test_a_phrase_sets_these_figures(expected: str, phrase: str) -> None:
    targets = read_targets(phrase)

    assert (";".join(map(said, targets)) or "none") == expected
    assert all(target.text in phrase for target in targets)


def test_targets_stand_in_order() -> None:
    assert [it.value for it in read_targets("新建学校3所，新增学位2400个以上")] == [3, 2400]
    assert [it.value for it in read_targets("建成学校3所，新增岗位2400个")] == [3, 2400]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("改造临街老旧小区40个", ["改造临街老旧小区40个"]),
        ("6月底前更新改造供水管道70公里，消除隐患", ["6月底前更新改造供水管道70公里"]),
        ("新建幼儿园4所、养老服务站6个", ["新建幼儿园4所", "养老服务站6个"]),
        ("全年新开工亿元以上项目20个", ["全年新开工亿元以上项目20个"]),
        ("培训网格员300人次和楼栋长50名", ["培训网格员300人次", "楼栋长50名"]),
        ("新建改造小区85个并投入使用", ["新建改造小区85个"]),
        ("力争改造85个老旧小区", ["85个"]),
        ("完成7宗土地出让", ["7宗"]),
        ("抓好剩余18个项目的手续办理", ["18个"]),
        ("统筹2.3亿元资金，用好3个平台", ["2.3亿元"]),
        ("加快推进18个项目建设", ["18个"]),
        ("加装电梯60部", ["加装电梯60部"]),
        ("60部门联合推进", []),
        ("漏损率由12%降至8%", ["降至8%"]),
        ("产值增长不低于８％", ["增长不低于８％"]),
        ("覆盖面达到三分之〇", []),
    ],
)
def test_the_words_of_a_target_stand_in_the_text(words: str, found: list[str]) -> None:
    assert [target.text for target in read_targets(words)] == found


def test_a_fraction_by_nothing_and_a_falling_range_are_no_figures() -> None:
    assert read_targets("覆盖面达到0分之1以上") == ()
    assert read_targets("新增摊位30—20个") == ()


def in_words(value: int) -> str:
    """Write a number below 10,000 as it is spoken."""
    words = ""
    for rank, sign in ((1000, "千"), (100, "百"), (10, "十")):
        digit, value = divmod(value, rank)
        words += f"{DIGITS[digit]}{sign}" if digit else ("零" if words and value else "")
    return (words.rstrip("零") if not value else words.replace("零零", "零")) + (
        DIGITS[value] if value else ""
    )


@given(st.integers(1, 9999))
def test_a_number_in_words_is_read_back(value: int) -> None:
    assert number(in_words(value)) == value


@given(
    st.integers(1, 10**9) | st.decimals(0, 10**6, places=2),
    st.sampled_from(["个", "万亩", "%", "亿元", "公里", "人次", "个百分点"]),
    st.sampled_from(
        [("不少于", ">="), ("超过", ">"), ("不超过", "<="), ("低于", "<"), ("约", "~")]
    ),
)
def test_every_figure_behind_a_word_of_comparison_is_read_back(
    value: object, unit: str, word: tuple[str, str]
) -> None:
    (target,) = read_targets(f"规模{word[0]}{value}{unit}")

    assert (target.value, target.unit, target.comparison) == (float(str(value)), unit, word[1])


@given(
    st.text(
        "新建改造85个，百分之三成半翻番由从12%降至8—9亿两千万增长比上年“”第月〔〕以上0", max_size=40
    )
)
def test_any_words_with_figures_are_read_without_fault(text: str) -> None:
    assert all(target.text in text for target in read_targets(text))


@given(st.text(max_size=200))
def test_any_text_is_read_without_fault(text: str) -> None:
    assert all(target.text in text for target in read_targets(text))
