"""Changing what was settled about tasks, one or many, all or none; and taking that back the same day."""

from collections.abc import Sequence
from datetime import date, datetime

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.errors import Misfilled, Outdated, RuleBroken, check_version, require
from tracker.foundation.labels import Label
from tracker.foundation.words import N_
from tracker.journal.commands import record
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.people.permissions import Permission
from tracker.people.queries import holders
from tracker.workplan.tasks.changing import queries, rules
from tracker.workplan.tasks.changing.models import Aspect, TaskChange, TaskChangeItem
from tracker.workplan.tasks.changing.rules import Outcome, Piece, Target, Value, Wanted
from tracker.workplan.tasks.commands.decisions import in_words, keep_decision
from tracker.workplan.tasks.commands.events import note_cycle, note_date, person_id
from tracker.workplan.tasks.commands.labels import label_task
from tracker.workplan.tasks.commands.numbering import next_ordinal
from tracker.workplan.tasks.commands.telling_of_changes import (
    settle_change,
    tell_of_changes,
    tell_of_undone_change,
)
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.models import Assignment, Task

REDATE = "redate"
"""What a recorded decision says that it was about."""


def change_tasks(
    actor: Actor,
    targets: Sequence[Target],
    wanted: Wanted,
    *,
    reason: str,
    now: datetime,
    seen: str | None = None,
    told: Told | None = None,
) -> TaskChange:
    """Give tasks other values, all that were asked for or none.

    seen: what `rules.seen_of` said when they were shown. told: which decision of a leader a supervisor
    records (代录), where a date moves past the original one; that one stays as it is for ever.
    Raises `Misfilled` for what one form field caused, `Outdated` where somebody was faster.
    """
    _require_each(actor, targets, wanted)
    if seen is not None and seen != rules.seen_of(targets):
        raise Outdated(_current(targets[0]) if len(targets) == 1 else None)
    reason, today = reason.strip(), local_date(now)
    rules.check_wanted(wanted, today, reason)
    if len(targets) > rules.MOST_AT_ONCE:
        raise RuleBroken(N_("一次最多调整 200 项，请分几次办。"))
    if wanted.leader is not None:
        _check_leads(wanted.leader.id, now)
    outcomes = [rules.outcome_of(actor, it, wanted, today) for it in targets]
    for outcome in outcomes:
        for refused in outcome.refused:
            raise Misfilled(refused.aspect, refused.sentence)
    outcomes = [it for it in outcomes if it.changes]
    if not outcomes:
        raise RuleBroken(N_("没有要改的：现在就是这样。"))

    change = TaskChange(reason=reason, made_on=today, made_at=now, made_by_id=person_id(actor))
    db.session.add(change)
    db.session.flush()
    for outcome in outcomes:
        _change(actor, change, outcome, wanted, told, now)
    if len(outcomes) > 1:
        record(
            actor,
            "tasks.changed",
            f"task_change:{change.id}",
            at=now,
            count=len(outcomes),
            aspects=[rules.ASPECT_WORDS[it] for it in wanted.values],
            reason=reason,
        )
    db.session.flush()
    tell_of_changes(actor, change, outcomes, at=now)
    return change


def undo_change(
    actor: Actor, change: TaskChange, *, now: datetime, version: int | None = None
) -> TaskChange:
    """Take one's own change of today back, as a whole, while everything is as it left it."""
    check_version(version, change)
    items = queries.items_of(actor, [change.id])
    # With their units, who are told.
    queries.targets(actor, {it.task_id for it in items})
    is_whole = queries.sizes_of([change.id])[change.id] == len(items)
    rules.check_undo(actor, change, items, local_date(now), is_whole=is_whole)

    for it in items:
        _set_back(actor, it, now)
    change.undone_at, change.undone_by_id = now, person_id(actor)
    by_task: dict[int, list[TaskChangeItem]] = {}
    for it in items:
        by_task.setdefault(it.task_id, []).append(it)
    names = queries.names_of(items)
    for task_id, those in by_task.items():
        of_task = [it for it in those if it.assignment_id is None]
        if of_task:
            record(
                actor,
                "task.change_undone",
                f"task:{task_id}",
                at=now,
                was=[_said(it.aspect, rules.read(it.aspect, it.now), names) for it in of_task],
                now=[_said(it.aspect, rules.read(it.aspect, it.was), names) for it in of_task],
            )
    if len(by_task) > 1:
        subject = f"task_change:{change.id}"
        record(actor, "tasks.change_undone", subject, at=now, count=len(by_task))
    db.session.flush()
    settle_change(items, at=now)
    tell_of_undone_change(actor, items, at=now)
    return change


def _require_each(actor: Actor, targets: Sequence[Target], wanted: Wanted) -> None:
    """Refuse whoever may not do it at all; a single date that is not theirs to move is refused later."""
    if set(wanted.values) != {Aspect.DUE_ON}:
        require(rules.may_change(actor), rules.NOT_YOURS)
    elif targets:
        dates = [one for it in targets for one in it.assignments]
        require(
            rules.may_change(actor) or any(rules.may_redate(actor, it) for it in dates),
            rules.NO_DATE_OF_YOURS,
        )


