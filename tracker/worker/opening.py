"""Opening the periods about which units report."""

from datetime import datetime

from tracker.foundation.calendar import calendar
from tracker.foundation.clock import HERE
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated
from tracker.foundation.settings import value_of
from tracker.workplan.progress.openings.commands import tell_of_openings, units_to_tell
from tracker.workplan.tasks.reminders.limits import REMIND_AT

AT_ONCE = 20
"""How many units are told in one transaction, so that nobody waits for it."""


def open_periods(now: datetime) -> None:
    """Tell units of what is open to be reported on, on working days from the hour of reminders on.

    Where two workers do it at once, one of them finds a key taken and gives its portion up.
    """
    local = now.astimezone(HERE)
    if not calendar().is_workday(local.date()) or local.time() < value_of(REMIND_AT):
        return
    ids = units_to_tell(now)
    for first in range(0, len(ids), AT_ONCE):
        try:
            with transaction(is_deed=False):
                tell_of_openings(ids[first : first + AT_ONCE], now=now)
        except Outdated:
            continue
