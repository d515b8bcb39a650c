"""Working days of China, with make-up days."""

from datetime import date

import pytest

from tracker.foundation.workdays import (
    OFFICIAL,
    Calendar,
    add_workdays,
    breaks_of,
    holiday_name,
    is_workday,
    makeup_days_of,
)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 6, 18), True),
        (date(2026, 6, 19), False),  # 端午节
        (date(2026, 6, 20), False),
        (date(2026, 6, 22), True),
        (date(2026, 2, 14), True),  # a make-up Saturday
        (date(2026, 2, 17), False),  # 春节
    ],
)
def test_holidays_rest_and_make_up_days_work(day: date, *, works: bool) -> None:
    assert is_workday(day) is works


def test_three_working_days_over_a_holiday() -> None:
    assert add_workdays(date(2026, 6, 18), 3) == date(2026, 6, 24)


def test_no_working_days_is_the_day_itself() -> None:
    assert add_workdays(date(2026, 6, 20), 0) == date(2026, 6, 20)


def test_working_days_are_counted_after_the_first_day_and_with_the_last() -> None:
    assert OFFICIAL.between(date(2026, 6, 18), date(2026, 6, 24)) == 3


def test_a_day_that_has_passed_is_no_working_days_away() -> None:
    assert OFFICIAL.between(date(2026, 6, 18), date(2026, 6, 1)) == 0


def test_a_holiday_has_its_chinese_name() -> None:
    assert holiday_name(date(2026, 6, 19)) == "端午节"
    assert holiday_name(date(2026, 6, 18)) is None


def test_a_day_that_the_office_set_is_worked_or_not_as_it_says() -> None:
    calendar = Calendar({date(2026, 6, 22): False, date(2026, 6, 27): True})

    assert not calendar.is_workday(date(2026, 6, 22))
    assert calendar.is_workday(date(2026, 6, 27))
    assert calendar.is_workday(date(2026, 6, 23))
    assert calendar.add(date(2026, 6, 18), 3) == date(2026, 6, 25)
    assert calendar.between(date(2026, 6, 18), date(2026, 6, 28)) == 5


def test_a_year_has_its_breaks_with_the_weekends_beside_them() -> None:
    feasts = {it.names: (it.first, it.last, it.days) for it in breaks_of(2026)}

    assert feasts["端午节",] == (date(2026, 6, 19), date(2026, 6, 21), 3)
    assert feasts["除夕", "春节"] == (date(2026, 2, 15), date(2026, 2, 23), 9)
    assert len(feasts) == 7


def test_make_up_days_are_listed_once_they_are_known() -> None:
    assert date(2026, 2, 14) in makeup_days_of(2026)
    assert makeup_days_of(2040) == []
