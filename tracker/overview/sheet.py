"""The task list as lines of the breakdown sheet (任务分解表)."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.documents.breakdown_sheet import BreakdownRow
from tracker.foundation.db import db
from tracker.overview.filters import Filters
from tracker.overview.task_list import CHUNK, TaskLine, every_task
from tracker.people.actor import Actor
from tracker.people.models import Grant, Role, Unit
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.progress.queries import latest_entries
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.queries import assignments_visible_to
from tracker.workplan.tasks.signals import Judging

STANDING = "长期坚持"
UNDISPATCHED = "待交办"
SHOWN_ENTRIES = 3


def breakdown_rows(actor: Actor, filters: Filters, day: Judging) -> list[BreakdownRow]:
    """Return the lines of all tasks that the filters leave, in the list's order."""
    lines = every_task(actor, filters, day)
    return [
        row
        for start in range(0, len(lines), CHUNK)
        for row in _rows(actor, lines[start : start + CHUNK], day)
    ]


def _rows(actor: Actor, lines: Sequence[TaskLine], day: Judging) -> list[BreakdownRow]:
    assignments = db.session.scalars(
        assignments_visible_to(actor)
        .where(Assignment.task_id.in_([line.task.id for line in lines]))
        .join(Assignment.unit)
        .options(joinedload(Assignment.unit))
        .order_by(Unit.position, Unit.id)
    ).all()
    by_task: dict[int, list[Assignment]] = {line.task.id: [] for line in lines}
    for it in assignments:
        by_task[it.task_id].append(it)
    heads = _heads({it.unit_id for it in assignments if it.is_lead}, day)
    entries = latest_entries([it.id for it in assignments if it.is_lead])
    return [_row(line, by_task[line.task.id], heads, entries) for line in lines]


def _row(
    line: TaskLine,
    assignments: Sequence[Assignment],
    heads: dict[int, str],
    entries: dict[int, ProgressEntry],
) -> BreakdownRow:
    task = line.task
    leads = [it for it in assignments if it.is_lead]
    owners = [heads[it.unit_id] for it in leads if it.unit_id in heads]
    return BreakdownRow(
        no=task.number,
        priority=task.priority.name,
        measure=task.text,
        leader=task.leader.name if task.leader else "",
        lead_units=tuple(it.unit.short_name for it in leads),
        co_units=tuple(it.unit.short_name for it in assignments if not it.is_lead),
        owner="、".join(owners) if len(owners) <= SHOWN_ENTRIES else "",
        due=STANDING if task.is_standing else line.due_on,
        progress=_progress(leads, entries),
        label=task.label,
    )


def _progress(leads: Sequence[Assignment], entries: dict[int, ProgressEntry]) -> str:
    if not leads:
        return UNDISPATCHED
    if len(leads) == 1:
        entry = entries.get(leads[0].id)
        words = entry.done if entry else ""
        return f"{leads[0].percent}%。{words}" if words else f"{leads[0].percent}%"
    closed = sum(not it.is_open for it in leads)
    average = sum(it.percent for it in leads) // len(leads)
    said = [
        f"{it.unit.short_name} {it.percent}%：{entries[it.id].done}"
        for it in leads
        if it.id in entries and it.is_open
    ]
    return "\n".join([f"{len(leads)} 家承办，办结 {closed} 家，平均 {average}%", *said])


def _heads(units: set[int], day: Judging) -> dict[int, str]:
    """Return who answers for these units on that day."""
    grants = db.session.scalars(
        select(Grant)
        .where(
            Grant.unit_id.in_(units),
            Grant.role == Role.HEAD,
            Grant.from_on <= day.today,
            Grant.to_on.is_(None) | (Grant.to_on >= day.today),
        )
        .options(joinedload(Grant.person))
        .order_by(Grant.id)
    ).all()
    names: dict[int, str] = {}
    for grant in grants:
        names.setdefault(grant.unit_id, grant.person.name)
    return names
