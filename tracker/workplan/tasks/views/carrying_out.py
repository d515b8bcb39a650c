"""Carrying a report out: its accepted measures become tasks and go to their units, on one page."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.numbers import row_number
from tracker.foundation.paging import Page, asked_page, page_of, url_for_page
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives.models import Directive
from tracker.workplan.directives.queries import Tally, tallies
from tracker.workplan.tasks import commands, queries, rules
from tracker.workplan.tasks.forms import NEW
from tracker.workplan.tasks.models import Plan, PlanPriority, ReportingCycle, Task
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.dispatching import where_seen
from tracker.workplan.tasks.views.editing import chosen_id
from tracker.workplan.tasks.views.proposal import CarryOut, HeadingRow, MeasureRow, proposal
from tracker.workplan.tasks.waiting.queries import (
    WaitingReport,
    waiting_among,
    waiting_of,
    waiting_report,
)

MOST_AT_ONCE = 100
REGISTER = "register"


@pages.get("/reports/<int:report_id>/carry-out")
@requires(Permission.DISPATCH_TASKS)
def carry_out_page(report_id: int) -> ResponseReturnValue:
    """Show a report's accepted measures as the tasks that they would become."""
    actor = current_actor()
    report = waiting_report(actor, report_id)
    page = page_of(waiting_of(actor, report_id), asked_page(), size=MOST_AT_ONCE)
    batch = proposal(report, page)
    batch.look_back()
    return _page(report, page, batch)


@pages.post("/reports/<int:report_id>/carry-out")
@requires(Permission.DISPATCH_TASKS)
def carry_out(report_id: int) -> ResponseReturnValue:
    """Register the chosen measures and dispatch them, all or none; or only one of the two.

    What was registered meanwhile, by a second press or by somebody else, is not registered again.
    """
    actor, deed = current_actor(), request.form.get("deed")
    report = waiting_report(actor, report_id)
    page = _sent_page(report)
    batch = proposal(report, page)
    if batch.show_again(request.form):
        return _page(report, page, batch)
    gone = _chosen() - {row.directive.id for row in batch.rows}
    if gone:
        batch.form_errors.append(
            _(
                "所选的有 %(count)s 条刚才已经立项或改了决定，已从下面去掉，请核对后再办。",
                count=len(gone),
            )
        )
    made = None
    if batch.validate(dispatches=deed != REGISTER):
        made = _make(report, batch, dispatches=deed != REGISTER)
    if made is None:
        if _chosen() and not waiting_among(actor, report_id, _chosen()):
            return _done_already(waiting_report(actor, report_id))
        batch.look_back()
        return _page(report, page, batch), 422
    if deed == REGISTER:
        flash(_("已立项 %(count)s 项，在这里等着交办。", count=len(made)))
        return redirect(url_for(".queue", _anchor="dispatch"), 303)
    flash(
        _(
            "已立项并交办 %(tasks)s 项任务，共 %(count)s 件承办。",
            tasks=len(made),
            count=batch.count(),
        )
    )
    left = waiting_report(actor, report_id).count
    there = url_for(".carry_out_page", report_id=report_id) if left else where_seen(made)
    return redirect(there, 303)


def _make(report: WaitingReport, batch: CarryOut, *, dispatches: bool) -> list[Task] | None:
    """Make every task, or none and say why beside the row that is refused."""
    batch.look_ahead()
    try:
        with transaction():
            return _made(report, batch, dispatches=dispatches)
    except RuleBroken as refusal:
        if not batch.errors:
            batch.form_errors.append(_(refusal.sentence))
    return None


def _made(report: WaitingReport, batch: CarryOut, *, dispatches: bool) -> list[Task]:
    actor, at = current_actor(), now()
    # All at once and in the order of their keys, as others who hold several do; one round trip.
    commands.locked([it for row in batch.going for it in row.directives])
    plan = queries.plan_of(report.plan_year) or commands.open_plan(actor, report.plan_year, now=at)
    new: dict[str, PlanPriority] = {}
    made: list[Task] = []
    refusals: list[RuleBroken] = []
    for group in batch.groups:
        if not group.going:
            continue
        priority = _priority(plan, group.decided_by, new)
        for row in group.going:
            try:
                task = _registered(plan, priority, row, batch)
                if dispatches:
                    _dispatch(task, batch.wanted(row))
            except RuleBroken as refusal:
                row.say(row.form.title, _(refusal.sentence))
                refusals.append(refusal)
            else:
                made.append(task)
    if refusals:
        raise refusals[0]
    return made


def _registered(plan: Plan, priority: PlanPriority, row: MeasureRow, batch: CarryOut) -> Task:
    form = row.form
    return commands.register(
        current_actor(),
        plan=plan,
        priority=priority,
        title=form.title.data or "",
        text="\n".join(it.quote for it in row.directives),
        directives=row.directives,
        leader_id=chosen_id(form.leader.data or batch.leader.data),
        cycle=ReportingCycle(form.cycle.data) if form.cycle.data else None,
        is_key=bool(form.is_key.data),
        is_standing=row.is_standing,
        now=now(),
    )


def _dispatch(task: Task, wanted: rules.Wanted) -> None:
    commands.dispatch(
        current_actor(),
        task,
        mode=wanted.mode,
        lead_ids=wanted.lead_ids,
        support_ids=wanted.support_ids,
        due_on=wanted.due_on,
        coordinator_id=wanted.coordinator_id,
        now=now(),
    )


def _priority(plan: Plan, group: HeadingRow, new: dict[str, PlanPriority]) -> PlanPriority:
    if group.form.priority.data != NEW:
        return queries.plan_priority(int(group.form.priority.data))
    if group.name not in new:
        new[group.name] = commands.add_priority(current_actor(), plan, group.name, now=now())
    return new[group.name]


def _sent_ids() -> list[int]:
    return request.form.getlist("row", type=row_number)[:MOST_AT_ONCE]


def _chosen() -> set[int]:
    return {it for it in _sent_ids() if request.form.get(f"m{it}-chosen")}


def _sent_page(report: WaitingReport) -> Page[Directive]:
    """Take the page again that was sent, without what is no longer waiting."""
    rows = waiting_among(current_actor(), report.id, _sent_ids())
    return Page(rows, asked_page(), report.count, MOST_AT_ONCE)


def _done_already(report: WaitingReport) -> ResponseReturnValue:
    if not report.is_voided:
        flash(_("所选举措刚才已经立项或改了决定，没有再办。"))
    # The page of a voided report says that it was voided.
    stays = report.count or report.is_voided
    there = ".carry_out_page" if stays else ".queue"
    return redirect(url_for(there, report_id=report.id if stays else None), 303)


def _page(report: WaitingReport, page: Page[Directive], batch: CarryOut) -> str:
    batch.look_ahead()
    return render_template(
        "workplan/tasks/carry_out.html",
        report=report,
        page=page,
        url_for_page=url_for_page(),
        batch=batch,
        drafts=tallies([report.id]).get(report.id, Tally()).drafts,
        rules=rules,
    )
