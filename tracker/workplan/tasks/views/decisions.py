"""What a leader decides about an assignment, or a supervisor records for a leader (代录), and its scan."""

from flask import flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.downloads import handed_out
from tracker.foundation.errors import NotFound, RuleBroken, require
from tracker.foundation.formats import accepted
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, limits, queries, rules
from tracker.workplan.tasks.decisions.queries import deciders, visible_decision
from tracker.workplan.tasks.forms import DecisionForm, put_refusal
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Mover, Step
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.deeds import back

SAID = {
    Step.PAUSE: N_("已中止。"),
    Step.RESUME: N_("已恢复办理。"),
    Step.TERMINATE: N_("已终止。"),
}


@pages.post("/assignments/<int:assignment_id>/pause")
@requires(Permission.DECIDE)
def pause(assignment_id: int) -> ResponseReturnValue:
    """Let the work rest."""
    return _decide(queries.visible_assignment(current_actor(), assignment_id), Step.PAUSE)


@pages.post("/assignments/<int:assignment_id>/resume")
@requires(Permission.DECIDE)
def resume(assignment_id: int) -> ResponseReturnValue:
    """Take resting work up again."""
    return _decide(queries.visible_assignment(current_actor(), assignment_id), Step.RESUME)


@pages.post("/assignments/<int:assignment_id>/terminate")
@requires(Permission.DECIDE)
def terminate(assignment_id: int) -> ResponseReturnValue:
    """End the work for good."""
    return _decide(queries.visible_assignment(current_actor(), assignment_id), Step.TERMINATE)


@pages.get("/decisions/<int:decision_id>/scan")
@requires(Permission.READ_TASKS)
def scan(decision_id: int) -> ResponseReturnValue:
    """Hand over the scan of a decision just as it was uploaded."""
    decision = visible_decision(current_actor(), decision_id)
    if decision.scan is None:
        raise NotFound(N_("这个决定没有附扫描件。"))
    return handed_out(
        decision.scan.sha256,
        name=decision.scan.name,
        plain_name=f"decision-{decision_id}.{decision.scan.format}",
    )


def _decide(assignment: Assignment, step: Step) -> ResponseReturnValue:
    actor = current_actor()
    # Said before the form is looked at: who may not decide need not fill it in rightly.
    require(rules.may_take(actor, assignment, step), rules.NOT_YOURS[Mover.LEADER])
    form = DecisionForm(
        leaders=None if actor.is_leader else deciders(actor, [assignment], today()),
        takes_date=step is Step.RESUME and assignment.due_on is not None,
    )
    if not form.validate():
        return _page(form, assignment, step), 422
    try:
        with transaction():
            commands.take_step(
                actor,
                assignment,
                step,
                reason=form.reason.data or "",
                now=now(),
                version=form.version.data,
                due_on=form.due_on.data if form.due_on else None,
                told=form.told(),
            )
            task_id = assignment.task_id
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _page(form, assignment, step), 422
    flash(_(SAID[step]))
    return back(form, task_id)


def _page(form: DecisionForm, assignment: Assignment, step: Step) -> str:
    """Show the deed's dialog as a page of its own, with what was typed and what is wrong with it."""
    return render_template(
        "workplan/tasks/decide.html",
        form=form,
        assignment=assignment,
        deed=step.value,
        rules=rules,
        today=today(),
        accepted=accepted(),
        megabytes=value_of(limits.SCAN_MEGABYTES),
        needs_scan=value_of(limits.NEEDS_SCAN),
    )
