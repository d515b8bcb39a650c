"""Milestones and indicators of a task, on one page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.forms import put_error
from tracker.workplan.tasks.indicators.forms import IndicatorForm
from tracker.workplan.tasks.indicators.models import Indicator
from tracker.workplan.tasks.indicators.queries import indicators_of, visible_indicator
from tracker.workplan.tasks.indicators.rules import DIRECTION_WORDS, figure
from tracker.workplan.tasks.milestones.forms import MilestoneForm
from tracker.workplan.tasks.milestones.models import Milestone
from tracker.workplan.tasks.milestones.queries import milestone_lines, visible_milestone
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.views.blueprint import pages

NEW = 0
MILESTONE_SAVED = N_("节点已保存，序时进度改按节点算。")
INDICATOR_SAVED = N_("指标已保存。")

pages.add_app_template_filter(figure)


@dataclass(slots=True)
class Sent:
    """The forms that came back with something wrong, by the key of what they are about."""

    milestones: dict[int, MilestoneForm] = field(default_factory=dict)
    indicators: dict[int, IndicatorForm] = field(default_factory=dict)


@pages.get("/tasks/<int:task_id>/milestones")
@requires(Permission.READ_TASKS)
def milestones(task_id: int) -> ResponseReturnValue:
    """Show a task's milestones with who came past them, and its indicators."""
    return _page(queries.visible_task(current_actor(), task_id), Sent())


@pages.post("/tasks/<int:task_id>/milestones")
@requires(Permission.REGISTER_TASKS)
def add_milestone(task_id: int) -> ResponseReturnValue:
    """Set up a milestone."""
    task = queries.visible_task(current_actor(), task_id)
    form = MilestoneForm(prefix="new-milestone-")
    return _save(
        task,
        form,
        Sent(milestones={NEW: form}),
        lambda: commands.add_milestone(
            current_actor(),
            task,
            name=form.name.data or "",
            due_on=form.chosen_day(),
            now=now(),
        ),
        _(MILESTONE_SAVED),
    )


@pages.post("/milestones/<int:milestone_id>")
@requires(Permission.REGISTER_TASKS)
def edit_milestone(milestone_id: int) -> ResponseReturnValue:
    """Give a milestone another name or day."""
    milestone = visible_milestone(current_actor(), milestone_id)
    form = MilestoneForm(prefix=f"m{milestone_id}-")
    return _save(
        milestone.task,
        form,
        Sent(milestones={milestone_id: form}),
        lambda: commands.edit_milestone(
            current_actor(),
            milestone,
            name=form.name.data or "",
            due_on=form.chosen_day(),
            now=now(),
            version=form.version.data or 0,
        ),
        _(MILESTONE_SAVED),
    )


@pages.post("/milestones/<int:milestone_id>/remove")
@requires(Permission.REGISTER_TASKS)
def remove_milestone(milestone_id: int) -> ResponseReturnValue:
    """Take a milestone away that nobody has come past."""
    milestone = visible_milestone(current_actor(), milestone_id)
    form, task_id = MilestoneForm(), milestone.task_id
    with transaction():
        commands.remove_milestone(
            current_actor(), milestone, now=now(), version=form.version.data or 0
        )
    flash(_("已删除节点。"))
    return redirect(url_for(".milestones", task_id=task_id), 303)


@pages.post("/milestones/<int:milestone_id>/reach/<int:assignment_id>")
@requires(Permission.NOTE_MILESTONE)
def reach_milestone(milestone_id: int, assignment_id: int) -> ResponseReturnValue:
    """Note that a unit came past a milestone."""
    milestone, assignment = _pair(milestone_id, assignment_id)
    with transaction():
        commands.reach_milestone(current_actor(), milestone, assignment, now=now())
        name, task_id = milestone.name, milestone.task_id
    flash(_("已记为完成：%(name)s。", name=name))
    return redirect(url_for(".milestones", task_id=task_id), 303)


@pages.post("/milestones/<int:milestone_id>/take-back/<int:assignment_id>")
@requires(Permission.NOTE_MILESTONE)
def take_back_milestone(milestone_id: int, assignment_id: int) -> ResponseReturnValue:
    """Undo that a unit came past a milestone."""
    milestone, assignment = _pair(milestone_id, assignment_id)
    with transaction():
        commands.take_back_milestone(current_actor(), milestone, assignment, now=now())
        name, task_id = milestone.name, milestone.task_id
    flash(_("已撤回完成：%(name)s。", name=name))
    return redirect(url_for(".milestones", task_id=task_id), 303)


