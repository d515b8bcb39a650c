"""Late and missing entries, told from what happened; the same events give the same facts every time.

A unit was asked about a period when the work was its own and under way at the period's end, by the cycle
that ruled on that day. In time is what first came in up to the due day, whatever was returned or
corrected afterwards; what came about a later period does not make good what was missed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.foundation.words import N_
from tracker.workplan.progress.openings.rules import Times
from tracker.workplan.progress.places import days_of
from tracker.workplan.tasks.models import AssignmentState, ReportingCycle
from tracker.workplan.tasks.periods import ONE_DAY, Period, period_of


class Timing(StrEnum):
    """Whether an entry came in time."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"


TIMING_WORDS = {
    Timing.ON_TIME: N_("按时"),
    Timing.LATE: N_("迟报"),
    Timing.MISSING: N_("未报"),
}


@dataclass(frozen=True, slots=True)
class Stood:
    """An assignment was in a state, and a unit's, from a day on."""

    on: date
    state: AssignmentState
    unit_id: int


@dataclass(frozen=True, slots=True)
class Ruled:
    """A cycle ruled up to the day before this one, on which it was changed to another."""

    until: date
    cycle: ReportingCycle


@dataclass(frozen=True, slots=True)
class Told:
    """An entry about a period first came in on a day."""

    period: str
    on: date


@dataclass(frozen=True, slots=True)
class Course:
    """What decides about one assignment's facts, each kind in the order of its happening.

    cycle: the present one; before: those that ruled earlier; milestones: the task's, in order.
    """

    cycle: ReportingCycle
    stood: Sequence[Stood]
    told: Sequence[Told] = ()
    before: Sequence[Ruled] = ()
    milestones: Sequence[date] = ()

    def cycle_on(self, day: date) -> ReportingCycle:
        """Return the cycle that ruled at the end of a day."""
        return next((it.cycle for it in self.before if day < it.until), self.cycle)

    def stood_on(self, day: date) -> Stood | None:
        """Return how it stood at the end of a day; None before it was given out."""
        return next((it for it in reversed(self.stood) if it.on <= day), None)


@dataclass(frozen=True, slots=True)
class Fact:
    """A unit was asked about a period; reported_on: when it first answered, None where it did not."""

    unit_id: int
    period: Period
    due_on: date
    reported_on: date | None
    timing: Timing


def timing_of(due_on: date, reported_on: date | None, today: date) -> Timing | None:
    """Return whether an entry came in time; None while it still can."""
    if reported_on is None:
        return Timing.MISSING if today > due_on else None
    return Timing.ON_TIME if reported_on <= due_on else Timing.LATE


def facts_of(course: Course, times: Times, since: date) -> Iterator[Fact]:
    """Return what there is to say of the periods that ended from a day on, as it stood at the end of today."""
    for period in _asked(course, since, times.today):
        unit = course.stood_on(period.ends_on)
        if unit is None or unit.state is not AssignmentState.ACKNOWLEDGED:
            continue
        due_on, reported_on = times.due_on(period), _reported_on(course.told, period, times.today)
        timing = timing_of(due_on, reported_on, times.today)
        if timing is not None:
            yield Fact(unit.unit_id, period, due_on, reported_on, timing)


def _asked(course: Course, since: date, until: date) -> list[Period]:
    """Return the periods that ended within these days under the cycle that ruled at their end."""
    cycles = {course.cycle, *(it.cycle for it in course.before)}
    first = max(since, min((it.on for it in course.stood), default=until))
    found = {
        period.ends_on: period
        for cycle in cycles
        for period in _ended(cycle, first, until, course.milestones)
        if course.cycle_on(period.ends_on) is cycle
    }
    return sorted(found.values())


def _ended(
    cycle: ReportingCycle, since: date, until: date, milestones: Sequence[date]
) -> Iterator[Period]:
    period = period_of(cycle, since, milestones)
    while period.ends_on <= until:
        yield period
        period = period_of(cycle, period.ends_on + ONE_DAY, milestones)


def _reported_on(told: Iterable[Told], period: Period, today: date) -> date | None:
    """Return when a period, or one of another cycle with the same end, was first reported on."""
    days = [
        it.on
        for it in told
        if it.on <= today and (it.period == period.name or days_of(it.period)[1] == period.ends_on)
    ]
    return min(days, default=None)
