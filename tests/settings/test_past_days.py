"""What was set on a past day is told from what changed since."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.town import NOW, TODAY, Town
from tracker.foundation.calendar import DayOverride, calendar, calendar_on
from tracker.foundation.db import db, transaction
from tracker.foundation.settings import SettingChange, value_on
from tracker.settings.commands import change_setting, reset_setting, restore_day, set_days
from tracker.workplan.tasks.limits import DUE_SOON

DAY = timedelta(days=1)
WEDNESDAY = date(2026, 7, 8)


def days_on(days: int) -> datetime:
    return NOW + DAY * days


@pytest.mark.postgres
def test_a_limit_of_a_past_day_is_the_one_that_was_set_at_its_end(town: Town) -> None:
    keeper = town.actor(town.gu)
    with transaction():
        change_setting(keeper, DUE_SOON, "5", version=0, now=days_on(0))
        change_setting(keeper, DUE_SOON, "7", version=1, now=days_on(3))
    with transaction():
        reset_setting(keeper, DUE_SOON, version=2, now=days_on(6))

    told = [value_on(DUE_SOON, TODAY + DAY * days) for days in range(-1, 8)]
    assert told == [10, 5, 5, 5, 7, 7, 7, 10, 10]

    with transaction():
        db.session.add(SettingChange(name=DUE_SOON.name, was="many", now=None, at=days_on(9)))
    assert value_on(DUE_SOON, TODAY + DAY * 8) == DUE_SOON.default


@pytest.mark.postgres
def test_the_calendar_of_a_past_day_has_the_days_that_were_set_by_then(town: Town) -> None:
    keeper = town.actor(town.gu)
    with transaction():
        [day] = set_days(
            keeper, first=WEDNESDAY, last=WEDNESDAY, works=False, note="抗台", now=days_on(1)
        )
    assert day == WEDNESDAY
    with transaction():
        override = db.session.scalars(select(DayOverride)).one()
        restore_day(keeper, override, version=override.version, now=days_on(4))

    assert calendar().is_workday(WEDNESDAY)
    told = [calendar_on(TODAY + DAY * days).is_workday(WEDNESDAY) for days in range(6)]
    assert told == [True, False, False, False, True, True]