def _pair(milestone_id: int, assignment_id: int) -> tuple[Milestone, Assignment]:
    return (
        visible_milestone(current_actor(), milestone_id),
        queries.visible_assignment(current_actor(), assignment_id),
    )


@pages.post("/tasks/<int:task_id>/indicators")
@requires(Permission.REGISTER_TASKS)
def add_indicator(task_id: int) -> ResponseReturnValue:
    """Set up an indicator."""
    task = queries.visible_task(current_actor(), task_id)
    form = IndicatorForm(prefix="new-indicator-")
    return _save(
        task,
        form,
        Sent(indicators={NEW: form}),
        lambda: commands.add_indicator(current_actor(), task, form.wanted(), now=now()),
        _(INDICATOR_SAVED),
    )


@pages.post("/indicators/<int:indicator_id>")
@requires(Permission.REGISTER_TASKS)
def edit_indicator(indicator_id: int) -> ResponseReturnValue:
    """Say otherwise what is counted."""
    indicator = visible_indicator(current_actor(), indicator_id)
    form = IndicatorForm(prefix=f"i{indicator_id}-")
    return _save(
        indicator.task,
        form,
        Sent(indicators={indicator_id: form}),
        lambda: commands.edit_indicator(
            current_actor(), indicator, form.wanted(), now=now(), version=form.version.data or 0
        ),
        _(INDICATOR_SAVED),
    )


@pages.post("/indicators/<int:indicator_id>/remove")
@requires(Permission.REGISTER_TASKS)
def remove_indicator(indicator_id: int) -> ResponseReturnValue:
    """Take an indicator away."""
    indicator = visible_indicator(current_actor(), indicator_id)
    form, task_id = IndicatorForm(), indicator.task_id
    with transaction():
        commands.remove_indicator(
            current_actor(), indicator, now=now(), version=form.version.data or 0
        )
    flash(_("已删除指标。"))
    return redirect(url_for(".milestones", task_id=task_id), 303)


def _save(
    task: Task,
    form: MilestoneForm | IndicatorForm,
    sent: Sent,
    deed: Callable[[], object],
    done: str,
) -> ResponseReturnValue:
    """Do what a form asks for; the page comes back with what is wrong."""
    task_id = task.id
    if not form.validate():
        return _page(task, sent), 422
    try:
        with transaction():
            deed()
    except Outdated:
        raise
    except RuleBroken as refusal:
        put_error(form.name, _(refusal.sentence))
        return _page(task, sent), 422
    flash(done)
    return redirect(url_for(".milestones", task_id=task_id), 303)


def _page(task: Task, sent: Sent) -> str:
    actor = current_actor()
    lines, indicators = milestone_lines(actor, task, today()), indicators_of(actor, task)
    return render_template(
        "workplan/tasks/milestones.html",
        task=task,
        lines=lines,
        indicators=indicators,
        direction_words=DIRECTION_WORDS,
        milestone_forms={
            line.milestone.id: sent.milestones.get(line.milestone.id)
            or _milestone_form(line.milestone)
            for line in lines
        },
        indicator_forms={
            it.id: sent.indicators.get(it.id) or _indicator_form(it) for it in indicators
        },
        new_milestone=sent.milestones.get(NEW)
        or MilestoneForm(formdata=None, prefix="new-milestone-"),
        new_indicator=sent.indicators.get(NEW)
        or IndicatorForm(formdata=None, prefix="new-indicator-"),
        opened_milestones=set(sent.milestones),
        opened_indicators=set(sent.indicators),
    )


def _milestone_form(it: Milestone) -> MilestoneForm:
    said = {"name": it.name, "due_on": it.due_on, "version": it.version}
    return MilestoneForm(formdata=None, prefix=f"m{it.id}-", data=said)


def _indicator_form(it: Indicator) -> IndicatorForm:
    said = {
        "name": it.name,
        "unit": it.unit,
        "direction": it.direction.value,
        "baseline": None if it.baseline is None else Decimal(figure(it.baseline)),
        "target": Decimal(figure(it.target)),
        "version": it.version,
    }
    return IndicatorForm(formdata=None, prefix=f"i{it.id}-", data=said)
