"""What values a setting may have."""

from datetime import date, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest

from tracker.foundation.kinds import (
    BadValue,
    Choice,
    DayOfYear,
    Hour,
    Kind,
    Line,
    Lines,
    Points,
    Whole,
    YearDay,
    YesNo,
)


class Colour(StrEnum):
    RED = "red"
    INK = "ink"


WHOLE = Whole(1, 15)
COLOUR = Choice({Colour.RED: "红", Colour.INK: "墨"})
POINTS = Points(Decimal("0.5"), Decimal(20))


@pytest.mark.parametrize(
    ("kind", "typed", "value", "kept", "words"),
    [
        (WHOLE, " 15 ", 15, "15", "15"),
        (WHOLE, "１", 1, "1", "1"),
        (YesNo(), "1", True, "1", "是"),
        (YesNo(yes="开", no="关"), "0", False, "0", "关"),
        (COLOUR, "ink", Colour.INK, "ink", "墨"),
        (POINTS, "0.50", Decimal("0.5"), "0.5", "0.5"),
        (POINTS, "20", Decimal(20), "20", "20"),
        (Line(5), " 市委办 ", "市委办", "市委办", "市委办"),
        (Line(5, may_be_blank=True), " ", "", "", "（空）"),
        (Lines(3, 5), "甲\n\n 乙 ", ("甲", "乙"), "甲\n乙", "甲、乙"),
        (Hour(), "8:05", time(8, 5), "08:05", "08:05"),
        (YearDay(), "2-29", DayOfYear(2, 29), "02-29", "2月29日"),
    ],
)
def test_a_value_is_read_kept_and_said(
    kind: Kind[Any], typed: str, value: object, kept: str, words: str
) -> None:
    assert kind.parse(typed) == value
    assert kind.format(value) == kept
    assert kind.parse(kept) == value
    assert kind.in_words(value) == words


@pytest.mark.parametrize(
    ("kind", "typed", "sentence"),
    [
        (WHOLE, "0", "1 到 15"),
        (WHOLE, "16", "1 到 15"),
        (WHOLE, "", "整数"),
        (WHOLE, "1.5", "整数"),
        (WHOLE, "-1", "整数"),
        (WHOLE, "1" * 400, "整数"),
        (WHOLE, "²", "整数"),
        (YesNo(), "yes", "“是”或“否”"),
        (COLOUR, "blue", "选一项"),
        (POINTS, "0.49", "0.5 到 20"),
        (POINTS, "20.01", "0.5 到 20"),
        (POINTS, "1.005", "两位小数"),
        (POINTS, "NaN", "两位小数"),
        (POINTS, "1e1", "两位小数"),
        (Line(5), "", "请填写"),
        (Line(5), "一二三四五六", "最多 5 个字"),
        (Line(5), "甲\x00乙", "控制字符"),
        (Lines(2, 5), "", "1 到 2 行"),
        (Lines(2, 5), "甲\n乙\n丙", "1 到 2 行"),
        (Lines(2, 5), "甲\n甲", "相同"),
        (Hour(), "24:00", "08:30"),
        (Hour(), "8:5", "08:30"),
        (Hour(), "٨:٠٥", "08:30"),
        (YearDay(), "2-30", "12-31"),
        (YearDay(), "13-1", "12-31"),
        (YearDay(), "12月31日", "12-31"),
    ],
)
def test_what_is_no_value_is_refused_with_a_sentence(
    kind: Kind[Any], typed: str, sentence: str
) -> None:
    with pytest.raises(BadValue, match=sentence):
        kind.parse(typed)


def test_the_last_of_february_is_earlier_where_there_is_no_29th() -> None:
    assert DayOfYear(2, 29).in_year(2028) == date(2028, 2, 29)
    assert DayOfYear(2, 29).in_year(2026) == date(2026, 2, 28)
    assert DayOfYear(12, 31).in_year(2026) == date(2026, 12, 31)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (WHOLE, "1 到 15 的整数"),
        (YesNo(), ""),
        (COLOUR, ""),
        (POINTS, "0.5 到 20 的数，最多两位小数"),
        (Line(5), "最多 5 个字"),
        (Line(5, may_be_blank=True), "最多 5 个字，可以留空"),
        (Lines(3, 5), "1 到 3 行，每行一项，最多 5 个字"),
        (Hour(), "00:00 到 23:59 的时间"),
        (YearDay(), "01-01 到 12-31 的一天，月在前"),
    ],
)
def test_a_kind_says_what_may_be_typed(kind: Kind[Any], words: str) -> None:
    assert kind.range_in_words() == words
