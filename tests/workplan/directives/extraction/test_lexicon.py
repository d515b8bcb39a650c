"""Words and figures."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.directives.extraction.lexicon import number_of, one_of


def test_the_longest_word_is_tried_first() -> None:
    found = re.match(one_of("坚持 坚持不懈 坚持"), "坚持不懈抓落实")

    assert found is not None
    assert found.group() == "坚持不懈"


@pytest.mark.parametrize(
    ("figure", "number"),
    [
        ("7", 7),
        ("⑫", 12),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("三十一", 31),
        ("一百零三", 103),
        ("两", 2),
    ],
)
def test_a_figure_is_a_number(figure: str, number: int) -> None:
    assert number_of(figure) == number


@given(st.integers(1, 999))
def test_arabic_figures_are_themselves(number: int) -> None:
    assert number_of(str(number)) == number
