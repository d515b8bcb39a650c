"""The steps of assignments, each a button somewhere else, and back to where it was pressed."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import Form

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.numbers import row_number
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.rules import is_local_path
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.forms import DecisionForm, StepForm
from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.views.blueprint import pages

MOST_AT_ONCE = 500
SAID = {
    Step.ACKNOWLEDGE: N_("已签收。"),
    Step.DECLINE: N_("已退回，等督查员重派。"),
    Step.REDISPATCH: N_("已重新交办。"),
    Step.TRANSFER: N_("已转交。"),
    Step.ASK_CLOSURE: N_("已申请办结，等督查员核定。"),
    Step.WITHDRAW: N_("已撤回办结申请。"),
    Step.CLOSE: N_("已核定办结。"),
    Step.REDO: N_("已退回重办。"),
    Step.REOPEN: N_("已重新办理。"),
    Step.RELEASE: N_("已撤下，不再由它承办。"),
}


@pages.post("/assignments/<int:assignment_id>/acknowledge")
@requires(Permission.ACKNOWLEDGE)
def acknowledge(assignment_id: int) -> ResponseReturnValue:
    """Sign for an assignment."""
    return _take(assignment_id, Step.ACKNOWLEDGE)


@pages.post("/assignments/acknowledge")
@requires(Permission.ACKNOWLEDGE)
def acknowledge_all() -> ResponseReturnValue:
    """Sign for several assignments; what was signed for meanwhile is left as it is."""
    actor = current_actor()
    ids = request.form.getlist("assignment", type=row_number)[:MOST_AT_ONCE]
    with transaction():
        waiting = [
            assignment
            for assignment in queries.visible_assignments(actor, ids)
            if assignment.state is AssignmentState.DISPATCHED
        ]
        for assignment in waiting:
            commands.take_step(actor, assignment, Step.ACKNOWLEDGE, now=now())
    flash(_("已签收 %(count)s 件。", count=len(waiting)))
    return redirect(_next(request.form.get("next")) or url_for("overview.my_work"), 303)


@pages.post("/assignments/<int:assignment_id>/decline")
@requires(Permission.DECLINE)
def decline(assignment_id: int) -> ResponseReturnValue:
    """Give an assignment back that is not the unit's business."""
    return _take(assignment_id, Step.DECLINE)


@pages.post("/assignments/<int:assignment_id>/redispatch")
@requires(Permission.REDISPATCH)
def redispatch(assignment_id: int) -> ResponseReturnValue:
    """Give a declined assignment to another unit, or to the same one again."""
    return _take(assignment_id, Step.REDISPATCH)


@pages.post("/assignments/<int:assignment_id>/transfer")
@requires(Permission.REDISPATCH)
def transfer(assignment_id: int) -> ResponseReturnValue:
    """Hand the work of a unit that was closed or merged on to another."""
    return _take(assignment_id, Step.TRANSFER)


@pages.post("/assignments/<int:assignment_id>/release")
@requires(Permission.REDISPATCH)
def release(assignment_id: int) -> ResponseReturnValue:
    """Let a unit go that others go on without."""
    return _take(assignment_id, Step.RELEASE)


@pages.post("/assignments/<int:assignment_id>/ask-closure")
@requires(Permission.ASK_CLOSURE)
def ask_closure(assignment_id: int) -> ResponseReturnValue:
    """Ask that the work be found complete."""
    return _take(assignment_id, Step.ASK_CLOSURE)


@pages.post("/assignments/<int:assignment_id>/withdraw")
@requires(Permission.ASK_CLOSURE)
def withdraw(assignment_id: int) -> ResponseReturnValue:
    """Take a request for closure back."""
    return _take(assignment_id, Step.WITHDRAW)


@pages.post("/assignments/<int:assignment_id>/close")
@requires(Permission.VERIFY)
def close(assignment_id: int) -> ResponseReturnValue:
    """Find the work complete."""
    return _take(assignment_id, Step.CLOSE)


@pages.post("/assignments/<int:assignment_id>/redo")
@requires(Permission.VERIFY)
def redo(assignment_id: int) -> ResponseReturnValue:
    """Send the work back to be done again."""
    return _take(assignment_id, Step.REDO)


@pages.post("/assignments/<int:assignment_id>/reopen")
@requires(Permission.VERIFY)
def reopen(assignment_id: int) -> ResponseReturnValue:
    """Open closed work again after a look back."""
    return _take(assignment_id, Step.REOPEN)


def _take(assignment_id: int, step: Step) -> ResponseReturnValue:
    assignment = queries.visible_assignment(current_actor(), assignment_id)
    form = StepForm()
    check_form(form)
    with transaction():
        commands.take_step(
            current_actor(),
            assignment,
            step,
            reason=form.reason.data or "",
            now=now(),
            version=form.version.data,
            unit_id=form.unit_id.data,
        )
        task_id = assignment.task_id
    flash(_(SAID[step]))
    return back(form, task_id)


def check_form(form: Form) -> None:
    """Refuse what the dialog itself would not have let through; it stands on another page."""
    if not form.validate():
        raise RuleBroken(next(str(error) for errors in form.errors.values() for error in errors))


def back(form: StepForm | DecisionForm, task_id: int) -> ResponseReturnValue:
    """Lead back to where the button was pressed, else to the task's page."""
    there = _next(form.next.data)
    return redirect(there or url_for("overview.task_page", task_id=task_id), 303)


def _next(target: str | None) -> str | None:
    return target if is_local_path(target) else None
