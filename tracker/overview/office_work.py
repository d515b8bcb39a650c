"""My work of supervisors and leaders: what waits for them, and what is red."""

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.overview.standing import leads_visible_to
from tracker.overview.work_rows import (
    LOOKED_AT,
    SHOWN,
    Group,
    WorkRow,
    assignment_row,
    by_task,
    dated,
    some,
    with_units,
)
from tracker.people.actor import Actor
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import is_live
from tracker.workplan.review.models import AnnualSummary, SummaryState
from tracker.workplan.tasks.models import Assignment, AssignmentState, StateChange, Task
from tracker.workplan.tasks.queries import (
    assignments_visible_to,
    tasks_visible_to,
    waiting_directives,
)
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Judging, Signal, signal_case

OPEN_WORK = (AssignmentState.ACKNOWLEDGED, AssignmentState.DISPATCHED, AssignmentState.REPORTED)


def supervisor_work(actor: Actor, day: Judging) -> list[Group]:
    """Answer what a supervisor has to do, from the report to the summary."""
    return [
        _to_verify(actor, day),
        _declined(actor, day),
        _under_review(),
        _to_register(actor),
        _to_dispatch(actor),
        _summaries(actor),
        _by_signal("late", _not_own(actor), day, Signal.OVERDUE),
    ]


def leader_work(actor: Actor, day: Judging) -> list[Group]:
    """Answer what is red and why: in the leader's charge first, then elsewhere."""
    leads = leads_visible_to(actor)
    mine, others = Assignment.unit_id.in_(actor.charge), Assignment.unit_id.not_in(actor.charge)
    return [
        _by_signal("red_mine", leads.where(mine), day, Signal.OVERDUE),
        _by_signal("warned_mine", leads.where(mine), day, Signal.LAGGING, Signal.DUE_SOON),
        _by_signal("red_others", leads.where(others), day, Signal.OVERDUE),
    ]


def unsigned(actor: Actor, day: Judging) -> Group:
    """Return what the units have not signed for yet, the longest waiting first."""
    found, total = some(
        with_units(
            leads_visible_to(actor).where(Assignment.state == AssignmentState.DISPATCHED)
        ).order_by(Assignment.sign_by, Assignment.id),
        SHOWN // 2,
    )
    rows = [dated(it.sign_by, day.today, assignment=it, task=it.task) for it in found]
    return Group("unsigned", is_now=False, rows=rows, total=total)


def _not_own(actor: Actor) -> Select[Assignment]:
    """Leave out the work of units that the actor reports for: others verify it."""
    return leads_visible_to(actor).where(Assignment.unit_id.not_in(actor.own_units))


def _to_verify(actor: Actor, day: Judging) -> Group:
    waiting = _not_own(actor).where(Assignment.state == AssignmentState.REPORTED)
    found, total = some(
        with_units(waiting).order_by(Assignment.reported_on, Assignment.id), LOOKED_AT
    )
    rows = by_task(found, lambda it: assignment_row(it, day))
    return Group("verify", is_now=True, rows=rows, total=total)


def _declined(actor: Actor, day: Judging) -> Group:
    # A supporter that declined waits for another too.
    waiting = assignments_visible_to(actor).where(
        Assignment.state == AssignmentState.DECLINED,
        Assignment.unit_id.not_in(actor.own_units),
    )
    found, total = some(with_units(waiting).order_by(Assignment.sign_by, Assignment.id), LOOKED_AT)
    reasons = _last_changes([it.id for it in found], Step.DECLINE)
    rows = by_task(found, lambda it: assignment_row(it, day, change=reasons.get(it.id)))
    return Group("declined", is_now=True, rows=rows, total=total)


def _last_changes(ids: list[int], step: Step) -> dict[int, StateChange]:
    changes = db.session.scalars(
        select(StateChange)
        .where(StateChange.assignment_id.in_(ids), StateChange.step == step)
        .options(joinedload(StateChange.by))
        .order_by(StateChange.id)
    )
    return {change.assignment_id: change for change in changes}


def _under_review() -> Group:
    """Return the reports with drafts that nobody has decided, the latest first."""
    drafts = (
        select(
            Directive.report_id,
            func.count().label("all"),
            func.count().filter(Directive.state == DirectiveState.DRAFT).label("drafts"),
        )
        .where(Directive.state != DirectiveState.RETIRED)
        .group_by(Directive.report_id)
        .subquery("drafts")
    )
    found = db.session.execute(
        select(Report, drafts.c.drafts, drafts.c["all"], func.count().over().label("total"))
        .join(drafts, drafts.c.report_id == Report.id)
        .where(drafts.c.drafts > 0, is_live())
        .order_by(Report.taken_in_at.desc(), Report.id.desc())
        .limit(SHOWN)
    ).all()
    rows = [WorkRow(report=row[0], figures=(row[1], row[2])) for row in found]
    return Group("review", is_now=True, rows=rows, total=found[0].total if found else 0)


def _to_register(actor: Actor) -> Group:
    """Return the reports with accepted measures that became no task."""
    waiting = waiting_directives(actor).subquery("waiting")
    counts = (
        select(waiting.c.report_id, func.count().label("measures"))
        .group_by(waiting.c.report_id)
        .subquery("counts")
    )
    found = db.session.execute(
        select(Report, counts.c.measures, func.count().over().label("total"))
        .join(counts, counts.c.report_id == Report.id)
        .order_by(Report.taken_in_at.desc(), Report.id.desc())
        .limit(SHOWN)
    ).all()
    rows = [WorkRow(report=row[0], figures=(row[1],)) for row in found]
    return Group("register", is_now=True, rows=rows, total=found[0].total if found else 0)


def _to_dispatch(actor: Actor) -> Group:
    found, total = some(
        tasks_visible_to(actor)
        .where(Task.mode.is_(None))
        .options(joinedload(Task.priority))
        .order_by(Task.registered_at, Task.id)
    )
    return Group("dispatch", is_now=True, rows=[WorkRow(task=it) for it in found], total=total)


def _summaries(actor: Actor) -> Group:
    found, total = some(
        select(AnnualSummary)
        .where(
            AnnualSummary.state == SummaryState.SUBMITTED,
            AnnualSummary.unit_id.not_in(actor.own_units),
        )
        .options(joinedload(AnnualSummary.plan), joinedload(AnnualSummary.unit))
        .order_by(AnnualSummary.submitted_at, AnnualSummary.id)
    )
    return Group("accept", is_now=True, rows=[WorkRow(summary=it) for it in found], total=total)


def _by_signal(
    kind: str,
    leads: Select[Assignment],
    day: Judging,
    *signals: Signal,
) -> Group:
    """Return what others are to do and one only watches."""
    such = leads.where(
        Assignment.state.in_(OPEN_WORK),
        signal_case(day).in_([signal.value for signal in signals]),
    )
    found, total = some(with_units(such).order_by(Assignment.due_on, Assignment.id), LOOKED_AT)
    rows = by_task(found, lambda it: assignment_row(it, day))
    tasks = db.session.scalar(such.with_only_columns(func.count(Assignment.task_id.distinct())))
    return Group(kind, is_now=False, rows=rows, total=total, tasks=tasks)
