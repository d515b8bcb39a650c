"""A long report in parts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.directives.parts import Part, part_at, parts_of


def lines_of(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for line in text.split("\n"):
        if line:
            found.append((at, at + len(line)))
        at += len(line) + 1
    return found


def cut(text: str, starts: list[int], tops: list[int], size: int = 20, rows: int = 3) -> list[str]:
    parts = parts_of(text, lines_of(text), starts, tops, most_characters=size, most_rows=rows)
    return [text[it.start : it.end] for it in parts]


def test_a_short_report_is_one_part() -> None:
    assert parts_of("一段话。", [(0, 4)], [0], []) == [Part(1, 0, 4)]
    assert parts_of("", [], [], []) == [Part(1, 0, 0)]


def test_a_part_ends_with_a_paragraph() -> None:
    text = "\n".join("甲乙丙丁戊己庚辛" for _ in range(5))

    assert [it.count("甲") for it in cut(text, [], [])] == [2, 2, 1]


def test_a_part_that_is_nearly_full_ends_before_a_top_priority() -> None:
    text = "甲乙丙丁戊己\n甲乙丙丁戊己\n突出\n甲乙"

    assert cut(text, [], [14], size=15) == ["甲乙丙丁戊己\n甲乙丙丁戊己\n", "突出\n甲乙"]
    assert cut(text, [], [], size=15) == ["甲乙丙丁戊己\n甲乙丙丁戊己\n突出\n", "甲乙"]
    assert len(cut(text, [], [14], size=30)) == 1


def test_a_part_holds_no_more_rows_than_a_page() -> None:
    text = "\n".join("甲乙" for _ in range(6))

    assert [it.count("甲") for it in cut(text, [0, 1, 3, 4, 6, 7], [])] == [1, 1, 4]


def test_a_paragraph_that_is_too_long_is_cut_at_its_sentences_or_anywhere() -> None:
    assert cut("甲乙丙丁戊己庚辛。壬癸子丑寅卯辰巳。午未申酉戌亥。", [], []) == [
        "甲乙丙丁戊己庚辛。壬癸子丑寅卯辰巳。",
        "午未申酉戌亥。",
    ]
    assert [len(it) for it in cut("甲" * 45, [], [])] == [20, 20, 5]


@pytest.mark.parametrize(("place", "number"), [(0, 1), (9, 1), (10, 2), (25, 3), (99, 3)])
def test_a_place_is_in_one_part(place: int, number: int) -> None:
    parts = [Part(1, 0, 10), Part(2, 10, 20), Part(3, 20, 30)]

    assert part_at(parts, place).number == number


@given(
    st.text("甲。\n ", max_size=200), st.lists(st.integers(0, 200), max_size=30), st.integers(1, 30)
)
def test_parts_cover_the_report_and_are_small(text: str, starts: list[int], size: int) -> None:
    lines = [(at, end) for at, end in lines_of(text) if text[at:end].strip()]
    parts = parts_of(text, lines, sorted(starts), [], most_characters=size, most_rows=5)

    assert "".join(text[it.start : it.end] for it in parts) == text
    for part in parts:
        held = sum(max(0, min(end, part.end) - max(at, part.start)) for at, end in lines)
        assert held <= size