def _check_leads(person_id_: int, now: datetime) -> None:
    if person_id_ not in {it.id for it in holders(Role.LEADER, local_date(now))}:
        raise Misfilled(Aspect.LEADER, N_("所选的人现在不是在任领导，请重新选。"))


def _current(target: Target) -> dict[str, object]:
    """Return what somebody else left, by what the form's fields are called."""
    kept = {
        aspect: getattr(target.task, aspect) for aspect in Aspect if aspect is not Aspect.DUE_ON
    }
    dates = {
        it.due_on
        for it in target.assignments
        if it.is_lead and it.due_on is not None and it.state in rules.MOVABLE
    }
    return kept | ({Aspect.DUE_ON: dates.pop()} if len(dates) == 1 else {})


def _change(
    actor: Actor,
    change: TaskChange,
    outcome: Outcome,
    wanted: Wanted,
    told: Told | None,
    now: datetime,
) -> None:
    task, reason = outcome.target.task, change.reason
    of_task = [it for it in outcome.pieces if it.assignment is None]
    for piece in of_task:
        _keep(change, task, piece)
        _set(actor, task, piece, wanted, reason, now)
    names = queries.names_for((it.aspect, value) for it in of_task for value in (it.was, it.now))
    if of_task:
        record(
            actor,
            "task.changed",
            f"task:{task.id}",
            at=now,
            was=[_said(it.aspect, it.was, names) for it in of_task],
            now=[_said(it.aspect, it.now, names) for it in of_task],
            reason=reason,
        )
    decisions = _decisions(actor, outcome, told, now)
    for piece in outcome.pieces:
        it = piece.assignment
        if it is not None and isinstance(piece.now, date):
            _keep(change, task, piece)
            _redate(actor, it, piece.now, decisions.get(it.id), reason, now)


def _set(
    actor: Actor, task: Task, piece: Piece, wanted: Wanted, reason: str, now: datetime
) -> None:
    """Give a task its new value; a label goes its own way, which asks what else it means."""
    if isinstance(piece.now, Label):
        label_task(actor, task, piece.now, reason=reason, now=now, version=task.version)
    elif piece.aspect is Aspect.PRIORITY and wanted.priority is not None:
        task.priority, task.ordinal = wanted.priority, next_ordinal(wanted.priority)
        db.session.flush()
    else:
        _put(task, piece.aspect, piece.now, now)


def _put(task: Task, aspect: Aspect, value: Value, now: datetime) -> None:
    """Give a task a value, and keep what past days are judged by."""
    was = task.cycle
    setattr(task, aspect, value)
    if aspect is Aspect.CYCLE:
        note_cycle(task, was=was, at=now)


def _keep(change: TaskChange, task: Task, piece: Piece) -> None:
    it = piece.assignment
    db.session.add(
        TaskChangeItem(
            change=change,
            task=task,
            assignment=it,
            unit=it.unit if it else None,
            aspect=piece.aspect,
            was=rules.written(piece.was),
            now=rules.written(piece.now),
            ordinal=task.ordinal if piece.aspect is Aspect.PRIORITY else None,
            is_decided=piece.needs_leader,
        )
    )


def _decisions(
    actor: Actor, outcome: Outcome, told: Told | None, now: datetime
) -> dict[int, RecordedDecision | None]:
    """Keep whose decision moves dates past the original ones; that about a lead is about its supporters too."""
    moved = [it.assignment for it in outcome.pieces if it.needs_leader and it.assignment]
    leads = [it for it in moved if it.is_lead]
    return {
        it.id: keep_decision(
            actor, it, REDATE, told, permission=Permission.DECIDE_EXTENSION, now=now
        )
        for it in leads or moved
    }


def _redate(
    actor: Actor,
    it: Assignment,
    due_on: date,
    decision: RecordedDecision | None,
    reason: str,
    now: datetime,
) -> None:
    was, it.due_on = it.due_on, due_on
    note_date(actor, it, was=was, reason=reason, at=now)
    record(
        actor,
        "assignment.redated",
        f"assignment:{it.id}",
        at=now,
        was=was,
        now=it.due_on,
        reason=reason,
        **in_words(decision),
    )


def _set_back(actor: Actor, item: TaskChangeItem, now: datetime) -> None:
    value = rules.read(item.aspect, item.was)
    if item.assignment is not None and isinstance(value, date):
        _redate(actor, item.assignment, value, None, rules.UNDONE, now)
        return
    if item.ordinal is not None:
        # Nobody was given its former place meanwhile.
        item.task.ordinal = item.ordinal
    _put(item.task, item.aspect, value, now)


def _said(aspect: Aspect, value: Value, names: rules.Names) -> str:
    return f"{rules.ASPECT_WORDS[aspect]}：{rules.in_words(aspect, value, names)}"
