"""Taking one's own last step, or one's own dispatch, back."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.forms import StepForm
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.deeds import back, check_form


@pages.post("/assignments/<int:assignment_id>/undo")
@requires(Permission.UNDO_STEP)
def undo_step(assignment_id: int) -> ResponseReturnValue:
    """Take one's own last step back."""
    assignment = queries.visible_assignment(current_actor(), assignment_id)
    form = StepForm()
    check_form(form)
    with transaction():
        commands.undo_step(current_actor(), assignment, now=now(), version=form.version.data)
        task_id = assignment.task_id
    flash(_("已撤销，恢复到这一步之前。"))
    return back(form, task_id)


@pages.post("/tasks/<int:task_id>/undo-dispatch")
@requires(Permission.DISPATCH_TASKS)
def undo_dispatch(task_id: int) -> ResponseReturnValue:
    """Take one's own dispatch of today back, which no unit has answered."""
    task = queries.visible_task(current_actor(), task_id)
    form = StepForm()
    check_form(form)
    with transaction():
        commands.undo_dispatch(current_actor(), task, now=now(), version=form.version.data)
    flash(_("已撤销交办，任务仍在待交办。"))
    return redirect(url_for("overview.task_page", task_id=task_id), 303)
