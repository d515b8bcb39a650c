"""Giving tasks to their units, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.labels import Label
from tracker.foundation.numbers import row_number
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives.models import Mode
from tracker.workplan.tasks import commands, limits, queries, rules
from tracker.workplan.tasks.forms import DispatchRow, SharedDispatchForm
from tracker.workplan.tasks.models import AssignmentState, ReportingCycle, Task
from tracker.workplan.tasks.views.batch import PREVIEW, DispatchBatch, Row
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.known import Known, known

MOST_AT_ONCE = 200


@dataclass(slots=True, kw_only=True)
class TaskRow(Row):
    """A task that waits to be dispatched."""

    task: Task

    @property
    def title(self) -> str:
        """The task's name."""
        return self.task.title

    @property
    def security(self) -> Label:
        """The security label that it bears."""
        return self.task.label

    @property
    def is_standing(self) -> bool:
        """Whether it has no due date for ever."""
        return self.task.is_standing

    @property
    def cycle(self) -> ReportingCycle:
        """How often one reports on it."""
        return self.task.cycle


@pages.get("/tasks/dispatch")
@requires(Permission.DISPATCH_TASKS)
def dispatch_page() -> ResponseReturnValue:
    """Show how the chosen tasks would go out, filled in from what their reports say."""
    ids = request.args.getlist("task", type=row_number)
    tasks = _asked(ids)
    if not tasks:
        flash(_("所选任务已经交办过了。") if ids else _("请先选要交办的任务。"))
        return redirect(url_for(".queue", _anchor="dispatch"), 303)
    return _page(_batch(tasks))


@pages.post("/tasks/dispatch")
@requires(Permission.DISPATCH_TASKS)
def dispatch() -> ResponseReturnValue:
    """Give the tasks to their units in one go, or only show what would come of it."""
    tasks = _asked(request.form.getlist("task", type=row_number))
    if not tasks:
        flash(_("所选任务已经交办过了。"))
        return redirect(url_for(".queue"), 303)
    batch = _batch(tasks)
    if request.form.get("deed") == PREVIEW:
        return _page(batch)
    for form in batch.forms:
        form.validate()
    batch.check()
    if batch.errors:
        return _page(batch), 422
    try:
        count = _dispatch_all(batch)
    except RuleBroken:
        return _page(batch), 422
    said = _("已交办 %(tasks)s 项任务，共 %(count)s 件承办。", tasks=len(tasks), count=count)
    flash(said)
    return redirect(where_seen(tasks), 303)


def where_seen(tasks: Sequence[Task]) -> str:
    """Return where the dispatched tasks are seen: the task, or the list of what waits for signature."""
    if len(tasks) == 1:
        return url_for("overview.task_page", task_id=tasks[0].id)
    priorities = {task.priority_id for task in tasks}
    return url_for(
        "overview.task_list",
        year=tasks[0].plan.year,
        state=AssignmentState.DISPATCHED.value,
        priority=priorities.pop() if len(priorities) == 1 else None,
    )


def shared_defaults(year: int) -> dict[str, object]:
    """Offer the day that is set for the year's end as the one date for all that have none of their own."""
    return {
        "mode": Mode.JOINT.value,
        "due_on": max(limits.year_end(year), today()),
        "leader": "",
    }


def _dispatch_all(batch: DispatchBatch[TaskRow]) -> int:
    """Dispatch every row, or none; each row that is refused says why."""
    actor, at, count = current_actor(), now(), 0
    refusals: list[RuleBroken] = []
    with transaction():
        for row in batch.rows:
            wanted = batch.wanted(row)
            try:
                made = commands.dispatch(
                    actor,
                    row.task,
                    mode=wanted.mode,
                    lead_ids=wanted.lead_ids,
                    support_ids=wanted.support_ids,
                    due_on=wanted.due_on,
                    coordinator_id=wanted.coordinator_id,
                    now=at,
                )
            except RuleBroken as refusal:
                row.say(row.form.leads, _(refusal.sentence))
                refusals.append(refusal)
            else:
                count += len(made)
        if refusals:
            raise refusals[0]
    return count


def _asked(ids: list[int]) -> Sequence[Task]:
    """Return the tasks that still wait; raises `NotFound` where none of what is asked for is there."""
    asked = ids[:MOST_AT_ONCE]
    tasks = queries.undispatched_of(current_actor(), asked)
    if asked and not tasks:
        queries.check_any_visible(current_actor(), asked)
    return tasks


def _batch(tasks: Sequence[Task]) -> DispatchBatch[TaskRow]:
    names = known()
    rows = [_row(task, names) for task in tasks]
    shared = SharedDispatchForm(data=shared_defaults(max(task.plan.year for task in tasks)))
    return DispatchBatch(shared, rows, [shared, *(row.form for row in rows)], names)


def _row(task: Task, names: Known) -> TaskRow:
    directives = [source.directive for source in task.sources]
    named = names.resolved(it for own in directives for it in own.units)
    leads = names.names(named, "lead")
    dates = [directive.due_on for directive in directives if directive.due_on]
    return TaskRow(
        task=task,
        label=task.number,
        year=task.plan.year,
        form=DispatchRow(
            prefix=f"t{task.id}-",
            data={
                "mode": rules.likely_mode(directives, named).value if leads else "",
                "leads": leads,
                "supports": names.names(named, "support"),
                "due_on": min(dates, default=None),
            },
        ),
        due_text="、".join(dict.fromkeys(it.due_text for it in directives if it.due_text)),
        has_no_day=any(map(rules.has_no_day, directives)),
        unmatched=rules.unmatched(named),
    )


def _page(batch: DispatchBatch[TaskRow]) -> str:
    batch.look_ahead()
    return render_template("workplan/tasks/dispatch.html", batch=batch)
