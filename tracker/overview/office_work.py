"""My work of supervisors and leaders: what waits for them, and what is red."""

from typing import Any

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
    extent_of,
    some,
    with_units,
)
from tracker.people.actor import Actor
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import live_reports
from tracker.workplan.review.models import AnnualSummary, SummaryState
from tracker.workplan.tasks.extensions.queries import waiting_for
from tracker.workplan.tasks.models import Assignment, AssignmentState, StateChange, Task
from tracker.workplan.tasks.queries import (
    assignments_visible_to,
    tasks_visible_to,
)
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Judging, Signal, signal_case
from tracker.workplan.tasks.waiting.queries import waiting_directives

OPEN_WORK = (AssignmentState.ACKNOWLEDGED, AssignmentState.DISPATCHED, AssignmentState.REPORTED)


def supervisor_work(actor: Actor, day: Judging) -> list[Group]:
    """Answer what a supervisor has to do, from the report to the summary."""
    asked = supervisor_questions(actor, day)
    return [
        _to_verify(asked["verify"], day),
        _declined(asked["declined"], day),
        _under_review(actor),
        _to_register(actor),
        _to_dispatch(asked["dispatch"]),
        _summaries(actor),
        _watched("late", asked["late"], day),
    ]


def leader_work(actor: Actor, day: Judging) -> list[Group]:
    """Answer what is red and why: in the leader's charge first, then elsewhere."""
    return [_watched(kind, such, day) for kind, such in leader_questions(actor, day).items()]


def supervisor_questions(actor: Actor, day: Judging) -> dict[str, Select[Any]]:
    """Return the question behind each of a supervisor's groups of tasks, for the list of them too."""
    # Work of units that the actor reports for is left out: others verify it.
    not_own = Assignment.unit_id.not_in(actor.own_units)
    leads = leads_visible_to(actor).where(not_own)
    return {
        "verify": leads.where(Assignment.state == AssignmentState.REPORTED),
        # A supporter that declined waits for another too.
        "declined": assignments_visible_to(actor).where(
            Assignment.state == AssignmentState.DECLINED, not_own
        ),
        "dispatch": tasks_visible_to(actor).where(Task.mode.is_(None)),
        "late": _with_signal(leads, day, Signal.OVERDUE),
        "unsigned": assignments_visible_to(actor).where(
            Assignment.state == AssignmentState.DISPATCHED
        ),
    }


def leader_questions(actor: Actor, day: Judging) -> dict[str, Select[Assignment]]:
    """Return the question behind each of a leader's groups."""
    leads = leads_visible_to(actor)
    mine, others = Assignment.unit_id.in_(actor.charge), Assignment.unit_id.not_in(actor.charge)
    return {
        "red_mine": _with_signal(leads.where(mine), day, Signal.OVERDUE),
        "warned_mine": _with_signal(leads.where(mine), day, Signal.LAGGING, Signal.DUE_SOON),
        "red_others": _with_signal(leads.where(others), day, Signal.OVERDUE),
    }


def extensions_to_answer(actor: Actor, day: Judging) -> Group:
    """Return the requests for later dates that wait for a supervisor's opinion or a leader's decision."""
    found, total = some(waiting_for(actor))
    rows = [assignment_row(it.assignment, day, extension=it) for it in found]
    return Group("extensions", is_now=True, rows=rows, total=total)


def unsigned(actor: Actor, day: Judging) -> Group:
    """Return what the units have not signed for yet, the longest waiting first."""
    waiting = supervisor_questions(actor, day)["unsigned"]
    found, total = some(with_units(waiting).order_by(Assignment.sign_by, Assignment.id), SHOWN // 2)
    rows = [dated(it.sign_by, day.today, assignment=it, task=it.task) for it in found]
    return Group("unsigned", is_now=False, rows=rows, total=total, extent=extent_of(waiting))


def _to_verify(waiting: Select[Assignment], day: Judging) -> Group:
    found, total = some(
        with_units(waiting).order_by(Assignment.reported_on, Assignment.id), LOOKED_AT
    )
    rows = by_task(found, lambda it: assignment_row(it, day))
    return Group("verify", is_now=True, rows=rows, total=total, extent=extent_of(waiting))


def _declined(waiting: Select[Assignment], day: Judging) -> Group:
    found, total = some(with_units(waiting).order_by(Assignment.sign_by, Assignment.id), LOOKED_AT)
    reasons = _last_changes([it.id for it in found], Step.DECLINE)
    rows = by_task(found, lambda it: assignment_row(it, day, change=reasons.get(it.id)))
    return Group("declined", is_now=True, rows=rows, total=total, extent=extent_of(waiting))


def _last_changes(ids: list[int], step: Step) -> dict[int, StateChange]:
    changes = db.session.scalars(
        select(StateChange)
        .where(StateChange.assignment_id.in_(ids), StateChange.step == step)
        .options(joinedload(StateChange.by))
        .order_by(StateChange.id)
    )
    return {change.assignment_id: change for change in changes}


def _under_review(actor: Actor) -> Group:
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
        live_reports(actor)
        .join(drafts, drafts.c.report_id == Report.id)
        .add_columns(drafts.c.drafts, drafts.c["all"], func.count().over().label("total"))
        .where(drafts.c.drafts > 0)
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


def _to_dispatch(waiting: Select[Task]) -> Group:
    found, total = some(
        waiting.options(joinedload(Task.priority)).order_by(Task.registered_at, Task.id)
    )
    rows = [WorkRow(task=it) for it in found]
    return Group("dispatch", is_now=True, rows=rows, total=total, extent=extent_of(waiting))


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


def _with_signal(leads: Select[Assignment], day: Judging, *signals: Signal) -> Select[Assignment]:
    return leads.where(
        Assignment.state.in_(OPEN_WORK),
        signal_case(day).in_([signal.value for signal in signals]),
    )


def _watched(kind: str, such: Select[Assignment], day: Judging) -> Group:
    """Return what others are to do and one only watches."""
    found, total = some(with_units(such).order_by(Assignment.due_on, Assignment.id), LOOKED_AT)
    rows = by_task(found, lambda it: assignment_row(it, day))
    return Group(kind, is_now=False, rows=rows, total=total, extent=extent_of(such))
