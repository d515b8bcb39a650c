"""Working days, with the public holidays and make-up days (调休) of China.

The functions tell the official days; a `Calendar` knows those too that the office set otherwise.
`tracker.foundation.calendar` reads the one that is in force.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5
# How the official calendar names its days: 端午节, 农历除夕, 清明节（补假）, 休息日（由…调休）.
LUNAR, REMARK, MOVED = "农历", "（", "休息日"


@lru_cache(maxsize=1)
def _official() -> holidays.HolidayBase:
    return holidays.country_holidays("CN", language="zh_CN")


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which days are worked.

    overrides: the days that the office set, whatever the official calendar says of them: True for
    a working day, False for a day of rest.
    """

    overrides: Mapping[date, bool] = field(default_factory=dict)

    def is_workday(self, day: date) -> bool:
        """Whether offices work on that day; a make-up Saturday is one."""
        found = self.overrides.get(day)
        return bool(_official().is_working_day(day)) if found is None else found

    def add(self, day: date, count: int) -> date:
        """Return the ``count``-th working day after ``day`` (0: the day itself)."""
        while count > 0:
            day += ONE_DAY
            count -= self.is_workday(day)
        return day

    def between(self, start: date, end: date) -> int:
        """Count the working days after ``start`` up to and with ``end``; 0 when it is past."""
        days = (start + ONE_DAY * n for n in range(1, (end - start).days + 1))
        return sum(self.is_workday(day) for day in days)


OFFICIAL = Calendar()
"""The official days alone."""


def is_workday(day: date) -> bool:
    """Whether offices work on that day by the official calendar."""
    return OFFICIAL.is_workday(day)


def add_workdays(day: date, count: int) -> date:
    """Return the ``count``-th official working day after ``day`` (0: the day itself)."""
    return OFFICIAL.add(day, count)


def holiday_name(day: date) -> str | None:
    """Return the public holiday's Chinese name, or None."""
    return _official().get(day)


def feast_of(day: date) -> str:
    """Return the holiday's own name; nothing for a day that was only moved, or for none."""
    name = (holiday_name(day) or "").partition(REMARK)[0].removeprefix(LUNAR)
    return "" if name == MOVED else name


@dataclass(frozen=True, slots=True)
class Break:
    """Days off on end for public holidays, weekends on either side counted in."""

    names: tuple[str, ...]
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1


def breaks_of(year: int) -> list[Break]:
    """Return the official breaks that begin in a year, in their order."""
    found = []
    day = date(year, 1, 1)
    while day.year == year:
        last = day
        while not is_workday(last + ONE_DAY) and not is_workday(day):
            last += ONE_DAY
        names = dict.fromkeys(filter(None, map(feast_of, _days(day, last))))
        if names and not is_workday(day):
            found.append(Break(tuple(names), day, last))
        day = last + ONE_DAY
    return found


def makeup_days_of(year: int) -> list[date]:
    """Return the weekend days of a year that are officially worked; none until they are published."""
    days = _days(date(year, 1, 1), date(year, 12, 31))
    return [day for day in days if day.weekday() >= SATURDAY and is_workday(day)]


def _days(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += ONE_DAY
