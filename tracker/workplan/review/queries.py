"""What pages ask about summaries and scores; every question begins at what the actor may see."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import joinedload, selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import up_to
from tracker.foundation.paging import Page, page_of
from tracker.foundation.words import N_
from tracker.journal.queries import history_of
from tracker.people.actor import Actor
from tracker.people.models import Unit, UnitKind
from tracker.people.queries import ASSIGNABLE
from tracker.workplan.review.ledgers import ledgers_of, scoring_day
from tracker.workplan.review.models import AnnualSummary, SummaryResult, SummaryState
from tracker.workplan.review.rules import DEED_WORDS, LABEL, may_see
from tracker.workplan.review.scoring import Ledger
from tracker.workplan.tasks.carrying_over.membership import in_plan
from tracker.workplan.tasks.models import Assignment, AssignmentState, Plan, Task

NOT_BEGUN = "none"
"""The state of a unit that has no summary yet, as it stands in an address."""
STATES = (NOT_BEGUN, *(state.value for state in SummaryState))
NO_SUCH_UNIT = N_("没有这个单位，或者您无权查看。")


def summaries_visible_to(actor: Actor) -> Select[AnnualSummary]:
    """Begin every question about summaries here; a draft is its unit's own affair."""
    own = AnnualSummary.unit_id.in_(actor.own_units)
    shown = or_(own, AnnualSummary.state != SummaryState.DRAFT) if actor.sees_all else own
    return select(AnnualSummary).where(shown if may_see(actor) else false())


def visible_summary(actor: Actor, summary_id: int) -> AnnualSummary:
    """Find one summary with its parts, or pretend that it does not exist."""
    summary = db.session.scalar(
        summaries_visible_to(actor)
        .where(AnnualSummary.id == summary_id)
        .options(
            joinedload(AnnualSummary.unit),
            joinedload(AnnualSummary.plan).selectinload(Plan.priorities),
            joinedload(AnnualSummary.drafted_by),
            joinedload(AnnualSummary.submitted_by),
            selectinload(AnnualSummary.results).joinedload(SummaryResult.priority),
        )
    )
    if summary is None:
        raise NotFound(N_("没有这份总结，或者您无权查看。"))
    return summary


def summary_of(actor: Actor, plan: Plan, unit: Unit) -> AnnualSummary | None:
    """Return a unit's summary of a year, or None while there is none that the actor may see."""
    return db.session.scalar(
        summaries_visible_to(actor).where(
            AnnualSummary.plan_id == plan.id, AnnualSummary.unit_id == unit.id
        )
    )


def units_visible_to(actor: Actor) -> Select[Unit]:
    """Ask for the units whose review the actor sees, in official order: all, or their own."""
    shown = true() if actor.sees_all else Unit.id.in_(actor.own_units)
    return (
        select(Unit)
        .where(shown, Unit.kind.in_(ASSIGNABLE), Unit.closed_on.is_(None))
        .order_by(Unit.position, Unit.id)
    )


def visible_unit(actor: Actor, unit_id: int) -> Unit:
    """Find one unit whose review the actor sees, or pretend that it does not exist."""
    unit = db.session.scalar(units_visible_to(actor).where(Unit.id == unit_id))
    if unit is None:
        raise NotFound(NO_SUCH_UNIT)
    return unit


def units_telling_of(task_ids: Collection[int]) -> Sequence[str]:
    """Return the short names of the units whose summary of a year of theirs may tell of one of these tasks.

    Only of those that it was drafted while it could tell of: what is labelled higher than a summary
    has never gone into one.
    """
    return db.session.scalars(
        select(Unit.short_name)
        .join(Assignment, Assignment.unit_id == Unit.id)
        .join(Assignment.task)
        .join(AnnualSummary, AnnualSummary.unit_id == Unit.id)
        .where(
            Task.id.in_(task_ids),
            in_plan(AnnualSummary.plan_id),
            Task.label.in_(up_to(LABEL)),
            Assignment.state != AssignmentState.DECLINED,
        )
        .group_by(Unit.id)
        .order_by(Unit.position, Unit.id)
    ).all()


