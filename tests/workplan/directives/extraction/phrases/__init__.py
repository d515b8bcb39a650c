"""Tables of phrases of our own making: what is expected, a tab, the phrase; `#` opens a heading."""

from pathlib import Path

FOLDER = Path(__file__).parent
Row = tuple[str, str]


def table(name: str) -> list[Row]:
    """The rows of a table: what is expected, and the phrase."""
    lines = (FOLDER / f"{name}.tsv").read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
    return [(expected, phrase) for expected, phrase in rows]
