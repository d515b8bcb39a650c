"""Who gives instructions, what they may say, and what may be done about them; plain decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tracker.foundation.clock import local_date
from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.foundation.labels import Label, covers
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may, may_for
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.decisions.rules import PROOF, WHEN, WHOSE, Told
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.models import Assignment, Task

LONGEST_TEXT = 2000
LONGEST_TIME = timedelta(days=366)
TEXT, ANSWER_DUE, DEMAND, DEMAND_DUE, UNITS = (
    "text",
    "answer_due_on",
    "demand",
    "demand_due_on",
    "units",
)
"""What the form calls them."""

GIVERS_ONLY = N_("批示由领导作出，督查员可以代录；对自己所在单位承办的，须由别的督查员代录。")
HEADS_ONLY = N_("批示由承办单位的负责人回复。")
HANDLERS_ONLY = N_("批示的转办、办结由督查员办理；涉及自己所在单位的，须由别的督查员办理。")
WRITER_ONLY = N_("批示由写下它的人更正、撤回。")
OVER = N_("这条批示已经办结或撤回，不能再办；要接着办的，先恢复办理。")

About = Report | Task | Assignment
"""What an instruction may be about."""


@dataclass(frozen=True, slots=True)
class Said:
    """What an instruction says; demand: what is to be carried out, by which units, until when."""

    text: str
    wants_answer: bool = False
    answer_due_on: date | None = None
    demand: str = ""
    demand_due_on: date | None = None
    unit_ids: tuple[int, ...] = ()

    @property
    def is_about_demand(self) -> bool:
        """Whether anything is told of a demand."""
        return bool(self.demand_due_on or self.unit_ids)


def may_instruct(actor: Actor, unit_ids: Collection[int]) -> bool:
    """Whether the actor gives instructions, or records them, on the work of these units."""
    return may_for(actor, Permission.INSTRUCT, *unit_ids)


def may_answer(actor: Actor, unit_id: int) -> bool:
    """Whether the actor answers for the unit."""
    return may_for(actor, Permission.ANSWER_INSTRUCTIONS, unit_id)


def may_handle(actor: Actor, unit_ids: Collection[int]) -> bool:
    """Whether the actor makes tasks of instructions on the work of these units, and has them done."""
    return may_for(actor, Permission.HANDLE_INSTRUCTIONS, *unit_ids)


def may_watch(actor: Actor) -> bool:
    """Whether the actor keeps a list of what they watch."""
    return may(actor, Permission.KEEP_WATCH)


def is_correctable(actor: Actor, it: Instruction, today: date, *, is_answered: bool) -> bool:
    """Whether who wrote it may still change it or take it back: that day, before anything came of it."""
    return (
        actor.id == it.recorded_by_id
        and local_date(it.recorded_at) == today
        and it.is_open
        and it.follow_up_id is None
        and not is_answered
    )


def check_correctable(actor: Actor, it: Instruction, today: date, *, is_answered: bool) -> None:
    """Refuse to change what others have acted on, or what is of an earlier day."""
    if not is_correctable(actor, it, today, is_answered=is_answered):
        raise RuleBroken(
            N_("批示只能在当天、还没有回复和转任务的时候更正或撤回；可以另作一条批示。")
        )


def check_said(said: Said, today: date) -> None:
    """Refuse an instruction that says nothing, or gives days that cannot be kept."""
    if not said.text:
        raise Misfilled(TEXT, N_("请写批示内容。"))
    if len(said.text) > LONGEST_TEXT:
        raise Misfilled(TEXT, N_("批示内容不超过 2000 字。"))
    if len(said.demand) > LONGEST_TEXT:
        raise Misfilled(DEMAND, N_("要求落实的事不超过 2000 字。"))
    if said.answer_due_on is not None:
        if not said.wants_answer:
            raise Misfilled(ANSWER_DUE, N_("要单位回复的，才填回复期限。"))
        _check_day(ANSWER_DUE, said.answer_due_on, today)
    if not said.demand and said.is_about_demand:
        raise Misfilled(DEMAND, N_("请写明要求落实的事；没有的，单位和时限也不用填。"))
    if said.demand_due_on is not None:
        _check_day(DEMAND_DUE, said.demand_due_on, today)


def _check_day(field: str, day: date, today: date) -> None:
    if day < today:
        raise Misfilled(field, N_("期限不能早于今天。"))
    if day > today + LONGEST_TIME:
        raise Misfilled(field, N_("期限不能超过一年。"))


def check_own(actor: Actor) -> None:
    """Refuse an instruction of nobody's: who is no leader records that of one."""
    if not actor.is_leader:
        raise Misfilled(WHOSE, N_("请选是哪位领导的批示。"))


