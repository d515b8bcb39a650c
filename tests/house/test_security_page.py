"""The page on security names tests that there are."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text("utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)
PROMISED = {*range(1, 12), *range(14, 35), 35, 37, 42, 43, 49, 50}


def test_every_test_that_the_page_names_is_there() -> None:
    missing = [
        f"{path}::{name}"
        for path, name in NAMED
        if not (ROOT / path).exists()
        or (name and f"def {name}(" not in (ROOT / path).read_text("utf-8"))
    ]

    assert len(NAMED) > 50
    assert missing == []


def test_every_control_of_this_field_has_its_row() -> None:
    rows = {int(number) for number in re.findall(r"^\| C(\d\d) ", PAGE, flags=re.MULTILINE)}

    assert rows == PROMISED
