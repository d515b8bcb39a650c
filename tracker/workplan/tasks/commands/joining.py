"""Joining a directive to a task that is there already: two reports ask for the same work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives import commands as directives
from tracker.workplan.directives import rules as review
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings.queries import voiding_among
from tracker.workplan.meetings.rules import check_live
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.commands.labels import label_of_reports, raise_label
from tracker.workplan.tasks.commands.registering import (
    NOT_YOURS,
    already_registered,
    locked,
)
from tracker.workplan.tasks.models import Duty, Task, TaskSource
from tracker.workplan.tasks.queries import answering, tasks_visible_to

NOT_SEEN = N_("它并入的任务您无权查看，不能移出；请能看到那项任务的督查员办理。")


def join_task(
    actor: Actor, directive: Directive, task: Task, *, now: datetime, version: int | None = None
) -> TaskSource:
    """Make a directive one more source of a task; a draft is accepted by that.

    It is not offered for registering again. Taking back what was done at that moment undoes both.
    """
    require(rules.may_register(actor), NOT_YOURS)
    (held,) = locked([directive])
    check_version(version, held)
    check_live(voiding_among([held.report_id]))
    if review.is_open(held):
        directives.accept(actor, held, now=now)
    rules.check_sources([held], already_registered([held.id]))
    rules.check_joinable(task, answering(task, Duty.LEAD))
    raise_label(actor, task, label_of_reports({held.report_id}), now=now)
    source = TaskSource(task_id=task.id, directive_id=held.id, joined_at=now)
    db.session.add(source)
    db.session.flush()
    _note(actor, "task.joined", source, held, now=now)
    return source


def leave_joined(
    actor: Actor, ids: Sequence[int], *, now: datetime, moment: datetime | None = None
) -> int:
    """Take those of the directives out of their tasks that were joined; the tasks stay as they are.

    moment: only those that were joined then. Returns how many there were. The rows are held, so that
    of two who do it at once only one is written down.
    """
    require(rules.may_register(actor), NOT_YOURS)
    sources = db.session.scalars(
        select(TaskSource)
        .where(TaskSource.directive_id.in_(ids), TaskSource.joined_at.is_not(None))
        .options(joinedload(TaskSource.directive))
        .order_by(TaskSource.directive_id)
        .with_for_update(of=TaskSource)
    ).all()
    left = [it for it in sources if moment is None or it.joined_at == moment]
    require(_sees_all_of(actor, left), NOT_SEEN)
    for source in left:
        _note(actor, "task.left", source, source.directive, now=now)
        db.session.delete(source)
    db.session.flush()
    return len(left)


def _sees_all_of(actor: Actor, sources: Sequence[TaskSource]) -> bool:
    """Whether the actor sees the tasks of all these sources."""
    wanted = {it.task_id for it in sources}
    seen = tasks_visible_to(actor).where(Task.id.in_(wanted)).with_only_columns(Task.id)
    return not wanted or wanted <= set(db.session.scalars(seen))


def _note(
    actor: Actor, deed: str, source: TaskSource, directive: Directive, *, now: datetime
) -> None:
    record(
        actor,
        deed,
        f"task:{source.task_id}",
        at=now,
        directive=directive.id,
        # Not its title: who still sees the task may not see the report.
        report=directive.report_id,
    )
