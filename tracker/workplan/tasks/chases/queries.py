"""What pages ask about chases: who sees all of the work that a paper is about sees the paper."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.numbers import row_number
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.people.permissions import Permission, may
from tracker.people.queries import units_among
from tracker.workplan.tasks.chases.models import Chase, ChaseItem, NoticeLevel
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Task
from tracker.workplan.tasks.queries import assignments_visible_to, visible_assignments

SHOWN_ON_TASK = 50


class ChaseState(StrEnum):
    """What became of a paper."""

    WAITING = "waiting"
    LATE = "late"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class Lateness(StrEnum):
    """Which of the work that may be chased is asked for."""

    LATE = "late"
    UNSIGNED = "unsigned"
    ANY = "any"


def chases_visible_to(actor: Actor) -> Select[Chase]:
    """Begin every question about chases here.

    A unit sees its own papers alone, even about a task that it shares with others; nobody sees a
    paper that names work which they do not see.
    """
    seen = assignments_visible_to(actor).with_only_columns(Assignment.id)
    hidden = Chase.items.any(ChaseItem.assignment_id.not_in(seen.correlate(None)))
    mine = true() if actor.sees_all else Chase.unit_id.in_(actor.own_units)
    return select(Chase).where(mine, ~hidden)


def visible_chase(actor: Actor, chase_id: int) -> Chase:
    """Find one chase with all that its page tells, or pretend that it does not exist."""
    found = db.session.scalar(
        chases_visible_to(actor)
        .where(Chase.id == chase_id)
        .options(
            joinedload(Chase.unit),
            joinedload(Chase.office),
            joinedload(Chase.sent_by),
            joinedload(Chase.answered_by),
            joinedload(Chase.withdrawn_by),
            selectinload(Chase.items).joinedload(ChaseItem.assignment).joinedload(Assignment.task),
        )
    )
    if found is None:
        raise NotFound(N_("没有这张督办单，或者您无权查看。"))
    return found


@dataclass(frozen=True, slots=True)
class ChaseFilters:
    """What the list is narrowed to; task: papers that name it."""

    level: NoticeLevel | None = None
    state: ChaseState | None = None
    unit: int | None = None
    task: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether any filter is on."""
        return self != ChaseFilters()

    @property
    def written(self) -> dict[str, Any]:
        """The filters as they stand in an address."""
        named = {"level": self.level, "state": self.state, "unit": self.unit, "task": self.task}
        return {name: value for name, value in named.items() if value is not None}

    def with_(self, **changes: Any) -> "ChaseFilters":
        """Return them after a change."""
        return replace(self, **changes)


def read_chase_filters(asked: Mapping[str, str]) -> ChaseFilters:
    """Read the filters out of an address; what means nothing is left out."""
    level, state = asked.get("level"), asked.get("state")
    return ChaseFilters(
        level=NoticeLevel(level) if level in set(NoticeLevel) else None,
        state=ChaseState(state) if state in set(ChaseState) else None,
        unit=_number(asked.get("unit")),
        task=_number(asked.get("task")),
    )


def _number(words: str | None) -> int | None:
    try:
        return row_number(words or "")
    except ValueError:
        return None


def chase_list(actor: Actor, filters: ChaseFilters, today: date) -> Select[Chase]:
    """Ask for the papers that the filters leave, the latest first."""
    question = chases_visible_to(actor).where(*_terms(filters, today))
    return question.options(
        joinedload(Chase.unit), joinedload(Chase.sent_by), selectinload(Chase.items)
    ).order_by(Chase.sent_at.desc(), Chase.id.desc())


def _terms(filters: ChaseFilters, today: date) -> list[ColumnElement[bool]]:
    terms: list[ColumnElement[bool]] = []
    if filters.level is not None:
        terms.append(Chase.level == filters.level)
    if filters.unit is not None:
        terms.append(Chase.unit_id == filters.unit)
    if filters.task is not None:
        terms.append(_names(filters.task))
    if filters.state is not None:
        terms.append(_STATES[filters.state])
        if filters.state is ChaseState.LATE:
            terms.append(Chase.answer_due_on < today)
    return terms


_WAITS = and_(Chase.answered_at.is_(None), Chase.withdrawn_at.is_(None))
_STATES: dict[ChaseState, ColumnElement[bool]] = {
    ChaseState.WAITING: _WAITS,
    ChaseState.LATE: _WAITS,
    ChaseState.ANSWERED: Chase.answered_at.is_not(None),
    ChaseState.WITHDRAWN: Chase.withdrawn_at.is_not(None),
}


def _names(task_id: int) -> ColumnElement[bool]:
    """Ask that a paper names a task."""
    return Chase.items.any(ChaseItem.assignment.has(Assignment.task_id == task_id))


