"""Punctuation cuts, but not inside brackets, quotations and figures."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.directives.extraction.sentences import (
    clauses,
    enclosed,
    sentences,
    trimmed,
)


def cut(text: str) -> list[str]:
    return [span.text_of(text) for span in sentences(text, 0, len(text))]


def parts(text: str) -> list[tuple[str, str]]:
    return [(text[part.start : part.end], part.mark) for part in clauses(text, 0, len(text))]


def test_sentences_end_at_full_stops_and_lines() -> None:
    assert cut("抓好春耕。 保障用水！\n**检修渠道**；") == ["抓好春耕", "保障用水", "检修渠道**；"]


def test_brackets_and_quotations_shelter_their_stops() -> None:
    assert cut("落实“三快。三准”要求（见附件。）。完毕") == [
        "落实“三快。三准”要求（见附件。）",
        "完毕",
    ]


def test_clauses_know_the_mark_that_closes_them() -> None:
    assert parts("抓好春耕，保障用水；检修渠道") == [
        ("抓好春耕", "，"),
        ("保障用水", "；"),
        ("检修渠道", ""),
    ]


def test_a_mark_inside_a_figure_does_not_cut() -> None:
    assert parts("投入1,200万元，14:30开工") == [("投入1,200万元", "，"), ("14:30开工", "")]


def test_nested_brackets_are_one_and_an_open_one_ends_with_its_line() -> None:
    text = "（甲（乙）丙）丁“未完\n（戊）"

    assert [span.text_of(text) for span in enclosed(text, 0, len(text))] == [
        "（甲（乙）丙）",
        "（戊）",
    ]


def test_an_open_quotation_does_not_swallow_a_long_text() -> None:
    text = "“" + "抓好春耕，" * 300 + "（完）"

    assert [span.text_of(text) for span in enclosed(text, 0, len(text))] == ["（完）"]


def test_nothing_but_marks_is_nothing() -> None:
    assert trimmed("，。 、", 0, 4) is None
    assert cut("。。\n。") == []
    assert parts("，，") == []


@given(st.text("抓好，。；（）“”\n 1,", max_size=60))
def test_cuts_are_in_order_and_inside(text: str) -> None:
    spans = list(sentences(text, 0, len(text)))

    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
