"""The pages on which a task, or one unit's date, is changed after it was given out, and that is undone."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken, require
from tracker.foundation.formats import accepted
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.people.models import Person
from tracker.people.permissions import Permission, requires
from tracker.people.queries import units
from tracker.people.rules import is_local_path
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, limits
from tracker.workplan.tasks.changing import queries, rules
from tracker.workplan.tasks.changing.forms import DecidedForm, DueDateForm, TaskChangeForm
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.changing.rules import Target
from tracker.workplan.tasks.decisions.queries import deciders
from tracker.workplan.tasks.forms import Choices, StepForm, put_refusal
from tracker.workplan.tasks.models import Mode
from tracker.workplan.tasks.queries import visible_assignment
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.deeds import check_form
from tracker.workplan.tasks.views.editing import leaders


@pages.get("/tasks/<int:task_id>/change")
@requires(Permission.CHANGE_TASKS)
def change_page(task_id: int) -> ResponseReturnValue:
    """Show what may be changed about a task; `?only=` asks for one thing alone."""
    target = queries.target(current_actor(), task_id)
    return _page(target, _form(target))


@pages.post("/tasks/<int:task_id>/change")
@requires(Permission.CHANGE_TASKS)
def change(task_id: int) -> ResponseReturnValue:
    """Change a task."""
    target = queries.target(current_actor(), task_id)
    form = _form(target)
    if not form.validate():
        return _page(target, form), 422
    values = rules.differing(target, form.values)
    try:
        with transaction():
            commands.change_tasks(
                current_actor(),
                [target],
                queries.wanted_of(values),
                reason=form.reason.data or "",
                now=now(),
                seen=seen(),
                told=form.told(),
            )
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _page(target, form), 422
    flash(_("已调整。当天可以在任务页上撤销。"), "done")
    return _back(form, task_id)


@pages.get("/assignments/<int:assignment_id>/due-date")
@requires(Permission.CHANGE_DUE_DATES)
def due_date_page(assignment_id: int) -> ResponseReturnValue:
    """Show the form for another due date of a unit."""
    return _date_page(assignment_id, _date_form(_target_of(assignment_id)))


@pages.post("/assignments/<int:assignment_id>/due-date")
@requires(Permission.CHANGE_DUE_DATES)
def change_due_date(assignment_id: int) -> ResponseReturnValue:
    """Give a unit another due date; in a joint task all units together."""
    target = _target_of(assignment_id)
    form = _date_form(target)
    if not form.validate():
        return _date_page(assignment_id, form), 422
    try:
        with transaction():
            commands.change_tasks(
                current_actor(),
                [target],
                queries.wanted_of(form.values),
                reason=form.reason.data or "",
                now=now(),
                seen=seen(),
                told=form.told(),
            )
            task_id = target.task.id
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _date_page(assignment_id, form), 422
    flash(_("时限已改，原定时限仍保留在旁边。"), "done")
    return _back(form, task_id)


@pages.get("/task-changes/<int:change_id>")
@requires(Permission.CHANGE_DUE_DATES)
def task_change(change_id: int) -> ResponseReturnValue:
    """Show what a change did, and the button that takes it back."""
    actor = current_actor()
    change = queries.visible_change(actor, change_id)
    return render_template(
        "workplan/tasks/changing/show.html", told=queries.told_change(actor, change, today())
    )


@pages.post("/task-changes/<int:change_id>/undo")
@requires(Permission.CHANGE_DUE_DATES)
def undo_task_change(change_id: int) -> ResponseReturnValue:
    """Take one's own change of today back."""
    change = queries.visible_change(current_actor(), change_id)
    form = StepForm()
    check_form(form)
    with transaction():
        commands.undo_change(current_actor(), change, now=now(), version=form.version.data)
    flash(_("已撤销，恢复到调整之前。"), "done")
    return redirect(url_for(".task_change", change_id=change_id), 303)


def recordable(targets: Sequence[Target]) -> Sequence[Person] | None:
    """Return whose decision the actor may record about these; None where the actor decides."""
    actor = current_actor()
    if actor.is_leader:
        return None
    return deciders(actor, [one for it in targets for one in it.assignments], today())


