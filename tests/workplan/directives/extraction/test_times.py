"""The last day that a time limit means."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.workplan.directives.extraction.calendar import Calendar
from tracker.workplan.directives.extraction.times import read_due

CALENDAR = Calendar(2026, date(2026, 3, 5))


@pytest.mark.parametrize(
    ("text", "on"),
    [
        ("6月底前完成改造", date(2026, 6, 30)),
        ("改造工程于2026年10月15日前完工", date(2026, 10, 15)),
        ("2026年六月三十日前完成", date(2026, 6, 30)),
        ("9月上旬前完成", date(2026, 9, 10)),
        ("3月中旬开展自查", date(2026, 3, 20)),
        ("4月下旬组织验收", date(2026, 4, 30)),
        ("年底前全部建成", date(2026, 12, 31)),
        ("年内建成通车", date(2026, 12, 31)),
        ("明年6月底前完成", date(2027, 6, 30)),
        ("力争上半年开工", date(2026, 6, 30)),
        ("第三季度前完成验收", date(2026, 9, 30)),
        ("到2028年，供水能力翻番", date(2028, 12, 31)),
        ("到“十五五”末，全面建成", date(2030, 12, 31)),
        ("2027年底前全部建成", date(2027, 12, 31)),
        ("2027年实现全覆盖", date(2027, 12, 31)),
        ("自印发之日起30日内制定方案", date(2026, 4, 4)),
        ("会后10个工作日内报送", date(2026, 3, 19)),
        ("会后两周内报送", date(2026, 3, 19)),
        ("印发之日起3个月内完成", date(2026, 6, 5)),
        ("每年2月底前报送总结", date(2027, 2, 28)),
        ("每年6月底前报送总结", date(2026, 6, 30)),
        ("6月底前开工，12月底前完工", date(2026, 12, 31)),
        ("2027年3月底前开工，6月底前完工", date(2027, 6, 30)),
    ],
)
def test_a_limit_means_its_last_day(text: str, on: date) -> None:
    due = read_due(text, CALENDAR)

    assert due is not None
    assert due.on == on
    assert text[due.start :].startswith(due.text)


@pytest.mark.parametrize(
    "text",
    [
        "持续推进绿化",
        "全年常态化开展",
        "自2026年1月1日起施行",
        "有效期为2026年1月1日至12月31日",
        "2025年以来的问题逐项整改",
        "总结2025年工作经验",
        "3月2日召开的会议",
        "每年年底前开展评估",
        "把责任压到末端",
        "落实2020年版目录",
        "2026年2月30日前完成",
        "6月份的任务",
    ],
)
def test_other_times_are_no_limits(text: str) -> None:
    assert read_due(text, CALENDAR) is None


def test_without_a_year_nothing_is_guessed() -> None:
    nothing = Calendar(None, None)

    for text in ("6月底前完成", "会后10日内报送", "明年底前完成", "年底前完成"):
        assert read_due(text, nothing) is None
    due = read_due("当年12月底前完成", Calendar(2026, None))
    assert due is not None
    assert due.on == date(2026, 12, 31)


@given(st.text("2026年每明上半一二季度月日底前内末到至十五”“第会后个工作天周起", max_size=40))
def test_any_words_about_time_are_read_without_fault(text: str) -> None:
    due = read_due(text, CALENDAR)

    assert due is None or due.text in text
