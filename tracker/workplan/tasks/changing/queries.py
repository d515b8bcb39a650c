"""What may be changed about tasks, and what was; every question begins at what the actor may see."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy import Select, false, func, select, true
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.changing import rules
from tracker.workplan.tasks.changing.models import Aspect, TaskChange, TaskChangeItem
from tracker.workplan.tasks.changing.rules import Outcome, Target, Wanted
from tracker.workplan.tasks.extensions.models import PENDING, Extension
from tracker.workplan.tasks.models import Assignment, Mode, PlanPriority, Task
from tracker.workplan.tasks.queries import NO_TASK, tasks_visible_to, visible_assignment

MOST_SHOWN = 5
R = TypeVar("R", Person, Unit, PlanPriority)


def targets(actor: Actor, task_ids: Collection[int]) -> list[Target]:
    """Return those of the tasks that the actor sees, by number, with what is needed to change them."""
    tasks = db.session.scalars(
        tasks_visible_to(actor)
        .where(Task.id.in_(task_ids))
        .options(
            joinedload(Task.leader),
            joinedload(Task.coordinator),
            joinedload(Task.priority),
            selectinload(Task.assignments).joinedload(Assignment.unit),
        )
        .order_by(Task.number)
        .execution_options(populate_existing=True)
    ).all()
    asking = _asking([it.id for it in tasks])
    return [Target(it, sorted(it.assignments, key=_place), asking) for it in tasks]


def target(actor: Actor, task_id: int) -> Target:
    """Return one task with what is needed to change it, or pretend that it does not exist."""
    found = targets(actor, [task_id])
    if not found:
        raise NotFound(NO_TASK)
    return found[0]


def target_of_unit(actor: Actor, assignment_id: int) -> Target:
    """Return what moves with one assignment's date: itself, in a joint task all its units."""
    assignment = visible_assignment(actor, assignment_id)
    whole = target(actor, assignment.task_id)
    if whole.task.mode is Mode.JOINT:
        return whole
    return Target(whole.task, [assignment], whole.asking)


def _place(it: Assignment) -> tuple[bool, int, int]:
    return (not it.is_lead, it.unit.position, it.id)


def _asking(task_ids: Collection[int]) -> frozenset[int]:
    """Return the assignments of tasks about which a request waits."""
    return frozenset(
        db.session.scalars(
            select(Extension.assignment_id)
            .join(Extension.assignment)
            .where(Assignment.task_id.in_(task_ids), Extension.state.in_(PENDING))
        )
    )


def wanted_of(values: Mapping[Aspect, rules.Value]) -> Wanted:
    """Return what is wanted with the rows that its keys stand for."""

    def row(model: type[R], aspect: Aspect) -> R | None:
        key = values.get(aspect)
        return db.session.get(model, key) if isinstance(key, int) else None

    return Wanted(
        values,
        leader=row(Person, Aspect.LEADER),
        coordinator=row(Unit, Aspect.COORDINATOR),
        priority=row(PlanPriority, Aspect.PRIORITY),
    )


def priorities_beside(task: Task) -> Sequence[PlanPriority]:
    """Return the priorities of a task's plan, in their order."""
    return db.session.scalars(
        select(PlanPriority)
        .where(PlanPriority.plan_id == task.plan_id)
        .order_by(PlanPriority.place)
    ).all()


# ── What was changed ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class ToldItem:
    """What a change says about a task, in words; units: whose date it is, none where it is the task's."""

    task: Task
    aspect: str
    was: str
    now: str
    units: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change as the actor may see it.

    hidden: how many lines of it the actor does not see; may_undo: whether the actor may take it back
    now.
    """

    change: TaskChange
    items: Sequence[ToldItem]
    hidden: int = 0
    may_undo: bool = False


def items_visible_to(actor: Actor) -> Select[TaskChangeItem]:
    """Begin every question about changes here (joined with their task).

    Only who sees all units of a task is told who changed what of it.
    """
    seen = tasks_visible_to(actor).with_only_columns(Task.id)
    question = select(TaskChangeItem).join(TaskChangeItem.task)
    is_told = true() if actor.sees_all else false()
    return question.where(TaskChangeItem.task_id.in_(seen), is_told)


def visible_change(actor: Actor, change_id: int) -> TaskChange:
    """Find one change of which the actor sees something, or pretend that it does not exist."""
    seen = items_visible_to(actor).with_only_columns(TaskChangeItem.change_id)
    found = db.session.scalar(
        select(TaskChange)
        .where(TaskChange.id == change_id, TaskChange.id.in_(seen))
        .options(joinedload(TaskChange.made_by), joinedload(TaskChange.undone_by))
    )
    if found is None:
        raise NotFound(N_("没有这次调整，或者您无权查看。"))
    return found


def items_of(actor: Actor, change_ids: Collection[int]) -> Sequence[TaskChangeItem]:
    """Return what the actor sees of these changes, by task."""
    return db.session.scalars(
        items_visible_to(actor)
        .where(TaskChangeItem.change_id.in_(change_ids))
        .options(
            contains_eager(TaskChangeItem.task),
            joinedload(TaskChangeItem.assignment),
            joinedload(TaskChangeItem.unit),
        )
        .order_by(Task.number, TaskChangeItem.id)
    ).all()


def told_change(actor: Actor, change: TaskChange, today: date) -> ToldChange:
    """Tell one change whole."""
    items = items_of(actor, [change.id])
    hidden = sizes_of([change.id])[change.id] - len(items)
    return ToldChange(
        change,
        told_items(items, names_of(items)),
        hidden,
        rules.is_undoable(actor, change, items, today, is_whole=not hidden),
    )


def sizes_of(change_ids: Collection[int]) -> dict[int, int]:
    """Count all that changes hold, whoever sees it."""
    rows = db.session.execute(
        select(TaskChangeItem.change_id, func.count())
        .where(TaskChangeItem.change_id.in_(change_ids))
        .group_by(TaskChangeItem.change_id)
    )
    return dict(rows.all())


@dataclass(frozen=True, slots=True)
class TaskChanges:
    """What a task's page says of changes: the last of them, and whose dates the actor may move now."""

    told: Sequence[ToldChange]
    redatable: Sequence[Assignment]


