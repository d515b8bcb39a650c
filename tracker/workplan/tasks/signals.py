"""Signals (红黄绿灯), computed from dates, state and percent, never stored.

`signal_of` decides for one assignment in plain Python; `signal_case` is the same decision as a
SQL expression, for lists and counts. A property test holds them equal on both databases.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, literal, or_

from tracker.foundation.days import days_between
from tracker.foundation.workdays import OFFICIAL, Calendar
from tracker.workplan.tasks.milestones.schedule import Dates, all_of, due_by, stretch
from tracker.workplan.tasks.models import Assignment, AssignmentState, ReportingCycle
from tracker.workplan.tasks.past.cycles import cycle_then
from tracker.workplan.tasks.periods import ONE_DAY, last_ended

DUE_SOON_WORKDAYS = 10
LAGGING_POINTS = 20
WHOLE = 100
BY_MONTHS = (ReportingCycle.MONTHLY, ReportingCycle.QUARTERLY, ReportingCycle.HALF_YEARLY)


class Signal(StrEnum):
    """How an assignment or task stands, the worst last."""

    CLOSED = "closed"
    NORMAL = "normal"
    EXTENDED = "extended"
    DUE_SOON = "due_soon"
    LAGGING = "lagging"
    OVERDUE = "overdue"


SEVERITY = {signal: place for place, signal in enumerate(Signal)}
SILENT = (AssignmentState.DECLINED, AssignmentState.PAUSED, AssignmentState.TERMINATED)


@dataclass(frozen=True, slots=True)
class Judging:
    """A day on which signals are judged, with the days that follow from it.

    due_soon_until: the last due date that counts as soon; ends: each cycle's last ended period's end,
    that of a cycle by milestones the day before, as nothing is due between two of them;
    lagging_points: from how many points behind the schedule work lags; milestones: by task, theirs;
    is_past: it is over, and assignments are judged as they stood at its end.
    """

    today: date
    due_soon_until: date
    ends: dict[ReportingCycle, date]
    lagging_points: int = LAGGING_POINTS
    calendar: Calendar = OFFICIAL
    is_past: bool = False
    milestones: Dates = field(default_factory=dict)

    @property
    def then(self) -> date | None:
        """The past day that is judged, as what had been set at its end; None for the present."""
        return self.today if self.is_past else None


def judging(
    today: date,
    *,
    due_soon_workdays: int = DUE_SOON_WORKDAYS,
    lagging_points: int = LAGGING_POINTS,
    calendar: Calendar = OFFICIAL,
    milestones: Dates | None = None,
    is_past: bool = False,
) -> Judging:
    """Work out once what all signals of a day depend on; `limits.judging_on` does it as set."""
    return Judging(
        today=today,
        due_soon_until=calendar.add(today, due_soon_workdays),
        lagging_points=lagging_points,
        calendar=calendar,
        milestones={} if milestones is None else milestones,
        is_past=is_past,
        ends={
            **{cycle: last_ended(cycle, today).ends_on for cycle in BY_MONTHS},
            ReportingCycle.BY_MILESTONE: today - ONE_DAY,
        },
    )


def planned_percent(dispatched_on: date, due_on: date | None, day: date) -> int:
    """Return the scheduled progress (序时进度), linear by calendar days, 0 to 100 rounded down.

    0 when the assignment has no due date.
    """
    if due_on is None or day <= dispatched_on:
        return 0
    if day >= due_on:
        return WHOLE
    return (day - dispatched_on).days * WHOLE // (due_on - dispatched_on).days


def planned_of(it: Assignment, day: Judging) -> int | None:
    """Return an assignment's scheduled progress: by its milestones where it has any, else by days.

    None without a due date.
    """
    if it.due_on is None:
        return None
    done, whole = stretch(it.dispatched_on, day.today, day.milestones.get(it.task_id, ()))
    if not whole or day.today >= it.due_on:
        return planned_percent(it.dispatched_on, it.due_on, day.today)
    return done * WHOLE // whole


def signal_of(assignment: Assignment, cycle: ReportingCycle, day: Judging) -> Signal | None:
    """Return an assignment's signal; None where its state stands for itself (SILENT).

    Late is judged on the date in force, which only an approved extension moves; what was
    reported in time stays in time while it waits to be verified. Lagging is judged on the
    schedule of the last ended period, at as many points as are set, or more.
    """
    it = assignment
    if it.state in SILENT:
        return None
    if it.state is AssignmentState.CLOSED:
        return Signal.CLOSED
    return _dated_signal(it, cycle, day)


def _dated_signal(it: Assignment, cycle: ReportingCycle, day: Judging) -> Signal:
    if it.due_on is None or it.original_due_on is None:
        return Signal.NORMAL
    judged_on = it.reported_on or day.today
    if it.due_on < judged_on:
        return Signal.OVERDUE
    if it.original_due_on < judged_on:
        return Signal.EXTENDED
    if it.state is AssignmentState.REPORTED:
        return Signal.NORMAL
    if it.due_on <= day.due_soon_until:
        return Signal.DUE_SOON
    return Signal.LAGGING if _lags(it, cycle, day) else Signal.NORMAL


def _lags(it: Assignment, cycle: ReportingCycle, day: Judging) -> bool:
    end = day.ends.get(cycle)
    if end is None or it.due_on is None:
        return False
    done, whole = stretch(it.dispatched_on, end, day.milestones.get(it.task_id, ()))
    if not whole:
        if cycle is ReportingCycle.BY_MILESTONE:
            return False
        done, whole = (end - it.dispatched_on).days, (it.due_on - it.dispatched_on).days
    return done * WHOLE >= (it.percent + day.lagging_points) * whole


def worst(signals: list[Signal]) -> Signal | None:
    """Return a task's signal from those of its assignments: the worst, None when it has none."""
    return max(signals, key=SEVERITY.__getitem__, default=None)


