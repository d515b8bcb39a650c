"""A task made by hand, and the correction of a task."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.people.models import Role
from tracker.people.permissions import Permission, requires
from tracker.people.queries import holders
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.forms import Choices, TaskForm, leader_choices, put_error
from tracker.workplan.tasks.models import ReportingCycle, Task
from tracker.workplan.tasks.views.blueprint import pages


@pages.get("/tasks/new")
@requires(Permission.REGISTER_TASKS)
def new() -> ResponseReturnValue:
    """Show the form for a task that no report asked for."""
    return _new_page(_new_form())


@pages.post("/tasks/new")
@requires(Permission.REGISTER_TASKS)
def create() -> ResponseReturnValue:
    """Register a task that no report asked for, and go on to its dispatch."""
    form = _new_form()
    if not form.validate():
        return _new_page(form), 422
    priority = queries.plan_priority(int(form.priority.data))
    try:
        with transaction():
            task = commands.register(
                current_actor(),
                plan=priority.plan,
                priority=priority,
                title=form.title.data or "",
                text=form.text.data or "",
                directives=(),
                leader_id=chosen_id(form.leader.data),
                cycle=ReportingCycle(form.cycle.data) if form.cycle.data else None,
                is_key=form.is_key.data,
                is_standing=form.is_standing.data,
                weight=form.weight.data or 1,
                now=now(),
            )
    except RuleBroken as refusal:
        put_error(form.title, _(refusal.sentence))
        return _new_page(form), 422
    flash(_("已立项，编号 %(number)s。接着交办。", number=task.number))
    return redirect(url_for(".dispatch_page", task=task.id), 303)


@pages.get("/tasks/<int:task_id>/edit")
@requires(Permission.REGISTER_TASKS)
def edit_page(task_id: int) -> ResponseReturnValue:
    """Show the form for correcting a task."""
    task = queries.visible_task(current_actor(), task_id)
    return _edit_page(task, _edit_form(task))


@pages.post("/tasks/<int:task_id>/edit")
@requires(Permission.REGISTER_TASKS)
def edit(task_id: int) -> ResponseReturnValue:
    """Correct a task."""
    task = queries.visible_task(current_actor(), task_id)
    form = _edit_form(task)
    if not form.validate():
        return _edit_page(task, form), 422
    free: commands.Free = {}
    if task.mode is None:
        free = {
            "leader_id": chosen_id(form.leader.data),
            "cycle": ReportingCycle(form.cycle.data),
            "is_key": form.is_key.data,
            "is_standing": form.is_standing.data,
            "weight": form.weight.data or 1,
        }
    try:
        with transaction():
            commands.edit_task(
                current_actor(),
                task,
                title=form.title.data or "",
                text=form.text.data or "",
                now=now(),
                version=form.version.data or 0,
                **free,
            )
    except Outdated:
        # Its page shows both versions side by side.
        raise
    except RuleBroken as refusal:
        put_error(form.title, _(refusal.sentence))
        return _edit_page(task, form), 422
    flash(_("任务已更正。"))
    return redirect(url_for("overview.task_page", task_id=task_id), 303)


def chosen_id(value: str | None) -> int | None:
    """Return the key that was chosen in a list; None for its empty line."""
    return int(value) if value else None


def leaders() -> Choices:
    """Return the leaders of today to choose from."""
    return leader_choices(holders(Role.LEADER, today()))


def _new_form() -> TaskForm:
    return TaskForm(leaders(), priorities())


def priorities() -> Choices:
    """Return the priorities of all plans from this year on."""
    return [
        (str(priority.id), f"{plan.year} · {priority.position:02d} {priority.name}")
        for plan in queries.plans_from(today().year)
        for priority in plan.priorities
    ]


def _edit_form(task: Task) -> TaskForm:
    return TaskForm(
        leaders_with(task, leaders()),
        is_settled=task.mode is not None,
        data={
            "title": task.title,
            "text": task.text,
            "leader": str(task.leader_id or ""),
            "cycle": task.cycle.value,
            "is_key": task.is_key,
            "is_standing": task.is_standing,
            "weight": task.weight,
            "version": task.version,
        },
    )


def leaders_with(task: Task, choices: Choices) -> Choices:
    """Return the leaders of today and the one whom the task still names."""
    if task.leader is not None and str(task.leader_id) not in dict(choices):
        return [*choices, (str(task.leader_id), task.leader.name)]
    return choices


def _new_page(form: TaskForm) -> str:
    return render_template("workplan/tasks/new.html", form=form, year=today().year)


def _edit_page(task: Task, form: TaskForm) -> str:
    return render_template("workplan/tasks/edit.html", task=task, form=form)
