"""The reminders of the morning."""

from datetime import datetime

from tracker.foundation.calendar import calendar
from tracker.foundation.clock import HERE
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated
from tracker.foundation.settings import value_of
from tracker.workplan.tasks.commands import due_reminders, remind_units, tell_overdue_sums
from tracker.workplan.tasks.reminders.limits import REMIND_AT

AT_ONCE = 50
"""How many assignments go in one transaction, so that nobody waits for it."""


def remind(now: datetime) -> None:
    """Send the day's reminders on working days from the set hour on, whatever was sent of them already.

    Where two workers do it at once, one of them finds a key taken and gives its portion up.
    """
    local = now.astimezone(HERE)
    if not calendar().is_workday(local.date()) or local.time() < value_of(REMIND_AT):
        return
    ids = due_reminders(now)
    for first in range(0, len(ids), AT_ONCE):
        try:
            with transaction(is_deed=False):
                remind_units(ids[first : first + AT_ONCE], now=now)
        except Outdated:
            continue
    try:
        with transaction(is_deed=False):
            tell_overdue_sums(now=now)
    except Outdated:
        return
