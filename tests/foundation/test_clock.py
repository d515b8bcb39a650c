"""The one clock."""

from datetime import UTC, date, datetime, timedelta

from flask import Flask

from tests.conftest import TODAY
from tracker.foundation import clock


def test_a_pinned_day_is_that_day_at_this_time_of_day(app: Flask) -> None:
    assert app.config[clock.PINNED] == TODAY
    assert clock.today() == TODAY


def test_without_a_pin_it_is_the_real_time(app: Flask) -> None:
    app.config[clock.PINNED] = None

    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_a_moment_falls_on_chinas_day() -> None:
    assert clock.local_date(datetime(2026, 6, 17, 16, 0, tzinfo=UTC)) == date(2026, 6, 18)
    assert clock.local_date(datetime(2026, 6, 17, 15, 59, tzinfo=UTC)) == date(2026, 6, 17)