def plan_or_latest(year: int | None, today: date) -> Plan | None:
    """Return the plan of that year; without a year this year's, or the latest one there is."""
    question = select(Plan).options(selectinload(Plan.priorities))
    if year is not None:
        return db.session.scalar(question.where(Plan.year == year))
    this_or_latest = question.order_by((Plan.year == today.year).desc(), Plan.year.desc())
    return db.session.scalars(this_or_latest.limit(1)).first()


@dataclass(frozen=True, slots=True)
class UnderReview:
    """A unit's line: where its summary stands and what its scores come to.

    summary: None while it has none, or a draft that is not the actor's; state says which.
    """

    unit: Unit
    summary: AnnualSummary | None
    state: str
    ledger: Ledger


def review_page(
    actor: Actor,
    plan: Plan,
    today: date,
    *,
    kind: UnitKind | None = None,
    state: str | None = None,
    number: int = 1,
) -> Page[UnderReview]:
    """Answer one page of units with summary and score, in official order."""
    question = units_visible_to(actor).where(*_of_kind(kind))
    if state is not None:
        question = question.outerjoin(AnnualSummary, _its_summary(plan)).where(_in_state(state))
    page = page_of(question, number)
    ids = [unit.id for unit in page.rows]
    rows_of_state = db.session.execute(
        select(AnnualSummary.unit_id, AnnualSummary.state).where(
            AnnualSummary.plan_id == plan.id, AnnualSummary.unit_id.in_(ids)
        )
    )
    states = dict(rows_of_state.all())
    summaries = {
        summary.unit_id: summary
        for summary in db.session.scalars(
            summaries_visible_to(actor).where(
                AnnualSummary.plan_id == plan.id, AnnualSummary.unit_id.in_(ids)
            )
        )
    }
    ledgers = ledgers_of(actor, plan, ids, scoring_day(plan, today))
    rows = [
        UnderReview(
            unit=unit,
            summary=summaries.get(unit.id),
            state=states[unit.id].value if unit.id in states else NOT_BEGUN,
            ledger=ledgers[unit.id],
        )
        for unit in page.rows
    ]
    return Page(rows, page.number, page.total, page.size)


def state_counts(actor: Actor, plan: Plan, kind: UnitKind | None = None) -> dict[str, int]:
    """Count the units by the state of their summaries; every state is in the answer."""
    units = units_visible_to(actor).where(*_of_kind(kind)).order_by(None).subquery()
    rows = db.session.execute(
        select(AnnualSummary.state, func.count())
        .select_from(units)
        .outerjoin(
            AnnualSummary,
            and_(AnnualSummary.unit_id == units.c.id, AnnualSummary.plan_id == plan.id),
        )
        .group_by(AnnualSummary.state)
    )
    found = {NOT_BEGUN if state is None else state.value: count for state, count in rows}
    return {state: found.get(state, 0) for state in STATES}


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that was done to a summary, as its history tells it."""

    at: datetime
    actor_name: str
    sentence: str
    values: dict[str, object]


def deeds_on(summary: AnnualSummary) -> Sequence[Deed]:
    """Return what was done to a visible summary, newest first."""
    return [
        Deed(entry.at, entry.actor_name, DEED_WORDS[entry.deed], entry.details)
        for entry in history_of(f"summary:{summary.id}", deeds=set(DEED_WORDS))
    ]


def _of_kind(kind: UnitKind | None) -> list[ColumnElement[bool]]:
    return [] if kind is None else [Unit.kind == kind]


def _its_summary(plan: Plan) -> ColumnElement[bool]:
    return and_(AnnualSummary.unit_id == Unit.id, AnnualSummary.plan_id == plan.id)


def _in_state(state: str) -> ColumnElement[bool]:
    if state == NOT_BEGUN:
        return AnnualSummary.id.is_(None)
    return AnnualSummary.state == SummaryState(state)
