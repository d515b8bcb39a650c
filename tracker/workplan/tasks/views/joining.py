"""A measure beside the earlier one that it repeats, and "the same task" in one click."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import Outdated, RuleBroken
from tracker.foundation.labels import covers
from tracker.foundation.numbers import row_number
from tracker.foundation.words import N_
from tracker.people.permissions import Permission, requires
from tracker.people.queries import without_signer
from tracker.people.sessions import current_actor
from tracker.workplan.directives import repeats, rules
from tracker.workplan.directives.models import Directive
from tracker.workplan.directives.queries import (
    chosen_directives,
    directives_of,
    group_sizes,
    visible_directive,
)
from tracker.workplan.directives.sheet import next_open, tree
from tracker.workplan.meetings import differences
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.labelling.queries import units_at_work
from tracker.workplan.tasks.queries import MadeTask
from tracker.workplan.tasks.views.blueprint import pages

NO_TASK = N_("请选要并入的任务。")
NOTHING_REPEATED = N_("没有可以并入的举措，请刷新页面。")


@pages.app_template_global("tasks_made_of")
def tasks_made_of(ids: Iterable[int]) -> dict[int, MadeTask]:
    """Give the pages of earlier stages, which know no tasks, those that became of their directives."""
    return queries.tasks_made_of(current_actor(), list(ids))


@pages.get("/directives/<int:directive_id>/compare/<int:earlier_id>")
@requires(Permission.READ_REPORTS)
def compare(directive_id: int, earlier_id: int) -> ResponseReturnValue:
    """Show a measure beside the earlier one that it repeats, what differs marked."""
    actor = current_actor()
    directive = visible_directive(actor, directive_id)
    found = repeats.repeat(actor, directive, earlier_id)
    pieces = differences.difference(found.earlier.quote, directive.quote)
    made = queries.tasks_made_of(actor, [directive.id, earlier_id])
    return render_template(
        "workplan/tasks/compare.html",
        it=directive,
        repeat=found,
        lines=differences.lines(pieces),
        count=differences.changes(pieces),
        made=made.get(earlier_id),
        own=made.get(directive.id),
        sizes=group_sizes(),
        losing=_losing(made[earlier_id].id, directive) if earlier_id in made else "",
    )


def _losing(task_id: int, directive: Directive) -> str:
    """Name the units at work of whom nobody would see the task, raised to the label of the report."""
    units = units_at_work([task_id])
    lost = without_signer(units, today(), directive.report.label).uncleared if units else ()
    return "、".join(name for key, name in units.items() if key in lost)


@pages.post("/directives/<int:directive_id>/join")
@requires(Permission.REGISTER_TASKS)
def join(directive_id: int) -> ResponseReturnValue:
    """Make a measure one more source of the task that an earlier one became."""
    actor = current_actor()
    directive = visible_directive(actor, directive_id)
    task_id = request.form.get("task", type=row_number)
    if task_id is None:
        raise RuleBroken(NO_TASK)
    task = queries.visible_task(actor, task_id)
    version = request.form.get("version", type=row_number)
    if version is None:
        raise Outdated
    lost = "" if covers(task.label, directive.report.label) else _losing(task.id, directive)
    with transaction():
        commands.join_task(actor, directive, task, now=now(), version=version)
        number, report_id = task.number, directive.report_id
    flash(_("已并入任务 %(number)s，不再单独立项。", number=number), "done")
    if lost:
        # Only the page that compares the two says so before.
        flash(
            _(
                "任务跟着报告调高了安全标签，%(units)s没有人能看到它，请安全管理员授予。",
                units=lost,
            ),
            "warning",
        )
    following = next_open(list(tree(directives_of(actor, report_id))), directive_id)
    return _to_item(report_id, following.directive.id if following else directive_id)


@pages.post("/reports/<int:report_id>/join-repeated")
@requires(Permission.REGISTER_TASKS)
def join_repeated(report_id: int) -> ResponseReturnValue:
    """Join the chosen drafts to the tasks of the measures that they repeat word for word."""
    actor, at = current_actor(), now()
    chosen = chosen_directives(actor, report_id, request.form.getlist("ids", type=row_number))
    found = repeats.repeats_of(actor, [it.id for it in chosen])
    made = queries.tasks_made_of(actor, [it.earlier.id for those in found.values() for it in those])
    same = {key: repeats.same_task(those, made) for key, those in found.items()}
    with transaction():
        joined = [
            (it, made[one.earlier.id])
            for it in chosen
            if rules.is_open(it) and (one := same.get(it.id)) is not None
        ]
        for it, one_task in joined:
            task = queries.visible_task(actor, one_task.id)
            commands.join_task(actor, it, task, now=at)
        if not joined:
            raise RuleBroken(NOTHING_REPEATED)
    flash(_("%(count)s 条已并入原来的任务，不再单独立项。", count=len(joined)), "done")
    return redirect(url_for("directives.review", report_id=report_id), 303)


@pages.post("/directives/<int:directive_id>/leave-task")
@requires(Permission.REGISTER_TASKS)
def leave(directive_id: int) -> ResponseReturnValue:
    """Take a measure out of the task that it was joined to; it waits to be registered again."""
    actor = current_actor()
    directive = visible_directive(actor, directive_id)
    with transaction():
        if not commands.leave_joined(actor, [directive_id], now=now()):
            raise RuleBroken(N_("这一条没有并入别的任务。"))
        report_id = directive.report_id
    flash(_("已从任务中退出，仍是已采纳，可以另行立项。"), "done")
    return _to_item(report_id, directive_id)


def _to_item(report_id: int, item_id: int) -> ResponseReturnValue:
    return redirect(
        url_for("directives.review", report_id=report_id, item=item_id, _anchor=f"d{item_id}"), 303
    )
