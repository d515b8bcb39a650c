"""Making a task of the plan out of directives (立项), and correcting it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, TypedDict, Unpack

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.queries import voiding_among
from tracker.workplan.meetings.rules import check_live
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.changing.models import Aspect
from tracker.workplan.tasks.changing.queries import targets
from tracker.workplan.tasks.changing.rules import Wanted
from tracker.workplan.tasks.commands.changing import change_tasks
from tracker.workplan.tasks.commands.events import note_cycle, person_id
from tracker.workplan.tasks.commands.labels import label_of_reports
from tracker.workplan.tasks.commands.numbering import free_number, next_ordinal
from tracker.workplan.tasks.commands.telling_of_edits import tell_of_edit
from tracker.workplan.tasks.models import (
    Plan,
    PlanPriority,
    ReportingCycle,
    Task,
    TaskSource,
)

NOT_YOURS = N_("立项由督查员办理。")


class Weighing(NamedTuple):
    """The weight that a task is to have, and the version of it that was seen."""

    task: Task
    weight: int
    version: int


def register(
    actor: Actor,
    *,
    plan: Plan,
    priority: PlanPriority,
    title: str,
    text: str,
    directives: Sequence[Directive],
    leader_id: int | None = None,
    cycle: ReportingCycle | None = None,
    is_key: bool = False,
    is_standing: bool = False,
    weight: int = 1,
    now: datetime,
) -> Task:
    """Make one task of these accepted directives; of none, for a task that no report asked for.

    cycle: None is the usual one, as it is set for key tasks and for others.
    """
    require(rules.may_register(actor), NOT_YOURS)
    title, text = rules.checked_wording(title, text)
    rules.check_weight(weight)
    if priority.plan_id != plan.id:
        raise RuleBroken(N_("所选重点不在这一年的计划里。"))
    directives = locked(directives)
    check_live(voiding_among({it.report_id for it in directives}))
    rules.check_sources(directives, already_registered([it.id for it in directives]))

    ordinal = next_ordinal(priority)
    task = Task(
        plan=plan,
        priority=priority,
        ordinal=ordinal,
        number=free_number(plan.year, priority, ordinal),
        title=title,
        text=text,
        leader_id=leader_id,
        cycle=cycle or rules.usual_cycle(limits.usual_cycles(), is_key=is_key),
        is_key=is_key,
        is_standing=is_standing,
        weight=weight,
        label=label_of_reports({it.report_id for it in directives}),
        registered_at=now,
        registered_by_id=person_id(actor),
    )
    task.sources = [TaskSource(directive=directive) for directive in directives]
    db.session.add(task)
    db.session.flush()
    record(
        actor,
        "task.registered",
        f"task:{task.id}",
        at=now,
        number=task.number,
        title=title,
        directives=[directive.id for directive in directives],
    )
    return task


class Free(TypedDict, total=False):
    """What is corrected freely until a task is given out, and is changed with a reason afterwards."""

    leader_id: int | None
    cycle: ReportingCycle
    is_key: bool
    is_standing: bool
    weight: int


def edit_task(
    actor: Actor,
    task: Task,
    *,
    title: str,
    text: str,
    now: datetime,
    version: int,
    **free: Unpack[Free],
) -> Task:
    """Correct what a task says, of which `version` was seen; its number, priority and sources stay."""
    require(rules.may_register(actor), NOT_YOURS)
    check_version(version, task)
    title, text = rules.checked_wording(title, text)
    rules.check_weight(free.get("weight", task.weight))

    wanted = {"title": title, "text": text, **free}
    was = {name: getattr(task, name) for name in wanted}
    changed = [name for name, value in wanted.items() if value != was[name]]
    if not changed:
        return task
    rules.check_correctable(task, changed)
    for name in changed:
        setattr(task, name, wanted[name])
    if "cycle" in changed:
        note_cycle(task, was=was["cycle"], at=now)
    record(
        actor,
        "task.edited",
        f"task:{task.id}",
        at=now,
        was=[f"{name}={was[name]}" for name in changed],
        now=[f"{name}={wanted[name]}" for name in changed],
    )
    tell_of_edit(actor, task, was, changed, at=now)
    return task


def weigh_tasks(
    actor: Actor, wanted: Sequence[Weighing], *, reason: str = "", now: datetime
) -> int:
    """Give tasks other weights, all or none; returns how many changed.

    Those that are given out are changed with the reason, as every change of them, one deed a weight.
    """
    require(rules.may_register(actor), NOT_YOURS)
    differing = [it for it in wanted if it.weight != it.task.weight]
    settled: dict[int, list[int]] = {}
    for task, weight, version in differing:
        check_version(version, task)
        if task.mode is None:
            edit_task(
                actor,
                task,
                title=task.title,
                text=task.text,
                weight=weight,
                now=now,
                version=version,
            )
        else:
            settled.setdefault(weight, []).append(task.id)
    for weight, ids in settled.items():
        values = Wanted({Aspect.WEIGHT: weight})
        change_tasks(actor, targets(actor, ids), values, reason=reason, now=now)
    return len(differing)


def already_registered(ids: Sequence[int]) -> set[int]:
    """Return the ids of those directives that a task was made from."""
    return set(
        db.session.scalars(select(TaskSource.directive_id).where(TaskSource.directive_id.in_(ids)))
    )


def locked(directives: Sequence[Directive]) -> Sequence[Directive]:
    """Hold the directives, so that nobody registers or undecides them meanwhile (PostgreSQL)."""
    ids = [directive.id for directive in directives]
    found = db.session.scalars(
        select(Directive)
        .where(Directive.id.in_(ids))
        .order_by(Directive.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    return sorted(found, key=lambda directive: ids.index(directive.id))
