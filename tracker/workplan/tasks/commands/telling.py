"""Who gets a message of a deed about tasks, in which words, and which earlier ones it settles.

Whom a step is told to stands in the transition table (`told`); the words stand here.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from tracker.foundation.clock import local_date
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.messages.commands import (
    News,
    Recipient,
    settle,
    settle_each,
    tell_each,
    unsettle_each,
)
from tracker.people.actor import Actor
from tracker.people.queries import REPORTING, judges, recipients_by_unit
from tracker.workplan.tasks import limits
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.reminders.rules import DUE_KINDS, SIGN_KINDS
from tracker.workplan.tasks.rules import DONE, STEP_WORDS, TRANSITIONS, Audience, Step

DISPATCHED, COORDINATED = "task.dispatched", "task.coordinated"
TO_SIGN = (
    "assignment.redispatched",
    "assignment.transferred",
    *SIGN_KINDS,
)
TO_REDISPATCH = ("assignment.declined",)
TO_GO_ON = (
    "assignment.sent_back",
    "assignment.reopened",
    "assignment.resumed",
    *DUE_KINDS,
)
TO_VERIFY = ("assignment.closure_asked",)
TO_WAIT = ("assignment.paused",)


@dataclass(frozen=True, slots=True)
class Words:
    """How a step is told: `{task}` and `{unit}` stand for the task and its unit.

    asks: whether the audience has something to do then.
    """

    title: str
    reason: str
    is_urgent: bool = False
    asks: bool = True


_WORKS = N_("您的单位承办这项任务。")
_SIGNS = N_("您的单位承办这项任务，请在{sign_by}前签收。")
WORDS: dict[tuple[Step, Audience], Words] = {
    (Step.DECLINE, Audience.OFFICE): Words(
        N_("{unit}退回：{task}"), N_("退回的任务由督查员重新交办。"), is_urgent=True
    ),
    (Step.REDISPATCH, Audience.UNIT): Words(N_("重新交办：{task}"), _SIGNS, is_urgent=True),
    (Step.TRANSFER, Audience.UNIT): Words(N_("转交你单位：{task}"), _SIGNS, is_urgent=True),
    (Step.ASK_CLOSURE, Audience.OFFICE): Words(
        N_("{unit}申请办结：{task}"), N_("办结由督查员核定。")
    ),
    (Step.CLOSE, Audience.UNIT): Words(N_("核定办结：{task}"), _WORKS, asks=False),
    (Step.REDO, Audience.UNIT): Words(N_("退回重办：{task}"), _WORKS, is_urgent=True),
    (Step.REOPEN, Audience.UNIT): Words(N_("重新办理（回头看）：{task}"), _WORKS, is_urgent=True),
    (Step.PAUSE, Audience.UNIT): Words(N_("中止办理：{task}"), _WORKS, is_urgent=True, asks=False),
    (Step.RESUME, Audience.UNIT): Words(N_("恢复办理：{task}"), _WORKS, is_urgent=True),
    (Step.TERMINATE, Audience.UNIT): Words(
        N_("终止办理：{task}"), _WORKS, is_urgent=True, asks=False
    ),
    (Step.RELEASE, Audience.UNIT): Words(
        N_("不再由你单位承办：{task}"), _WORKS, is_urgent=True, asks=False
    ),
}
_ALL = (*TO_SIGN, *TO_REDISPATCH, *TO_GO_ON, *TO_VERIFY, *TO_WAIT)
SETTLES: dict[Step, tuple[str, ...]] = {
    Step.ACKNOWLEDGE: TO_SIGN,
    Step.DECLINE: TO_SIGN,
    Step.REDISPATCH: TO_REDISPATCH,
    Step.TRANSFER: _ALL,
    Step.ASK_CLOSURE: TO_GO_ON,
    Step.WITHDRAW: TO_VERIFY,
    Step.CLOSE: _ALL,
    Step.REDO: TO_VERIFY,
    Step.PAUSE: (*SIGN_KINDS, *DUE_KINDS),
    Step.RESUME: TO_WAIT,
    Step.TERMINATE: _ALL,
    Step.RELEASE: _ALL,
}
"""The messages about an assignment that ask for nothing any more once the step is taken."""
ANSWERS_DISPATCH = frozenset(
    {Step.ACKNOWLEDGE, Step.DECLINE, Step.TRANSFER, Step.TERMINATE, Step.RELEASE}
)
"""The steps after which a unit need not sign any more what was dispatched to it."""


def tell_of_dispatch(
    actor: Actor, task: Task, unit_ids: Collection[int], *, at: datetime, is_more: bool = False
) -> None:
    """Tell units that they got a task, and the department that is to coordinate it.

    is_more: they were added to a task that the department coordinates already.
    """
    day = local_date(at)
    coordinator = None if is_more else task.coordinator_id
    coordinator_ids = [] if coordinator is None or coordinator in unit_ids else [coordinator]
    people = recipients_by_unit(REPORTING, {*unit_ids, *coordinator_ids}, day, label=task.label)
    news = [
        _about_task(
            task,
            DISPATCHED,
            N_("交办：{task}"),
            _SIGNS.format(sign_by=in_full(limits.sign_by(day))),
            _others(actor, _all_of(people, unit_ids)),
        ),
        _about_task(
            task,
            COORDINATED,
            N_("请归口协调：{task}"),
            N_("您的单位归口协调这项任务。"),
            _others(actor, _all_of(people, coordinator_ids)),
        ),
    ]
    tell_each(news, at=at)


def settle_dispatch(task: Task, *, at: datetime) -> None:
    """Take back what was told of a dispatch that is undone."""
    settle(f"task:{task.id}", (DISPATCHED, COORDINATED), at=at)


def tell_of_step(
    actor: Actor,
    assignments: Sequence[Assignment],
    step: Step,
    reason: str,
    *,
    at: datetime,
    had_by: int,
) -> None:
    """Settle what a step answers, and tell whom the table says.

    assignments: the one that it was taken on first, then those that went along.
    had_by: the unit that had the first before the step, which may have given it to another.
    """
    task = assignments[0].task
    units = {had_by, *(it.unit.id for it in assignments)}
    people = recipients_by_unit(REPORTING, units, local_date(at), label=task.label)
    settle_each(_each(assignments), SETTLES.get(step, ()), at=at)
    if step in ANSWERS_DISPATCH:
        settle(f"task:{task.id}", (DISPATCHED,), at=at, among=_all_of(people, units))
    news = [
        _about_step(it, step, audience, _others(actor, told), reason, at)
        for it, audience, told in _audiences(assignments, step, people, at)
    ]
    tell_each(news, at=at)


def tell_of_undoing(
    actor: Actor,
    assignments: Sequence[Assignment],
    step: Step,
    *,
    taken_at: datetime,
    at: datetime,
) -> None:
    """Tell those who were told of a step that it was taken back; what it had settled is open again.

    taken_at: when the step was taken.
    """
    task = assignments[0].task
    units = {it.unit.id for it in assignments}
    people = recipients_by_unit(REPORTING, units, local_date(at), label=task.label)
    about = _each(assignments)
    answered = [f"task:{task.id}"] if step in ANSWERS_DISPATCH else []
    unsettle_each([*about, *answered], settled_at=taken_at)
    settle_each(about, (f"assignment.{DONE[step]}",), at=at)
    title = N_("撤销“{step}”：{task}")
    news = [
        News(
            recipients=_others(actor, told),
            kind="assignment.undone",
            about=f"assignment:{it.id}",
            title=title.format(step=STEP_WORDS[step], task=task.title),
            reason=N_("前一条消息作废，状态恢复到这一步之前。"),
            address=task_path(task),
            asks=False,
        )
        for it, _audience, told in _audiences(assignments, step, people, at)
    ]
    tell_each(news, at=at)


def task_path(task: Task) -> str:
    """Return the address of a task's page."""
    return f"/tasks/{task.id}"


