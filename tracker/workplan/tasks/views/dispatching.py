"""Giving tasks to their units, many at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import Field

from tracker.foundation.clock import now, today
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.foundation.numbers import row_number
from tracker.people.permissions import Permission, requires
from tracker.people.sessions import current_actor
from tracker.workplan.directives.models import Mode
from tracker.workplan.tasks import commands, queries, rules
from tracker.workplan.tasks.forms import Batch, DispatchRow, SharedDispatchForm, put_error
from tracker.workplan.tasks.models import AssignmentState, Task
from tracker.workplan.tasks.views.blueprint import pages
from tracker.workplan.tasks.views.known import Known, known

MODES = frozenset(Mode)

MOST_AT_ONCE = 200
NO_SUCH_UNIT = _l("单位名册里没有“%(names)s”，请改成单位名册里的名称。")


@dataclass(slots=True)
class TaskRow:
    """A task with the form that says how it goes out, and what of the report it could not fill in."""

    task: Task
    form: DispatchRow
    due_text: str
    unmatched: list[str]
    count: int = 0


class DispatchBatch(Batch):
    """The shared part and a row for each task."""

    def __init__(self, tasks: Sequence[Task]) -> None:
        self.names = known()
        self.roll = rules.roll_of(self.names.units, self.names.groups)
        self.rows = [_row(task, self.names) for task in tasks]
        ends = {task.plan.year for task in tasks}
        self.shared = SharedDispatchForm(
            data={
                "mode": Mode.JOINT.value,
                "due_on": max(date(max(ends), 12, 31), today()) if ends else None,
            }
        )
        super().__init__([self.shared, *(row.form for row in self.rows)])

    def validate(self) -> bool:
        """Check the shape of every part, that every name is in the office's table, and the rules."""
        for form in self.forms:
            form.validate()
        for field in (self.shared.leads, self.shared.supports):
            self._read(field)
        for row in self.rows:
            for field in (row.form.leads, row.form.supports, row.form.coordinator):
                self._read(field, row)
            if len(self._ids(row.form.coordinator)) > 1:
                say_of(row, row.form.coordinator, _("归口处室只能有一个。"))
            for fault in rules.faults(row.task, self.wanted(row), today()):
                field, shared = row.form[fault.part], getattr(self.shared, fault.part, None)
                # What is not understood is said already, and would be said twice.
                if not field.errors and (field.data or shared is None or not shared.errors):
                    say_of(row, field, _(fault.sentence))
        return not self.errors

    def wanted(self, row: TaskRow) -> rules.Wanted:
        """Return what a row asks for."""
        chosen = (row.form.mode.data, self.shared.mode.data)
        # A mode that does not exist is said beside its field.
        mode = Mode(next((it for it in chosen if it in MODES), Mode.JOINT))
        leads = self._ids(row.form.leads) or self._ids(self.shared.leads)
        supports = self._ids(row.form.supports)
        if not supports and mode is Mode.JOINT:
            supports = [it for it in self._ids(self.shared.supports) if it not in leads]
        coordinators = self._ids(row.form.coordinator)
        return rules.Wanted(
            mode=mode,
            lead_ids=leads,
            support_ids=supports,
            coordinator_id=coordinators[0] if coordinators else None,
            due_on=row.form.due_on.data or self.shared.due_on.data,
        )

    def count(self) -> int:
        """Count the assignments that this would make, for each row and in all."""
        for row in self.rows:
            wanted = self.wanted(row)
            row.count = len({*wanted.lead_ids, *wanted.support_ids})
        return sum(row.count for row in self.rows)

    def _ids(self, field: Field) -> list[int]:
        return rules.read_units(field.data or "", self.roll).ids

    def _read(self, field: Field, row: TaskRow | None = None) -> None:
        unknown = rules.read_units(field.data or "", self.roll).unknown
        if not unknown:
            return
        sentence = str(NO_SUCH_UNIT) % {"names": "、".join(unknown)}
        if row is None:
            put_error(field, sentence)
        else:
            say_of(row, field, sentence)


def say_of(row: TaskRow, field: Field, sentence: str) -> None:
    """Say what is wrong with a row, naming its task: the summary above lists many rows."""
    put_error(field, _("%(number)s：%(fault)s", number=row.task.number, fault=sentence))


@pages.get("/tasks/dispatch")
@requires(Permission.DISPATCH_TASKS)
def dispatch_page() -> ResponseReturnValue:
    """Show how the chosen tasks would go out, filled in from what their reports say."""
    tasks = _asked(request.args.getlist("task", type=row_number))
    if not tasks:
        flash(_("请先选要交办的任务。"))
        return redirect(url_for(".queue", _anchor="dispatch"), 303)
    return _page(DispatchBatch(tasks))


@pages.post("/tasks/dispatch")
@requires(Permission.DISPATCH_TASKS)
def dispatch() -> ResponseReturnValue:
    """Give the tasks to their units in one go."""
    tasks = _asked(request.form.getlist("task", type=row_number))
    if not tasks:
        flash(_("所选任务已经交办过了。"))
        return redirect(url_for(".queue"), 303)
    batch = DispatchBatch(tasks)
    if not batch.validate():
        return _page(batch), 422
    try:
        count = _dispatch_all(batch)
    except RuleBroken:
        return _page(batch), 422
    said = _("已交办 %(tasks)s 项任务，共 %(count)s 件承办。", tasks=len(tasks), count=count)
    flash(said)
    return redirect(_there(tasks), 303)


def _there(tasks: Sequence[Task]) -> str:
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


def _dispatch_all(batch: DispatchBatch) -> int:
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
                say_of(row, row.form.leads, _(refusal.sentence))
                refusals.append(refusal)
            else:
                count += len(made)
        if refusals:
            raise refusals[0]
    return count


def _asked(ids: list[int]) -> Sequence[Task]:
    return queries.undispatched_of(current_actor(), ids[:MOST_AT_ONCE])


def _row(task: Task, names: Known) -> TaskRow:
    directives = [source.directive for source in task.sources]
    named = names.resolved(it for own in directives for it in own.units)
    leads = names.names(named, "lead")
    dates = [directive.due_on for directive in directives if directive.due_on]
    return TaskRow(
        task,
        DispatchRow(
            prefix=f"t{task.id}-",
            data={
                "mode": rules.likely_mode(directives, named).value if leads else "",
                "leads": leads,
                "supports": names.names(named, "support"),
                "due_on": min(dates, default=None),
            },
        ),
        "、".join(dict.fromkeys(it.due_text for it in directives if it.due_text)),
        rules.unmatched(named),
    )


def _page(batch: DispatchBatch) -> str:
    return render_template(
        "workplan/tasks/dispatch.html",
        batch=batch,
        count=batch.count(),
        units=batch.names.units,
        groups=batch.names.groups,
        sizes={group.id: len(batch.roll[rules.folded(group.name)]) for group in batch.names.groups},
    )
