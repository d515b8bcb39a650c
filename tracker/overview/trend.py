"""Average percent against schedule, month by month, of a plan and each of its priorities."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, extract, func

from tracker.foundation.db import db
from tracker.overview.charts import Point, share_of_year
from tracker.overview.standing import Leads, as_they_stood, planned_case
from tracker.workplan.tasks.carrying_over.membership import priority_in
from tracker.workplan.tasks.models import Assignment, AssignmentState, PercentChange, Plan
from tracker.workplan.tasks.signals import Judging

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


def courses(
    leads: Select[Assignment], plan: Plan, day: Judging
) -> tuple[Course, dict[int, Course]]:
    """Return the course of all these leads, and of those of each priority, until that day.

    Leads without a date have no schedule and stay out of both lines, terminated ones too.
    """
    question, it = as_they_stood(leads, day)
    counted = question.where(it.due_on.is_not(None), it.state != AssignmentState.TERMINATED)
    days, priority = _days(plan.year, day.today), priority_in(plan.id, then=day.then)
    planned: dict[int, list[int]] = {}
    sizes: dict[int, int] = {}
    for priority_id, count, *sums in db.session.execute(
        counted.with_only_columns(
            priority, func.count(), *(func.sum(planned_case(on, it, then=day.then)) for on in days)
        ).group_by(priority)
    ):
        sizes[priority_id], planned[priority_id] = count, [int(it) for it in sums]
    risen = _risen((counted, it), priority, day.today)
    past = [on for on in days if on <= day.today]
    actual = {
        key: [sum(by for rose_on, by in risen.get(key, []) if rose_on <= on) for on in past]
        for key in sizes
    }
    shares = [0.0, *(share_of_year(on) for on in days[1:])] if days else []

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


def _risen(
    counted: Leads, priority: ColumnElement[int], until: date
) -> dict[int, list[tuple[date, int]]]:
    """Return by how many points each priority's leads rose, on which day."""
    question, it = counted
    risen: dict[int, list[tuple[date, int]]] = defaultdict(list)
    month = extract("month", PercentChange.on)
    year = extract("year", PercentChange.on)
    for priority_id, _year, _month, on, points in db.session.execute(
        question.join(PercentChange, PercentChange.assignment_id == it.id)
        .where(PercentChange.on <= until)
        .with_only_columns(
            priority,
            year,
            month,
            func.max(PercentChange.on),
            func.sum(PercentChange.now - PercentChange.was),
        )
        .group_by(priority, year, month)
    ):
        risen[priority_id].append((on, points))
    return risen


def _averaged(shares: Sequence[float], sums: Sequence[Sequence[int]], size: int) -> list[Point]:
    return [
        (share, sum(column) / size) for share, *column in zip(shares, *sums, strict=False) if size
    ]
