"""Sign-in rules, without an application."""

import pytest

from tracker.people import rules


@pytest.mark.parametrize("login", ["wang", "WANG", "ｗａｎｇ", "  Wang "])
def test_width_case_and_spaces_of_a_login_do_not_matter(login: str) -> None:
    assert rules.folded_login(login) == "wang"


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
