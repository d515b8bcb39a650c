"""The month at the side of my work."""

from datetime import date

from tests.town import TODAY
from tracker.overview.calendar import month_of, rest_ahead
from tracker.workplan.tasks.signals import Signal


def test_a_month_is_shown_in_weeks_with_its_holidays() -> None:
    weeks = month_of(TODAY, {date(2026, 6, 30): Signal.DUE_SOON})
    days = [day for week in weeks for day in week if day]

    assert len(days) == 30
    assert weeks[-1][-1] is None
    feast = days[18]
    assert (feast.name, feast.is_off) == ("端午", True)
    assert days[29].signal is Signal.DUE_SOON


def test_a_makeup_day_is_a_working_day_at_the_weekend() -> None:
    days = {day.on: day for week in month_of(date(2026, 5, 9), {}) for day in week if day}

    assert days[date(2026, 5, 9)].is_makeup
    assert days[date(2026, 5, 5)].is_off
    assert days[date(2026, 5, 5)].name == ""
    assert days[date(2026, 5, 4)].name == "劳动"


def test_before_days_off_one_reads_when_work_goes_on() -> None:
    rest = rest_ahead(TODAY)

    assert rest is not None
    assert (rest.is_today, rest.name, rest.back_on) == (False, "端午节", date(2026, 6, 22))


def test_on_a_day_off_one_reads_when_work_goes_on() -> None:
    rest = rest_ahead(date(2026, 6, 13))

    assert rest is not None
    assert (rest.is_today, rest.name, rest.back_on) == (True, "", date(2026, 6, 15))


def test_before_a_working_day_nothing_is_said() -> None:
    assert rest_ahead(date(2026, 6, 16)) is None
