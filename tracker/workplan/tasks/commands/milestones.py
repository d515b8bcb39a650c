"""Milestones of a task: setting them up, and saying that a unit came past one."""

from datetime import date, datetime

from sqlalchemy import func, select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.tasks import rules as task_rules
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.commands.naming import names_taken
from tracker.workplan.tasks.commands.telling_of_edits import tell_of_milestone
from tracker.workplan.tasks.milestones import rules
from tracker.workplan.tasks.milestones.models import (
    Milestone,
    MilestoneChange,
    MilestoneReached,
)
from tracker.workplan.tasks.models import Assignment, Task

NOT_YOURS = N_("节点由督查员设置。")
NOT_YOUR_WORK = N_("节点由承办单位报，或者由不在这个单位的督查员确认。")


def add_milestone(actor: Actor, task: Task, *, name: str, due_on: date, now: datetime) -> Milestone:
    """Set up a milestone; scheduled progress goes by milestones from then on."""
    require(task_rules.may_register(actor), NOT_YOURS)
    others = names_taken(Milestone, task)
    rules.check_room(len(others))
    name = rules.checked_name(name, others)
    rules.check_day(due_on, latest=_latest(task))

    milestone = Milestone(task=task, name=name, due_on=due_on)
    db.session.add(milestone)
    db.session.flush()
    _note(milestone, was=None, day=due_on, now=now)
    record(actor, "milestone.added", f"task:{task.id}", at=now, name=name, due_on=due_on)
    words = N_("增设“{name}”，{day}前完成。").format(name=name, day=in_full(due_on))
    tell_of_milestone(actor, task, "milestone.added", words, at=now)
    return milestone


def edit_milestone(
    actor: Actor, milestone: Milestone, *, name: str, due_on: date, now: datetime, version: int
) -> Milestone:
    """Give a milestone another name or day; who has come past it stays past it."""
    require(task_rules.may_register(actor), NOT_YOURS)
    check_version(version, milestone)
    name = rules.checked_name(name, names_taken(Milestone, milestone.task, but=milestone.id))
    rules.check_day(due_on, latest=_latest(milestone.task))
    was = {"name": milestone.name, "due_on": milestone.due_on}
    wanted = {"name": name, "due_on": due_on}
    changed = [key for key, value in wanted.items() if value != was[key]]
    if not changed:
        return milestone
    if due_on != milestone.due_on:
        _note(milestone, was=milestone.due_on, day=due_on, now=now)
    milestone.name, milestone.due_on = name, due_on
    record(
        actor,
        "milestone.edited",
        f"task:{milestone.task_id}",
        at=now,
        was=[f"{key}={was[key]}" for key in changed],
        now=[f"{key}={wanted[key]}" for key in changed],
    )
    words = N_("“{was}”改为“{name}”，{day}前完成。").format(
        was=was["name"], name=name, day=in_full(due_on)
    )
    tell_of_milestone(actor, milestone.task, "milestone.edited", words, at=now)
    return milestone


def remove_milestone(actor: Actor, milestone: Milestone, *, now: datetime, version: int) -> None:
    """Take a milestone away; one that somebody has come past stays, for it is part of history."""
    require(task_rules.may_register(actor), NOT_YOURS)
    check_version(version, milestone)
    reached = select(MilestoneReached.assignment_id).where(
        MilestoneReached.milestone_id == milestone.id
    )
    if db.session.scalar(reached.limit(1)) is not None:
        raise RuleBroken(N_("已有单位完成这个节点，不能删除；确须删除的，先撤回完成。"))
    record(
        actor,
        "milestone.removed",
        f"task:{milestone.task_id}",
        at=now,
        name=milestone.name,
        due_on=milestone.due_on,
    )
    _note(milestone, was=milestone.due_on, day=None, now=now)
    words = N_("删除“{name}”。").format(name=milestone.name)
    tell_of_milestone(actor, milestone.task, "milestone.removed", words, at=now)
    db.session.delete(milestone)


def reach_milestone(
    actor: Actor, milestone: Milestone, assignment: Assignment, *, now: datetime
) -> MilestoneReached:
    """Note that a unit came past a milestone; saying it twice changes nothing."""
    _check(actor, milestone, assignment)
    found = db.session.get(MilestoneReached, (milestone.id, assignment.id))
    if found is not None:
        return found
    reached = MilestoneReached(
        milestone=milestone,
        assignment=assignment,
        reached_on=local_date(now),
        noted_at=now,
        noted_by_id=person_id(actor),
    )
    db.session.add(reached)
    db.session.flush()
    record(actor, "milestone.reached", f"assignment:{assignment.id}", at=now, name=milestone.name)
    return reached


def take_back_milestone(
    actor: Actor, milestone: Milestone, assignment: Assignment, *, now: datetime
) -> None:
    """Undo `reach_milestone`; where nothing was noted, nothing changes."""
    _check(actor, milestone, assignment)
    found = db.session.get(MilestoneReached, (milestone.id, assignment.id))
    if found is None:
        return
    db.session.delete(found)
    subject = f"assignment:{assignment.id}"
    record(actor, "milestone.taken_back", subject, at=now, name=milestone.name)


def _check(actor: Actor, milestone: Milestone, assignment: Assignment) -> None:
    require(rules.may_note(actor, assignment), NOT_YOUR_WORK)
    if assignment.task_id != milestone.task_id:
        raise RuleBroken(N_("这个节点不是这项任务的。"))
    rules.check_under_way(assignment)


def _note(milestone: Milestone, *, was: date | None, day: date | None, now: datetime) -> None:
    """Keep that a task's schedule changed, for whoever asks how it stood before."""
    on = local_date(now)
    db.session.add(MilestoneChange(task_id=milestone.task_id, was=was, now=day, on=on))


def _latest(task: Task) -> date | None:
    """Return the last due date of a task's assignments; None before dispatch and without dates."""
    return db.session.scalar(
        select(func.max(Assignment.due_on)).where(Assignment.task_id == task.id)
    )
