"""The geometry of charts, drawn by the templates as SVG: plain numbers in, coordinates out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

WHOLE = 100
Point = tuple[float, float]
"""A share of the width (0 to 1) and a percent (0 to 100)."""


@dataclass(frozen=True, slots=True)
class Box:
    """Where a chart's axes stand in its viewBox; top is the line of 100 %, bottom that of 0."""

    left: float
    right: float
    top: float
    bottom: float

    def x(self, share: float) -> float:
        """Return where a share of the width stands."""
        return round(self.left + (self.right - self.left) * share, 1)

    def y(self, percent: float) -> float:
        """Return where a percent stands."""
        return round(self.bottom - (self.bottom - self.top) * percent / WHOLE, 1)

    def line(self, points: Sequence[Point]) -> str:
        """Write the points for a polyline."""
        return " ".join(f"{self.x(share)},{self.y(percent)}" for share, percent in points)


@dataclass(frozen=True, slots=True)
class Spark:
    """A small trend: the schedule's line, what came of it, and the end of that."""

    planned: str
    actual: str
    end: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class Trend:
    """Average percent against schedule over a year.

    grid: (y, label) lines; months: (x, label); behind, ahead: the areas between the lines;
    end_label, planned_label: where the two lines are named.
    """

    width: float
    height: float
    left: float
    right: float
    grid: Sequence[tuple[float, int]]
    months: Sequence[tuple[float, int]]
    planned: str
    actual: str
    behind: Sequence[str]
    ahead: Sequence[str]
    end: tuple[float, float] | None
    end_label: float
    planned_label: tuple[float, float]
    floor: float


@dataclass(frozen=True, slots=True)
class Rate:
    """A bar in three parts (on time, extended, late), each from x to x; and the two marks between."""

    on_time: tuple[float, float]
    extended: tuple[float, float]
    late: tuple[float, float]


SMALL = Box(2, 70, 2, 18)
MULTIPLE = Box(2, 178, 2, 32)
WIDE = Box(30, 804, 12, 194)
NARROW = Box(30, 298, 12, 164)
BAR = 388
GAP = 2


def share_of_year(day: date) -> float:
    """Return how much of its year has passed at the end of a day, 0 to 1."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return ((day - first).days + 1) / ((last - first).days + 1)


def spark(planned: Sequence[Point], actual: Sequence[Point], box: Box = SMALL) -> Spark:
    """Draw a small trend."""
    end = (box.x(actual[-1][0]), box.y(actual[-1][1])) if actual else None
    return Spark(box.line(planned), box.line(actual), end)


def trend(planned: Sequence[Point], actual: Sequence[Point], box: Box, year: int) -> Trend:
    """Draw a year; both lines have their points at the same shares, the actual one may be shorter."""
    behind, ahead = _areas(planned[: len(actual)], actual, box)
    return Trend(
        width=box.right + 56,
        height=box.bottom + 26,
        left=box.left,
        right=box.right,
        grid=[(box.y(percent), percent) for percent in (0, 25, 50, 75, 100)],
        months=[
            (box.x(share_of_year(date(year, month, 1))), month) for month in (1, 3, 5, 7, 9, 11)
        ],
        planned=box.line(planned),
        actual=box.line(actual),
        behind=behind,
        ahead=ahead,
        end=(box.x(actual[-1][0]), box.y(actual[-1][1])) if actual else None,
        end_label=_beside(planned, actual, box),
        planned_label=_above_the_schedule(planned, box),
        floor=box.bottom + 20,
    )


def _above_the_schedule(planned: Sequence[Point], box: Box) -> tuple[float, float]:
    """Return the right end of the schedule's name: above its line, where the year is half gone."""
    share, percent = planned[len(planned) // 2] if planned else (0.5, 50)
    return box.x(share) - 8, box.y(percent) - 8


def _beside(planned: Sequence[Point], actual: Sequence[Point], box: Box) -> float:
    """Return the height of the actual line's name: on the side away from the schedule."""
    if not actual:
        return box.bottom
    is_ahead = actual[-1][1] >= planned[len(actual) - 1][1]
    return box.y(actual[-1][1]) + (-10 if is_ahead else 20)


def rate(on_time: int, extended: int, late: int) -> Rate:
    """Draw the bar of what became of the dates that have come; all zero draws nothing."""
    whole = max(1, on_time + extended + late)
    first = BAR * on_time / whole
    second = BAR * (on_time + extended) / whole
    third = BAR * (on_time + extended + late) / whole
    return Rate(
        (0, round(first, 1)),
        (round(first + GAP * bool(on_time), 1), round(max(second, first), 1)),
        (round(second + GAP * bool(on_time + extended), 1), round(third, 1)),
    )


def _areas(
    planned: Sequence[Point], actual: Sequence[Point], box: Box
) -> tuple[list[str], list[str]]:
    """Return the areas where the actual line lies below and above the schedule, as path data."""
    behind: list[str] = []
    ahead: list[str] = []
    for (x1, p1), (x2, p2), (_, a1), (_, a2) in zip(
        planned, planned[1:], actual, actual[1:], strict=False
    ):
        first, last = a1 - p1, a2 - p2
        if first * last < 0:
            share = first / (first - last)
            cross = (x1 + (x2 - x1) * share, p1 + (p2 - p1) * share)
            parts = [
                (first, [(x1, a1), cross, (x1, p1)]),
                (last, [cross, (x2, a2), (x2, p2)]),
            ]
        else:
            parts = [(first + last, [(x1, a1), (x2, a2), (x2, p2), (x1, p1)])]
        for side, corners in parts:
            if side:
                (ahead if side > 0 else behind).append(_closed(corners, box))
    return behind, ahead


def _closed(corners: Sequence[Point], box: Box) -> str:
    return "M" + "L".join(f"{box.x(share)} {box.y(percent)}" for share, percent in corners) + "Z"
