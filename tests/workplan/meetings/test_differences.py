"""Differences of two texts, told word by word."""

from time import process_time

from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.workplan.meetings.differences import (
    Line,
    Piece,
    changes,
    difference,
    folded,
    lines,
)

WAS = """云岭市水利工作会议
会议要求，市水利局要在4月底前完成水库安全鉴定。
各县要落实巡查责任人，险情一小时内上报。
会议开了两个小时。
"""
NOW = """云岭市水利工作会议
会议要求,市水利局要在 5月底前完成水库安全鉴定，
并报市政府备案。各县要落实巡查责任人，险情半小时内上报。
会议开了两个小时。
"""
WORDS = st.text(alphabet="市县推进落实建设12。，：；\n a", max_size=120)


def told(was: str, now: str) -> list[tuple[str, str]]:
    return [(it.kind, it.words.strip()) for it in difference(was, now) if it.kind != "same"]


def test_words_that_changed_are_told_and_no_others() -> None:
    assert told(WAS, NOW) == [
        ("out", "4"),
        ("in", "5"),
        ("in", "，\n并报市政府备案"),
        ("out", "一"),
        ("in", "半"),
    ]


def test_spaces_width_and_line_breaks_are_no_difference() -> None:
    assert told("要抓好，\n水库96座。", "要抓好,水库 ９６座 。") == []


def test_a_single_word_between_two_changes_is_told_with_them() -> None:
    assert told("完成率达到95%以上。", "完成率达到98%左右。") == [
        ("out", "95%以上"),
        ("in", "98%左右"),
    ]


def test_clauses_that_have_nothing_in_common_are_exchanged_whole() -> None:
    assert told("改造老旧小区。", "新建体育场馆！") == [
        ("out", "改造老旧小区。"),
        ("in", "新建体育场馆！"),
    ]


def test_everything_is_put_in_where_nothing_was() -> None:
    assert told("", "要抓好水库。") == [("in", "要抓好水库。")]
    assert told("要抓好水库。", "") == [("out", "要抓好水库。")]
    assert difference("", "") == []


def test_a_clause_that_moved_is_taken_out_and_put_in() -> None:
    assert told("修水库，通道路，建学校。", "通道路，建学校，修水库。") == [
        ("out", "修水库，"),
        ("in", "修水库。"),
    ]


def test_places_are_counted_not_words() -> None:
    assert changes(difference(WAS, NOW)) == 3
    assert changes(difference(WAS, WAS)) == 0


def test_paragraphs_follow_both_texts() -> None:
    found = lines(difference("第一段。\n第二段。\n", "第一段。\n新加的。\n第二段。\n"))

    assert [it.is_changed for it in found] == [False, True, False]
    assert [it.words for it in found[1].now] == ["新加的。"]
    assert found[1].was == []


def test_what_did_not_change_is_folded_but_for_its_neighbours() -> None:
    same, changed = Line((Piece("same", "同"),)), Line((Piece("in", "新"),))

    found = folded([same, same, same, changed, same, same])

    assert [(it.is_folded, len(it.lines)) for it in found] == [(True, 2), (False, 3), (True, 1)]
    assert folded([]) == []
    assert [it.is_folded for it in folded([same])] == [True]


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_the_later_text_can_be_put_together_again(was: str, now: str) -> None:
    pieces = difference(was, now)

    assert "".join(it.words for it in pieces if it.kind != "out") == now


def test_hostile_texts_are_told_and_end() -> None:
    for was, now in (
        ("哦，" * 60_000, "哦，" * 40_000 + "呀，" * 20_000),
        ("ab" * 60_000, "ba" * 60_000),
        ("哦，呀，" * 30_000, "呀，哦，呵，" * 20_000),
    ):
        assert difference(was, now)


def test_words_that_meet_again_and_again_cost_no_time() -> None:
    """One word in every second place, told over and over: a matcher would try all with all."""
    was, now = (
        "".join(
            "的".join(chr(0x4E00 + off + 7 * at + 131 * block) for at in range(250))
            + f"，第{block}句。"
            for block in range(16)
        )
        for off in (0, 9000)
    )
    begun = process_time()

    pieces = difference(was, now)

    assert process_time() - begun < 2
    assert "".join(it.words for it in pieces if it.kind != "out") == now
    assert changes(pieces) == 16
