"""Counting days inside a query."""

from datetime import date

import pytest
from sqlalchemy import literal, select
from sqlalchemy.dialects import postgresql

from tracker.foundation.days import days_between
from tracker.foundation.db import db


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 1, 1), date(2026, 12, 31)),
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 3, 1), date(2026, 2, 1)),
        (date(2024, 2, 28), date(2024, 3, 1)),
        (date(1999, 12, 31), date(2100, 1, 1)),
    ],
)
@pytest.mark.usefixtures("app")
def test_the_database_counts_as_python_does(start: date, end: date) -> None:
    counted = db.session.scalar(select(days_between(literal(start), literal(end))))
    assert counted == (end - start).days


def test_postgresql_subtracts_dates() -> None:
    written = select(days_between(literal(date(2026, 1, 1)), literal(date(2026, 1, 2))))
    assert "AS DATE) - CAST" in str(written.compile(dialect=postgresql.dialect()))
