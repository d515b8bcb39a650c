"""Words selected in a browser, found again in the report."""

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives.selection import (
    DISAGREES,
    NOT_FOUND,
    NOT_ONE,
    NOTHING,
    span_of,
    utf16_units,
)

# 𠮷 takes two UTF-16 units and one code point.
REPORT = "𠮷林路要修。\n　　抓好春耕；\n抓好秋收。\n抓好秋收。"


def found(words: str, start: int | None) -> str:
    span = span_of(REPORT, words, start)
    return REPORT[span.start : span.end]


def test_browsers_count_in_utf16_units() -> None:
    at = utf16_units(REPORT[: REPORT.index("抓好春耕")])

    assert at == REPORT.index("抓好春耕") + 1
    assert found("抓好春耕", at) == "抓好春耕"


def test_blanks_and_line_ends_may_differ_on_the_way() -> None:
    assert found("要修。\r\n抓好 春耕", 4) == "要修。\n　　抓好春耕"


@pytest.mark.parametrize(("words", "start"), [("抓好春耕", 3), ("抓好秋收。再", 25), ("抓好", 999)])
def test_words_and_place_must_agree(words: str, start: int) -> None:
    with pytest.raises(RuleBroken) as refusal:
        span_of(REPORT, words, start)
    assert refusal.value.sentence == DISAGREES


def test_words_without_a_place_must_stand_only_once() -> None:
    assert found("抓好 春耕", None) == "抓好春耕"
    for words, sentence in [("抓好秋收", NOT_ONE), ("抓好冬藏", NOT_FOUND), (" \n", NOTHING)]:
        with pytest.raises(RuleBroken) as refusal:
            span_of(REPORT, words, None)
        assert refusal.value.sentence == sentence
