"""Reporting periods: their names, and the days on which they begin and end."""

from bisect import bisect_left
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.workplan.tasks.models import ReportingCycle

ONE_DAY = timedelta(days=1)
MONTHS = {
    ReportingCycle.MONTHLY: 1,
    ReportingCycle.QUARTERLY: 3,
    ReportingCycle.HALF_YEARLY: 6,
    ReportingCycle.ONCE: 12,
}
NAMES = {
    ReportingCycle.MONTHLY: "{year}-{index:02d}",
    ReportingCycle.QUARTERLY: "{year}Q{index}",
    ReportingCycle.HALF_YEARLY: "{year}H{index}",
    ReportingCycle.ONCE: "{year}",
}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A stretch of a year; both days are included.

    name: 2026-03, 2026Q1, 2026H1 or 2026; that of one up to a milestone is its day, 2026-03-15.
    """

    begins_on: date
    ends_on: date
    name: str


def period_of(cycle: ReportingCycle, day: date, milestones: Sequence[date] = ()) -> Period:
    """Return the cycle's period in which a day falls; a task reported once has the year.

    milestones: the task's, in order; only a cycle by milestones asks for them. Its periods end on
    them, and what is left of the year after the last is one more.
    """
    if cycle is ReportingCycle.BY_MILESTONE:
        return _up_to_milestone(day, milestones)
    months = MONTHS[cycle]
    index = (day.month - 1) // months
    first, last = index * months + 1, (index + 1) * months
    return Period(
        begins_on=date(day.year, first, 1),
        ends_on=date(day.year, last, monthrange(day.year, last)[1]),
        name=NAMES[cycle].format(year=day.year, index=index + 1),
    )


def last_ended(cycle: ReportingCycle, day: date, milestones: Sequence[date] = ()) -> Period:
    """Return the latest period that ended before the day."""
    eve = period_of(cycle, day, milestones).begins_on - ONE_DAY
    return period_of(cycle, eve, milestones)


def periods_between(
    cycle: ReportingCycle, first: date, last: date, milestones: Sequence[date] = ()
) -> int:
    """Count the periods that a stretch of days touches, each of which asks for an entry."""
    if cycle is ReportingCycle.BY_MILESTONE:
        return len(_ends_between(first, last, milestones)) + 1 if first <= last else 0
    months = MONTHS[cycle]
    begun, ended = ((day.year * 12 + day.month - 1) // months for day in (first, last))
    return max(0, ended - begun + 1)


def _up_to_milestone(day: date, milestones: Sequence[date]) -> Period:
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    place = bisect_left(milestones, day)
    before = milestones[place - 1] + ONE_DAY if place else first
    if place < len(milestones) and milestones[place] <= last:
        ends_on, name = milestones[place], milestones[place].isoformat()
    else:
        ends_on, name = last, str(day.year)
    return Period(max(first, before), ends_on, name)


def _ends_between(first: date, last: date, milestones: Sequence[date]) -> set[date]:
    """Return the ends of periods before the last day of a stretch."""
    years = {date(year, 12, 31) for year in range(first.year, last.year)}
    return years | {day for day in milestones if first <= day < last}
