"""Carrying unfinished tasks over into the next year's plan (结转).

A task goes on as it is: its assignments with their states, dates, percents, entries and history stay
its own. It only takes a place and a number in the next plan; the former ones are kept.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.tasks import rules as task_rules
from tracker.workplan.tasks.carrying_over import rules
from tracker.workplan.tasks.carrying_over.models import BroughtBack, CarriedOver
from tracker.workplan.tasks.carrying_over.rules import Going
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.commands.numbering import free_number, next_ordinal
from tracker.workplan.tasks.commands.telling_of_edits import tell_of_carrying
from tracker.workplan.tasks.models import Duty, Plan, PlanPriority, Task
from tracker.workplan.tasks.queries import answering, visible_task

NOT_YOURS = N_("任务由督查员结转。")


def carry_over(
    actor: Actor, plan: Plan, into: Plan, going: Sequence[Going], *, now: datetime
) -> list[Task]:
    """Carry tasks of a plan over into the plan of the year after it, all or none."""
    require(task_rules.may_plan(actor), NOT_YOURS)
    rules.check_day(plan, local_date(now))
    if into.year != plan.year + 1:
        raise RuleBroken(N_("任务只能结转到下一年度的计划。"))
    if not going:
        raise RuleBroken(N_("请至少选一项要结转的任务。"))
    priorities = {
        it.id: it
        for it in db.session.scalars(select(PlanPriority).where(PlanPriority.plan_id == into.id))
    }
    carried = [_carry(actor, plan, into, it, priorities.get(it.priority_id), now) for it in going]
    tell_of_carrying(actor, carried, "task.carried_over", at=now)
    return carried


def bring_back(actor: Actor, task: Task, plan: Plan, *, now: datetime) -> Task:
    """Undo `carry_over`: the task takes its former place and number in the earlier plan again.

    Only the last carrying over is undone; what happened to the task meanwhile stays.
    """
    require(task_rules.may_plan(actor), NOT_YOURS)
    last = db.session.scalar(
        select(CarriedOver)
        .where(CarriedOver.task_id == task.id)
        .order_by(CarriedOver.id.desc())
        .limit(1)
    )
    if last is None or last.plan_id != plan.id:
        raise RuleBroken(N_("这项任务不是从这一年度结转来的，不能撤回。"))
    was, routine = task.number, task.is_routine
    db.session.add(
        BroughtBack(
            task_id=task.id,
            into_plan_id=task.plan_id,
            into_priority_id=task.priority_id,
            carried_at=last.carried_at,
            brought_back_at=now,
        )
    )
    task.plan_id, task.priority_id = last.plan_id, last.priority_id
    task.ordinal, task.number, task.is_routine = last.ordinal, last.number, False
    db.session.delete(last)
    record(
        actor,
        "task.brought_back",
        f"task:{task.id}",
        at=now,
        was=was,
        now=task.number,
        was_is_routine=routine or None,
    )
    db.session.flush()
    db.session.refresh(task, ["plan"])
    tell_of_carrying(actor, [task], "task.brought_back", at=now)
    return task


def _carry(
    actor: Actor, plan: Plan, into: Plan, it: Going, priority: PlanPriority | None, now: datetime
) -> Task:
    if priority is None:
        raise RuleBroken(N_("所选重点不在下一年度的计划里。"))
    task = visible_task(actor, it.task_id)
    if task.plan_id != plan.id:
        raise RuleBroken(N_("有任务已经不在这一年度的计划里，请刷新后再办。"))
    check_version(it.version, task)
    rules.check_unfinished(task, answering(task, Duty.LEAD))

    former = CarriedOver(
        task_id=task.id,
        plan_id=task.plan_id,
        priority_id=task.priority_id,
        ordinal=task.ordinal,
        number=task.number,
        carried_at=now,
        carried_by_id=person_id(actor),
    )
    db.session.add(former)
    ordinal = next_ordinal(priority)
    number = free_number(into.year, priority, ordinal)
    task.plan, task.priority, task.ordinal, task.number = into, priority, ordinal, number
    task.is_routine = it.is_routine
    db.session.flush()
    record(
        actor,
        "task.carried_over",
        f"task:{task.id}",
        at=now,
        was=former.number,
        now=task.number,
        year=into.year,
        is_routine=it.is_routine or None,
    )
    return task
