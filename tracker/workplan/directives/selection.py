"""Words selected in a browser → their span in the report. Plain Python.

Browsers count in UTF-16 units and may alter line ends and blanks on the way; a span is given only
where every other character agrees with the report, one by one.
"""

from dataclasses import dataclass

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_

DISAGREES = N_("划选的文字与原文对不上，请刷新页面后重新划选。")
NOTHING = N_("请先在左侧原文中划选要新增的文字。")
NOT_FOUND = N_("原文中没有这段文字，请照原文一字不差地填写，或者在左侧划选。")
NOT_ONE = N_("原文中有几处相同的文字，请在左侧划选是哪一处。")


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open stretch of the report, in code points."""

    start: int
    end: int


def span_of(report: str, words: str, start: int | None) -> Span:
    """Find the selected words: at `start` (UTF-16 units), or where they stand only once.

    Raises RuleBroken when words and place do not agree.
    """
    wanted = [char for char in words if not char.isspace()]
    if not wanted:
        raise RuleBroken(NOTHING)
    if start is not None:
        span = _span_at(report, wanted, code_points(report, start))
        if span is None:
            raise RuleBroken(DISAGREES)
        return span
    return _only_span(report, wanted)


def code_points(report: str, units: int) -> int:
    """Turn an offset in UTF-16 units into one in code points."""
    return len(report.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore"))


def utf16_units(words: str) -> int:
    """Return how many UTF-16 units the words take."""
    return len(words.encode("utf-16-le")) // 2


def _span_at(report: str, wanted: list[str], at: int) -> Span | None:
    first = last = None
    for char in wanted:
        while at < len(report) and report[at].isspace():
            at += 1
        if at >= len(report) or report[at] != char:
            return None
        first = at if first is None else first
        at += 1
        last = at
    return None if first is None or last is None else Span(first, last)


def _only_span(report: str, wanted: list[str]) -> Span:
    solid = [at for at, char in enumerate(report) if not char.isspace()]
    text, words = "".join(report[at] for at in solid), "".join(wanted)
    found = text.find(words)
    if found < 0:
        raise RuleBroken(NOT_FOUND)
    if text.find(words, found + 1) >= 0:
        raise RuleBroken(NOT_ONE)
    return Span(solid[found], solid[found + len(words) - 1] + 1)
