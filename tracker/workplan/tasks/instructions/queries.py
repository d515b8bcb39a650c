"""What pages ask about instructions: who sees what one is about sees it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, or_, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import Misfilled, NotFound
from tracker.foundation.labels import Label, covers
from tracker.foundation.numbers import row_number
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Person, Role, Unit
from tracker.people.permissions import Permission, may
from tracker.people.queries import holders_since, units_among
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import reports_visible_to, visible_report
from tracker.workplan.tasks.instructions.models import (
    Instruction,
    InstructionAnswer,
    InstructionUnit,
)
from tracker.workplan.tasks.instructions.rules import LONGEST_TIME, About
from tracker.workplan.tasks.models import Assignment, AssignmentState, Task
from tracker.workplan.tasks.queries import (
    assignments_visible_to,
    is_of_own_time,
    sees_whole,
    tasks_visible_to,
    visible_assignment,
    visible_task,
)

SHOWN = 50
"""Instructions that a page of something else shows of it."""
ENDED = (AssignmentState.TERMINATED, AssignmentState.DECLINED)
"""States of work that concerns its unit no more."""
NOWHERE = N_("没有这件事，或者您无权查看。")


class InstructionState(StrEnum):
    """What became of an instruction; to_follow: its demand is still to become a task."""

    TO_FOLLOW = "to_follow"
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


IS_OPEN = and_(Instruction.done_at.is_(None), Instruction.withdrawn_at.is_(None))
WAITS_FOR_TASK = and_(IS_OPEN, Instruction.demand != "", Instruction.follow_up_id.is_(None))
_STATES: dict[InstructionState, ColumnElement[bool]] = {
    InstructionState.TO_FOLLOW: WAITS_FOR_TASK,
    InstructionState.OPEN: IS_OPEN,
    InstructionState.DONE: Instruction.done_at.is_not(None),
    InstructionState.WITHDRAWN: Instruction.withdrawn_at.is_not(None),
}


def instructions_visible_to(actor: Actor) -> Select[Instruction]:
    """Begin every question about instructions here: who sees what one is about sees it.

    Where a task shows each unit only its own, a unit is not shown what was said about an assignment
    while it was another's.
    """
    reports = reports_visible_to(actor).with_only_columns(Report.id)
    tasks = tasks_visible_to(actor).with_only_columns(Task.id)
    own = assignments_visible_to(actor).where(
        Assignment.id == Instruction.assignment_id, is_of_own_time(actor, Instruction.unit_id)
    )
    return select(Instruction).where(
        or_(
            Instruction.report_id.in_(reports),
            Instruction.task_id.in_(tasks),
            own.correlate(Instruction).exists(),
        )
    )


def visible_instruction(actor: Actor, instruction_id: int) -> Instruction:
    """Find one instruction with all that its page tells, or pretend that it does not exist."""
    found = db.session.scalar(
        instructions_visible_to(actor)
        .where(Instruction.id == instruction_id)
        .options(
            *_about_loaded(),
            joinedload(Instruction.recorded_by),
            joinedload(Instruction.done_by),
            joinedload(Instruction.scan),
            selectinload(Instruction.units).joinedload(InstructionUnit.unit),
        )
    )
    if found is None:
        raise NotFound(N_("没有这条批示，或者您无权查看。"))
    return found


def _about_loaded() -> tuple[Any, ...]:
    """Load along what an instruction is about, without the text of a report."""
    return (
        joinedload(Instruction.report).defer(Report.text),
        joinedload(Instruction.task),
        joinedload(Instruction.assignment).joinedload(Assignment.task),
        joinedload(Instruction.unit),
        joinedload(Instruction.leader),
    )


def visible_about(actor: Actor, about: str) -> About:
    """Find what `task:12`, `assignment:12` or `report:12` means, or pretend that it does not exist."""
    thing, _, number = about.partition(":")
    key = _number(number)
    if key is None:
        raise NotFound(NOWHERE)
    if thing == "report":
        return visible_report(actor, key)
    if thing == "assignment":
        return visible_assignment(actor, key)
    if thing == "task":
        return visible_task(actor, key)
    raise NotFound(NOWHERE)


def label_of(about: About) -> Label:
    """Return the security label of what an instruction is about, which is its own too."""
    return about.task.label if isinstance(about, Assignment) else about.label


def about_of(it: Instruction) -> About:
    """Return what an instruction is about."""
    about = it.report or it.task or it.assignment
    assert about is not None, "the database keeps that it is about something"  # noqa: S101  narrows
    return about


def units_of(about: About) -> Sequence[Unit]:
    """Return the units that are concerned by what is said of a thing: those that work on it now.

    A report has none: units see tasks, not reports.
    """
    if isinstance(about, Assignment):
        return [about.unit]
    if isinstance(about, Report):
        return []
    return units_among(
        select(Assignment.unit_id).where(
            Assignment.task_id == about.id,
            Assignment.state.not_in(ENDED),
        )
    )


def concerned_units(it: Instruction) -> Sequence[Unit]:
    """Return the units that an instruction concerns; none where its work went to another unit since."""
    units = units_of(about_of(it))
    return units if it.unit_id is None else [unit for unit in units if unit.id == it.unit_id]


def possible_abouts(actor: Actor, about: About) -> list[tuple[str, str]]:
    """Return what an instruction may be about, beside a thing: the whole task, or one unit's work."""
    if isinstance(about, Report):
        return [(f"report:{about.id}", about.title)]
    task = about.task if isinstance(about, Assignment) else about
    rows = db.session.execute(
        assignments_visible_to(actor)
        .where(Assignment.task_id == task.id)
        .join(Assignment.unit)
        .with_only_columns(Assignment.id, Unit.name)
        .order_by(Unit.position, Unit.id)
    )
    whole = (f"task:{task.id}", N_("整项任务"))
    return [whole, *((f"assignment:{key}", name) for key, name in rows)]


