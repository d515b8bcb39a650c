"""The pages on which many tasks are changed at once: what to change, what would come of it, the deed."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Misfilled, NotFound, Outdated, RuleBroken
from tracker.foundation.numbers import row_number
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.changing import queries, rules
from tracker.workplan.tasks.changing.forms import DECISION, ManyTasksForm
from tracker.workplan.tasks.changing.rules import Outcome, Target
from tracker.workplan.tasks.forms import put_error, put_refusal
from tracker.workplan.tasks.queries import NO_TASK
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.changing import about_decisions, recordable, seen
from tracker.workplan.tasks.views.editing import leaders, priorities

PREVIEW, APPLY = "preview", "apply"


@pages.get("/tasks/change")
@requires(Permission.CHANGE_TASKS)
def change_many_page() -> ResponseReturnValue:
    """Ask what is to be changed about the chosen tasks."""
    targets = _chosen(request.args.getlist("task", type=row_number))
    return _nothing_chosen() if not targets else _page(targets, _form(targets))


@pages.post("/tasks/change")
@requires(Permission.CHANGE_TASKS)
def change_many() -> ResponseReturnValue:
    """Ask what is to be changed, show what would come of it, or do it: as `stage` says."""
    ids = request.form.getlist("task", type=row_number)
    targets = _chosen(ids)
    if not targets:
        return _nothing_chosen()
    form = _form(targets)
    stage = request.form.get("stage")
    if stage not in (PREVIEW, APPLY):
        return _page(targets, form)
    if not form.validate():
        is_decision = set(form.errors) <= set(DECISION)
        return (_preview(targets, form) if is_decision else _page(targets, form)), 422
    wanted = queries.wanted_of(form.values)
    try:
        rules.check_wanted(wanted, today(), form.reason.data or "")
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _page(targets, form), 422
    if stage == PREVIEW:
        return _preview(targets, form)
    return _apply(targets, form)


def _apply(targets: Sequence[Target], form: ManyTasksForm) -> ResponseReturnValue:
    try:
        with transaction():
            change = commands.change_tasks(
                current_actor(),
                targets,
                queries.wanted_of(form.values),
                reason=form.reason.data or "",
                now=now(),
                seen=seen(),
                told=form.told(),
            )
            change_id = change.id
            is_seen = bool(queries.items_of(current_actor(), [change_id]))
    except Outdated as refusal:
        # What is about to happen is shown anew, beside what was typed.
        form.form_errors.append(_(refusal.sentence))
        return _preview(_chosen([it.task.id for it in targets]), form), 409
    except Misfilled as refusal:
        if refusal.field in DECISION and refusal.field in form:
            put_error(form[refusal.field], _(refusal.sentence))
        else:
            form.form_errors.append(_(refusal.sentence))
        return _preview(targets, form), 422
    except RuleBroken as refusal:
        put_refusal(form, refusal)
        return _preview(targets, form), 422
    flash(_("已调整 %(count)s 项任务。当天可以整批撤销。", count=len(targets)), "done")
    if not is_seen:
        return redirect(url_for("overview.task_list"), 303)
    return redirect(url_for(".task_change", change_id=change_id), 303)


def _chosen(ids: Sequence[int]) -> list[Target]:
    """Return what was chosen; a task that is not there, or not for this person, is not passed over."""
    wanted = set(ids[: rules.MOST_AT_ONCE])
    targets = queries.targets(current_actor(), wanted)
    if len(targets) < len(wanted):
        raise NotFound(NO_TASK)
    return targets


def _nothing_chosen() -> ResponseReturnValue:
    flash(_("请先在任务列表里勾选要调整的任务。"))
    return redirect(url_for("overview.task_list"), 303)


def _form(targets: Sequence[Target]) -> ManyTasksForm:
    return ManyTasksForm(
        leaders=recordable(targets),
        leaders_in_charge=leaders(),
        priorities=priorities(),
    )


def _page(targets: Sequence[Target], form: ManyTasksForm) -> str:
    return render_template(
        "workplan/tasks/changing/many.html",
        targets=targets,
        form=form,
        most=rules.MOST_AT_ONCE,
        is_cut=len(targets) >= rules.MOST_AT_ONCE,
    )


def _preview(targets: Sequence[Target], form: ManyTasksForm) -> str:
    outcomes = _outcomes(targets, form)
    doable = [it for it in outcomes if it.changes]
    form.seen.data = rules.seen_of([it.target for it in doable])
    return render_template(
        "workplan/tasks/changing/preview.html",
        rows=queries.told_outcomes(outcomes),
        doable=doable,
        needs_leader=any(it.needs_leader for it in doable),
        form=form,
        **about_decisions(),
    )


def _outcomes(targets: Sequence[Target], form: ManyTasksForm) -> list[Outcome]:
    wanted, actor, day = queries.wanted_of(form.values), current_actor(), today()
    return [rules.outcome_of(actor, it, wanted, day) for it in targets]