def check_recorded(
    told: Told,
    leader: Actor | None,
    *,
    recorder_id: int | None,
    label: Label,
    today: date,
    needs_scan: bool,
) -> None:
    """Refuse what is told of a leader's instruction where it cannot be.

    leader: the person as they were on the day of it.
    """
    if told.decided_on > today:
        raise Misfilled(WHEN, N_("批示日期不能晚于今天。"))
    if told.decided_on < today - LONGEST_TIME:
        raise Misfilled(WHEN, N_("批示日期是一年以前的，请核对。"))
    if leader is None or not leader.is_leader:
        raise Misfilled(WHOSE, N_("所选的人在批示日期那天不是在任领导，请重新选。"))
    if leader.id == recorder_id:
        raise Misfilled(WHOSE, N_("自己的批示不能自己代录，须由别的督查员代录。"))
    if not covers(leader.clearance, label):
        raise Misfilled(WHOSE, N_("所选领导不能看这里的安全标签，不会有他的批示，请核对。"))
    if told.scan is None and needs_scan:
        raise Misfilled(PROOF, N_("请附上批示的扫描件或照片。"))


def check_open(it: Instruction) -> None:
    """Refuse to go on with what is over."""
    if not it.is_open:
        raise RuleBroken(OVER)


def check_words(words: str, field: str, sentence: str) -> str:
    """Return what somebody wrote, trimmed; refuse nothing, with that sentence, and too much."""
    words = words.strip()
    if not words:
        raise Misfilled(field, sentence)
    if len(words) > LONGEST_TEXT:
        raise Misfilled(field, N_("不超过 2000 字。"))
    return words


def check_unfollowed(it: Instruction) -> None:
    """Refuse to make a second task of one instruction."""
    check_open(it)
    if it.follow_up_id is not None:
        raise RuleBroken(N_("这条批示已经转为任务，不能再转。"))


def check_joinable(it: Instruction, task: Task, label: Label) -> None:
    """Refuse to join what an instruction demands to a task that cannot hold it; label: its own."""
    check_unfollowed(it)
    if it.task_id == task.id:
        raise Misfilled("task", N_("批示的就是这项任务，不用再并入；请另选任务，或者立一项新的。"))
    if not covers(task.label, label):
        raise Misfilled("task", N_("那项任务的安全标签低于批示所说的事，请先调高它的标签。"))


def check_followed(it: Instruction) -> datetime:
    """Refuse to take back a link that is not there; returns when it was made."""
    check_open(it)
    if it.followed_at is None:
        raise RuleBroken(N_("这条批示没有转为任务。"))
    return it.followed_at


def check_finishable(it: Instruction) -> None:
    """Refuse to have it done while its demand waits for a task."""
    check_open(it)
    if it.waits_for_task:
        raise RuleBroken(N_("批示要求落实的事还没有转为任务，转了以后才能办结。"))


def check_done(it: Instruction) -> datetime:
    """Refuse to take up again what is not done; returns when it was done."""
    if it.done_at is None:
        raise RuleBroken(N_("这条批示没有办结，不用恢复。"))
    return it.done_at


def proposed_title(demand: str) -> str:
    """Propose the name of the task that a demand becomes: its first clause."""
    first = demand.split("\n", 1)[0].strip()
    for end in "。；":
        first = first.split(end, 1)[0]
    return first[:200]
