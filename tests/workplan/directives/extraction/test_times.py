"""The last day that a time limit means."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workplan.directives.extraction.phrases import table
from tracker.workplan.directives.extraction.calendar import Calendar, last_day
from tracker.workplan.directives.extraction.doubts import Doubt
from tracker.workplan.directives.extraction.times import Due, read_due, read_field, read_limits

# The fifth of March 2026 is a Thursday.
TODAY = date(2026, 3, 5)
CALENDAR = Calendar(2026, TODAY, TODAY)
ROWS = table("times")
DAYS = st.dates(date(1950, 1, 1), date(2199, 12, 31))
NO_CALENDAR = Calendar(None, None)
DOUBTS = [str(doubt) for doubt in Doubt]


def said(due: Due | None) -> str:
    return "none" if due is None else str(due.doubt or due.on)


def test_the_table_is_large_and_says_nothing_twice() -> None:
    assert len(ROWS) >= 400
    assert len({phrase for _, phrase in ROWS}) == len(ROWS)
    assert sum(expected in DOUBTS for expected, _ in ROWS) >= 60


@pytest.mark.parametrize(("expected", "phrase"), ROWS)
def test_a_phrase_means_its_last_day_or_why_it_means_none(expected: str, phrase: str) -> None:
    due = read_due(phrase, CALENDAR)

    assert said(due) == expected
    if due is not None:
        assert phrase[due.start :].startswith(due.text)
        assert (due.on is None) == (due.doubt is not None)


def test_without_a_year_or_a_day_to_count_from_nothing_is_guessed() -> None:
    nothing = Calendar(None, None)

    for text in (
        "6月底前完成",
        "明年底前完成",
        "年底前完成",
        "春节前完成",
        "今明两年完成",
        "一季度完成",
        "3月至5月开展巡查",
    ):
        assert said(read_due(text, nothing)) == Doubt.NO_YEAR, text
    for text in (
        "会后10日内报送",
        "下周五前完成",
        "本月底前完成",
        "明天前完成",
        "本季度末完成",
        "一个月内完成",
    ):
        assert said(read_due(text, nothing)) == Doubt.NO_START, text
    assert said(read_due("年底前完成", Calendar(2026, None))) == "2026-12-31"
    assert said(read_due("今明两年完成", Calendar(2026, None))) == "2027-12-31"
    assert said(read_due("当年12月底前完成", Calendar(2026, None))) == "2026-12-31"
    assert said(read_due("两节前完成", Calendar(2026, None))) == Doubt.NO_FIXED_DAY
    assert said(read_due("年底前完成", Calendar(9999999, None))) == Doubt.ODD_YEAR
    assert said(read_due("到2400年，建成", CALENDAR)) == Doubt.ODD_YEAR
    assert said(read_due("2150年春节前完成", CALENDAR)) == Doubt.NO_FIXED_DAY


@pytest.mark.parametrize(
    ("base", "text", "on"),
    [
        (date(2026, 9, 1), "两节前完成慰问", date(2026, 9, 24)),
        (date(2025, 12, 20), "两节前完成慰问", date(2025, 12, 31)),
        (date(2026, 1, 8), "双节前完成慰问", date(2026, 2, 16)),
        (date(2026, 9, 28), "中秋国庆前完成慰问", date(2026, 9, 30)),
        (date(2025, 12, 10), "下月底前完成", date(2026, 1, 31)),
        (date(2025, 12, 10), "下季度末完成", date(2026, 3, 31)),
        (date(2025, 11, 10), "下个季度前完成", date(2026, 3, 31)),
        (date(2026, 1, 31), "一个月内完成", date(2026, 2, 28)),
        # The Sunday after New Year is a working day in exchange.
        (date(2025, 12, 31), "会后三个工作日内报送", date(2026, 1, 6)),
        (date(2026, 2, 12), "会后五个工作日内报送", date(2026, 2, 26)),
        (date(2026, 9, 25), "会后三个工作日内报送", date(2026, 9, 30)),
    ],
)
def test_what_is_near_counts_from_the_report(base: date, text: str, on: date) -> None:
    assert said(read_due(text, Calendar(base.year, base))) == str(on)


def test_after_the_meeting_counts_from_the_meeting_and_after_issue_from_the_issue() -> None:
    calendar = Calendar(2026, date(2026, 3, 20), date(2026, 3, 5))

    assert said(read_due("会后3日内报送", calendar)) == "2026-03-08"
    assert said(read_due("印发之日起3日内报送", calendar)) == "2026-03-23"


def test_what_returns_every_year_is_due_the_first_time_to_come() -> None:
    assert said(read_due("每年2月底前报送", CALENDAR)) == "2027-02-28"
    assert said(read_due("每年6月底前报送", CALENDAR)) == "2026-06-30"
    assert said(read_due("每年2月底前报送", Calendar(2026, None))) == "2026-02-28"
    assert said(read_due("每年13月底前报送", CALENDAR)) == Doubt.NO_SUCH_DAY


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("6月底", "2026-06-30"),
        ("3月—5月", "2026-05-31"),
        ("2026年1月1日至12月31日", "2026-12-31"),
        ("6月", "2026-06-30"),
        ("2027年", "2027-12-31"),
        ("长期坚持", "none"),
        ("全年", "none"),
        ("每季度末", "none"),
        ("每年6月底前，长期坚持", "2026-06-30"),
        ("6月底前，之后长期坚持", "none"),
        ("立行立改", "none"),
        ("6月31日", "没有这一天"),
        ("13月至15月", "没有这一天"),
        ("6/30", "2026-06-30"),
        (" 6/30前", "2026-06-30"),
        ("6/31", "没有这一天"),
        ("5月至3月", "起止颠倒"),
        ("2026年5月至2026年13月", "没有这一天"),
        ("13月1日至2026年5月1日", "没有这一天"),
    ],
)
def test_a_field_needs_no_words_around_its_time(words: str, expected: str) -> None:
    assert said(read_field(words, CALENDAR)) == expected


def test_a_mistake_is_told_before_a_later_day_and_that_before_a_vague_one() -> None:
    both = read_limits("汛前完成加固，6月底前完成移交，9月31日前完成验收", CALENDAR)

    assert [said(due) for due in both] == ["没有统一的日期", "2026-06-30", "没有这一天"]
    assert said(read_due("9月31日前完成验收，年底前完成移交", CALENDAR)) == Doubt.NO_SUCH_DAY
    assert said(read_due("汛前完成加固，6月底前完成移交", CALENDAR)) == "2026-06-30"
    assert said(read_due("汛前完成加固，节前完成慰问", CALENDAR)) == Doubt.NO_FIXED_DAY


CHINESE_DIGITS = "〇一二三四五六七八九"


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else ("十" if tens == 1 else f"{CHINESE_DIGITS[tens]}十")
    return ten + (CHINESE_DIGITS[ones] if ones else "")


def renderings(day: date) -> list[str]:
    """Every form in which an office writes a day."""
    year = "".join(CHINESE_DIGITS[int(sign)] for sign in str(day.year))
    plain = f"{day.year}年{day.month}月{day.day}日"
    return [
        plain,
        f"{day.year}年{day.month:02}月{day.day:02}日",
        f"{day.year} 年 {day.month} 月 {day.day} 日",
        f"{day.year}年{day.month}月{day.day}号",
        plain.translate({ord(str(n)): chr(ord("０") + n) for n in range(10)}),
        f"{year}年{in_chinese(day.month)}月{in_chinese(day.day)}日",
        f"{year.replace('〇', '○')}年{in_chinese(day.month)}月{in_chinese(day.day)}日",
        day.isoformat(),
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}/{day.month:02}/{day.day:02}",
        f"{day.year}－{day.month}－{day.day}",
        f"{plain}（星期{'一二三四五六日'[day.weekday()]}）",
        f"{plain}下班",
        f"{plain}18:00",
        f"{plain}24时",
    ]


@given(DAYS)
def test_every_form_of_a_day_is_read_back(day: date) -> None:
    for words in renderings(day):
        for phrase in (f"{words}前完成验收", f"在{words}前完成验收", f"台账，{words}前报市水利局"):
            due = read_due(phrase, CALENDAR)
            assert said(due) == str(day), phrase
            assert due is not None
            assert due.text in phrase
        assert said(read_field(words, CALENDAR)) == str(day), words


@given(st.integers(1950, 2199), st.integers(1, 12))
def test_every_form_of_a_month_means_its_last_day(year: int, month: int) -> None:
    end = str(last_day(year, month))
    for words in (
        f"{year}年{month}月",
        f"{year}年{in_chinese(month)}月",
        f"{year}年{month:02}月份",
    ):
        for part in ("", "底", "末", "下旬", "下半月"):
            assert said(read_due(f"{words}{part}前完成", CALENDAR)) == end
        assert said(read_due(f"{words}上旬前完成", CALENDAR)) == f"{end[:8]}10"
        assert said(read_due(f"{words}中旬前完成", CALENDAR)) == f"{end[:8]}20"


@given(DAYS, st.integers(0, 400))
def test_a_range_means_its_end_and_backwards_is_a_doubt(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    forms = [f"{day.year}年{day.month}月{day.day}日" for day in (first, last)]

    assert said(read_field(f"{forms[0]}至{forms[1]}", CALENDAR)) == said(
        read_field(forms[1], CALENDAR)
    )
    if days and last.year < 2200:
        assert said(read_field(f"{forms[1]}—{forms[0]}", CALENDAR)) == Doubt.REVERSED


@given(
    st.integers(1, 99),
    st.sampled_from(["日", "天", "个工作日", "周", "个星期", "个月", "年", "小时"]),
)
def test_what_is_counted_comes_after_the_day_it_counts_from(count: int, unit: str) -> None:
    due = read_due(f"印发之日起{count}{unit}内报送", CALENDAR)

    assert due is not None
    assert due.on is not None
    assert due.on > TODAY


@given(st.text("2026年每明上半一二季度月日底前内末到至十五”“第会后个工作天周起", max_size=40))
def test_any_words_about_time_are_read_without_fault(text: str) -> None:
    for due in (read_due(text, CALENDAR), read_field(text, CALENDAR), read_due(text, NO_CALENDAR)):
        assert due is None or (due.text in text and (due.on is None) == (due.doubt is not None))


@given(st.text(max_size=200), st.dates())
def test_any_text_is_read_without_fault(text: str, base: date) -> None:
    for due in read_limits(text, Calendar(base.year, base, base)):
        assert text[due.start : due.start + len(due.text)] == due.text


@pytest.mark.parametrize(("_expected", "phrase"), ROWS[::7])
@pytest.mark.parametrize("base", [date.min, date.max, date(2024, 2, 29)])
def test_no_day_to_count_from_makes_a_fault(_expected: str, phrase: str, base: date) -> None:
    read_due(phrase, Calendar(base.year, base, base))


NOVEMBER = date(2026, 11, 20)
AUTUMN = Calendar(2026, NOVEMBER, NOVEMBER)


@pytest.mark.parametrize(
    "text",
    [
        "各镇街要提前谋划2027年项目储备，逐个落实前期经费，12月15日前报区发展改革局",
        "抓紧编制2027年度计划，12月15日前报送",
        "谋划2027年、2028年项目，12月15日前报送",
        "梳理2025年遗留事项，12月15日前报送",
    ],
)
def test_a_year_that_tells_of_what_lends_itself_to_no_bare_month(text: str) -> None:
    assert [due.on for due in read_limits(text, AUTUMN)] == [date(2026, 12, 15)]


@pytest.mark.parametrize(
    "text",
    [
        "2027年，全面完成管网改造，9月底前通水",
        "2027年全面推开，9月底前通水",
        "2027年3月底前开工，9月底前通水",
        "到2027年建成，9月底前通水",
        "2027年前完成设计，9月底前通水",
    ],
)
def test_a_year_that_is_told_as_a_time_holds_for_what_follows(text: str) -> None:
    assert read_limits(text, AUTUMN)[-1].on == date(2027, 9, 30)


@pytest.mark.parametrize(
    "text",
    [
        "回顾2025年，路网建设提速。年内打通三条断头路",
        "截至2025年11月，已修复两座桥。年内打通三条断头路",
        "回顾2025年，路网建设提速。年底前打通三条断头路",
    ],
)
def test_the_year_end_of_a_report_that_looks_back_is_not_gone_by(text: str) -> None:
    assert read_limits(text, AUTUMN)[-1].on == date(2026, 12, 31)
    assert read_limits("2025年年底前完成", AUTUMN)[-1].on == date(2025, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "补贴政策实施期限至2027年12月31日",
        "减免措施延长至2027年6月底",
        "政策延续实施到2027年底",
        "资格证书有效期至2028年5月底",
    ],
)
def test_till_when_something_holds_is_no_limit_of_work(text: str) -> None:
    assert read_limits(text, AUTUMN) == []
    assert read_limits("整改期限至2026年12月20日", AUTUMN)[0].on == date(2026, 12, 20)
