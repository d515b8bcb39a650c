"""What the example's units write, put together from `words.toml` by throws of the dice."""

import tomllib
from functools import lru_cache
from random import Random
from typing import Any

from tracker.example.plan import Figure, TaskRow, shipped

START_ENDS, MIDDLE_ENDS, WHOLE = 20, 75, 100
SELDOM, OFTEN = 0.35, 0.6


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    return tomllib.loads(shipped("words.toml"))


def said(kind: str, throw: Random, name: str = "reasons") -> str:
    """Return one of the sentences of that kind, with its small numbers thrown."""
    words: str = throw.choice(_words()[name][kind])
    return _filled(words, throw)


def done(row: TaskRow, title: str, percent: int, before: int, throw: Random, *, leads: bool) -> str:
    """Say what was done in a period that brought the work from ``before`` to ``percent``."""
    stage = stage_of(percent) if leads else "support"
    parts = [said(stage, throw, "done").replace("{title}", title)]
    if leads and row.figure is not None and row.figure.target * percent >= WHOLE:
        parts.append(_count(row.figure, percent, before, throw))
    if percent < WHOLE and throw.random() < OFTEN:
        parts.append(said(str(row.priority), throw, "colour"))
    return "".join(parts)


def problems(row: TaskRow, percent: int, throw: Random, *, likely: bool) -> str:
    """Say what stands in the way, if anything does."""
    if percent == WHOLE or (not likely and throw.random() > SELDOM):
        return ""
    return said(str(row.priority), throw, "problems")


def next_steps(percent: int, throw: Random) -> str:
    """Say what comes next."""
    return said(stage_of(percent), throw, "next")


def stage_of(percent: int) -> str:
    """Name the stage that work of that percent is in."""
    if percent < START_ENDS:
        return "start"
    if percent < MIDDLE_ENDS:
        return "middle"
    return "late" if percent < WHOLE else "finished"


def _count(figure: Figure, percent: int, before: int, throw: Random) -> str:
    total, was = (figure.target * part // WHOLE for part in (percent, before))
    words: str = throw.choice(_words()["done"]["figure"])
    return words.format(
        name=figure.name,
        did=total - was,
        total=total,
        target=figure.target,
        unit=figure.unit,
        share=total * WHOLE // figure.target,
    )


def _filled(words: str, throw: Random) -> str:
    some, more = throw.randint(2, 5), throw.randint(6, 9)
    filled = words.replace("{n}", str(some)).replace("{m}", str(more))
    return filled.replace("{s}", f"9{throw.randint(1, 8)}.{throw.randint(0, 9)}")
