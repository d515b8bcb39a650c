"""When a period is opened, by when it is due, and about which one a unit is asked on a day.

A period is opened some working days before it ends and is due some working days after. It may be
written about before it is opened; from then on it is asked for.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.places import days_of, place_of
from tracker.workplan.tasks.milestones.schedule import Dates
from tracker.workplan.tasks.models import Assignment, ReportingCycle, Task
from tracker.workplan.tasks.periods import ONE_DAY, Period, last_ended, period_of

OPENS_WORKDAYS, DUE_WORKDAYS = 5, 5


@dataclass(frozen=True, slots=True)
class Times:
    """A day with what the office has set about reporting.

    opens: from the how many last working days of a period on one is asked about it, 0 from the day
    after it; due: how many working days after its end it may be reported in time; late_days: how many
    days after its end at all. add, is_workday: the office's way of counting; milestones: by task.
    """

    today: date
    opens: int
    due: int
    late_days: int
    add: Callable[[date, int], date]
    is_workday: Callable[[date], bool]
    milestones: Dates

    def due_on(self, period: Period) -> date:
        """Return the last day on which a period is reported on in time."""
        return self.add(period.ends_on, self.due)

    def opens_on(self, period: Period) -> date:
        """Return the day from which on one is asked about a period; never before it begins."""
        day, left = period.ends_on + ONE_DAY, self.opens
        while left and day > period.begins_on:
            day -= ONE_DAY
            left -= self.is_workday(day)
        return day

    def is_open_late(self, ended: Period) -> bool:
        """Whether an ended period can be reported on still, in time or late (补报)."""
        is_due = self.today <= self.due_on(ended)
        return is_due or (self.today - ended.ends_on).days <= self.late_days


def milestones_of(task: Task, times: Times) -> Sequence[date]:
    """Return a task's milestones where its periods end on them; of others none is asked for."""
    is_asked = task.cycle is ReportingCycle.BY_MILESTONE
    return times.milestones.get(task.id, ()) if is_asked else ()


def present_period(task: Task, times: Times) -> Period:
    """Return a task's period in which the day falls."""
    return period_of(task.cycle, times.today, milestones_of(task, times))


def ended_period(task: Task, times: Times) -> Period:
    """Return a task's latest period that has ended."""
    return last_ended(task.cycle, times.today, milestones_of(task, times))


def window_of(cycle: ReportingCycle, task_id: int, times: Times) -> Period | None:
    """Return the period of a cycle about which one is asked on a day; None where none is open.

    task_id: where the cycle goes by milestones, of which task.
    """
    is_asked = cycle is ReportingCycle.BY_MILESTONE
    milestones = times.milestones.get(task_id, ()) if is_asked else ()
    ended = last_ended(cycle, times.today, milestones)
    if times.today <= times.due_on(ended):
        return ended
    present = period_of(cycle, times.today, milestones)
    return present if times.opens_on(present) <= times.today else None


def due_period(cycle: ReportingCycle, times: Times, milestones: Sequence[date] = ()) -> Period:
    """Return a cycle's latest period that is past its due day: who said nothing about it is late."""
    ended = last_ended(cycle, times.today, milestones)
    if times.today > times.due_on(ended):
        return ended
    return last_ended(cycle, ended.begins_on, milestones)


def open_periods(assignment: Assignment, times: Times) -> list[Period]:
    """Return the periods that can be reported on: the present one, and one that has just ended.

    The one that is asked for comes first.
    """
    present, ended = (
        present_period(assignment.task, times),
        ended_period(assignment.task, times),
    )
    if ended.ends_on < assignment.dispatched_on or not times.is_open_late(ended):
        return [present]
    if _is_asked_still(assignment, ended, times):
        return [ended, present]
    return [present, ended]


def asked_period(assignment: Assignment, entries: Iterable[ProgressEntry], times: Times) -> Period:
    """Return the period about which a unit is asked: the ended one up to its due day, else the present.

    One that a later entry has overtaken is not asked for any more.
    """
    first, *_ = open_periods(assignment, times)
    if first.ends_on < times.today and is_overtaken(entries, first.name):
        return present_period(assignment.task, times)
    return first


def correctable_ends(assignment: Assignment, times: Times) -> list[date]:
    """Return the ends of the periods about which what was submitted may be changed: those not due yet."""
    opened = open_periods(assignment, times)
    return [it.ends_on for it in opened if times.today <= times.due_on(it)]


def is_overtaken(entries: Iterable[ProgressEntry], period: str) -> bool:
    """Whether an entry about the same end, under another name, or about a later one was submitted."""
    place = place_of(period)
    return any(
        entry.state is EntryState.SUBMITTED
        and entry.period != period
        and place_of(entry.period) >= place
        for entry in entries
    )


def entry_about(
    entries: Sequence[ProgressEntry], period: Period, opened: Iterable[Period]
) -> ProgressEntry | None:
    """Return what is written about a period, also where the cycle was changed meanwhile.

    That is the entry of its name; or one that ends on the same day, so that nothing is asked for
    twice; or else a draft that was begun within it under another name, which is taken over.
    opened: the periods that are open, whose own entries are theirs.
    """
    names = {it.name for it in opened}
    others = [it for it in entries if it.period not in names]
    exact = [it for it in entries if it.period == period.name]
    same = [it for it in others if days_of(it.period)[1] == period.ends_on]
    begun = [it for it in others if it.state is EntryState.DRAFT and _overlaps(it, period)]
    return next(iter([*exact, *same, *reversed(begun)]), None)


def _overlaps(entry: ProgressEntry, period: Period) -> bool:
    first, last = days_of(entry.period)
    return first <= period.ends_on and period.begins_on <= last


def _is_asked_still(assignment: Assignment, ended: Period, times: Times) -> bool:
    since = assignment.acknowledged_on or assignment.dispatched_on
    return since <= ended.ends_on and times.today <= times.due_on(ended)
