"""Who asks for a later due date, says what they think of it and decides, and what may be asked."""

from datetime import date

from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may_for
from tracker.workplan.tasks.decisions.rules import WHEN, BadDecision
from tracker.workplan.tasks.extensions.models import Extension, ExtensionState
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.rules.figures import FURTHEST_YEARS, units_judged

DUE_ON, REASON, PROGRESS, OPINION, ANSWER = "due_on", "reason", "progress", "opinion", "reason"
"""What the forms call what may be wrong."""

STATE_WORDS = {
    ExtensionState.ASKED: N_("待督查室提意见"),
    ExtensionState.PROPOSED: N_("待领导决定"),
    ExtensionState.APPROVED: N_("已批准"),
    ExtensionState.REFUSED: N_("未批准"),
    ExtensionState.WITHDRAWN: N_("单位已撤回"),
    ExtensionState.LAPSED: N_("不再办理"),
}
ASKS_FIRST = N_("延期由承办单位的负责人申请。")
PROPOSES = N_("延期的意见由督查员提出；对自己所在单位承办的，须由别的督查员提出。")


class BadExtension(Misfilled):
    """What is asked or answered cannot be."""


def may_ask(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor asks for a later date for the assignment's unit, and takes that back."""
    return may_for(actor, Permission.ASK_EXTENSION, assignment.unit_id)


def may_propose(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor tells the leader what to make of a request."""
    return may_for(actor, Permission.PROPOSE_EXTENSION, *units_judged(actor, assignment))


def may_decide(actor: Actor, assignment: Assignment) -> bool:
    """Whether the actor decides, or records a leader's decision, about a later date of it."""
    return may_for(actor, Permission.DECIDE_EXTENSION, *units_judged(actor, assignment))


def is_askable(assignment: Assignment, today: date, *, allows_late: bool) -> bool:
    """Whether a later date can be asked for now: under way, leading, and not yet past its date."""
    is_dated = assignment.is_lead and assignment.due_on is not None
    if not is_dated or assignment.state is not AssignmentState.ACKNOWLEDGED:
        return False
    return allows_late or not is_past(assignment, today)


def is_past(assignment: Assignment, today: date) -> bool:
    """Whether the date in force has gone by."""
    return assignment.due_on is not None and assignment.due_on < today


def is_answerable(extension: Extension) -> bool:
    """Whether somebody can answer now: pending, and the work is under way for the unit that asked.

    While the work rests, or waits to be verified, the request waits with it.
    """
    it = extension.assignment
    is_theirs = it.unit_id == extension.unit_id
    return extension.is_pending and is_theirs and it.state is AssignmentState.ACKNOWLEDGED


def may_answer(actor: Actor, extension: Extension) -> bool:
    """Whether the actor can answer a request now: propose on it, or decide about it."""
    if not is_answerable(extension):
        return False
    it, is_proposed = extension.assignment, extension.state is ExtensionState.PROPOSED
    return may_propose(actor, it) or (is_proposed and may_decide(actor, it))


def check_ask(
    assignment: Assignment,
    wanted_on: date,
    today: date,
    *,
    reason: str,
    progress: str,
    allows_late: bool,
) -> None:
    """Refuse a request after the date in force, for no later day, or without its words."""
    if assignment.state is not AssignmentState.ACKNOWLEDGED or not assignment.is_lead:
        raise RuleBroken(N_("只有推进中的牵头承办可以申请延期。"))
    if assignment.due_on is None:
        raise RuleBroken(N_("长期坚持的任务没有时限，不需要延期。"))
    if not allows_late and is_past(assignment, today):
        raise RuleBroken(N_("延期须在时限之前申请，现在已过时限。"))
    check_new_date(assignment, wanted_on, today)
    if not reason.strip():
        raise BadExtension(REASON, N_("请写明为什么不能按期完成。"))
    if not progress.strip():
        raise BadExtension(PROGRESS, N_("请写明到现在办了什么、还差什么。"))


def check_new_date(assignment: Assignment, new_due_on: date, day: date) -> None:
    """Refuse a new date that is not later than the one in force, or gone by on the day of its asking."""
    if assignment.due_on is None or new_due_on <= assignment.due_on:
        raise BadExtension(DUE_ON, N_("新时限须晚于现在的时限。"))
    if new_due_on < day:
        raise BadExtension(DUE_ON, N_("新时限不能是已经过去的日子。"))
    if new_due_on.year > day.year + FURTHEST_YEARS:
        raise BadExtension(DUE_ON, N_("新时限太远，请核对年份。"))


def check_answerable(extension: Extension) -> None:
    """Refuse an answer to what has ended, or waits while the work is not under way."""
    if not extension.is_pending:
        raise RuleBroken(N_("这份延期申请已经办结，请看过最新状态。"))
    if not is_answerable(extension):
        raise RuleBroken(N_("这件承办现在不在推进中，延期申请等恢复推进后再办。"))


def check_proposal(
    extension: Extension, day: date | None, today: date, *, supports: bool, opinion: str
) -> None:
    """Refuse a proposal that cannot be carried out, or a no without a reason."""
    check_answerable(extension)
    if supports and day is not None:
        check_new_date(extension.assignment, day, today)
    if not supports and not opinion.strip():
        raise BadExtension(OPINION, N_("不同意的，请写明理由。"))


def check_decision(extension: Extension, day: date | None, decided_on: date, answer: str) -> None:
    """Refuse a decision before the supervisor's opinion, on a day of no use, or a no without words.

    day: the new date, None for a no; decided_on: the day of the decision itself.
    """
    check_answerable(extension)
    if extension.state is not ExtensionState.PROPOSED:
        raise RuleBroken(N_("督查室还没有提出意见，提出后再由领导决定。"))
    if decided_on < extension.asked_on:
        sentence = N_("决定日期不能早于 {day}，那天才申请延期。")
        raise BadDecision(WHEN, sentence.format(day=in_full(extension.asked_on)))
    if day is not None:
        check_new_date(extension.assignment, day, decided_on)
    elif not answer.strip():
        raise BadExtension(ANSWER, N_("不批准的，请写明理由，单位看得到。"))


def check_withdrawal(extension: Extension) -> None:
    """Refuse to take back what has been decided or has ended."""
    if not extension.is_pending:
        raise RuleBroken(N_("这份延期申请已经办结，不能撤回。"))
