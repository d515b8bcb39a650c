"""What a text is composed from: the submitted entries of a span that the actor may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from tracker.foundation.db import db
from tracker.foundation.labels import Label, highest, up_to
from tracker.foundation.numbers import row_number
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.people.queries import units_among
from tracker.workplan.progress.composing.rules import MOST_TASKS, Said, ToldTask, UnitWork
from tracker.workplan.progress.composing.spans import Span
from tracker.workplan.progress.models import EntryState, ProgressEntry
from tracker.workplan.progress.places import place_of
from tracker.workplan.tasks.carrying_over.membership import in_year
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Mode,
    Plan,
    PlanPriority,
    Task,
)
from tracker.workplan.tasks.queries import assignments_visible_to


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a text is about; label: nothing labelled higher goes into it."""

    label: Label
    unit: int | None = None
    priority: int | None = None
    task: int | None = None

    @property
    def written(self) -> dict[str, Any]:
        """As it stands in an address."""
        named = {
            "label": self.label,
            "unit": self.unit,
            "priority": self.priority,
            "task": self.task,
        }
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Material:
    """What a text is composed from.

    label: the highest of what is in it; withheld: how many tasks are labelled higher than the text
    may be; is_cut: there are more tasks than one text holds.
    """

    tasks: Sequence[ToldTask]
    label: Label
    withheld: int
    is_cut: bool


def number_in(asked: Mapping[str, str], name: str) -> int | None:
    """Read a key out of an address; None where there is none."""
    try:
        return row_number(asked.get(name, ""))
    except ValueError:
        return None


def material_of(actor: Actor, span: Span, wanted: Narrowed) -> Material:
    """Return what the units said in a span, task by task in the plan's order; four round trips.

    What its unit declined is not its work and is left out.
    """
    question = _work(actor, span, wanted)
    told = question.where(Task.label.in_(up_to(wanted.label)))
    first = (
        told.with_only_columns(Task.id)
        .group_by(Task.id, PlanPriority.place, Task.ordinal)
        .order_by(PlanPriority.place, Task.ordinal, Task.id)
        .limit(MOST_TASKS + 1)
    )
    ids = db.session.scalars(first).all()
    works = db.session.scalars(
        told.where(Task.id.in_(ids[:MOST_TASKS]))
        .join(Assignment.unit)
        .options(
            contains_eager(Assignment.task).contains_eager(Task.priority),
            contains_eager(Assignment.unit),
        )
        .order_by(
            PlanPriority.place,
            Task.ordinal,
            Task.id,
            Assignment.duty != Duty.LEAD,
            Unit.position,
            Assignment.id,
        )
    ).all()
    said = _said([it.id for it in works], span)
    above = question.where(Task.label.not_in(up_to(wanted.label)))
    withheld = db.session.scalar(above.with_only_columns(func.count(Task.id.distinct())))
    return Material(
        tasks=_tasks(works, said, span),
        label=highest(it.task.label for it in works),
        withheld=withheld or 0,
        is_cut=len(ids) > MOST_TASKS,
    )


def units_with_work(actor: Actor, year: int) -> Sequence[Unit]:
    """Return the units that have work in a year which the actor sees."""
    mine = _of_year(actor, year).with_only_columns(Assignment.unit_id)
    return units_among(mine)


def priorities_with_work(actor: Actor, year: int) -> Sequence[PlanPriority]:
    """Return the priorities of a year's plan under which the actor sees work."""
    mine = _of_year(actor, year).with_only_columns(Task.priority_id)
    return db.session.scalars(
        select(PlanPriority).where(PlanPriority.id.in_(mine)).order_by(PlanPriority.place)
    ).all()


def planned_years() -> Sequence[int]:
    """Return the years that have a plan."""
    return db.session.scalars(select(Plan.year).order_by(Plan.year.desc())).all()


def _of_year(actor: Actor, year: int) -> Select[Assignment]:
    return assignments_visible_to(actor).where(
        in_year(year), Assignment.state != AssignmentState.DECLINED
    )


def _work(actor: Actor, span: Span, wanted: Narrowed) -> Select[Assignment]:
    question = _of_year(actor, span.year).where(Assignment.dispatched_on <= span.ends_on)
    if wanted.unit is not None:
        question = question.where(Assignment.unit_id == wanted.unit)
    if wanted.priority is not None:
        question = question.where(Task.priority_id == wanted.priority)
    if wanted.task is not None:
        question = question.where(Task.id == wanted.task)
    return question.join(Task.priority)


def _said(ids: Sequence[int], span: Span) -> dict[int, list[ProgressEntry]]:
    found: dict[int, list[ProgressEntry]] = {}
    for entry in db.session.scalars(
        select(ProgressEntry).where(
            ProgressEntry.assignment_id.in_(ids),
            or_(ProgressEntry.period.in_(span.periods), _up_to_a_milestone(span)),
            ProgressEntry.state == EntryState.SUBMITTED,
        )
    ):
        found.setdefault(entry.assignment_id, []).append(entry)
    return found


def _up_to_a_milestone(span: Span) -> ColumnElement[bool]:
    """Ask that a period ends on a milestone within the span: then a day is its name."""
    period = ProgressEntry.period
    first, last = span.begins_on.isoformat(), span.ends_on.isoformat()
    return and_(func.length(period) == len(first), period.between(first, last))


def _tasks(
    works: Sequence[Assignment], said: Mapping[int, list[ProgressEntry]], span: Span
) -> list[ToldTask]:
    by_task: dict[int, list[Assignment]] = {}
    for it in works:
        by_task.setdefault(it.task_id, []).append(it)
    tasks = [(those[0].task, those) for those in by_task.values()]
    return [
        ToldTask(
            task_id=task.id,
            number=task.number,
            title=task.title,
            priority_id=task.priority_id,
            priority=task.priority.name,
            is_each=task.mode is Mode.EACH,
            works=tuple(_unit_work(it, said.get(it.id, []), span) for it in those),
        )
        for task, those in tasks
    ]


def _unit_work(it: Assignment, entries: list[ProgressEntry], span: Span) -> UnitWork:
    closed = it.closed_on
    return UnitWork(
        assignment_id=it.id,
        unit_id=it.unit_id,
        unit=it.unit.short_name,
        is_lead=it.is_lead,
        closed_on=closed if closed and span.begins_on <= closed <= span.ends_on else None,
        said=tuple(
            Said(
                entry_id=entry.id,
                period=entry.period,
                percent=entry.percent,
                done=entry.done,
                problems=entry.problems,
                next_steps=entry.next_steps,
                is_unchanged=entry.is_unchanged,
            )
            for entry in sorted(entries, key=lambda entry: place_of(entry.period))
        ),
        position=it.unit.position,
    )
