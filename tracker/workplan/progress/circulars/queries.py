"""What pages ask about circulars, and what a draft is written from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import Select, false, func, select
from sqlalchemy.orm import joinedload, selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import Label, covers, up_to
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Person, Role, Unit
from tracker.people.permissions import Permission, may
from tracker.people.queries import holders_since
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import reports_visible_to
from tracker.workplan.progress.circulars.figures import Stand, Work
from tracker.workplan.progress.circulars.models import (
    Circular,
    CircularItem,
    CircularState,
    CircularUnit,
)
from tracker.workplan.progress.circulars.rules import PART_WORDS
from tracker.workplan.progress.composing.queries import number_in
from tracker.workplan.progress.composing.spans import Span
from tracker.workplan.tasks.carrying_over.membership import in_plan, priority_in
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    Duty,
    Plan,
    PlanPriority,
    Task,
    TaskSource,
)
from tracker.workplan.tasks.past.queries import assignments_on
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.signals import Judging, Signal, signal_case

TELLING = 6
"""Signs from which a title is its thing's own: shorter ones stand in many texts."""


def circulars_visible_to(actor: Actor) -> Select[Circular]:
    """Begin every question about circulars here.

    Units read what was issued for them. Nobody reads a circular that is labelled higher than they are
    cleared, or that names work which is.
    """
    if not may(actor, Permission.READ_CIRCULARS):
        return select(Circular).where(false())
    within = up_to(actor.clearance)
    names_above = Circular.items.any(
        CircularItem.assignment.has(Assignment.task.has(Task.label.not_in(within)))
    )
    question = select(Circular).where(Circular.label.in_(within), ~names_above)
    if actor.sees_all:
        return question
    return question.where(Circular.is_for_units, Circular.issued_at.is_not(None))


def visible_circular(actor: Actor, circular_id: int) -> Circular:
    """Find one circular with all that its page tells, or pretend that it does not exist."""
    found = db.session.scalar(
        circulars_visible_to(actor)
        .where(Circular.id == circular_id)
        .options(
            joinedload(Circular.plan),
            joinedload(Circular.office),
            joinedload(Circular.drafted_by),
            joinedload(Circular.leader),
            joinedload(Circular.scan),
            joinedload(Circular.approved_by),
            joinedload(Circular.issued_by),
            joinedload(Circular.withdrawn_by),
            selectinload(Circular.items).joinedload(CircularItem.assignment),
            selectinload(Circular.units).joinedload(CircularUnit.unit),
        )
    )
    if found is None:
        raise NotFound(N_("没有这份通报，或者您无权查看。"))
    return found


@dataclass(frozen=True, slots=True)
class CircularFilters:
    """What the list is narrowed to."""

    state: CircularState | None = None
    year: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether any filter is on."""
        return self != CircularFilters()

    @property
    def written(self) -> dict[str, Any]:
        """The filters as they stand in an address."""
        named = {"state": self.state, "year": self.year}
        return {name: value for name, value in named.items() if value is not None}

    def with_(self, **changes: Any) -> "CircularFilters":
        """Return them after a change."""
        return replace(self, **changes)


def read_circular_filters(asked: Mapping[str, str]) -> CircularFilters:
    """Read the filters out of an address; what means nothing is left out."""
    state = asked.get("state")
    return CircularFilters(
        state=CircularState(state) if state in set(CircularState) else None,
        year=number_in(asked, "year"),
    )


def circular_list(actor: Actor, filters: CircularFilters) -> Select[Circular]:
    """Ask for the circulars that the filters leave, the latest first."""
    question = circulars_visible_to(actor)
    if filters.state is not None:
        question = question.where(Circular.state == filters.state)
    if filters.year is not None:
        question = question.where(Circular.plan.has(Plan.year == filters.year))
    return question.options(joinedload(Circular.drafted_by), joinedload(Circular.leader)).order_by(
        func.coalesce(Circular.issued_at, Circular.drafted_at).desc(), Circular.id.desc()
    )


def circular_years(actor: Actor) -> Sequence[int]:
    """Return the years about which the actor sees circulars, the latest first."""
    mine = circulars_visible_to(actor).with_only_columns(Circular.plan_id)
    return db.session.scalars(
        select(Plan.year).where(Plan.id.in_(mine)).order_by(Plan.year.desc())
    ).all()


def approvers(actor: Actor, it: Circular, today: date) -> list[Person]:
    """Return whose approval the actor may record: who leads now, cleared for it, and is another."""
    return [
        one
        for one in holders_since(Role.LEADER, today, today)
        if one.id != actor.id and covers(one.clearance, it.label)
    ]


def stand_of(actor: Actor, plan: Plan, span: Span, label: Label, today: date) -> Stand:
    """Return how a plan's work stands at the end of a span, or today; nothing above the label."""
    as_of = min(span.ends_on, today)
    day = judging_on(as_of, is_past=as_of < today)
    seen = _leads(actor, plan, day).where(Task.label.in_(up_to(label)))
    return Stand(
        as_of=as_of,
        year=plan.year,
        works=_works(seen, plan, day),
        meetings=_meetings(actor, seen, label),
        priorities=dict(
            db.session.execute(
                select(PlanPriority.id, PlanPriority.name)
                .where(PlanPriority.plan_id == plan.id)
                .order_by(PlanPriority.place)
            ).all()
        ),
    )


