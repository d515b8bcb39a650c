"""The year that is planned, and the day from which limits count."""

from datetime import date

import pytest

from tracker.workplan.directives.extraction.calendar import (
    Calendar,
    a_date,
    last_day,
    read_calendar,
)


def read(text: str, *, year: int | None = None, held_on: date | None = None) -> Calendar:
    return read_calendar(text, year=year, held_on=held_on, published_on=None)


def test_the_callers_year_decides() -> None:
    assert read("2025年工作要点", year=2027).year == 2027


@pytest.mark.parametrize(
    ("text", "held_on", "year"),
    [
        ("部署2026年工作。", date(2025, 12, 20), 2026),
        ("部署2026年工作。", date(2026, 1, 8), 2026),
        ("总结2025年工作，部署2026年工作。", date(2026, 1, 8), 2026),
        ("抓好春耕。", date(2026, 3, 1), 2026),
        ("2026年工作要点", None, 2026),
        ("召开2026年项目建设推进会，总结了2025年工作。", None, 2026),
        ("回顾2025年工作。", None, None),
        ("抓好春耕。", None, None),
        ("2026年3月5日，会议召开。", None, 2026),
        ("修路。\n2025年4月1日\n", None, 2025),
        ("2026年13月45日有误。", None, None),
    ],
)
def test_the_reports_own_words_and_date_decide(
    text: str, held_on: date | None, year: int | None
) -> None:
    assert read(text, held_on=held_on).year == year


def test_a_bare_month_is_the_next_to_come_around_new_year() -> None:
    assert Calendar(2026, date(2026, 1, 8)).year_for(3) == 2026
    assert Calendar(2025, date(2025, 12, 8)).year_for(3) == 2026
    assert Calendar(2026, date(2025, 12, 8)).year_for(3) == 2026
    assert Calendar(None, None).year_for(3) is None


def test_days_of_the_calendar() -> None:
    assert (last_day(2026, 2), last_day(2028, 2), last_day(2026, 12)) == (
        date(2026, 2, 28),
        date(2028, 2, 29),
        date(2026, 12, 31),
    )
    assert a_date(2026, 2, 30) is None
