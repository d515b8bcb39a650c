"""A report's lines, the furniture of its page marked."""

from tests.workplan.meetings.builders import TEXT
from tracker.workplan.meetings.passages import passages


def test_navigation_is_marked_and_kept() -> None:
    found = [(TEXT[it.start : it.end][:6], it.is_aside) for it in passages(TEXT)]

    assert found[:4] == [
        ("您当前的位置", True),
        ("石桥市召开全", False),
        ("来源：石桥发", True),
        ("2026年2", False),
    ]


def test_blank_lines_and_indents_are_left_out() -> None:
    text = "\n\n　　第一段。\n   \n第二段。  \n甲"

    assert [text[it.start : it.end] for it in passages(text)] == ["第一段。", "第二段。", "甲"]
