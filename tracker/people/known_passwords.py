"""The passwords that everybody tries first, shipped with the product and read once."""

from functools import cache
from pathlib import Path

LIST = Path(__file__).parent / "common_passwords.txt"


@cache
def known_passwords() -> frozenset[str]:
    """Return the list, in small letters."""
    lines = LIST.read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("# "))