def task_changes(
    actor: Actor, task: Task, assignments: Sequence[Assignment], today: date
) -> TaskChanges:
    """Answer for a task's page what was changed about it, and which dates the actor may move."""
    return TaskChanges(
        changes_of(actor, task, today),
        [it for it in assignments if it.is_lead and rules.is_redatable(actor, it)],
    )


def changes_of(actor: Actor, task: Task, today: date) -> list[ToldChange]:
    """Tell the last changes of a task, the latest first, each as far as it is about this one."""
    mine = items_visible_to(actor).where(TaskChangeItem.task_id == task.id)
    changes = db.session.scalars(
        select(TaskChange)
        .where(TaskChange.id.in_(mine.with_only_columns(TaskChangeItem.change_id)))
        .options(joinedload(TaskChange.made_by))
        .order_by(TaskChange.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    if not changes:
        return []
    ids = [it.id for it in changes]
    items, sizes = items_of(actor, ids), sizes_of(ids)
    names = names_of(items)
    found = []
    for change in changes:
        its_items = [it for it in items if it.change_id == change.id]
        of_task = [it for it in its_items if it.task_id == task.id]
        is_whole = sizes[change.id] == len(its_items)
        may_undo = rules.is_undoable(actor, change, its_items, today, is_whole=is_whole)
        found.append(ToldChange(change, told_items(of_task, names), may_undo=may_undo))
    return found


def told_items(items: Iterable[TaskChangeItem], names: rules.Names) -> list[ToldItem]:
    """Say items in words; equal dates of several units are one."""
    return _told(
        (
            (
                it.task,
                it.aspect,
                rules.read(it.aspect, it.was),
                rules.read(it.aspect, it.now),
                it.unit,
            )
            for it in items
        ),
        names,
    )


def told_outcomes(outcomes: Sequence[Outcome]) -> list[tuple[Outcome, list[ToldItem]]]:
    """Say what would come of a change, task by task."""
    pieces = [piece for it in outcomes for piece in it.pieces]
    names = names_for((it.aspect, value) for it in pieces for value in (it.was, it.now))
    return [
        (
            outcome,
            _told(
                (
                    (
                        outcome.target.task,
                        it.aspect,
                        it.was,
                        it.now,
                        it.assignment.unit if it.assignment else None,
                    )
                    for it in outcome.pieces
                ),
                names,
            ),
        )
        for outcome in outcomes
    ]


Line = tuple[Task, Aspect, rules.Value, rules.Value, Unit | None]


def _told(lines: Iterable[Line], names: rules.Names) -> list[ToldItem]:
    together: dict[tuple[int, Aspect, rules.Value, rules.Value], list[Line]] = {}
    for line in lines:
        task, aspect, was, now, _unit = line
        together.setdefault((task.id, aspect, was, now), []).append(line)
    return [
        ToldItem(
            those[0][0],
            rules.ASPECT_WORDS[aspect],
            rules.in_words(aspect, was, names),
            rules.in_words(aspect, now, names),
            tuple(unit.short_name for *_others, unit in those if unit is not None),
        )
        for (_task_id, aspect, was, now), those in together.items()
    ]


def names_of(items: Iterable[TaskChangeItem]) -> rules.Names:
    """Return what the keys in these items stand for."""
    return names_for(
        (it.aspect, rules.read(it.aspect, kept)) for it in items for kept in (it.was, it.now)
    )


def names_for(values: Iterable[tuple[Aspect, rules.Value]]) -> rules.Names:
    """Return what the keys among these values stand for."""
    keys: dict[Aspect, set[int]] = {}
    for aspect, value in values:
        if isinstance(value, int):
            keys.setdefault(aspect, set()).add(value)
    found: dict[tuple[Aspect, int], str] = {}
    for aspect, key, name in (
        (Aspect.LEADER, Person.id, Person.name),
        (Aspect.COORDINATOR, Unit.id, Unit.short_name),
        (Aspect.PRIORITY, PlanPriority.id, PlanPriority.name),
    ):
        if keys.get(aspect):
            rows = db.session.execute(select(key, name).where(key.in_(keys[aspect])))
            found |= {(aspect, row[0]): row[1] for row in rows}
    return found


def redated(assignment_ids: Collection[int]) -> dict[datetime, bool]:
    """Return the moments at which a change of tasks moved dates of these, or moved them back (True)."""
    rows = db.session.execute(
        select(TaskChange.made_at, TaskChange.undone_at)
        .join(TaskChange.items)
        .where(TaskChangeItem.assignment_id.in_(assignment_ids))
        .distinct()
    )
    found: dict[datetime, bool] = {}
    for made_at, undone_at in rows:
        found[made_at] = False
        if undone_at is not None:
            found[undone_at] = True
    return found
