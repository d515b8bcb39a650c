"""What the URL of a task list means."""

import pytest

from tracker.overview.filters import Filters, in_year, read


def test_every_filter_is_read_and_written_the_same() -> None:
    told = {
        "year": "2026",
        "signal": "warned",
        "state": "undispatched",
        "time": "late",
        "priority": "3",
        "unit": "4",
        "leader": "5",
        "key": "1",
        "lead": "1",
        "charge": "1",
        "q": " 道路 ",
        "sort": "-due",
    }

    filters = read(told)

    assert {name: str(value) for name, value in filters.written.items()} == told | {"q": "道路"}
    assert read({name: str(value) for name, value in filters.written.items()}) == filters


@pytest.mark.parametrize(
    "told",
    [
        {"year": "二〇二六"},
        {"year": "1" * 40},
        {"signal": "green"},
        {"state": "open"},
        {"time": "soon"},
        {"unit": "-1"},
        {"key": "yes"},
        {"sort": "beauty"},
    ],
)
def test_what_makes_no_sense_does_not_narrow(told: dict[str, str]) -> None:
    assert read(told) == Filters()


def test_a_year_and_an_order_are_no_narrowing() -> None:
    assert not in_year(read({"sort": "-due"}), 2026).narrows
    assert read({"q": "路"}).narrows


def test_a_filter_can_be_changed_and_taken_off() -> None:
    filters = read({"signal": "overdue", "unit": "4"})

    assert filters.with_(signal=None, year=2026) == {"year": 2026, "unit": 4}
    assert filters.with_(key=True) == {"year": "all", "signal": "overdue", "unit": 4, "key": 1}
