"""A whole report: always tied to its words, always the same, never a fault."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.workplan.directives.extraction.found import directives
from tracker.workplan.directives.extraction import extract

REPORT = """全市水利建设推进会召开
3月2日，全市水利建设推进会召开。会议回顾总结了去年工作。
会议强调，要突出“固堤强基”，加固河堤，修复水闸。突出“智慧治水”，6月底前建成监测平台，力争接入站点300个以上。
会议要求，一要压实责任，各县（市、区）要逐项明确责任人；二要强化督查，每季度通报进展。
"""
ALPHABET = st.sampled_from(
    [
        *"一二三、，。；：（）“”\n 1.",
        "会议要求，", "会议强调，要", "加快推进河道治理", "一是", "二是", "（一）", "突出“治水”，", "围绕河道，",
        "（市水利局牵头）", "责任单位：市水利局", "6月底前", "| 议题 | 纪要 |", "<br>", "# ", "具体措施：",
        "总体要求", "确保安全", "以治水为目标，", "各县区要", "第一，", "①", "【完成时限】", "议题1：",
    ]
)  # fmt: skip  # a table: one line a row


def test_a_priority_runs_from_its_first_word_to_the_end_of_its_last_measure() -> None:
    found = directives(REPORT)
    for one in found:
        inside = [other for other in found if other.parent == one.id]
        if one.level == "priority":
            assert inside
            assert one.start <= inside[0].start
            assert one.end >= inside[-1].end


def test_ids_tell_the_tree_in_reading_order() -> None:
    found = directives(REPORT)

    assert found[0].id == "1"
    assert len({one.id for one in found}) == len(found)
    assert all(one.parent is None or one.id.startswith(f"{one.parent}.") for one in found)
    assert all(a.start <= b.start for a, b in pairwise(found))


def test_time_reservation_and_target_are_read_from_the_words() -> None:
    (platform,) = (
        one for one in directives(REPORT) if "监测平台" in one.text and one.level == "measure"
    )

    assert (platform.due, platform.due_text) == (date(2026, 6, 30), "6月底前")
    assert platform.modality == "力争"
    assert [(target.value, target.unit) for target in platform.targets] == [(300, "个")]


def test_the_report_itself_says_the_year() -> None:
    found = extract("3月工作。会议要求，6月底前加固河堤。", held_on=date(2024, 3, 1)).directives

    assert [one.due for one in found] == [date(2024, 6, 30)]


def test_coverage_counts_characters_inside_measures() -> None:
    found = extract("会议要求，加固河堤。")

    assert (found.characters, found.measures) == (10, 4)


def test_nothing_yields_nothing() -> None:
    assert extract("") == extract("", year=2026)
    assert extract("\n \n").directives == ()


@settings(max_examples=300)
@given(st.lists(ALPHABET, max_size=40).map("".join))
def test_any_official_looking_text_is_traceable_and_deterministic(text: str) -> None:
    found = directives(text)

    assert found == directives(text)
    assert all(0 < one.confidence <= 1 and one.reason for one in found)
    assert all(one.start < one.end for one in found)
    parents = {one.id for one in found if one.level == "priority"}
    assert all(one.parent is None or one.parent in parents for one in found)


@given(st.text(max_size=200))
def test_any_text_at_all_is_read_without_fault(text: str) -> None:
    directives(text)
