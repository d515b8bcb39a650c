"""Who gets a message of a change of tasks: the units that it binds, the leaders and departments that come or go."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from tracker.foundation.clock import local_date
from tracker.foundation.labels import Label
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.messages.commands import News, Recipient, settle_each, tell_each
from tracker.people.actor import Actor
from tracker.people.queries import REPORTING, recipient, recipients_by_unit
from tracker.workplan.tasks.changing import queries, rules
from tracker.workplan.tasks.changing.models import Aspect, TaskChange, TaskChangeItem
from tracker.workplan.tasks.changing.rules import Outcome, Piece
from tracker.workplan.tasks.commands.telling import COORDINATED, task_path
from tracker.workplan.tasks.models import Assignment, Task

CHANGED, REDATED, UNDONE = "task.changed", "assignment.redated", "task.change_undone"
WHY = N_("理由：{reason}")


@dataclass(frozen=True, slots=True)
class _Known:
    """Whom units and keys stand for, asked once for the whole deed: by label, by unit."""

    people: dict[Label, dict[int, list[Recipient]]]
    leaders: dict[tuple[int, Label], list[Recipient]]
    names: rules.Names


def tell_of_changes(
    actor: Actor, change: TaskChange, outcomes: Sequence[Outcome], *, at: datetime
) -> None:
    """Tell each unit what is different for it now, and leaders and departments that a task is theirs or no more."""
    pieces = [(it.target.task, it.pieces) for it in outcomes]
    known = _known(pieces, local_date(at))
    news = [one for task, its in pieces for one in _news(task, its, change.reason, known)]
    tell_each(_to_others(actor, news), at=at)


def tell_of_undone_change(actor: Actor, items: Sequence[TaskChangeItem], *, at: datetime) -> None:
    """Tell the same people that it is as it was before."""
    by_task: dict[int, list[TaskChangeItem]] = {}
    for it in items:
        by_task.setdefault(it.task_id, []).append(it)
    pieces = [(those[0].task, [_piece(it) for it in those]) for those in by_task.values()]
    known = _known(pieces, local_date(at))
    news = []
    for task, its in pieces:
        told = [it for one in _news(task, its, "", known) for it in one.recipients]
        title = N_("撤销调整：{task}").format(task=task.title)
        why = N_("前一条消息作废，恢复到调整之前。")
        news.append(News(told, UNDONE, f"task:{task.id}", title, why, task_path(task), asks=False))
    tell_each(_to_others(actor, news), at=at)


def settle_change(items: Iterable[TaskChangeItem], *, at: datetime) -> None:
    """Nobody need look any more at what was told of a change that is undone."""
    those = list(items)
    settle_each({f"task:{it.task_id}" for it in those}, (CHANGED, COORDINATED), at=at)
    dates = {f"assignment:{it.assignment_id}" for it in those if it.assignment_id is not None}
    settle_each(dates, (REDATED,), at=at)


def _known(pieces: Collection[tuple[Task, Sequence[Piece]]], day: date) -> _Known:
    units: dict[Label, set[int]] = {}
    leaders: set[tuple[int, Label]] = set()
    for task, its in pieces:
        here = units.setdefault(task.label, set())
        here |= {it.unit_id for it in task.assignments if it.is_open}
        for piece in its:
            for key in (piece.was, piece.now):
                if piece.aspect is Aspect.COORDINATOR and isinstance(key, int):
                    here.add(key)
                elif piece.aspect is Aspect.LEADER and isinstance(key, int):
                    leaders.add((key, task.label))
    return _Known(
        {
            label: recipients_by_unit(REPORTING, ids, day, label=label)
            for label, ids in units.items()
        },
        {(key, label): recipient(key, label=label) for key, label in leaders},
        queries.names_for(
            (it.aspect, value) for _task, its in pieces for it in its for value in (it.was, it.now)
        ),
    )


def _news(task: Task, pieces: Sequence[Piece], reason: str, known: _Known) -> Iterator[News]:
    people = known.people[task.label]
    why = WHY.format(reason=reason)
    for it in pieces:
        if it.assignment is not None and isinstance(it.was, date):
            yield _of_date(task, it.assignment, it.was, people[it.assignment.unit_id], why)
        elif it.aspect is Aspect.LEADER:
            yield from _of_leader(task, it, why, known)
        elif it.aspect is Aspect.COORDINATOR:
            yield from _of_coordinator(task, it, why, people)
    told = [it for it in pieces if it.aspect in rules.TOLD_UNITS]
    if told:
        words = "，".join(
            N_("{what}改为{value}").format(
                what=rules.ASPECT_WORDS[it.aspect],
                value=rules.in_words(it.aspect, it.now, known.names),
            )
            for it in told
        )
        units = [one for it in task.assignments if it.is_open for one in people[it.unit_id]]
        title = N_("任务调整：{task}").format(task=task.title)
        yield _about_task(task, CHANGED, units, title, f"{words}。{why}")


def _of_date(task: Task, it: Assignment, was: date, told: list[Recipient], why: str) -> News:
    title = N_("时限由{was}改为{now}：{task}").format(
        was=in_full(was), now=in_full(it.due_on), task=task.title
    )
    about = f"assignment:{it.id}"
    return News(told, REDATED, about, title, why, task_path(task), urgent=True, asks=False)


def _of_leader(task: Task, piece: Piece, why: str, known: _Known) -> Iterator[News]:
    for key, title in (
        (piece.now, N_("改由您分管：{task}")),
        (piece.was, N_("不再由您分管：{task}")),
    ):
        if isinstance(key, int):
            told = known.leaders[key, task.label]
            yield _about_task(task, CHANGED, told, title.format(task=task.title), why)


def _of_coordinator(
    task: Task, piece: Piece, why: str, people: dict[int, list[Recipient]]
) -> Iterator[News]:
    for key, kind, title in (
        (piece.now, COORDINATED, N_("请归口协调：{task}")),
        (piece.was, CHANGED, N_("不再由你单位归口协调：{task}")),
    ):
        if isinstance(key, int):
            yield _about_task(task, kind, people[key], title.format(task=task.title), why)


def _about_task(task: Task, kind: str, told: Sequence[Recipient], title: str, reason: str) -> News:
    return News(told, kind, f"task:{task.id}", title, reason, task_path(task), asks=False)


def _piece(item: TaskChangeItem) -> Piece:
    """Return a change turned round."""
    now, was = rules.read(item.aspect, item.was), rules.read(item.aspect, item.now)
    return Piece(item.aspect, was, now, item.assignment)


def _to_others(actor: Actor, news: Iterable[News]) -> list[News]:
    """Leave out whoever does it: nobody is told of their own deed."""
    return [
        replace(it, recipients=[to for to in it.recipients if to.person_id != actor.id])
        for it in news
    ]