def recordable_leaders(actor: Actor, label: Label, today: date) -> list[Person]:
    """Return the leaders whose instructions the actor may record: cleared for it, and others."""
    return [
        it
        for it in holders_since(Role.LEADER, today - LONGEST_TIME, today)
        if it.id != actor.id and covers(it.clearance, label)
    ]


def answers_of(actor: Actor, it: Instruction) -> Sequence[InstructionAnswer]:
    """Return what the units answered, the first first; of an `each` task a unit sees its own alone."""
    question = (
        select(InstructionAnswer)
        .where(InstructionAnswer.instruction_id == it.id)
        .options(joinedload(InstructionAnswer.unit), joinedload(InstructionAnswer.answered_by))
        .order_by(InstructionAnswer.id)
    )
    task = it.its_task
    if not actor.sees_all and (task is None or not sees_whole(actor, task)):
        question = question.where(InstructionAnswer.unit_id.in_(actor.own_units))
    return db.session.scalars(question).all()


def is_answered(it: Instruction) -> bool:
    """Whether any unit answered, whoever asks: part of a deed."""
    some = select(InstructionAnswer.id).where(InstructionAnswer.instruction_id == it.id).limit(1)
    return db.session.scalar(some) is not None


@dataclass(frozen=True, slots=True)
class InstructionFilters:
    """What the list is narrowed to; unit: on its work, or to be carried out by it."""

    state: InstructionState | None = None
    leader: int | None = None
    unit: int | None = None
    task: int | None = None
    report: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether any filter is on."""
        return self != InstructionFilters()

    @property
    def written(self) -> dict[str, Any]:
        """The filters as they stand in an address."""
        return {name: value for name, value in asdict(self).items() if value is not None}

    def with_(self, **changes: Any) -> "InstructionFilters":
        """Return them after a change."""
        return replace(self, **changes)


def read_instruction_filters(asked: Mapping[str, str]) -> InstructionFilters:
    """Read the filters out of an address; what means nothing is left out."""
    state = asked.get("state")
    return InstructionFilters(
        state=InstructionState(state) if state in set(InstructionState) else None,
        leader=_number(asked.get("leader")),
        unit=_number(asked.get("unit")),
        task=_number(asked.get("task")),
        report=_number(asked.get("report")),
    )


def _number(words: str | None) -> int | None:
    try:
        return row_number(words or "")
    except ValueError:
        return None


def instruction_list(actor: Actor, filters: InstructionFilters) -> Select[Instruction]:
    """Ask for the instructions that the filters leave: what waits for a task first, then the latest."""
    place = case((WAITS_FOR_TASK, 0), (IS_OPEN, 1), else_=2)
    return (
        instructions_visible_to(actor)
        .where(*_terms(actor, filters))
        .options(*_about_loaded())
        .order_by(place, Instruction.given_on.desc(), Instruction.id.desc())
    )


def _terms(actor: Actor, filters: InstructionFilters) -> list[ColumnElement[bool]]:
    """Apply the filters; by which units and tasks there are, only what the actor may see."""
    terms: list[ColumnElement[bool]] = []
    if filters.state is not None:
        terms.append(_STATES[filters.state])
    if filters.leader is not None:
        terms.append(Instruction.leader_id == filters.leader)
    if filters.unit is not None:
        terms.append(_concerns(actor, filters.unit))
    if filters.task is not None:
        terms.append(tasks_visible_to(actor).where(Task.id == filters.task).exists())
        terms.append(_is_of(filters.task))
    if filters.report is not None:
        terms.append(Instruction.report_id == filters.report)
    return terms


def _concerns(actor: Actor, unit_id: int) -> ColumnElement[bool]:
    """Ask that an instruction is on a unit's work, or wants it to carry something out."""
    its_tasks = (
        assignments_visible_to(actor)
        .where(Assignment.unit_id == unit_id)
        .with_only_columns(Assignment.task_id)
    )
    return or_(
        Instruction.unit_id == unit_id,
        Instruction.task_id.in_(its_tasks),
        Instruction.units.any(InstructionUnit.unit_id == unit_id),
    )


