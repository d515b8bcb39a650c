"""The year's plan and its priorities."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound, RuleBroken
from tracker.foundation.numbers import row_number
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.journal.telling import history_in_words
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, limits, queries, rules
from tracker.workplan.tasks.carrying_over.queries import (
    carried_into,
    count_carried_from,
    tasks_of_plan,
)
from tracker.workplan.tasks.forms import Batch, PriorityForm, put_error, put_refusal
from tracker.workplan.tasks.models import Plan, Task
from tracker.workplan.tasks.planning.forms import UP, MoveForm, WeighingForm, WeightForm
from tracker.workplan.tasks.views.blueprint import pages


@pages.get("/plan")
@requires(Permission.READ_TASKS)
def plan() -> ResponseReturnValue:
    """Show a year's plan: its priorities and how many tasks each has."""
    asked = request.args.get("year", type=row_number) or queries.usual_year(today())
    year = min(max(asked, rules.FIRST_YEAR), rules.LAST_YEAR)
    return _page(year, PriorityForm(formdata=None))


@pages.post("/plan/<int:year>")
@requires(Permission.REGISTER_TASKS)
def open_plan(year: int) -> ResponseReturnValue:
    """Open a year's plan."""
    with transaction():
        commands.open_plan(current_actor(), year, now=now())
    flash(_("%(year)s年度计划已建立，接着设重点。", year=year))
    return redirect(url_for(".plan", year=year), 303)


@pages.post("/plan/<int:year>/priorities")
@requires(Permission.REGISTER_TASKS)
def add_priority(year: int) -> ResponseReturnValue:
    """Add a priority to a year's plan."""
    its_plan = _plan(year)
    form = PriorityForm()
    if not form.validate():
        return _page(year, form), 422
    try:
        with transaction():
            commands.add_priority(current_actor(), its_plan, form.name.data or "", now=now())
    except RuleBroken as refusal:
        put_error(form.name, _(refusal.sentence))
        return _page(year, form), 422
    flash(_("已增设重点。"))
    return redirect(url_for(".plan", year=year), 303)


@pages.post("/plan/priorities/<int:priority_id>")
@requires(Permission.REGISTER_TASKS)
def rename_priority(priority_id: int) -> ResponseReturnValue:
    """Give a priority another name."""
    priority = queries.plan_priority(priority_id)
    year = priority.plan.year
    form = PriorityForm(prefix=f"p{priority_id}-")
    if not form.validate():
        return _page(year, PriorityForm(formdata=None), renaming=(priority_id, form)), 422
    try:
        with transaction():
            commands.rename_priority(current_actor(), priority, form.name.data or "", now=now())
    except RuleBroken as refusal:
        put_error(form.name, _(refusal.sentence))
        return _page(year, PriorityForm(formdata=None), renaming=(priority_id, form)), 422
    flash(_("重点已改名，任务编号不变。"))
    return redirect(url_for(".plan", year=year), 303)


@pages.post("/plan/priorities/<int:priority_id>/move")
@requires(Permission.REGISTER_TASKS)
def move_priority(priority_id: int) -> ResponseReturnValue:
    """Let a priority and its neighbour change places."""
    priority = queries.plan_priority(priority_id)
    year, form = priority.plan.year, MoveForm()
    if not form.validate():
        raise RuleBroken(N_("请用页面上的按钮调整顺序。"))
    with transaction():
        commands.move_priority(
            current_actor(),
            priority,
            is_up=form.way.data == UP,
            seen=form.place.data or 0,
            now=now(),
        )
    flash(_("顺序已调整，编号不变。"))
    return redirect(url_for(".plan", year=year), 303)


@pages.get("/plan/<int:year>/weights")
@requires(Permission.REGISTER_TASKS)
def weights_page(year: int) -> ResponseReturnValue:
    """Show the weights of all tasks of a year, to be changed in one go."""
    its_plan = _plan(year)
    return _weights_page(its_plan, WeighingForm(), _weight_rows(its_plan, is_sent=False))


@pages.post("/plan/<int:year>/weights")
@requires(Permission.REGISTER_TASKS)
def weigh(year: int) -> ResponseReturnValue:
    """Give tasks other weights, all or none."""
    its_plan = _plan(year)
    why, rows = WeighingForm(), _weight_rows(its_plan, is_sent=True)
    are_right = [form.validate() for form in (why, *(form for _task, form in rows))]
    if not all(are_right):
        return _weights_page(its_plan, why, rows), 422
    try:
        with transaction():
            count = commands.weigh_tasks(
                current_actor(),
                [
                    commands.Weighing(task, form.weight.data or 0, form.version.data or 0)
                    for task, form in rows
                ],
                reason=why.reason.data or "",
                now=now(),
            )
    except RuleBroken as refusal:
        put_refusal(why, refusal)
        return _weights_page(its_plan, why, rows), 422
    flash(_("已调整 %(count)s 项任务的权重。", count=count))
    return redirect(url_for(".weights_page", year=year), 303)


def _weight_rows(its_plan: Plan, *, is_sent: bool) -> list[tuple[Task, WeightForm]]:
    """Return the plan's tasks, each with its form, as sent or as it stands; an unsent row stays."""
    rows = []
    for task in tasks_of_plan(current_actor(), its_plan):
        prefix = f"t{task.id}-"
        said = {"weight": task.weight, "version": task.version}
        was_sent = is_sent and f"{prefix}weight" in request.form
        form = (
            WeightForm(prefix=prefix)
            if was_sent
            else WeightForm(formdata=None, prefix=prefix, data=said)
        )
        if was_sent or not is_sent:
            rows.append((task, form))
    return rows


def _weights_page(its_plan: Plan, why: WeighingForm, rows: list[tuple[Task, WeightForm]]) -> str:
    return render_template(
        "workplan/tasks/weights.html",
        plan=its_plan,
        rows=rows,
        why=why,
        batch=Batch([why, *(form for _task, form in rows)]),
        total=sum(task.weight for task, _form in rows),
    )


def _plan(year: int) -> Plan:
    found = queries.plan_of(year)
    if found is None:
        raise NotFound(N_("这一年的计划还没有建立。"))
    return found


def _page(
    year: int, form: PriorityForm, *, renaming: tuple[int, PriorityForm] | None = None
) -> str:
    its_plan = queries.plan_of(year)
    priorities = its_plan.priorities if its_plan else []
    forms = {
        priority.id: PriorityForm(
            formdata=None, prefix=f"p{priority.id}-", data={"name": priority.name}
        )
        for priority in priorities
    }
    renamed_id = 0
    if renaming is not None:
        renamed_id, forms[renamed_id] = renaming
    years = {other.year for other in queries.plans()} | {year, today().year}
    return render_template(
        "workplan/tasks/plan.html",
        plan=its_plan,
        year=year,
        years=sorted(years, reverse=True),
        history=history_in_words(f"plan:{its_plan.id}") if its_plan else (),
        counts=queries.task_counts(current_actor(), its_plan) if its_plan else {},
        form=form,
        forms=forms,
        renamed_id=renamed_id,
        most=value_of(limits.PRIORITIES),
        came=carried_into(current_actor(), its_plan) if its_plan else 0,
        gone=count_carried_from(current_actor(), its_plan) if its_plan else 0,
    )
