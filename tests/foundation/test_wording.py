"""How dates are written."""

from datetime import UTC, date, datetime

from tracker.foundation import wording

DAY = date(2026, 6, 18)


def test_a_date_of_this_year_needs_no_year() -> None:
    assert wording.in_words(DAY, year=2026) == "6月18日"
    assert wording.in_words(DAY, year=2027) == "2026年6月18日"
    assert wording.in_words(DAY) == "6月18日"
    assert wording.in_words(None) == ""


def test_dates_in_full() -> None:
    assert wording.in_full(DAY) == "2026年6月18日"
    assert wording.in_full(None) == ""


def test_a_moment_is_told_in_chinas_time() -> None:
    assert wording.at_time(datetime(2026, 6, 17, 16, 5, tzinfo=UTC)) == "6月18日 00:05"
    assert wording.at_time(None) == ""


def test_the_day_of_the_week() -> None:
    assert wording.weekday(DAY) == "星期四"