def chased_units(actor: Actor) -> Sequence[Unit]:
    """Return the units that have a paper which the actor sees."""
    return units_among(chases_visible_to(actor).with_only_columns(Chase.unit_id))


def chases_of_task(actor: Actor, task_id: int) -> Sequence[Chase]:
    """Return the papers that name a task, the latest first."""
    return db.session.scalars(
        chases_visible_to(actor)
        .where(_names(task_id))
        .options(joinedload(Chase.unit), joinedload(Chase.sent_by))
        .order_by(Chase.sent_at.desc(), Chase.id.desc())
        .limit(SHOWN_ON_TASK)
    ).all()


def chases_to_answer(actor: Actor) -> Sequence[Chase]:
    """Return what the actor's units still have to answer, by date; of who only looks on nothing."""
    if not may(actor, Permission.ANSWER_CHASES):
        return ()
    return db.session.scalars(
        chases_visible_to(actor)
        .where(_WAITS, Chase.unit_id.in_(actor.submitting_units))
        .options(joinedload(Chase.unit), selectinload(Chase.items))
        .order_by(Chase.answer_due_on, Chase.id)
        .limit(SHOWN_ON_TASK)
    ).all()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which of the work that may be chased is shown."""

    lateness: Lateness = Lateness.LATE
    unit: int | None = None
    task: int | None = None

    @property
    def written(self) -> dict[str, Any]:
        """The filters as they stand in an address."""
        named = {"show": self.lateness, "unit": self.unit, "task": self.task}
        return {name: value for name, value in named.items() if value is not None}


def read_wanted(asked: Mapping[str, str]) -> Wanted:
    """Read out of an address what is asked for; of one task everything, unless said otherwise."""
    show, task = asked.get("show"), _number(asked.get("task"))
    usual = Lateness.LATE if task is None else Lateness.ANY
    return Wanted(
        lateness=Lateness(show) if show in set(Lateness) else usual,
        unit=_number(asked.get("unit")),
        task=task,
    )


def chaseable(actor: Actor, wanted: Wanted, today: date) -> Select[Assignment]:
    """Ask for the work that the actor may chase, the earliest date first."""
    it = Assignment
    is_unsigned, is_lead = it.state == AssignmentState.DISPATCHED, it.duty == Duty.LEAD
    question = assignments_visible_to(actor).where(
        or_(is_unsigned, and_(it.state == AssignmentState.ACKNOWLEDGED, is_lead)),
        it.unit_id.not_in(actor.own_units),
    )
    if wanted.lateness is Lateness.LATE:
        question = question.where(
            or_(and_(is_lead, it.due_on < today), and_(is_unsigned, it.sign_by < today)),
        )
    elif wanted.lateness is Lateness.UNSIGNED:
        question = question.where(is_unsigned)
    if wanted.unit is not None:
        question = question.where(it.unit_id == wanted.unit)
    if wanted.task is not None:
        question = question.where(it.task_id == wanted.task)
    return question.options(contains_eager(it.task), joinedload(it.unit)).order_by(
        it.due_on.asc().nulls_last(), it.id
    )


def chaseable_units(actor: Actor, wanted: Wanted, today: date) -> Sequence[Unit]:
    """Return the units whose work the actor may chase, whichever is chosen."""
    question = chaseable(actor, replace(wanted, unit=None), today).order_by(None)
    return units_among(question.with_only_columns(Assignment.unit_id))


def to_chase(actor: Actor, ids: Sequence[int], today: date) -> Sequence[Assignment]:
    """Return those of the assignments that may be chased now, by unit.

    Raises `NotFound` where the actor sees none of them.
    """
    if not visible_assignments(actor, ids):
        raise NotFound(N_("没有这件承办，或者您无权查看。"))
    return db.session.scalars(
        chaseable(actor, Wanted(Lateness.ANY), today)
        .where(Assignment.id.in_(ids))
        .join(Assignment.unit)
        .order_by(None)
        .order_by(Unit.position, Unit.id, Task.label, Assignment.due_on.nulls_last(), Assignment.id)
    ).all()


def chased_lately(actor: Actor, ids: Collection[int], since: date) -> dict[int, Chase]:
    """Return, by assignment, the latest paper of that day or later that was not taken back."""
    rows = db.session.execute(
        chases_visible_to(actor)
        .join(ChaseItem, ChaseItem.chase_id == Chase.id)
        .where(
            ChaseItem.assignment_id.in_(ids),
            Chase.sent_on >= since,
            Chase.withdrawn_at.is_(None),
        )
        .with_only_columns(ChaseItem.assignment_id, Chase)
        .order_by(Chase.sent_at, Chase.id)
    )
    return dict(rows.all())
