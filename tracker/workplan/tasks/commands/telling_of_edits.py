"""Who hears that the office says otherwise what a task asks for: the units at work on it, and its leader.

Nobody who edits in several goes sends several messages: what was told before of the same kind is
over by the next one, which says again what nobody opened, and there is one mail a day.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select

from tracker.foundation.clock import local_date
from tracker.foundation.db import db
from tracker.foundation.words import N_
from tracker.messages.commands import News, Recipient, settle, settle_each, tell_each
from tracker.messages.models import Message, Receipt
from tracker.people.actor import Actor
from tracker.people.queries import REPORTING, recipient, recipients_by_unit
from tracker.workplan.tasks.commands.telling import task_path
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.queries import OVER

EDITED, LED = "task.edited", "leader.changed"
MILESTONES = ("milestone.added", "milestone.edited", "milestone.removed")
INDICATORS = ("indicator.added", "indicator.edited", "indicator.removed")
CARRIED = ("task.carried_over", "task.brought_back")
BEFORE = N_("此前：")
FIELDS = {
    "title": N_("名称"),
    "text": N_("内容"),
}
"""What is edited while units are at work; the rest is changed with a reason, which tells them by itself."""


def tell_of_edit(
    actor: Actor, task: Task, was: Mapping[str, object], changed: Collection[str], *, at: datetime
) -> None:
    """Tell the units at work what was edited, and leaders that a task is theirs or no more.

    was: what each edited field held before.
    """
    unopened = _unopened(task, (EDITED,))
    fields = "、".join(it for name, it in FIELDS.items() if name in changed or it in unopened)
    news = [_about(task, EDITED, _at_work(task, at), N_("任务有修改：{task}"), _sentence(fields))]
    if "leader_id" in changed:
        former = was["leader_id"]
        for key, title in (
            (former if isinstance(former, int) else None, N_("不再由您分管：{task}")),
            (task.leader_id, N_("改由您分管：{task}")),
        ):
            told = recipient(key, label=task.label)
            news.append(_about(task, LED, told, title, N_("您是或曾是这项任务的分管领导。")))
    settle(f"task:{task.id}", (EDITED,), at=at)
    tell_each(_to_others(actor, news), at=at)


def tell_of_milestone(actor: Actor, task: Task, kind: str, words: str, *, at: datetime) -> None:
    """Tell the units at work that the schedule of a task is another."""
    _tell_latest(actor, task, kind, MILESTONES, N_("节点有变动：{task}"), words, at)


def tell_of_indicator(actor: Actor, task: Task, kind: str, words: str, *, at: datetime) -> None:
    """Tell the units at work that something else is counted."""
    _tell_latest(actor, task, kind, INDICATORS, N_("指标有变动：{task}"), words, at)


def tell_of_carrying(actor: Actor, tasks: Sequence[Task], kind: str, *, at: datetime) -> None:
    """Tell the units at work that tasks stand under another number, in another year's plan."""
    title = N_("结转到{year}年度：{task}") if kind == CARRIED[0] else N_("撤回结转：{task}")
    at_work = _units_at_work(tasks)
    people = {
        label: recipients_by_unit(
            REPORTING,
            {unit for it in tasks if it.label is label for unit in at_work.get(it.id, ())},
            local_date(at),
            label=label,
        )
        for label in {it.label for it in tasks}
    }
    news = [
        _about(
            it,
            kind,
            [to for unit in at_work.get(it.id, ()) for to in people[it.label][unit]],
            title.replace("{year}", str(it.plan.year)),
            N_("编号现为 {number}；时限、进展和经过都不变。").format(number=it.number),
        )
        for it in tasks
    ]
    settle_each([f"task:{it.id}" for it in tasks], CARRIED, at=at)
    tell_each(_to_others(actor, news), at=at)


def _tell_latest(
    actor: Actor,
    task: Task,
    kind: str,
    kinds: Collection[str],
    title: str,
    words: str,
    at: datetime,
) -> None:
    """Tell the units at work in place of what they were told before of these kinds."""
    unopened = _unopened(task, kinds).replace(BEFORE, "")
    why = f"{words}{BEFORE}{unopened}" if unopened else words
    settle(f"task:{task.id}", kinds, at=at)
    tell_each(_to_others(actor, [_about(task, kind, _at_work(task, at), title, why)]), at=at)


def _unopened(task: Task, kinds: Collection[str]) -> str:
    """Return what somebody was told last of these kinds and has not opened; '' for nothing."""
    question = (
        select(Message.reason)
        .join(Receipt)
        .where(Message.thing == "task", Message.thing_id == task.id, Message.kind.in_(kinds))
        .where(Receipt.done_at.is_(None))
        .order_by(Message.id.desc())
        .limit(1)
    )
    return db.session.scalar(question) or ""


def _sentence(fields: str) -> str:
    return N_("改了{fields}，请看现在的要求。").format(fields=fields)


def _at_work(task: Task, at: datetime) -> list[Recipient]:
    units = _units_at_work([task]).get(task.id, [])
    people = recipients_by_unit(REPORTING, set(units), local_date(at), label=task.label)
    return [it for unit in units for it in people[unit]]


def _units_at_work(tasks: Sequence[Task]) -> dict[int, list[int]]:
    """Return, by task, the units that have not ended their work on it."""
    rows = db.session.execute(
        select(Assignment.task_id, Assignment.unit_id)
        .where(Assignment.task_id.in_([it.id for it in tasks]), Assignment.state.not_in(OVER))
        .order_by(Assignment.id)
    )
    found: dict[int, list[int]] = {}
    for task_id, unit_id in rows:
        found.setdefault(task_id, []).append(unit_id)
    return found


def _about(task: Task, kind: str, told: Sequence[Recipient], title: str, why: str) -> News:
    words = title.format(task=task.title)
    return News(told, kind, f"task:{task.id}", words, why, task_path(task), asks=False)


def _to_others(actor: Actor, news: Sequence[News]) -> Iterator[News]:
    """Leave out whoever does it: nobody is told of their own deed."""
    for it in news:
        told = [to for to in it.recipients if to.person_id != actor.id]
        yield News(told, it.kind, it.about, it.title, it.reason, it.address, asks=it.asks)
