"""What the address of a page asks for: the year, a past day, the filters of a list."""

from dataclasses import replace
from datetime import date

from flask import request

from tracker.foundation.clock import today
from tracker.foundation.numbers import row_number
from tracker.overview import filters
from tracker.overview.filters import Filters
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.queries import usual_year
from tracker.workplan.tasks.signals import Judging


def asked_year() -> int:
    """Read the year from the URL; anything else is the usual one."""
    year = request.args.get("year", type=row_number)
    if year is not None and filters.FIRST_YEAR <= year <= filters.LAST_YEAR:
        return year
    return usual_year(today())


def asked_filters() -> Filters:
    """Read the filters of a list of tasks."""
    on = asked_day()
    asked = replace(filters.read(request.args), on=on, duty=None)
    if on is not None:
        # What waits for somebody waits now.
        asked = replace(asked, work=None)
    return in_asked_year(asked)


def asked_of_assignments() -> Filters:
    """Read the filters of a list of assignments, which is always of today."""
    return in_asked_year(replace(filters.read(request.args), on=None, work=None, lead=False))


def in_asked_year(asked: Filters) -> Filters:
    """Return the filters of the year that is asked for."""
    is_every_year = request.args.get("year") == filters.ALL_YEARS
    return filters.in_year(asked, None if is_every_year else asked_year())


def asked_day() -> date | None:
    """Read the day whose end is looked at from the URL; None for now, and for days to come."""
    on = filters.read(request.args).on
    return on if on is not None and on < today() else None


def judging_of(on: date | None) -> Judging:
    """Work out what the signals of a past day depend on, or of today."""
    return judging_on(today()) if on is None else judging_on(on, is_past=True)
