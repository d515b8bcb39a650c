"""A year's plan and its priorities."""

from datetime import datetime

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.foundation.errors import Outdated, RuleBroken, require
from tracker.foundation.settings import value_of
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.commands.numbering import hold_plan
from tracker.workplan.tasks.models import Plan, PlanPriority

NOT_YOURS = N_("年度计划由督查员制定。")


def open_plan(actor: Actor, year: int, *, now: datetime) -> Plan:
    """Open a year's plan, without any priority yet."""
    require(rules.may_plan(actor), NOT_YOURS)
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR:
        raise RuleBroken(N_("年度须在 2000 年至 2100 年之间。"))
    if db.session.scalar(select(Plan.id).where(Plan.year == year)) is not None:
        raise RuleBroken(N_("这一年的计划已经有了。"))

    plan = Plan(year=year)
    db.session.add(plan)
    db.session.flush()
    record(actor, "plan.opened", f"plan:{plan.id}", at=now, now=year)
    return plan


def add_priority(actor: Actor, plan: Plan, name: str, *, now: datetime) -> PlanPriority:
    """Add a priority behind the plan's others; refuses one too many and a name used twice."""
    require(rules.may_plan(actor), NOT_YOURS)
    # Two supervisors who add at once must not both take the next place.
    hold_plan(plan.id)
    present = db.session.scalars(select(PlanPriority).where(PlanPriority.plan_id == plan.id)).all()
    name = rules.checked_name(name, [other.name for other in present])
    rules.check_room(len(present), most=value_of(limits.PRIORITIES))

    position = max((other.position for other in present), default=0) + 1
    place = max((other.place for other in present), default=0) + 1
    priority = PlanPriority(plan=plan, position=position, place=place, name=name)
    db.session.add(priority)
    db.session.flush()
    record(actor, "plan.priority_added", f"plan:{plan.id}", at=now, position=position, now=name)
    return priority


def rename_priority(
    actor: Actor, priority: PlanPriority, name: str, *, now: datetime
) -> PlanPriority:
    """Give a priority another name; its place, and with it the tasks' numbers, stay."""
    require(rules.may_plan(actor), NOT_YOURS)
    others = db.session.scalars(
        select(PlanPriority.name).where(
            PlanPriority.plan_id == priority.plan_id, PlanPriority.id != priority.id
        )
    ).all()
    name = rules.checked_name(name, others)

    was, priority.name = priority.name, name
    record(
        actor,
        "plan.priority_renamed",
        f"plan:{priority.plan_id}",
        at=now,
        position=priority.position,
        was=was,
        now=name,
    )
    return priority


def move_priority(
    actor: Actor, priority: PlanPriority, *, is_up: bool, seen: int, now: datetime
) -> PlanPriority:
    """Let a priority and its neighbour change places; their numbers, and the tasks', stay.

    seen: the place in which it stood when the page was drawn.
    """
    require(rules.may_plan(actor), NOT_YOURS)
    hold_plan(priority.plan_id)
    db.session.refresh(priority)
    if priority.place != seen:
        raise Outdated({"place": priority.place})
    others = select(PlanPriority).where(PlanPriority.plan_id == priority.plan_id)
    nearest = (
        others.where(PlanPriority.place < priority.place).order_by(PlanPriority.place.desc())
        if is_up
        else others.where(PlanPriority.place > priority.place).order_by(PlanPriority.place)
    )
    other = db.session.scalar(nearest.limit(1))
    if other is None:
        raise RuleBroken(N_("已经是第一个了。") if is_up else N_("已经是最后一个了。"))
    was = priority.place
    priority.place, other.place = other.place, priority.place
    record(
        actor,
        "plan.priority_moved",
        f"plan:{priority.plan_id}",
        at=now,
        name=priority.name,
        was=was,
        now=priority.place,
    )
    db.session.flush()
    return priority
