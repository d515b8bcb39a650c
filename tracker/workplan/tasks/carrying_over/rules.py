"""Which tasks go on into the next year's plan, and when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.workplan.tasks.models import Assignment, Plan, Task

FIRST_MONTH = 12
"""From this month of its year on a plan's tasks can be carried over."""


@dataclass(frozen=True, slots=True)
class Going:
    """One task that is to go on: with which version it was seen, and under which priority.

    is_routine: it becomes routine work (常态化).
    """

    task_id: int
    version: int
    priority_id: int
    is_routine: bool = False


def check_day(plan: Plan, today: date) -> None:
    """Refuse to carry over before a plan's year comes to its end."""
    if today < date(plan.year, FIRST_MONTH, 1):
        sentence = N_("{year} 年度的任务从 {year} 年 12 月起才能结转。")
        raise RuleBroken(sentence.format(year=plan.year))


def is_unfinished(task: Task, leading: Sequence[Assignment]) -> bool:
    """Whether a task goes on: nobody has it yet, or one who answers for it has not ended."""
    return task.mode is None or any(it.is_open for it in leading)


def check_unfinished(task: Task, leading: Sequence[Assignment]) -> None:
    """Refuse to carry over what is over."""
    if not is_unfinished(task, leading):
        sentence = N_("“{title}”已经办结或终止，不用结转。")
        raise RuleBroken(sentence.format(title=task.title))
