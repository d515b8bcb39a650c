"""How binding a measure is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workplan.directives.extraction.phrases import table
from tracker.workplan.directives.extraction.modality import STRENGTHS, read_modality, strength_of

ROWS = table("modality")


def test_the_table_is_large_and_says_nothing_twice() -> None:
    assert len(ROWS) >= 110
    assert len({phrase for _, phrase in ROWS}) == len(ROWS)
    assert {expected for expected, _ in ROWS} == {*STRENGTHS, "none"}


@pytest.mark.parametrize(("expected", "phrase"), ROWS)
def test_a_phrase_binds_so_much(expected: str, phrase: str) -> None:
    assert (read_modality(phrase) or "none") == expected


@pytest.mark.parametrize(
    ("words", "strength"),
    [
        ("严禁违规占地", "binding"),
        ("应于次日公示", "ordinary"),
        ("力争年底前通车", "reserved"),
        ("试行首席质量官制度", "tentative"),
        ("鼓励企业技改", "voluntary"),
        ("加固河堤", None),
    ],
)
def test_every_word_has_its_class(words: str, strength: str | None) -> None:
    assert strength_of(read_modality(words)) == strength


def test_what_a_later_sentence_allows_is_not_about_the_item() -> None:
    assert read_modality("兑现稳岗补贴。困难企业可申请延期") is None


@given(st.text(max_size=100))
def test_any_text_is_read_without_fault(text: str) -> None:
    assert read_modality(text) in {*STRENGTHS, None}
