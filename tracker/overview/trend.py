"""Average percent against schedule, month by month, of a plan and each of its priorities."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, extract, func

from tracker.foundation.db import db
from tracker.overview.charts import Point, share_of_year
from tracker.overview.standing import planned_case
from tracker.workplan.tasks.models import Assignment, AssignmentState, PercentChange, Task

DECEMBER = 12


@dataclass(frozen=True, slots=True)
class Course:
    """How a set of leads went through the year; averages in percent.

    planned: at the year's beginning, each month's end and today; actual: the same until today.
    """

    planned: Sequence[Point]
    actual: Sequence[Point]
    leads: int

    @property
    def percent(self) -> int:
        """The average percent now."""
        return int(self.actual[-1][1]) if self.actual else 0

    @property
    def scheduled(self) -> int:
        """The average schedule now."""
        return int(self.planned[len(self.actual) - 1][1]) if self.actual else 0

    @property
    def ahead(self) -> int:
        """How many points the work is ahead of its schedule; negative when it is behind."""
        return self.percent - self.scheduled


def courses(leads: Select[Assignment], year: int, today: date) -> tuple[Course, dict[int, Course]]:
    """Return the course of all these leads, and of those of each priority.

    Leads without a date have no schedule and stay out of both lines, terminated ones too.
    """
    counted = leads.where(
        Assignment.due_on.is_not(None), Assignment.state != AssignmentState.TERMINATED
    )
    days = _days(year, today)
    planned: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    for priority_id, count, *sums in db.session.execute(
        counted.with_only_columns(
            Task.priority_id, func.count(), *(func.sum(planned_case(day)) for day in days)
        ).group_by(Task.priority_id)
    ):
        sizes[priority_id], planned[priority_id] = count, [int(it) for it in sums]
    risen = _risen(counted)
    past = [day for day in days if day <= today]
    actual = {
        key: [sum(by for on, by in risen.get(key, []) if on <= day) for day in past]
        for key in sizes
    }
    shares = [0.0, *(share_of_year(day) for day in days[1:])] if days else []

    def course(keys: Sequence[int]) -> Course:
        size = sum(sizes[key] for key in keys)
        return Course(
            planned=_averaged(shares, [planned[key] for key in keys], size),
            actual=_averaged(shares, [actual[key] for key in keys], size),
            leads=size,
        )

    return course(list(sizes)), {key: course([key]) for key in sizes}


def _days(year: int, today: date) -> list[date]:
    """Return the year's first day, every month's end, and today."""
    ends = [date(year, month, monthrange(year, month)[1]) for month in range(1, DECEMBER + 1)]
    return sorted({date(year, 1, 1), *ends, *([today] if today.year == year else [])})


def _risen(counted: Select[Assignment]) -> dict[int, list[tuple[date, int]]]:
    """Return by how many points each priority's leads rose, on which day."""
    risen: dict[int, list[tuple[date, int]]] = defaultdict(list)
    month = extract("month", PercentChange.on)
    year = extract("year", PercentChange.on)
    for priority_id, _year, _month, day, points in db.session.execute(
        counted.join(PercentChange, PercentChange.assignment_id == Assignment.id)
        .with_only_columns(
            Task.priority_id,
            year,
            month,
            func.max(PercentChange.on),
            func.sum(PercentChange.now - PercentChange.was),
        )
        .group_by(Task.priority_id, year, month)
    ):
        risen[priority_id].append((day, points))
    return risen


def _averaged(shares: Sequence[float], sums: Sequence[Sequence[int]], size: int) -> list[Point]:
    return [
        (share, sum(column) / size) for share, *column in zip(shares, *sums, strict=False) if size
    ]
