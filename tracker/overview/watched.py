"""我关注的: what a leader watches, each with how it stands today."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from tracker.foundation.db import db
from tracker.foundation.paging import page_of
from tracker.overview.standing import SIGNAL_OF, judged, leads_visible_to, standing
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.signals import Judging, Signal, signal_of
from tracker.workplan.tasks.watching.models import Watch
from tracker.workplan.tasks.watching.queries import watch_list

SHOWN = 6


@dataclass(frozen=True, slots=True)
class WatchedLine:
    """Something watched; signal: of a task the worst of its leads, of a report none."""

    watch: Watch
    signal: Signal | None


@dataclass(frozen=True, slots=True)
class Watched:
    """The latest of what one watches, and how many there are in all."""

    lines: Sequence[WatchedLine]
    total: int


def watched(actor: Actor, day: Judging) -> Watched:
    """Answer what the actor watches; of who keeps no list, nothing."""
    if not may(actor, Permission.KEEP_WATCH):
        return Watched((), 0)
    found = page_of(watch_list(actor), 1, size=SHOWN)
    signals = _signals(actor, [it.task_id for it in found.rows if it.task_id is not None], day)
    return Watched([WatchedLine(it, _signal(it, signals, day)) for it in found.rows], found.total)


def _signal(it: Watch, signals: dict[int, Signal | None], day: Judging) -> Signal | None:
    if it.assignment is not None:
        return signal_of(it.assignment, it.assignment.task.cycle, day)
    return signals.get(it.task_id) if it.task_id is not None else None


def _signals(actor: Actor, ids: Sequence[int], day: Judging) -> dict[int, Signal | None]:
    """Return the worst signal of each task."""
    if not ids:
        return {}
    leads = leads_visible_to(actor).where(Assignment.task_id.in_(ids))
    table = standing(judged(leads, day))
    rows = db.session.execute(select(table.c.task_id, table.c.severity))
    return {task_id: SIGNAL_OF.get(severity) for task_id, severity in rows}