def withheld_from(actor: Actor, plan: Plan, label: Label) -> int:
    """Count the tasks that the actor sees and that a circular so labelled leaves out."""
    above = (
        assignments_visible_to(actor)
        .where(Assignment.duty == Duty.LEAD, in_plan(plan.id), Task.label.not_in(up_to(label)))
        .with_only_columns(func.count(Task.id.distinct()))
    )
    return db.session.scalar(above) or 0


def names_above(it: Circular) -> bool:
    """Whether a circular names work or a meeting that is labelled higher than itself by now.

    Asked of everything there is, whoever asks: what somebody typed into a draft counts too.
    """
    above = Task.label.not_in(up_to(it.label))
    named = [item.assignment_id for item in it.items]
    if db.session.scalar(
        select(Assignment.id).join(Assignment.task).where(above, Assignment.id.in_(named)).limit(1)
    ):
        return True
    text = "\n".join([it.title, *(getattr(it, name) for name in PART_WORDS)])
    tasks = db.session.execute(select(Task.number, Task.title).where(above, in_plan(it.plan_id)))
    reports = db.session.scalars(select(Report.title).where(Report.label.not_in(up_to(it.label))))
    return any(number in text or _stands_in(title, text) for number, title in tasks) or any(
        _stands_in(title, text) for title in reports
    )


def _stands_in(title: str, text: str) -> bool:
    return len(title) >= TELLING and title in text


def _leads(actor: Actor, plan: Plan, day: Judging) -> Select[Assignment]:
    return assignments_visible_to(actor).where(
        Assignment.duty == Duty.LEAD, in_plan(plan.id, then=day.then)
    )


def _works(seen: Select[Assignment], plan: Plan, day: Judging) -> list[Work]:
    it: type[Assignment] = Assignment
    question: Select[Any] = seen
    if day.is_past:
        it = assignments_on(seen, day.today)
        question = select(it.id).join(Task, Task.id == it.task_id)
    rows = db.session.execute(
        question.join(Unit, Unit.id == it.unit_id)
        .where(it.state != AssignmentState.TERMINATED)
        .with_only_columns(
            it.id,
            it.task_id,
            Task.number,
            Task.title,
            it.unit_id,
            Unit.name.label("unit"),
            priority_in(plan.id, then=day.then).label("priority_id"),
            it.state,
            signal_case(day, it).label("signal"),
            it.percent,
            it.due_on,
            it.original_due_on,
            it.reported_on,
        )
        .order_by(Unit.position, Unit.id, Task.number, it.id)
    ).all()
    sources: dict[int, set[int]] = {}
    for task_id, report_id in db.session.execute(_sources(seen)):
        sources.setdefault(task_id, set()).add(report_id)
    return [
        Work(
            assignment_id=row.id,
            task_id=row.task_id,
            number=row.number,
            title=row.title,
            unit_id=row.unit_id,
            unit=row.unit,
            priority_id=row.priority_id,
            state=AssignmentState(row.state),
            signal=None if row.signal is None else Signal(row.signal),
            percent=row.percent,
            due_on=row.due_on,
            original_due_on=row.original_due_on,
            reported_on=row.reported_on,
            report_ids=frozenset(sources.get(row.task_id, ())),
        )
        for row in rows
    ]


def _sources(seen: Select[Assignment]) -> Select[int, int]:
    return (
        select(TaskSource.task_id, Directive.report_id)
        .join(TaskSource.directive)
        .where(TaskSource.task_id.in_(seen.with_only_columns(Task.id).order_by(None)))
    )


def _meetings(actor: Actor, seen: Select[Assignment], label: Label) -> dict[int, str]:
    """Return the titles of the meetings that work came from, in the order in which they were held."""
    whence = _sources(seen).with_only_columns(Directive.report_id)
    rows = db.session.execute(
        reports_visible_to(actor)
        .where(Report.id.in_(whence), Report.label.in_(up_to(label)))
        .with_only_columns(Report.id, Report.title)
        .order_by(func.coalesce(Report.held_on, Report.published_on).nulls_last(), Report.id)
    )
    return dict(rows.all())
