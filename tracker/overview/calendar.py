"""A month with its holidays and make-up days, for the side of my work."""

from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.foundation.workdays import OFFICIAL, SATURDAY, feast_of
from tracker.foundation.workdays import Calendar as WorkCalendar
from tracker.workplan.tasks.signals import Signal

LONGEST_HOLIDAY = 9
FEAST = "节"


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the month; name: of its holiday; is_makeup: a weekend day on which offices work."""

    on: date
    is_off: bool
    is_makeup: bool
    name: str
    signal: Signal | None


@dataclass(frozen=True, slots=True)
class Rest:
    """The days off that begin today or tomorrow: their holiday's name and when work goes on."""

    is_today: bool
    name: str
    back_on: date


def month_of(
    today: date, signals: Mapping[date, Signal], worked: WorkCalendar = OFFICIAL
) -> list[list[Day | None]]:
    """Return the month's weeks from Monday to Sunday; None outside the month."""
    weeks = Calendar().monthdatescalendar(today.year, today.month)
    return [
        [_day(on, signals.get(on), worked) if on.month == today.month else None for on in week]
        for week in weeks
    ]


def rest_ahead(today: date, worked: WorkCalendar = OFFICIAL) -> Rest | None:
    """Return the days off that begin today or tomorrow; None before an ordinary working day."""
    is_today = not worked.is_workday(today)
    first = today if is_today else today + timedelta(days=1)
    if worked.is_workday(first):
        return None
    days = [first]
    while not worked.is_workday(days[-1] + timedelta(days=1)) and len(days) < LONGEST_HOLIDAY:
        days.append(days[-1] + timedelta(days=1))
    return Rest(is_today, _name_among(days), days[-1] + timedelta(days=1))


def _name_among(days: Sequence[date]) -> str:
    return next((name for name in map(feast_of, days) if name), "")


def _day(on: date, signal: Signal | None, worked: WorkCalendar) -> Day:
    works = worked.is_workday(on)
    return Day(
        on=on,
        is_off=not works,
        is_makeup=works and on.weekday() >= SATURDAY,
        name=feast_of(on).removesuffix(FEAST),
        signal=signal,
    )
