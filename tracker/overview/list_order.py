"""What the lists of tasks and of assignments are sorted by alike."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, case, select

from tracker.foundation.db import db
from tracker.foundation.labels import Label
from tracker.overview.filters import Filters
from tracker.overview.listing import Expression
from tracker.workplan.tasks.carrying_over.membership import priority_in
from tracker.workplan.tasks.models import Plan, PlanPriority, ReportingCycle, Task
from tracker.workplan.tasks.signals import Judging


def task_sorts(priority: Expression) -> dict[str, Expression]:
    """Return what lists of tasks and of assignments are sorted by alike."""
    return {
        "number": Task.number,
        "title": Task.title,
        "priority": select(PlanPriority.place).where(PlanPriority.id == priority).scalar_subquery(),
        "leader": Task.leader_id,
        "cycle": in_order(Task.cycle, ReportingCycle),
        "weight": Task.weight,
        "key": Task.is_key,
        "label": in_order(Task.label, Label),
    }


def in_order(column: Any, members: Iterable[StrEnum]) -> ColumnElement[int]:
    """Return the place of an enumeration's value among the others."""
    return case({member: place for place, member in enumerate(members)}, value=column)


def priority_key(filters: Filters, day: Judging) -> Expression:
    """Return the priority under which a task stands, in the year that is asked for if there is one."""
    year = None if filters.group != "priority" else filters.year
    plan_id = db.session.scalar(select(Plan.id).where(Plan.year == year)) if year else None
    return Task.priority_id if plan_id is None else priority_in(plan_id, then=day.then)
