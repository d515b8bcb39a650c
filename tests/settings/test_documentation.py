"""The tables in the administrator's guide are what the code says."""

import re
import runpy
from pathlib import Path

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "administration.md"


def test_the_guide_has_every_option_as_it_is_declared() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "settings_table.py"))

    assert made["guide"]() == GUIDE.read_text("utf-8"), "run docs/settings_table.py"
    assert made["table"]() in GUIDE.read_text("utf-8")


def test_the_guide_has_every_variable_that_is_read_and_no_other() -> None:
    code = "".join(path.read_text("utf-8") for path in (ROOT / "tracker").rglob("*.py"))
    read = set(re.findall(r'environ(?:\.get\(|\[)"(LUOSHI_[A-Z_]+)"', code))
    told = re.findall(r"^\| ((?:`LUOSHI_[A-Z_]+`、?)+) \|", GUIDE.read_text("utf-8"), re.MULTILINE)

    assert read
    assert set(re.findall(r"LUOSHI_[A-Z_]+", "".join(told))) == read