def signal_case(day: Judging, it: type[Assignment] = Assignment) -> ColumnElement[str]:
    """Return `signal_of` as an expression over `assignment` joined with `task`; NULL for None.

    it: the assignments as they stood on a past day, where it is about one.
    """
    judged_on = case((it.reported_on.is_not(None), it.reported_on), else_=literal(day.today))
    cycle_was = cycle_then(day.then)
    behind = [
        and_(cycle_was == cycle, _lags_by(end, cycle, day, it)) for cycle, end in day.ends.items()
    ]
    return case(
        (it.state.in_(SILENT), None),
        (it.state == AssignmentState.CLOSED, literal(Signal.CLOSED.value)),
        (it.due_on.is_(None), literal(Signal.NORMAL.value)),
        (it.due_on < judged_on, literal(Signal.OVERDUE.value)),
        (it.original_due_on < judged_on, literal(Signal.EXTENDED.value)),
        (it.state == AssignmentState.REPORTED, literal(Signal.NORMAL.value)),
        (it.due_on <= day.due_soon_until, literal(Signal.DUE_SOON.value)),
        (or_(*behind), literal(Signal.LAGGING.value)),
        else_=literal(Signal.NORMAL.value),
    )


def _lags_by(
    end: date, cycle: ReportingCycle, day: Judging, it: type[Assignment]
) -> ColumnElement[bool]:
    """Return `_lags` at the end of a period as an expression."""
    least = it.percent + day.lagging_points
    by_days = days_between(it.dispatched_on, literal(end)) * WHOLE >= least * days_between(
        it.dispatched_on, it.due_on
    )
    whole = all_of(it, then=day.then)
    by_milestones = due_by(end, it, then=day.then) * WHOLE >= least * whole
    if cycle is ReportingCycle.BY_MILESTONE:
        return and_(whole > 0, by_milestones)
    return case((whole > 0, by_milestones), else_=by_days)


def severity_case(day: Judging, it: type[Assignment] = Assignment) -> ColumnElement[int]:
    """Return a signal's place in SEVERITY as an expression, so that a task's worst is a maximum."""
    return case(
        {signal.value: place for signal, place in SEVERITY.items()}, value=signal_case(day, it)
    )
