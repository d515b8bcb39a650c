"""Giving tasks to their units, many at once."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.numbers import row_number
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.tasks import commands, queries
from tracker.workplan.tasks.dispatching.rules import columns
from tracker.workplan.tasks.models import Assignment, AssignmentState, Task
from tracker.workplan.tasks.notices.forms import NoticeForm
from tracker.workplan.tasks.notices.models import Notice
from tracker.workplan.tasks.papers import by_paper, in_order
from tracker.workplan.tasks.views.batch import DispatchBatch
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.dispatch_rows import TaskRow, batch_of
from tracker.workplan.tasks.views.editing import chosen_id
from tracker.workplan.tasks.views.sheets import NOTIFY, SHEETS, sheets_page, were_seen

MOST_AT_ONCE = 200


@pages.get("/tasks/dispatch")
@requires(Permission.DISPATCH_TASKS)
def dispatch_page() -> ResponseReturnValue:
    """Show how the chosen tasks would go out, filled in from what their reports say."""
    ids = request.args.getlist("task", type=row_number)
    tasks = _asked(ids)
    if not tasks:
        flash(_("所选任务已经交办过了。") if ids else _("请先选要交办的任务。"))
        return redirect(url_for(".queue", _anchor="dispatch"), 303)
    batch = batch_of(tasks)
    batch.look_back()
    return _page(batch)


@pages.post("/tasks/dispatch")
@requires(Permission.DISPATCH_TASKS)
def dispatch() -> ResponseReturnValue:
    """Give the tasks to their units in one go, or only show what would come of it.

    Their notices are shown before (`SHEETS`), and go out with them where that is asked (`NOTIFY`).
    """
    tasks = _asked(request.form.getlist("task", type=row_number))
    if not tasks:
        flash(_("所选任务已经交办过了。"))
        return redirect(url_for(".queue"), 303)
    batch, deed = batch_of(tasks), request.form.get("deed")
    if batch.show_again(request.form):
        return _page(batch)
    for form in batch.forms:
        form.validate()
    batch.check()
    if batch.errors:
        return _refused(batch)
    notice = NoticeForm()
    if deed == SHEETS:
        return sheets_page(batch, notice)
    if deed == NOTIFY and not (notice.validate() and were_seen(batch, notice)):
        return sheets_page(batch, notice), 422
    return _done(batch, notice if deed == NOTIFY else None)


def _done(batch: DispatchBatch[TaskRow], notice: NoticeForm | None) -> ResponseReturnValue:
    """Do the deed and say where it is seen, or why it was not done."""
    try:
        count, issued = _dispatch_all(batch, notice)
    except RuleBroken as refusal:
        if not batch.errors:
            batch.form_errors.append(_(refusal.sentence))
        return _refused(batch)
    tasks = [row.task for row in batch.rows]
    said = _("已交办 %(tasks)s 项任务，共 %(count)s 件承办。", tasks=len(tasks), count=count)
    if not issued:
        flash(said)
        return redirect(where_seen(tasks), 303)
    flash(said + _("发出督办通知单 %(count)s 张。", count=len(issued)))
    return redirect(url_for(".notice_batch", notice_id=issued[0].id), 303)


def _refused(batch: DispatchBatch[TaskRow]) -> ResponseReturnValue:
    batch.look_back()
    return _page(batch), 422


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


def _dispatch_all(
    batch: DispatchBatch[TaskRow], notice: NoticeForm | None
) -> tuple[int, list[Notice]]:
    """Dispatch every row, and issue the notices if asked, or none; each row refused says why.

    Returns how many assignments were made, and the notices.
    """
    actor, at = current_actor(), now()
    made: list[Assignment] = []
    refusals: list[RuleBroken] = []
    with transaction():
        for row in batch.rows:
            wanted = batch.wanted(row)
            try:
                _put_in_charge(row)
                given = commands.dispatch(
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
                made += given
        if refusals:
            raise refusals[0]
        if notice is None:
            return len(made), []
        papers = by_paper(in_order(made))
        return len(made), commands.issue_notices(actor, papers, text=notice.text.data or "", now=at)


def _put_in_charge(row: TaskRow) -> None:
    """Give the task to another leader in charge, where one was chosen."""
    task, leader_id = row.task, chosen_id(row.form.leader.data)
    if leader_id == task.leader_id:
        return
    commands.edit_task(
        current_actor(),
        task,
        title=task.title,
        text=task.text,
        leader_id=leader_id,
        now=now(),
        version=row.form.version.data or 0,
    )


def _asked(ids: list[int]) -> Sequence[Task]:
    """Return the tasks that still wait; raises `NotFound` where none of what is asked for is there."""
    asked = ids[:MOST_AT_ONCE]
    tasks = queries.undispatched_of(current_actor(), asked)
    if asked and not tasks:
        queries.check_any_visible(current_actor(), asked)
    return tasks


def _page(batch: DispatchBatch[TaskRow]) -> str:
    batch.look_ahead()
    names, entries = batch.names, batch.entries()
    return render_template(
        "workplan/tasks/dispatch.html",
        batch=batch,
        columns=columns(names.units, names.groups, names.members),
        entries=entries,
        aliases=names.aliases(),
    )
