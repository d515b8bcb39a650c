"""What may be chased, by whom, how gravely, and in which words; plain decisions."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.foundation.clock import local_date
from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may_for
from tracker.workplan.tasks.chases.models import Chase, NoticeLevel
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.papers import fit_one_paper

YELLOW_DAYS = 1
RED_DAYS = 15
AGAIN_DAYS = 7
ANSWER_WORKDAYS = 5
LONGEST_TEXT = 2000
MOST_AT_ONCE = 60
"""Assignments of one deed."""
LONGEST_TIME = timedelta(days=366)

LEVEL_WORDS = {
    NoticeLevel.BLUE: N_("蓝色督办"),
    NoticeLevel.YELLOW: N_("黄色督办"),
    NoticeLevel.RED: N_("红色督办"),
}
SENDERS_ONLY = N_("催办由督查员办理；对自己所在单位承办的，须由别的督查员办理。")
HEADS_ONLY = N_("督办单由收到它的单位的负责人回复。")
OWN_DEED_ONLY = N_("督办单由发出的人撤回。")
NOT_CHASEABLE = N_("待签收和推进中的才能催办；有的刚刚办了，请看过最新状态再办。")
ALREADY_CHASED = N_("有的刚刚已由别人催办，请看过再定。")


@dataclass(frozen=True, slots=True)
class Grades:
    """From how many days late a paper is yellow and red."""

    yellow_days: int = YELLOW_DAYS
    red_days: int = RED_DAYS


@dataclass(frozen=True, slots=True)
class Letter:
    """A paper that is to go to one unit."""

    assignments: Sequence[Assignment]
    level: NoticeLevel
    text: str
    answer_due_on: date


def may_chase(actor: Actor, unit_id: int) -> bool:
    """Whether the actor may chase this unit; nobody chases the unit that they report for."""
    return may_for(actor, Permission.CHASE, unit_id)


def is_chaseable(it: Assignment) -> bool:
    """Whether the unit is the one to act: it has to sign, or to finish what it answers for.

    A supporting unit has no clock of its own beyond signing.
    """
    return it.state is AssignmentState.DISPATCHED or (
        it.state is AssignmentState.ACKNOWLEDGED and it.is_lead
    )


def may_answer(actor: Actor, chase: Chase) -> bool:
    """Whether the actor answers for the unit that was chased."""
    return may_for(actor, Permission.ANSWER_CHASES, chase.unit_id)


def may_withdraw(actor: Actor, chase: Chase, today: date) -> bool:
    """Whether the actor may take the paper back: who sent it, on the same day, if it has no answer."""
    return (
        actor.id == chase.sent_by_id
        and may_chase(actor, chase.unit_id)
        and chase.waits
        and local_date(chase.sent_at) == today
    )


def days_late(it: Assignment, today: date) -> int:
    """Return by how many days an open assignment is late, the worse of its two clocks; 0: it is not."""
    last_days = [it.sign_by] if it.state is AssignmentState.DISPATCHED else []
    last_days += [it.due_on] if it.due_on is not None and it.is_lead else []
    return max([0, *((today - day).days for day in last_days)])


def most_days_late(assignments: Sequence[Assignment], today: date) -> int:
    """Return by how many days the worst of the work is late."""
    return max(days_late(it, today) for it in assignments)


def proposed_level(late: int, grades: Grades) -> NoticeLevel:
    """Propose the grade for the worst of the work."""
    if late >= grades.red_days:
        return NoticeLevel.RED
    return NoticeLevel.YELLOW if late >= grades.yellow_days else NoticeLevel.BLUE


def proposed_text(level: NoticeLevel, assignments: Sequence[Assignment], today: date) -> str:
    """Propose what the paper says above its table; papers are Chinese whatever the screen speaks."""
    late = most_days_late(assignments, today)
    is_unsigned = all(it.state is AssignmentState.DISPATCHED for it in assignments)
    which = "下列任务" if len(assignments) == 1 else f"下列{len(assignments)}件任务"
    most = "" if len(assignments) == 1 else "最长"
    if is_unsigned:
        what = f"{which}已经交办，贵单位尚未签收"
        what += f"，{most}已超过时限{late}天" if late else ""
    elif late:
        what = f"贵单位承办的{which}尚未办结，{most}已超过时限{late}天"
    else:
        what = f"贵单位承办的{which}尚未办结"
    return f"{what}。{_DEMANDS[level]}"


_DEMANDS = {
    NoticeLevel.BLUE: "请抓紧办理，按时完成。",
    NoticeLevel.YELLOW: "请查明原因，采取措施加快办理。",
    NoticeLevel.RED: "请主要负责人亲自研究，明确责任人和完成日期，限期完成。",
}


def check_letter(letter: Letter, today: date) -> None:
    """Refuse a paper about nothing, about several units or labels, or without words or time."""
    if not letter.assignments:
        raise RuleBroken(N_("请选要催办的任务。"))
    if not fit_one_paper(letter.assignments):
        raise RuleBroken(N_("一张督办单只发给一个单位，只写同一安全标签的任务。"))
    if not all(map(is_chaseable, letter.assignments)):
        raise RuleBroken(NOT_CHASEABLE)
    check_text(letter.text)
    check_answer_day(letter.answer_due_on, today)


def check_text(text: str) -> None:
    """Refuse a paper that says nothing, or too much."""
    if not text.strip():
        raise RuleBroken(N_("请写督办要求。"))
    if len(text) > LONGEST_TEXT:
        raise RuleBroken(N_("督办要求不超过 2000 字。"))


def check_answer_day(day: date, today: date) -> None:
    """Refuse a day for the answer that has passed or lies too far away."""
    if day < today:
        raise RuleBroken(N_("回复期限不能早于今天。"))
    if day > today + LONGEST_TIME:
        raise RuleBroken(N_("回复期限不能超过一年。"))


def check_burden(lately: Collection[int], knowing: Collection[int]) -> None:
    """Refuse to chase again what was chased lately, unless the sender was shown that it was."""
    if set(lately) - set(knowing):
        raise RuleBroken(ALREADY_CHASED)


def check_waits(chase: Chase) -> None:
    """Refuse an answer to a paper that has one, or that was taken back."""
    if chase.withdrawn_at is not None:
        raise RuleBroken(N_("这张督办单已撤回，不用回复。"))
    if chase.answered_at is not None:
        raise RuleBroken(N_("这张督办单已经回复；有新情况的，请在进展里填报。"))


def check_withdrawal(chase: Chase, today: date) -> None:
    """Refuse to take back what was answered, what is taken back already, or what is of an earlier day."""
    if not chase.waits:
        raise RuleBroken(N_("已经回复或撤回的督办单，不能再撤回。"))
    if local_date(chase.sent_at) != today:
        raise RuleBroken(N_("督办单只能在发出当天撤回。"))


def check_answer(words: str) -> None:
    """Refuse an answer that says nothing, or too much."""
    if not words:
        raise RuleBroken(N_("请写回复内容。"))
    if len(words) > LONGEST_TEXT:
        raise RuleBroken(N_("回复不超过 2000 字。"))
