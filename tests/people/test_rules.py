"""Sign-in rules, without an application."""

from datetime import UTC, datetime, timedelta

import pytest

from tracker.people import rules

NOW = datetime(2026, 6, 18, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize("login", ["wang", "WANG", "ｗａｎｇ", "  Wang "])
def test_width_case_and_spaces_of_a_login_do_not_matter(login: str) -> None:
    assert rules.folded_login(login) == "wang"


@pytest.mark.parametrize(
    ("age", "idle", "over"),
    [
        (timedelta(hours=1), timedelta(minutes=29, seconds=59), False),
        (timedelta(hours=1), timedelta(minutes=30, seconds=1), True),
        (timedelta(hours=11, minutes=59), timedelta(0), False),
        (timedelta(hours=12, seconds=1), timedelta(0), True),
    ],
)
def test_a_session_ends_after_half_an_hour_idle_or_twelve_hours(
    age: timedelta, idle: timedelta, *, over: bool
) -> None:
    assert rules.is_over(NOW - age, NOW - idle, NOW) is over


@pytest.mark.parametrize(
    ("target", "local"),
    [
        ("/tasks?page=2", True),
        ("/", True),
        (None, False),
        ("", False),
        ("tasks", False),
        ("//evil.example", False),
        ("/\\evil.example", False),
        ("/\tevil", False),
        ("/a\\b", False),
        ("https://evil.example/", False),
        ("javascript:alert(1)", False),
    ],
)
def test_only_a_path_of_this_site_is_local(target: str | None, *, local: bool) -> None:
    assert rules.is_local_path(target) is local