def seen() -> str:
    """Return what the form says that was seen; one that does not say it has seen nothing."""
    return request.form.get("seen") or "-"


def about_decisions() -> dict[str, object]:
    """Return what the fields about a leader's decision say."""
    return {
        "today": today(),
        "accepted": accepted(),
        "megabytes": value_of(limits.SCAN_MEGABYTES),
        "needs_scan": value_of(limits.NEEDS_SCAN),
    }


def _back(form: DecidedForm, task_id: int) -> ResponseReturnValue:
    there = form.next.data if is_local_path(form.next.data) else None
    return redirect(there or url_for("overview.task_page", task_id=task_id), 303)


# ── One task ─────────────────────────────────────────────────────────────────────────────────────


def _form(target: Target) -> TaskChangeForm:
    task, fields = target.task, _fields(target)
    dates = {it.due_on for it in target.assignments if it.is_lead and it.state in rules.MOVABLE}
    return TaskChangeForm(
        fields=fields,
        leaders=recordable([target]),
        leaders_in_charge=_leaders(target),
        units=_units(target),
        priorities=[(str(it.id), it.name) for it in queries.priorities_beside(task)],
        data={
            "due_on": dates.pop() if len(dates) == 1 else None,
            "leader_id": str(task.leader_id or ""),
            "coordinator_id": str(task.coordinator_id or ""),
            "cycle": task.cycle.value,
            "weight": task.weight,
            "is_key": task.is_key,
            "priority_id": str(task.priority_id),
            "seen": rules.seen_of([target]),
            "next": request.args.get("next", ""),
        },
    )


def _fields(target: Target) -> set[Aspect]:
    """Return what may be asked about a task; of that, what the address alone asks for."""
    task = target.task
    found = set(Aspect) - {Aspect.LABEL}
    if task.is_standing or not rules.has_movable(target):
        found.discard(Aspect.DUE_ON)
    if task.mode is not Mode.EACH:
        found.discard(Aspect.COORDINATOR)
    only = request.args.get("only")
    if only is None:
        return found
    if only not in found:
        raise RuleBroken(N_("这项任务现在没有这一项可以改。"))
    return {Aspect(only)}


def _leaders(target: Target) -> Choices:
    """Return the leaders of today and the one whom the task still names."""
    task, choices = target.task, leaders()
    if task.leader is not None and str(task.leader_id) not in dict(choices):
        choices.append((str(task.leader_id), task.leader.name))
    return choices


def _units(target: Target) -> Choices:
    """Return who may coordinate: whoever takes tasks and does not work on this one."""
    taken = {it.unit_id for it in target.assignments if it.is_open}
    choices = [(str(it.id), it.name) for it in units() if it.id not in taken]
    present = target.task.coordinator
    if present is not None and str(present.id) not in dict(choices):
        choices.append((str(present.id), present.name))
    return [("", _("不设")), *choices]


def _page(target: Target, form: TaskChangeForm) -> str:
    return render_template(
        "workplan/tasks/changing/edit.html",
        target=target,
        form=form,
        only=request.args.get("only", ""),
        redatable=[it for it in target.assignments if rules.is_redatable(current_actor(), it)],
        **about_decisions(),
    )


# ── One unit's date ──────────────────────────────────────────────────────────────────────────────


def _target_of(assignment_id: int) -> Target:
    actor = current_actor()
    assignment = visible_assignment(actor, assignment_id)
    # Said before the form is looked at: whose own unit it is need not fill it in rightly.
    require(rules.may_redate(actor, assignment), rules.NO_DATE_OF_YOURS)
    return queries.target_of_unit(actor, assignment_id)


def _date_form(target: Target) -> DueDateForm:
    return DueDateForm(
        leaders=recordable([target]),
        data={
            "due_on": target.assignments[0].due_on,
            "seen": rules.seen_of([target]),
            "next": request.args.get("next", ""),
        },
    )


def _date_page(assignment_id: int, form: DueDateForm) -> str:
    assignment = visible_assignment(current_actor(), assignment_id)
    return render_template(
        "workplan/tasks/changing/due_date.html",
        assignment=assignment,
        is_together=assignment.task.mode is Mode.JOINT,
        form=form,
        **about_decisions(),
    )
