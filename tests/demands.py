"""What a machine may lack: tests skip with a loud reason, unless everything is demanded (CI)."""

import os
from typing import NoReturn

import pytest

DEMANDED = os.environ.get("LUOSHI_DEMAND_ALL") == "1"


def skip_or_fail(reason: str) -> NoReturn:
    """Skip the test for a reason that is shown; where nothing may be skipped, fail."""
    if DEMANDED:
        pytest.fail(reason)
    pytest.skip(reason)
