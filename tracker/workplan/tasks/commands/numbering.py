"""Taking the next number (编号): of a priority's tasks, of a year's chases and notices."""

from sqlalchemy import func, or_, select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.carrying_over.models import CarriedOver
from tracker.workplan.tasks.changing.models import Aspect, TaskChangeItem
from tracker.workplan.tasks.chases.models import Chase
from tracker.workplan.tasks.models import Plan, PlanPriority, Task
from tracker.workplan.tasks.notices.models import Notice


def hold_plan(plan_id: int) -> None:
    """Hold a plan, whose row is the lock for all that grows in it (SQLite has one writer anyway).

    One lock: two who register under several priorities at once, each in an order of their own,
    would wait for each other for ever.
    """
    db.session.execute(select(Plan.id).where(Plan.id == plan_id).with_for_update(key_share=True))


def hold_task(task: Task) -> None:
    """Hold a task, so that two who add to what belongs to it take no name twice."""
    db.session.execute(select(Task.id).where(Task.id == task.id).with_for_update(key_share=True))


def next_ordinal(priority: PlanPriority) -> int:
    """Take the priority's next number; those of tasks that were carried over or moved stay theirs."""
    hold_plan(priority.plan_id)
    here = select(func.max(Task.ordinal)).where(Task.priority_id == priority.id)
    left = select(func.max(CarriedOver.ordinal)).where(CarriedOver.priority_id == priority.id)
    moved = select(func.max(TaskChangeItem.ordinal)).where(
        TaskChangeItem.aspect == Aspect.PRIORITY, TaskChangeItem.was == str(priority.id)
    )
    return max(db.session.scalar(it) or 0 for it in (here, left, moved)) + 1


def free_number(year: int, priority: PlanPriority, ordinal: int) -> str:
    """Write a task's number down as the office numbers; refuses one that is taken.

    That can only be after the scheme was changed in the middle of a year.
    """
    number = rules.number_of(
        year, priority.position, ordinal, scheme=value_of(limits.NUMBER_SCHEME)
    )
    taken = select(Task.id).where(Task.number == number)
    former = select(CarriedOver.id).where(CarriedOver.number == number)
    if db.session.scalar(select(or_(taken.exists(), former.exists()))):
        sentence = N_("编号 {number} 已被占用，请系统管理员在设置里换一种编号办法。")
        raise RuleBroken(sentence.format(number=number))
    return number


def last_ordinal(paper: type[Chase | Notice], year: int) -> int:
    """Return the last number that such papers were given in a year, 0 before the first.

    Whoever sends papers at the same moment waits for this deed's end: numbers are given one by one.
    """
    db.session.execute(select(Plan.id).order_by(Plan.id).with_for_update())
    return db.session.scalar(select(func.max(paper.ordinal)).where(paper.year == year)) or 0
