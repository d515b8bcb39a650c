"""The page on which a unit is added to a task that is under way."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.people.permissions import Permission, requires
from tracker.people.queries import units
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries, rules
from tracker.workplan.tasks.adding.forms import AdditionForm
from tracker.workplan.tasks.adding.rules import BadAddition
from tracker.workplan.tasks.forms import put_error
from tracker.workplan.tasks.models import Mode, Task
from tracker.workplan.tasks.views.blueprint import pages


@pages.get("/tasks/<int:task_id>/units/add")
@requires(Permission.DISPATCH_TASKS)
def add_unit_page(task_id: int) -> ResponseReturnValue:
    """Show the form for one unit more."""
    task = queries.visible_task(current_actor(), task_id)
    return _page(task, _form(task))


@pages.post("/tasks/<int:task_id>/units/add")
@requires(Permission.DISPATCH_TASKS)
def add_unit(task_id: int) -> ResponseReturnValue:
    """Give the task to one unit more."""
    task = queries.visible_task(current_actor(), task_id)
    form = _form(task)
    if not form.validate():
        return _page(task, form), 422
    try:
        with transaction():
            added = commands.add_unit(
                current_actor(),
                task,
                unit_id=int(form.unit_id.data),
                due_on=form.due_on.data if form.due_on else None,
                reason=form.reason.data or "",
                now=now(),
                # A form that does not say what it saw has seen nothing.
                version=form.version.data or 0,
            )
            name = added.unit.short_name
    except BadAddition as refusal:
        put_error(form[refusal.field], _(refusal.sentence))
        return _page(task, form), 422
    except Outdated:
        raise
    except RuleBroken as refusal:
        put_error(form.unit_id, _(refusal.sentence))
        return _page(task, form), 422
    flash(_("已交办%(unit)s，等它签收。", unit=name), "done")
    return redirect(url_for("overview.task_page", task_id=task_id), 303)


def _form(task: Task) -> AdditionForm:
    taken = {it.unit_id for it in task.assignments}
    return AdditionForm(
        [it for it in units() if it.id not in taken],
        asks_date=task.mode is Mode.EACH and not task.is_standing,
        data={"version": task.version},
    )


def _page(task: Task, form: AdditionForm) -> str:
    return render_template(
        "workplan/tasks/add_unit.html", task=task, form=form, rules=rules, today=today()
    )
