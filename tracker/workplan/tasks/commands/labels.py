"""Security labels of reports and tasks: a task is never labelled lower than what it comes from.

The meetings stage cannot see tasks, so labelling a report stands here and calls that stage's command.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CompoundSelect, Select, select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import check_version, require
from tracker.foundation.labels import USUAL, Label, highest
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.workplan.directives.models import Directive
from tracker.workplan.meetings import commands as meetings
from tracker.workplan.meetings.models import Report
from tracker.workplan.meetings.rules import check_relabelling, may_take_in
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.labelling.queries import (
    demanded_of,
    is_blamed,
    labels_of_sources,
    made_of,
)
from tracker.workplan.tasks.models import Task

NOT_YOURS = N_("任务的安全标签由督查员定。")
WITH_ITS_SOURCE = N_("随它的来源调高")


def label_report(
    actor: Actor, report: Report, label: Label, *, reason: str, now: datetime, version: int
) -> Report:
    """Give a report another label; tasks made of it that stand lower are raised with it."""
    require(may_take_in(actor), meetings.ONLY_SUPERVISORS)
    # The rows are held, so that none becomes a task with the former label meanwhile.
    db.session.execute(
        select(Directive.id)
        .where(Directive.report_id == report.id)
        .order_by(Directive.id)
        .with_for_update()
    )
    meetings.label_report(actor, report, label, reason=reason, now=now, version=version)
    _raise_all(actor, made_of(report.id), label, now)
    return report


def label_task(
    actor: Actor, task: Task, label: Label, *, reason: str, now: datetime, version: int
) -> Task:
    """Give a task another label, not below those of what it comes from.

    Raising takes the task out of sight, so one that somebody is late with is raised with a reason.
    """
    require(rules.may_register(actor), NOT_YOURS)
    _hold(task)
    check_version(version, task)
    if label is task.label:
        return task
    rules.check_label(label, label_of_sources(task.id))
    check_relabelling(actor, task.label, label, reason)
    rules.check_hiding(reason, is_blamed=is_blamed(task.id, local_date(now)))
    _set(actor, task, label, reason.strip() or None, now)
    return task


def raise_label(actor: Actor, task: Task, least: Label, *, now: datetime) -> None:
    """See to it that a task is labelled as high as something that it comes from."""
    _hold(task)
    _raise(actor, task, least, now)


def label_of_sources(task_id: int) -> Label:
    """Return the lowest label that a task may have: the highest of what it comes from."""
    return highest(labels_of_sources(task_id))


def label_of_reports(report_ids: Collection[int]) -> Label:
    """Return the label of a task that is made of these reports; of none, the usual one."""
    found = db.session.scalars(select(Report.label).where(Report.id.in_(report_ids))).all()
    return highest(found) if found else USUAL


def _raise_all(
    actor: Actor, keys: Select[int] | CompoundSelect[int], least: Label, now: datetime
) -> None:
    """Raise these tasks, whoever sees them, with what they come from."""
    for task in db.session.scalars(
        select(Task)
        .where(Task.id.in_(keys))
        .order_by(Task.id)
        .with_for_update()
        # What was read before the rows were held may have been changed since.
        .execution_options(populate_existing=True)
    ).all():
        _raise(actor, task, least, now)


def _hold(task: Task) -> None:
    """Hold a task and read it again: its report may be raised at this moment."""
    db.session.refresh(task, with_for_update=True)


def _raise(actor: Actor, task: Task, least: Label, now: datetime) -> None:
    label = highest([task.label], least=least)
    if label is not task.label:
        _set(actor, task, label, WITH_ITS_SOURCE, now)


def _set(actor: Actor, task: Task, label: Label, reason: str | None, now: datetime) -> None:
    was, task.label = task.label, label
    record(
        actor,
        "task.labelled",
        f"task:{task.id}",
        at=now,
        was=was,
        now=label,
        reason=reason,
    )
    _raise_all(actor, demanded_of(task.id), label, now)
