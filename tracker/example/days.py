"""When things happen in the example city, counted from the day that is today."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from tracker.foundation.clock import HERE, local_date
from tracker.foundation.workdays import add_workdays, is_workday
from tracker.workplan.tasks.signals import DUE_SOON_WORKDAYS

PLAN_LAGS = timedelta(days=90)
ROUNDS = (
    (1, 22),
    (2, 10),
    (3, 5),
    (4, 8),
    (5, 12),
    (6, 9),
    (7, 8),
    (8, 11),
    (9, 9),
    (10, 13),
    (11, 10),
)
DUE_DAY = 15
LAST_MEETING = 12
OFFICE_OPENS, OFFICE_MINUTES = time(8, 40), 500


@dataclass(frozen=True, slots=True)
class Year:
    """The example's year, seen from ``today``.

    year: the plan's; last_day: the working day before today, on which the story stops;
    soon_until: the last due date that counts as soon; meeting_on: when the latest meeting was held.
    """

    today: date
    year: int
    last_day: date
    soon_until: date
    meeting_on: date

    def on(self, month: int, day: int) -> date:
        """Return the first working day from a day of the plan's year on."""
        return workday_from(date(self.year, month, day))

    def rounds(self, latest: date) -> list[date]:
        """Return the days on which tasks were dispatched, up to the latest that would do."""
        days = [self.on(*day) for day in ROUNDS]
        return [day for day in days if day <= latest] or days[:1]

    def due_dates(self, earliest: date, latest: date) -> list[date]:
        """Return the days that people like for due dates: the middle and the end of months."""
        days = []
        for months in range(16):
            first = date(self.year + months // 12, months % 12 + 1, 1)
            days += [first.replace(day=DUE_DAY), month_end(first)]
        return [day for day in days if earliest <= day <= latest]


def year_of(today: date) -> Year:
    """Work out the example's year: the one in which the day 90 days ago was."""
    year = (today - PLAN_LAGS).year
    last_day = workday_up_to(today - timedelta(days=1))
    meeting = min(today - timedelta(days=LAST_MEETING), date(year, 12, 18))
    return Year(
        today=today,
        year=year,
        last_day=last_day,
        soon_until=add_workdays(today, DUE_SOON_WORKDAYS),
        meeting_on=workday_up_to(meeting),
    )


def workday_from(day: date) -> date:
    """Return the day, or the next one on which offices work."""
    while not is_workday(day):
        day += timedelta(days=1)
    return day


def workday_up_to(day: date) -> date:
    """Return the day, or the latest one before on which offices work."""
    while not is_workday(day):
        day -= timedelta(days=1)
    return day


def month_end(day: date) -> date:
    """Return the last day of the day's month."""
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def dice(*words: object) -> Random:
    """Return a generator of its own for a piece of the story: same words, same throws."""
    return Random("/".join(map(str, words)))  # noqa: S311  a story, not a secret


def in_office(day: date, throw: Random) -> datetime:
    """Return a moment of that day's office hours."""
    opens = datetime.combine(day, OFFICE_OPENS, HERE)
    return opens + timedelta(minutes=throw.randrange(OFFICE_MINUTES), seconds=throw.randrange(60))


def later(moment: datetime, throw: Random, *, workdays: int = 0) -> datetime:
    """Return a moment after this one: within two hours, or on a working day behind it."""
    if workdays:
        return in_office(add_workdays(local_date(moment), workdays), throw)
    return moment + timedelta(minutes=throw.randrange(4, 110))


def end_of(day: date) -> datetime:
    """Return the day's last moment."""
    return datetime.combine(day, time.max, HERE)
