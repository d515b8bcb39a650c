"""Reporting periods: their names, and the days on which they begin and end."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.workplan.tasks.models import ReportingCycle

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

    name: 2026-03, 2026Q1, 2026H1 or 2026.
    """

    begins_on: date
    ends_on: date
    name: str


def period_of(cycle: ReportingCycle, day: date) -> Period:
    """Return the cycle's period in which a day falls; a task reported once has the year."""
    months = MONTHS[cycle]
    index = (day.month - 1) // months
    first, last = index * months + 1, (index + 1) * months
    return Period(
        begins_on=date(day.year, first, 1),
        ends_on=date(day.year, last, monthrange(day.year, last)[1]),
        name=NAMES[cycle].format(year=day.year, index=index + 1),
    )


def last_ended(cycle: ReportingCycle, day: date) -> Period:
    """Return the latest period that ended before the day."""
    return period_of(cycle, period_of(cycle, day).begins_on - timedelta(days=1))


def periods_between(cycle: ReportingCycle, first: date, last: date) -> int:
    """Count the periods that a stretch of days touches, each of which asks for an entry."""
    months = MONTHS[cycle]
    begun, ended = ((day.year * 12 + day.month - 1) // months for day in (first, last))
    return max(0, ended - begun + 1)
