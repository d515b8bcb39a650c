"""需要关注: the few tasks that somebody should ask about today, each with its reasons."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.overview.standing import overdue_case, overdue_days, planned_case
from tracker.people.models import Unit
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.openings.limits import times_on
from tracker.workplan.progress.openings.rules import due_period
from tracker.workplan.tasks.models import Assignment, AssignmentState, ReportingCycle, Task
from tracker.workplan.tasks.signals import Judging, Signal, planned_of, signal_case

OF_EACH_KIND = 24
"""Leads looked at for each kind of reason; they may be one task's."""
TASKS_OF_EACH_KIND = 3
MOST = 6


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a task is asked about.

    kind: overdue (figure: days), redone (times), lagging (points behind), silent (leads without
    an entry of the last period).
    """

    kind: str
    figure: int
    units: tuple[str, ...]


@dataclass(slots=True)
class Concern:
    """A task with the reasons to ask about it."""

    task: Task
    reasons: list[Reason] = field(default_factory=list)


def concerns(leads: Select[Assignment], day: Judging) -> list[Concern]:
    """Return the tasks that need attention: the longest overdue first, then the redone, ..."""
    found: dict[int, Concern] = {}
    for kind, figured in (
        ("overdue", _overdue(leads, day)),
        ("redone", _redone(leads)),
        ("lagging", _lagging(leads, day)),
        ("silent", _silent(leads, day.today)),
    ):
        for task, reason in _by_task(kind, figured):
            found.setdefault(task.id, Concern(task)).reasons.append(reason)
    return list(found.values())[:MOST]


Figured = list[tuple[Assignment, int]]


def _by_task(kind: str, figured: Figured) -> list[tuple[Task, Reason]]:
    tasks: dict[int, Figured] = {}
    for lead, figure in figured:
        tasks.setdefault(lead.task_id, []).append((lead, figure))
    return [
        (
            those[0][0].task,
            Reason(
                kind,
                len(those) if kind == "silent" else max(figure for _, figure in those),
                tuple(lead.unit.short_name for lead, _ in those),
            ),
        )
        for those in list(tasks.values())[:TASKS_OF_EACH_KIND]
    ]


def _some(leads: Select[Assignment], *order: ColumnElement[Any]) -> Sequence[Assignment]:
    return (
        db.session.scalars(
            leads.join(Assignment.unit)
            .options(joinedload(Assignment.task), joinedload(Assignment.unit))
            .order_by(*order, Unit.position, Assignment.id)
            .limit(OF_EACH_KIND)
        )
        .unique()
        .all()
    )


def _overdue(leads: Select[Assignment], day: Judging) -> Figured:
    late = leads.where(signal_case(day) == Signal.OVERDUE.value)
    return [
        (lead, overdue_days(lead, day.today))
        for lead in _some(late, overdue_case(day.today).desc())
    ]


def _redone(leads: Select[Assignment]) -> Figured:
    redone = leads.where(
        Assignment.redo_count > 0, Assignment.state == AssignmentState.ACKNOWLEDGED
    )
    return [(lead, lead.redo_count) for lead in _some(redone, Assignment.redo_count.desc())]


def _lagging(leads: Select[Assignment], day: Judging) -> Figured:
    lagging = leads.where(signal_case(day) == Signal.LAGGING.value)
    gap = planned_case(day.today) - Assignment.percent
    return [
        (lead, (planned_of(lead, day) or 0) - lead.percent) for lead in _some(lagging, gap.desc())
    ]


def _silent(leads: Select[Assignment], today: date) -> Figured:
    """Return leads under way that said nothing about the last period that is past its due day."""
    missing, times = [], times_on(today)
    for cycle in (ReportingCycle.MONTHLY, ReportingCycle.QUARTERLY, ReportingCycle.HALF_YEARLY):
        period = due_period(cycle, times)
        said = select(ProgressEntry.assignment_id).where(
            ProgressEntry.period == period.name, ProgressEntry.state == EntryState.SUBMITTED
        )
        missing.append(
            and_(
                Task.cycle == cycle,
                Assignment.acknowledged_on <= period.ends_on,
                Assignment.id.not_in(said),
            )
        )
    silent = leads.where(Assignment.state == AssignmentState.ACKNOWLEDGED, or_(*missing))
    # Together with the others of its task, so that one line can name them all.
    return [(lead, 1) for lead in _some(silent, Task.is_key.desc(), Assignment.task_id.asc())]
