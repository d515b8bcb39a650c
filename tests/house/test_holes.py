"""Seeded holes: each must turn the suite red, or the suite proves nothing.

A hole is a patch that takes one guard away; its first line names the one test that must fail.
Three are tried in rotation, from day to day others; `make holes` tries all.
"""

import os
import re
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HOLES = sorted((Path(__file__).parent / "holes").glob("*.patch"))
COPIED = ("tracker", "tests", "templates", "migrations", "pyproject.toml")
TRIED_AT_ONCE = 3
LONGEST = 300  # seconds for one test
FAILED = 1  # pytest: tests ran, and some failed; a mistake in the patch has another code
FEWEST = 15


def in_rotation() -> list[Path]:
    """Today's three holes, or all of them."""
    if os.environ.get("LUOSHI_ALL_HOLES"):
        return HOLES
    first = date.today().toordinal() * TRIED_AT_ONCE  # noqa: DTZ011  any day will do
    return [HOLES[(first + number) % len(HOLES)] for number in range(TRIED_AT_ONCE)]


def dig(hole: Path, copy: Path) -> None:
    """Apply a patch by its words alone, so that it fits wherever the lines have moved to."""
    for part in re.split(r"^--- .*\n", hole.read_text("utf-8"), flags=re.MULTILINE)[1:]:
        name, _, hunks = part.removeprefix("+++ ").partition("\n")
        path = copy / name.strip()
        words = path.read_text("utf-8")
        for hunk in re.split(r"^@@.*\n", hunks, flags=re.MULTILINE)[1:]:
            lines = hunk.splitlines(keepends=True)
            before = "".join(line[1:] for line in lines if line[0] in " -")
            after = "".join(line[1:] for line in lines if line[0] in " +")
            assert words.count(before) == 1, f"{hole.name} no longer fits {name.strip()}"
            words = words.replace(before, after)
        path.write_text(words, "utf-8")


def test_there_are_holes_enough_of_different_kinds() -> None:
    tests = [hole.read_text("utf-8").splitlines()[0] for hole in HOLES]

    assert len(HOLES) >= FEWEST
    assert len(set(tests)) == len(tests)
    assert all(re.fullmatch(r"Fails: tests/\S+\.py::\S+", it) for it in tests)


@pytest.mark.parametrize("hole", HOLES, ids=lambda it: it.stem)
def test_every_hole_still_fits(hole: Path, tmp_path: Path) -> None:
    touched = re.findall(r"^\+\+\+ (\S+)", hole.read_text("utf-8"), flags=re.MULTILINE)
    for name in touched:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)

    dig(hole, tmp_path)

    assert touched
    assert any((tmp_path / it).read_bytes() != (ROOT / it).read_bytes() for it in touched)


@pytest.mark.parametrize("hole", in_rotation(), ids=lambda it: it.stem)
def test_a_hole_turns_its_test_red(hole: Path, tmp_path: Path) -> None:
    for name in COPIED:
        whole = ROOT / name
        if whole.is_dir():
            shutil.copytree(
                whole, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__", "holes")
            )
        else:
            shutil.copyfile(whole, tmp_path / name)
    dig(hole, tmp_path)
    must_fail = hole.read_text("utf-8").splitlines()[0].removeprefix("Fails: ")

    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", must_fail],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path), "COVERAGE_PROCESS_START": ""},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )

    told = done.stdout[-2000:] + done.stderr[-500:]
    assert done.returncode == FAILED, f"{must_fail} did not fail: {done.returncode}\n{told}"
