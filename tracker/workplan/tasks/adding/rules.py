"""Which unit may be added to a task that is under way, and till when it works."""

from collections.abc import Sequence
from datetime import date

from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.foundation.words import N_
from tracker.workplan.tasks.models import Assignment, AssignmentState, Mode, Task
from tracker.workplan.tasks.rules import Wanted, faults

UNIT, DUE_ON, REASON = "unit_id", "due_on", "reason"
"""What the form calls them."""
OPEN_TO_COMPANY = (
    AssignmentState.DISPATCHED,
    AssignmentState.DECLINED,
    AssignmentState.ACKNOWLEDGED,
)


class BadAddition(Misfilled):
    """A unit cannot be added so."""


def is_open_to_more(task: Task, assignments: Sequence[Assignment]) -> bool:
    """Whether a unit may be added: somebody still works on the task, or on its lead's part."""
    leads = [it for it in assignments if it.is_lead]
    if task.mode is Mode.JOINT:
        return any(it.state in OPEN_TO_COMPANY for it in leads)
    return any(it.is_open for it in leads)


def date_of(task: Task, assignments: Sequence[Assignment], due_on: date | None) -> date | None:
    """Return the due date of a unit that is added: its own, or its lead's of a joint task."""
    if task.is_standing:
        return None
    if task.mode is Mode.JOINT:
        return next((it.due_on for it in assignments if it.is_lead), None)
    return due_on


def check_addition(
    task: Task,
    assignments: Sequence[Assignment],
    unit_id: int,
    due_on: date | None,
    reason: str,
    today: date,
) -> None:
    """Refuse a unit that is on the task, a date that makes no sense, or no reason.

    assignments: all of the task's; due_on: as `date_of` says.
    """
    if not is_open_to_more(task, assignments):
        raise RuleBroken(N_("这项任务没有在办的牵头（承办）单位，不能再加单位。"))
    if any(it.unit_id == unit_id for it in assignments):
        raise BadAddition(UNIT, N_("这个单位已在这项任务的承办单位里，请另选单位。"))
    wanted = Wanted(Mode.EACH, [unit_id], due_on=due_on, is_standing=task.is_standing)
    for fault in faults(wanted, today):
        sentence = fault.sentence
        if task.mode is Mode.JOINT:
            sentence = N_("牵头单位的时限已过，请先办理延期，再加配合单位。")
            raise RuleBroken(sentence)
        raise BadAddition(DUE_ON, sentence)
    if not reason:
        raise BadAddition(REASON, N_("请写明理由。"))