def _is_of(task_id: int) -> ColumnElement[bool]:
    """Ask that an instruction is on a task or on a unit's part of it, or became this task."""
    parts = select(Assignment.id).where(Assignment.task_id == task_id)
    return or_(
        Instruction.task_id == task_id,
        Instruction.assignment_id.in_(parts),
        Instruction.follow_up_id == task_id,
    )


def instructing_leaders(actor: Actor) -> Sequence[Person]:
    """Return the leaders of whom the actor sees an instruction."""
    ids = instructions_visible_to(actor).with_only_columns(Instruction.leader_id)
    return db.session.scalars(select(Person).where(Person.id.in_(ids)).order_by(Person.id)).all()


def visible_task_numbered(actor: Actor, number: str) -> Task:
    """Find the task that a supervisor names by its number, or say that there is none."""
    found = db.session.scalar(tasks_visible_to(actor).where(Task.number == number))
    if found is None:
        raise Misfilled("task", N_("没有这个编号的任务，请核对。"))
    return found


def follow_ups(actor: Actor, found: Collection[Instruction]) -> dict[int, Task]:
    """Return, by its key, each task that these instructions became, of those that the actor may see."""
    ids = {it.follow_up_id for it in found if it.follow_up_id is not None}
    tasks = db.session.scalars(tasks_visible_to(actor).where(Task.id.in_(ids))) if ids else ()
    return {task.id: task for task in tasks}


def instructions_of_task(actor: Actor, task_id: int) -> Sequence[Instruction]:
    """Return what was said of a task and of its units' work, and what it was made of; the latest first."""
    return _instructions_shown(actor, _is_of(task_id))


def instructions_of_report(actor: Actor, report_id: int) -> Sequence[Instruction]:
    """Return what was said of a report, the latest first."""
    return _instructions_shown(actor, Instruction.report_id == report_id)


def _instructions_shown(actor: Actor, term: ColumnElement[bool]) -> Sequence[Instruction]:
    return db.session.scalars(
        instructions_visible_to(actor)
        .where(term, Instruction.withdrawn_at.is_(None))
        .options(*_about_loaded())
        .order_by(Instruction.given_on.desc(), Instruction.id.desc())
        .limit(SHOWN)
    ).all()


def to_follow(actor: Actor) -> Select[Instruction]:
    """Ask for the demands that a supervisor is still to make tasks of, the most urgent first.

    Those on their own units' work are left to the others, who alone may handle them.
    """
    own_tasks = select(Assignment.task_id).where(
        Assignment.unit_id.in_(actor.own_units), Assignment.state.not_in(ENDED)
    )
    return (
        instructions_visible_to(actor)
        .where(
            WAITS_FOR_TASK,
            or_(Instruction.unit_id.is_(None), Instruction.unit_id.not_in(actor.own_units)),
            or_(Instruction.task_id.is_(None), Instruction.task_id.not_in(own_tasks)),
        )
        .options(*_about_loaded())
        .order_by(Instruction.demand_due_on.asc().nulls_last(), Instruction.id)
    )


def to_answer(actor: Actor) -> Select[Instruction]:
    """Ask for what the actor's units are still to answer; of who may not answer for them, nothing."""
    mine = actor.submitting_units if may(actor, Permission.ANSWER_INSTRUCTIONS) else frozenset()
    said = select(InstructionAnswer.id).where(
        InstructionAnswer.instruction_id == Instruction.id, InstructionAnswer.unit_id.in_(mine)
    )
    held = select(Assignment.id).where(
        Assignment.unit_id.in_(mine),
        Assignment.state.not_in(ENDED),
        or_(
            Assignment.task_id == Instruction.task_id,
            and_(
                Assignment.id == Instruction.assignment_id,
                Assignment.unit_id == Instruction.unit_id,
            ),
        ),
    )
    return (
        instructions_visible_to(actor)
        .where(
            IS_OPEN,
            Instruction.wants_answer,
            held.correlate(Instruction).exists(),
            ~said.correlate(Instruction).exists(),
        )
        .options(*_about_loaded())
        .order_by(Instruction.answer_due_on.asc().nulls_last(), Instruction.id)
    )


def wanted_by(task_ids: Collection[int]) -> dict[int, Instruction]:
    """Return, by task, the instruction that it was made of, for those that were; part of a dispatch."""
    found = db.session.scalars(
        select(Instruction)
        .where(Instruction.follow_up_id.in_(task_ids), Instruction.is_joined.is_(False))
        .options(selectinload(Instruction.units).joinedload(InstructionUnit.unit))
        .order_by(Instruction.id)
    )
    return {it.follow_up_id: it for it in found if it.follow_up_id is not None}
