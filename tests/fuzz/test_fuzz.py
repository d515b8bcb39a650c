"""Inputs of a machine's making, at random and guided by coverage: none of them makes a fault."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.demands import skip_or_fail
from tests.fuzz.subjects import SUBJECTS

ROOT = Path(__file__).resolve().parents[2]
# Fixed, so that a run says the same every time; a longer hunt is `python -m tests.fuzz.guided`.
RUNS = {"grammar": 1200, "figures": 6500, "readers": 2500}
# A measure is shorter than a report: more and shorter inputs reach more branches in half the time.
LENGTHS = {"grammar": 300, "figures": 160, "readers": 300}
TIMEOUT = 300


@pytest.mark.parametrize("subject", SUBJECTS)
@given(data=st.binary(max_size=300))
@settings(deadline=None, max_examples=60)
def test_random_input_makes_no_fault(subject: str, data: bytes) -> None:
    SUBJECTS[subject](data)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_input_guided_by_coverage_makes_no_fault(subject: str, tmp_path: Path) -> None:
    if not sys.platform.startswith("linux") or find_spec("atheris") is None:
        skip_or_fail("atheris is not installed here: no fuzzing guided by coverage")

    run = subprocess.run(
        [
            sys.executable,
            "-m",
            "tests.fuzz.guided",
            subject,
            f"-runs={RUNS[subject]}",
            "-seed=20260305",
            f"-max_len={LENGTHS[subject]}",
            "-len_control=0",
            f"-artifact_prefix={tmp_path}/",
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        timeout=TIMEOUT,
        check=False,
    )

    assert run.returncode == 0, run.stderr[-4000:]
    assert f"Done {RUNS[subject]} runs" in run.stderr