def _audiences(
    assignments: Sequence[Assignment],
    step: Step,
    people: dict[int, list[Recipient]],
    at: datetime,
) -> Iterator[tuple[Assignment, Audience, list[Recipient]]]:
    """Give whom the table tells of a step, in people, each with the assignment that they hear of."""
    told, first = TRANSITIONS[step].told, assignments[0]
    if Audience.UNIT in told:
        for it in assignments:
            yield it, Audience.UNIT, people[it.unit.id]
    if Audience.OFFICE in told:
        office = judges(first.unit.id, local_date(at), label=first.task.label)
        yield first, Audience.OFFICE, office


def _about_step(
    assignment: Assignment,
    step: Step,
    audience: Audience,
    told: Sequence[Recipient],
    reason: str,
    at: datetime,
) -> News:
    words, task = WORDS[step, audience], assignment.task
    why = words.reason.format(sign_by=in_full(limits.sign_by(local_date(at))))
    said = N_("理由：{reason}").format(reason=reason) if reason else ""
    return News(
        recipients=told,
        kind=f"assignment.{DONE[step]}",
        about=f"assignment:{assignment.id}",
        title=words.title.format(task=task.title, unit=assignment.unit.short_name),
        reason=f"{why}{said}",
        address=task_path(task),
        urgent=words.is_urgent,
        asks=words.asks,
    )


def _about_task(task: Task, kind: str, title: str, reason: str, told: Sequence[Recipient]) -> News:
    return News(
        recipients=told,
        kind=kind,
        about=f"task:{task.id}",
        title=title.format(task=task.title),
        reason=reason,
        address=task_path(task),
        urgent=kind == DISPATCHED,
        asks=kind == DISPATCHED,
    )


def _each(assignments: Iterable[Assignment]) -> list[str]:
    return [f"assignment:{it.id}" for it in assignments]


def _all_of(people: dict[int, list[Recipient]], unit_ids: Iterable[int]) -> list[Recipient]:
    return [it for unit_id in unit_ids for it in people[unit_id]]


def _others(actor: Actor, people: Iterable[Recipient]) -> list[Recipient]:
    """Leave out whoever does it: nobody is told of their own deed."""
    return [it for it in people if it.person_id != actor.id]
