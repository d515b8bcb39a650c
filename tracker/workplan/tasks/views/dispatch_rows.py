"""The rows of the dispatch page: tasks that wait, filled in from what their reports say."""

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.foundation.clock import today
from tracker.foundation.labels import Label
from tracker.workplan.directives.models import Mode, NamedUnit
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.dispatching.forms import TaskDispatchRow
from tracker.workplan.tasks.forms import Choices, SharedDispatchForm
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.instructions.queries import wanted_by
from tracker.workplan.tasks.models import ReportingCycle, Task
from tracker.workplan.tasks.suggesting.rules import Wish
from tracker.workplan.tasks.views.batch import DispatchBatch, Row
from tracker.workplan.tasks.views.editing import leaders, leaders_with
from tracker.workplan.tasks.views.known import Known, known


@dataclass(slots=True, kw_only=True)
class TaskRow(Row):
    """A task that waits to be dispatched."""

    task: Task
    form: TaskDispatchRow

    @property
    def wish(self) -> Wish:
        """What is asked where the like of it went before."""
        it = self.task
        return Wish(it.id, it.title, it.text, it.priority.name, it.leader_id)

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


def shared_defaults(year: int) -> dict[str, object]:
    """Offer the day that is set for the year's end as the one date for all that have none of their own."""
    return {
        "mode": Mode.JOINT.value,
        "due_on": max(limits.year_end(year), today()),
        "leader": "",
    }


def batch_of(tasks: Sequence[Task]) -> DispatchBatch[TaskRow]:
    """Return the page of these tasks, filled in from what their reports say, then as it was sent."""
    names, in_charge = known(), leaders()
    orders = wanted_by([task.id for task in tasks])
    rows = [_row(task, names, leaders_with(task, in_charge), orders.get(task.id)) for task in tasks]
    shared = SharedDispatchForm(data=shared_defaults(max(task.plan.year for task in tasks)))
    return DispatchBatch(shared, rows, [shared, *(row.form for row in rows)], names)


def _row(task: Task, names: Known, in_charge: Choices, order: Instruction | None) -> TaskRow:
    """Fill one row in; order: the leader's instruction that the task was made of, if it was."""
    directives = [source.directive for source in task.sources]
    named = names.resolved(it for own in directives for it in own.units)
    dates = [directive.due_on for directive in directives if directive.due_on]
    if order is not None:
        named += [
            NamedUnit(name=it.unit.name, duty="lead", unit_id=it.unit_id, group_id=None)
            for it in order.units
        ]
        dates += [order.demand_due_on] if order.demand_due_on else []
    leads = names.names(named, "lead")
    return TaskRow(
        task=task,
        label=task.number,
        year=task.plan.year,
        form=TaskDispatchRow(
            in_charge,
            prefix=f"t{task.id}-",
            data={
                "mode": rules.likely_mode(directives, named).value if leads else "",
                "leads": leads,
                "supports": names.names(named, "support"),
                "due_on": min(dates, default=None),
                "leader": str(task.leader_id or ""),
                "version": task.version,
            },
        ),
        due_text="、".join(dict.fromkeys(it.due_text for it in directives if it.due_text)),
        has_no_day=any(map(rules.has_no_day, directives)),
        unmatched=rules.unmatched(named),
    )
