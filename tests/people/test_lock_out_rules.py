"""When a door shuts and opens again, without an application."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.people import rules

NOW = datetime(2026, 6, 18, 2, 0, tzinfo=UTC)
WINDOW = timedelta(minutes=15)


def at(*minutes: float) -> list[datetime]:
    return [NOW + timedelta(minutes=it) for it in minutes]


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("203.0.114.77", "203.0.114.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("-", "-"),
        ("x" * 80, "x" * 45),
    ],
)
def test_an_address_counts_for_its_network(address: str, network: str) -> None:
    assert rules.network_of(address) == network


@pytest.mark.parametrize(
    ("failures", "until"),
    [
        ([], None),
        (at(0, 1, 2, 3), None),
        (at(0, 1, 2, 3, 4), 19),
        (at(0, 0, 0, 0, 0), 15),
        (at(0, 4, 8, 12, 15), 30),
        (at(0, 4, 8, 12, 15.1), None),
        (at(-9, 0, 4, 8, 12, 15.1), None),
        (at(-9, 3, 4, 8, 12, 15.1), 30.1),
    ],
)
def test_five_failures_in_the_window_shut_the_door_for_as_long(
    failures: list[datetime], until: float | None
) -> None:
    expected = None if until is None else at(until)[0]

    assert rules.locked_until(failures, most=5, window=WINDOW) == expected


@pytest.mark.parametrize(
    ("count", "seconds"),
    [(19, None), (20, 2), (21, 4), (22, 8), (24, 32), (25, 60), (60, 60), (5000, 60)],
)
def test_an_account_under_attack_is_slowed_down_and_never_locked(
    count: int, seconds: int | None
) -> None:
    failures = [NOW - timedelta(milliseconds=count - it) for it in range(count)]
    until = rules.delayed_until(failures, NOW, window=WINDOW)

    assert until == (None if seconds is None else failures[-1] + timedelta(seconds=seconds))


def test_a_network_is_slowed_down_alike_and_later() -> None:
    failures = [NOW - timedelta(milliseconds=101 - it) for it in range(101)]

    until = rules.delayed_until(failures, NOW, window=WINDOW, most=100)

    assert until == failures[-1] + timedelta(seconds=4)
    assert rules.delayed_until(failures[2:], NOW, window=WINDOW, most=100) is None


@pytest.mark.parametrize(("minutes", "began"), [(0, 0), (14.99, 0), (15, 15), (-0.1, -15)])
def test_a_window_is_counted_by_the_clock(minutes: float, began: float) -> None:
    assert rules.window_began(at(minutes)[0], WINDOW) == at(began)[0]


def test_failures_of_long_ago_slow_nobody_down() -> None:
    failures = [NOW - timedelta(minutes=16)] * 30

    assert rules.delayed_until(failures, NOW, window=WINDOW) is None
