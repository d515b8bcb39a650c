"""Working days, with the public holidays and make-up days (调休) of China."""

from datetime import date, timedelta
from functools import lru_cache

import holidays


@lru_cache(maxsize=1)
def _calendar() -> holidays.HolidayBase:
    return holidays.country_holidays("CN", language="zh_CN")


def is_workday(day: date) -> bool:
    """Whether offices work on that day; a make-up Saturday is one."""
    return bool(_calendar().is_working_day(day))


def add_workdays(day: date, count: int) -> date:
    """Return the ``count``-th working day after ``day`` (0: the day itself)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_workday(day)
    return day


def workdays_between(start: date, end: date) -> int:
    """Count the working days after ``start`` up to and with ``end``; 0 when it is past."""
    days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
    return sum(is_workday(day) for day in days)


def holiday_name(day: date) -> str | None:
    """Return the public holiday's Chinese name, or None."""
    return _calendar().get(day)
