"""Carrying a year's unfinished tasks over into the next plan: preview, deed, and the way back."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import NotFound, Outdated, RuleBroken
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries, rules
from tracker.workplan.tasks.carrying_over.forms import GoingForm, chosen_rows, going
from tracker.workplan.tasks.carrying_over.queries import (
    carriable,
    carried_from,
    still_open,
)
from tracker.workplan.tasks.carrying_over.rules import check_day
from tracker.workplan.tasks.forms import NEW, Batch, Choices
from tracker.workplan.tasks.models import Plan, PlanPriority, Task
from tracker.workplan.tasks.views.blueprint import pages

Rows = Sequence[tuple[Task, GoingForm]]


@pages.get("/plan/<int:year>/carry-over")
@requires(Permission.REGISTER_TASKS)
def carry_over_page(year: int) -> ResponseReturnValue:
    """Show what is unfinished, where it would go, and what went already."""
    its_plan = _plan(year)
    return _page(its_plan, _rows(its_plan, is_sent=False))


@pages.post("/plan/<int:year>/carry-over")
@requires(Permission.REGISTER_TASKS)
def carry_over(year: int) -> ResponseReturnValue:
    """Carry the chosen tasks over, all or none."""
    its_plan = _plan(year)
    rows = _rows(its_plan, is_sent=True)
    chosen = chosen_rows(rows)
    batch = Batch([form for _task, form in chosen])
    # Each form is looked at, so that every one that is wrong says so.
    are_right = [form.validate() for form in batch.forms]
    if not all(are_right):
        return _page(its_plan, rows, batch), 422
    try:
        with transaction():
            count = _carry(its_plan, chosen)
    except Outdated:
        raise
    except RuleBroken as refusal:
        batch.form_errors.append(_(refusal.sentence))
        return _page(its_plan, rows, batch), 422
    flash(_("已结转 %(count)s 项任务。", count=count))
    return redirect(url_for(".carry_over_page", year=year), 303)


@pages.post("/plan/<int:year>/carry-over/<int:task_id>/bring-back")
@requires(Permission.REGISTER_TASKS)
def bring_back(year: int, task_id: int) -> ResponseReturnValue:
    """Let a task take its former place and number again."""
    its_plan, task = _plan(year), queries.visible_task(current_actor(), task_id)
    with transaction():
        commands.bring_back(current_actor(), task, its_plan, now=now())
    flash(_("已撤回结转，任务回到原来的年度，编号照旧。"))
    return redirect(url_for(".carry_over_page", year=year), 303)


def _carry(its_plan: Plan, chosen: Rows) -> int:
    """Open the next plan and the priorities that it lacks, then carry the tasks over."""
    actor, at = current_actor(), now()
    into = queries.plan_of(its_plan.year + 1) or commands.open_plan(
        actor, its_plan.year + 1, now=at
    )
    made: dict[str, PlanPriority] = {}
    wanted = []
    for task, form in chosen:
        name = task.priority.name
        if form.priority.data == NEW and name not in made:
            made[name] = commands.add_priority(actor, into, name, now=at)
        key = made[name].id if form.priority.data == NEW else int(form.priority.data)
        wanted.append(going(task, form, key))
    return len(commands.carry_over(actor, its_plan, into, wanted, now=at))


def _plan(year: int) -> Plan:
    found = queries.plan_of(year)
    if found is None:
        raise NotFound(N_("这一年的计划还没有建立。"))
    return found


def _rows(its_plan: Plan, *, is_sent: bool) -> Rows:
    """Return the plan's unfinished tasks, each with its form, as sent or as it is proposed."""
    into = queries.plan_of(its_plan.year + 1)
    there = into.priorities if into else []
    rows = []
    for task in carriable(current_actor(), its_plan):
        name = task.priority.name
        choices: Choices = [(str(it.id), f"{it.position:02d} {it.name}") for it in there]
        likely = rules.likely_priority(name, there, None)
        if not likely:
            choices.insert(0, (NEW, _("新设“%(name)s”", name=name)))
        said = {
            "chosen": True,
            "priority": likely or NEW,
            "is_routine": task.is_standing,
            "version": task.version,
        }
        prefix = f"t{task.id}-"
        form = (
            GoingForm(choices, prefix=prefix)
            if is_sent
            else GoingForm(choices, formdata=None, prefix=prefix, data=said)
        )
        rows.append((task, form))
    return rows


def _page(its_plan: Plan, rows: Rows, batch: Batch | None = None) -> str:
    return render_template(
        "workplan/tasks/carry_over.html",
        plan=its_plan,
        rows=rows,
        batch=batch,
        gone=carried_from(current_actor(), its_plan),
        open_units={task.id: still_open(task) for task, _form in rows},
        refused=_refused(its_plan),
    )


def _refused(its_plan: Plan) -> str:
    """Say why nothing can be carried over yet; nothing where it can."""
    try:
        check_day(its_plan, today())
    except RuleBroken as refusal:
        return refusal.sentence
    return ""
