"""The pages on which a report or a task gets another security label."""

from collections.abc import Callable, Collection

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.labels import LABEL_WORDS, Label, covers
from tracker.people.permissions import Permission, requires
from tracker.people.queries import without_signer
from tracker.people.sessions import current_actor
from tracker.workplan.meetings.forms import LabelForm
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.queries import visible_report
from tracker.workplan.meetings.rules import NO_LABEL_REASON
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.labelling import queries as labelling
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.rules import NO_HIDING_REASON
from tracker.workplan.tasks.views.blueprint import pages

NO_REASON = frozenset({NO_LABEL_REASON, NO_HIDING_REASON})


@pages.get("/reports/<int:report_id>/label")
@requires(Permission.TAKE_IN_REPORTS)
def label_report_page(report_id: int) -> ResponseReturnValue:
    """Show the form for a report's label."""
    return _report_page(visible_report(current_actor(), report_id))


@pages.post("/reports/<int:report_id>/label")
@requires(Permission.TAKE_IN_REPORTS)
def label_report(report_id: int) -> ResponseReturnValue:
    """Give a report another label, and with it what was made of it."""
    actor, form = current_actor(), LabelForm()
    report = visible_report(actor, report_id)
    if not form.validate():
        return _report_page(report, form), 422
    label, reason, version = Label(form.label.data), form.reason.data or "", form.version.data or 0
    return _tried(
        lambda: commands.label_report(
            actor, report, label, reason=reason, now=now(), version=version
        ),
        form,
        lambda: _report_page(report, form),
        url_for("meetings.show", report_id=report_id),
        url_for("meetings.index"),
    )


@pages.get("/tasks/<int:task_id>/label")
@requires(Permission.REGISTER_TASKS)
def label_task_page(task_id: int) -> ResponseReturnValue:
    """Show the form for a task's label."""
    return _task_page(queries.visible_task(current_actor(), task_id))


@pages.post("/tasks/<int:task_id>/label")
@requires(Permission.REGISTER_TASKS)
def label_task(task_id: int) -> ResponseReturnValue:
    """Give a task another label."""
    actor, form = current_actor(), LabelForm()
    task = queries.visible_task(actor, task_id)
    if not form.validate():
        return _task_page(task, form), 422
    label, reason, version = Label(form.label.data), form.reason.data or "", form.version.data or 0
    return _tried(
        lambda: commands.label_task(actor, task, label, reason=reason, now=now(), version=version),
        form,
        lambda: _task_page(task, form),
        url_for("overview.task_page", task_id=task_id),
        url_for("overview.task_list"),
    )


def _tried(
    deed: Callable[[], object], form: LabelForm, page: Callable[[], str], shown: str, others: str
) -> ResponseReturnValue:
    """Do the deed; lead to `others` whoever does not see the thing any more."""
    try:
        with transaction():
            deed()
    except Outdated:
        raise
    except RuleBroken as refusal:
        field = form.reason if refusal.sentence in NO_REASON else form.label
        field.errors = [*field.errors, _(refusal.sentence)]
        return page(), 422
    label = Label(form.label.data)
    if covers(current_actor().clearance, label):
        flash(_("安全标签已定为“%(label)s”。", label=_(LABEL_WORDS[label])), "done")
        return redirect(shown, 303)
    flash(
        _(
            "安全标签已定为“%(label)s”，您自己也看不到了。要看请找安全管理员。",
            label=_(LABEL_WORDS[label]),
        ),
        "done",
    )
    return redirect(others, 303)


def _report_page(report: Report, form: LabelForm | None = None) -> str:
    made = labelling.tasks_of_report(report.id)
    return render_template(
        "workplan/tasks/label.html",
        name=report.title,
        form=form or _form(report),
        to_save=url_for(".label_report", report_id=report.id),
        to_thing=url_for("meetings.show", report_id=report.id),
        is_report=True,
        own=current_actor().clearance,
        tasks=made,
        losing=_losing(made, report.label),
    )


def _task_page(task: Task, form: LabelForm | None = None) -> str:
    return render_template(
        "workplan/tasks/label.html",
        name=f"{task.number} {task.title}",
        form=form or _form(task),
        to_save=url_for(".label_task", task_id=task.id),
        to_thing=url_for("overview.task_page", task_id=task.id),
        is_report=False,
        least=commands.label_of_sources(task.id),
        own=current_actor().clearance,
        tasks=[task.id],
        losing=_losing([task.id], task.label),
    )


def _losing(tasks: Collection[int], label: Label) -> list[tuple[Label, str]]:
    """Return, by each higher label, the units with open work on these tasks of whom nobody would see it."""
    units = labelling.units_at_work(tasks)
    higher = [it for it in Label if not covers(label, it)]
    found = [(it, without_signer(units, today(), it).uncleared) for it in higher if units]
    return [
        (it, "、".join(name for key, name in units.items() if key in lost))
        for it, lost in found
        if lost
    ]


def _form(thing: Report | Task) -> LabelForm:
    return LabelForm(formdata=None, label=thing.label.value, version=thing.version)
