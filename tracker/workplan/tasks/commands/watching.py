"""Keeping the list of what one watches (需要关注)."""

from datetime import datetime

from sqlalchemy import ColumnElement, select

from tracker.foundation.db import db
from tracker.foundation.errors import RuleBroken, check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.commands.events import person_id
from tracker.workplan.tasks.instructions.rules import About, may_watch
from tracker.workplan.tasks.models import Task
from tracker.workplan.tasks.watching.models import Watch

LONGEST_NOTE = 500
LEADERS_ONLY = N_("“需要关注”是领导自己的清单。")
OWN_ONLY = N_("这不是您的关注。")


def watch(
    actor: Actor, about: About, *, note: str = "", now: datetime, version: int | None = None
) -> Watch:
    """Put something on one's own list; what stands there already gets the new note."""
    require(may_watch(actor), LEADERS_ONLY)
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise RuleBroken(N_("备注不超过 500 字。"))
    kept = db.session.scalar(select(Watch).where(_is_about(about), Watch.person_id == actor.id))
    if kept is None:
        kept = _new(actor, about, note, now)
        record(actor, "watch.begun", f"watch:{kept.id}", at=now)
        return kept
    check_version(version, kept)
    if kept.note != note:
        kept.note = note
        record(actor, "watch.noted", f"watch:{kept.id}", at=now)
    return kept


def unwatch(actor: Actor, kept: Watch, *, now: datetime) -> None:
    """Take something off one's own list; it is put back by watching it again."""
    require(may_watch(actor), LEADERS_ONLY)
    require(kept.person_id == actor.id, OWN_ONLY)
    record(actor, "watch.ended", f"watch:{kept.id}", at=now)
    db.session.delete(kept)


def _new(actor: Actor, about: About, note: str, now: datetime) -> Watch:
    kept = Watch(person_id=person_id(actor), note=note, watched_at=now)
    if isinstance(about, Report):
        kept.report = about
    elif isinstance(about, Task):
        kept.task = about
    else:
        kept.assignment = about
    db.session.add(kept)
    db.session.flush()
    return kept


def _is_about(about: About) -> ColumnElement[bool]:
    if isinstance(about, Report):
        return Watch.report_id == about.id
    if isinstance(about, Task):
        return Watch.task_id == about.id
    return Watch.assignment_id == about.id
