"""One more task of the directives that another was made from."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.forms import TaskForm, put_error
from tracker.workplan.tasks.models import ReportingCycle, Task
from tracker.workplan.tasks.splitting.queries import tasks_beside
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.editing import chosen_id, leaders, priorities


@pages.get("/tasks/<int:task_id>/split")
@requires(Permission.REGISTER_TASKS)
def split_page(task_id: int) -> ResponseReturnValue:
    """Show the form for one more task of the same directives."""
    task = queries.visible_task(current_actor(), task_id)
    said = {
        "priority": str(task.priority_id),
        "leader": str(task.leader_id or ""),
        "version": task.version,
    }
    return _page(task, TaskForm(leaders(), priorities(), data=said))


@pages.post("/tasks/<int:task_id>/split")
@requires(Permission.REGISTER_TASKS)
def split(task_id: int) -> ResponseReturnValue:
    """Make one more task of the same directives, and go on to its dispatch."""
    task = queries.visible_task(current_actor(), task_id)
    form = TaskForm(leaders(), priorities())
    if not form.validate():
        return _page(task, form), 422
    priority = queries.plan_priority(int(form.priority.data))
    try:
        with transaction():
            made = commands.split_task(
                current_actor(),
                task,
                priority=priority,
                title=form.title.data or "",
                text=form.text.data or "",
                leader_id=chosen_id(form.leader.data),
                cycle=ReportingCycle(form.cycle.data) if form.cycle.data else None,
                is_key=form.is_key.data,
                is_standing=form.is_standing.data,
                weight=form.weight.data or 1,
                now=now(),
                version=form.version.data or 0,
            )
            number, key = made.number, made.id
    except Outdated:
        raise
    except RuleBroken as refusal:
        put_error(form.title, _(refusal.sentence))
        return _page(task, form), 422
    flash(_("已拆分，新任务编号 %(number)s。接着交办。", number=number))
    return redirect(url_for(".dispatch_page", task=key), 303)


def _page(task: Task, form: TaskForm) -> str:
    return render_template(
        "workplan/tasks/split.html",
        task=task,
        form=form,
        beside=tasks_beside(current_actor(), task),
    )
