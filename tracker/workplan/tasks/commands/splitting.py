"""Making one more task of the directives that another was made from (拆分)."""

from datetime import datetime

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives.models import Directive
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.commands.labels import label_of_sources, raise_label
from tracker.workplan.tasks.commands.registering import NOT_YOURS, locked, register
from tracker.workplan.tasks.models import PlanPriority, ReportingCycle, Task, TaskSource


def split_task(
    actor: Actor,
    task: Task,
    *,
    priority: PlanPriority,
    title: str,
    text: str,
    leader_id: int | None = None,
    cycle: ReportingCycle | None = None,
    is_key: bool = False,
    is_standing: bool = False,
    weight: int = 1,
    now: datetime,
    version: int,
) -> Task:
    """Make one more task of the directives of this one, which stays as it is.

    The new task is labelled no lower than they are. It is not undone: it is edited, or terminated.
    """
    require(rules.may_register(actor), NOT_YOURS)
    check_version(version, task)
    directives = locked(
        db.session.scalars(
            select(Directive)
            .join(TaskSource, TaskSource.directive_id == Directive.id)
            .where(TaskSource.task_id == task.id)
            .order_by(Directive.id)
        ).all()
    )
    if not directives:
        raise RuleBroken(N_("这项任务不是从会议报告来的，不用拆分，请直接自拟任务。"))
    made = register(
        actor,
        plan=priority.plan,
        priority=priority,
        title=title,
        text=text,
        directives=(),
        leader_id=leader_id,
        cycle=cycle,
        is_key=is_key,
        is_standing=is_standing,
        weight=weight,
        now=now,
    )
    made.sources = [TaskSource(directive=directive) for directive in directives]
    db.session.flush()
    raise_label(actor, made, label_of_sources(made.id), now=now)
    record(actor, "task.split", f"task:{task.id}", at=now, number=made.number, title=made.title)
    return made
