"""Which requests for later dates there are, as far as the actor sees what they are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Unit
from tracker.people.queries import units_among
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.extensions import rules
from tracker.workplan.tasks.extensions.models import PENDING, Extension, ExtensionState
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.queries import assignments_visible_to, is_of_own_time


class Standing(StrEnum):
    """What the list is asked for: what is pending, one of its ends, or everything."""

    PENDING = "pending"
    ASKED = "asked"
    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ALL = "all"


STATES_OF: dict[Standing, tuple[ExtensionState, ...]] = {
    Standing.PENDING: PENDING,
    Standing.ASKED: (ExtensionState.ASKED,),
    Standing.PROPOSED: (ExtensionState.PROPOSED,),
    Standing.APPROVED: (ExtensionState.APPROVED,),
    Standing.REFUSED: (ExtensionState.REFUSED,),
    Standing.WITHDRAWN: (ExtensionState.WITHDRAWN, ExtensionState.LAPSED),
    Standing.ALL: tuple(ExtensionState),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters of the list; unit_id: of one unit alone."""

    standing: Standing = Standing.PENDING
    unit_id: int | None = None


def extensions_visible_to(actor: Actor) -> Select[Extension]:
    """Begin every question about requests here (joined with assignment and task).

    Who sees the assignment sees them; where a task shows each unit only its own, a unit is not
    shown what was asked while the assignment was another's.
    """
    seen = assignments_visible_to(actor).with_only_columns(Assignment.id)
    return (
        select(Extension)
        .join(Extension.assignment)
        .join(Assignment.task)
        .where(Extension.assignment_id.in_(seen), is_of_own_time(actor, Extension.unit_id))
    )


def visible_extension(actor: Actor, extension_id: int) -> Extension:
    """Find one request, or pretend that it does not exist."""
    found = db.session.scalar(extensions_visible_to(actor).where(Extension.id == extension_id))
    if found is None:
        raise NotFound(N_("没有这份延期申请，或者您无权查看。"))
    return found


def extensions_asked(actor: Actor, asked: Asked) -> Select[Extension]:
    """Ask for the list: what is pending by its date, what has ended by the day of its end."""
    question = (
        _of_unit(extensions_visible_to(actor), asked)
        .where(Extension.state.in_(STATES_OF[asked.standing]))
        .options(
            contains_eager(Extension.assignment).contains_eager(Assignment.task),
            joinedload(Extension.unit),
        )
    )
    if asked.standing in (Standing.PENDING, Standing.ASKED, Standing.PROPOSED):
        return question.order_by(Extension.due_on, Extension.id)
    return question.order_by(Extension.ended_at.desc().nulls_first(), Extension.id.desc())


def standings(actor: Actor, asked: Asked) -> dict[Standing, int]:
    """Count what each filter of the list would leave, in one round trip."""
    rows = db.session.execute(
        _of_unit(extensions_visible_to(actor), asked)
        .with_only_columns(Extension.state, func.count())
        .group_by(Extension.state)
    )
    counts: dict[ExtensionState, int] = dict(rows.all())
    return {it: sum(counts.get(state, 0) for state in STATES_OF[it]) for it in Standing}


def asking_units(actor: Actor) -> Sequence[Unit]:
    """Return the units that have ever asked, for the filter."""
    return units_among(extensions_visible_to(actor).with_only_columns(Extension.unit_id))


def extensions_about(actor: Actor, assignment_ids: Sequence[int]) -> Sequence[Extension]:
    """Return what was asked about these assignments, the latest first, with all who had a hand in it."""
    return db.session.scalars(
        extensions_visible_to(actor)
        .where(Extension.assignment_id.in_(assignment_ids))
        .options(
            contains_eager(Extension.assignment),
            joinedload(Extension.unit),
            joinedload(Extension.asked_by),
            joinedload(Extension.proposed_by),
            joinedload(Extension.ended_by),
            joinedload(Extension.decision).joinedload(RecordedDecision.leader),
            joinedload(Extension.decision).joinedload(RecordedDecision.scan),
        )
        .order_by(Extension.id.desc())
    ).all()


@dataclass(frozen=True, slots=True)
class TaskExtensions:
    """What a task's page says of later dates.

    askable: assignments for which the actor may ask now; answerable: requests that the actor may
    answer now.
    """

    requests: Sequence[Extension]
    askable: Sequence[Assignment]
    answerable: Sequence[Extension]

    @property
    def words(self) -> Mapping[ExtensionState, str]:
        """What each state is called."""
        return rules.STATE_WORDS


def task_extensions(actor: Actor, assignments: Sequence[Assignment], today: date) -> TaskExtensions:
    """Answer what was asked about a task's assignments, and what the actor may do about it."""
    found = extensions_about(actor, [it.id for it in assignments])
    allows_late = value_of(limits.LATE_EXTENSIONS)
    pending = {it.assignment_id for it in found if it.is_pending}
    return TaskExtensions(
        requests=found,
        askable=[
            it
            for it in assignments
            if it.id not in pending
            and rules.may_ask(actor, it)
            and rules.is_askable(it, today, allows_late=allows_late)
        ],
        answerable=[it for it in found if rules.may_answer(actor, it)],
    )


def waiting_for(actor: Actor) -> Select[Extension]:
    """Ask for the requests that wait for the actor: a supervisor's opinion, a leader's decision.

    Those of units that the actor reports for are left out: others answer them.
    """
    states = [
        state
        for state, is_theirs in (
            (ExtensionState.ASKED, actor.is_supervisor),
            (ExtensionState.PROPOSED, actor.is_leader),
        )
        if is_theirs
    ]
    return (
        extensions_visible_to(actor)
        .where(
            Extension.state.in_(states),
            Assignment.state == AssignmentState.ACKNOWLEDGED,
            Assignment.unit_id == Extension.unit_id,
            Extension.unit_id.not_in(actor.own_units),
        )
        .options(
            contains_eager(Extension.assignment).contains_eager(Assignment.task),
            joinedload(Extension.unit),
        )
        .order_by(Extension.due_on, Extension.id)
    )


def pending_of(assignment: Assignment) -> Extension | None:
    """Return the request about an assignment that nobody has decided yet."""
    return db.session.scalar(
        select(Extension).where(
            Extension.assignment_id == assignment.id, Extension.state.in_(PENDING)
        )
    )


def _of_unit(question: Select[Extension], asked: Asked) -> Select[Extension]:
    return question if asked.unit_id is None else question.where(Extension.unit_id == asked.unit_id)
