"""Rules of the house that can be read from the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = sorted((ROOT / "tracker").rglob("*.py"))
LONGEST = 420


def holding(pattern: str, *, outside: str = "") -> list[str]:
    """The files whose code has the pattern, but for one that may."""
    return [
        str(path.relative_to(ROOT))
        for path in CODE
        if re.search(pattern, path.read_text("utf-8"), re.MULTILINE)
        and str(path.relative_to(ROOT)) != outside
    ]


def test_nothing_commits_but_transaction() -> None:
    assert holding(r"\.commit\(", outside="tracker/foundation/db.py") == []


def test_the_standard_sqlite_library_is_nowhere_beside_ours() -> None:
    assert holding(r"^\s*(import|from) sqlite3") == []


def test_the_web_is_reached_by_the_one_client_alone() -> None:
    ways_out = r"^\s*(import|from) (urllib3|urllib\.request|http\.client|requests|httpx|socket)\b"

    assert holding(ways_out, outside="tracker/foundation/web_client.py") == []


def test_views_hold_no_sql() -> None:
    views = [path for path in CODE if path.name == "views.py" or path.parent.name == "views"]

    assert views
    for path in views:
        if path.parent.name != "shell":
            assert not re.search(
                r"\b(select|update|delete)\(|db\.session", path.read_text("utf-8")
            ), path


def test_markup_is_trusted_nowhere() -> None:
    templates = sorted((ROOT / "templates").rglob("*.html"))

    assert not [path for path in templates if re.search(r"\|\s*safe\b", path.read_text("utf-8"))]


@pytest.mark.parametrize("folder", ["tracker", "tests", "templates", "assets/js", "assets/css"])
def test_no_file_has_grown_past_one_room(folder: str) -> None:
    files = [
        path
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".html", ".js", ".css"} and "dist" not in path.parts
    ]

    long = [path for path in files if len(path.read_text("utf-8").splitlines()) > LONGEST]
    assert long == []


def test_rooms_without_a_purpose_do_not_exist() -> None:
    drawers = {"utils", "helpers", "common", "manager", "service"}

    assert not [path for path in CODE if path.stem in drawers or path.parent.name in drawers]
