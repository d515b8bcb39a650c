"""Who writes, submits and accepts annual summaries, and when."""

from collections.abc import Collection, Mapping

from tracker.foundation.errors import RuleBroken
from tracker.foundation.labels import USUAL, Label, covers
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may_for
from tracker.workplan.review.models import AnnualSummary, SummaryState

LONGEST_PART = 20_000
"""The bound; an office may set fewer characters."""
LONGEST_REASON = 2000

LABEL: Label = USUAL
"""What every summary is labelled: whoever reads it is cleared so far, and nothing above goes into it."""

STATE_WORDS = {
    SummaryState.DRAFT: N_("起草中"),
    SummaryState.SUBMITTED: N_("待审核"),
    SummaryState.RETURNED: N_("退回修改"),
    SummaryState.ACCEPTED: N_("已通过"),
}

PART_WORDS = {
    "highlights": N_("亮点工作"),
    "problems": N_("存在问题"),
    "next_year_plan": N_("下年思路举措"),
}
"""The parts beside 主要成效, by the column that holds their words, in the official order."""

WRITABLE = (SummaryState.DRAFT, SummaryState.RETURNED)

DEED_WORDS = {
    "summary.drafted": N_("从进展起草了总结"),
    "summary.redrafted": N_("重新起草：%(parts)s"),
    "summary.edited": N_("修改：%(parts)s"),
    "summary.submitted": N_("提交总结"),
    "summary.returned": N_("退回修改：%(reason)s"),
    "summary.accepted": N_("审核通过"),
}


def may_see(actor: Actor) -> bool:
    """Whether the actor is cleared for summaries."""
    return covers(actor.clearance, LABEL)


def may_write(actor: Actor, unit_id: int) -> bool:
    """Whether the actor drafts and edits this unit's summary: its head or contact."""
    return may_for(actor, Permission.WRITE_SUMMARIES, unit_id)


def may_submit(actor: Actor, unit_id: int) -> bool:
    """Whether the actor answers for what this unit says: its head, or as set its contact."""
    return may_for(actor, Permission.SUBMIT_SUMMARIES, unit_id)


def may_judge(actor: Actor, unit_id: int) -> bool:
    """Whether the actor accepts or returns it: a supervisor who does not report for this unit."""
    return may_for(actor, Permission.ACCEPT_SUMMARIES, unit_id)


def is_writable(summary: AnnualSummary) -> bool:
    """Whether its words may be changed now."""
    return summary.state in WRITABLE


def check_writable(summary: AnnualSummary) -> None:
    """Refuse to change what waits to be judged, or was accepted."""
    if not is_writable(summary):
        raise RuleBroken(N_("总结已经提交；要修改的，请督查员先退回。"))


def check_material(tasks: Collection[object]) -> None:
    """Refuse to draft out of nothing."""
    if not tasks:
        raise RuleBroken(N_("这个单位这一年没有承办任务，没有可以起草的内容。"))


def check_redraft(summary: AnnualSummary, parts: Collection[str] | None) -> None:
    """Refuse to replace words that the person did not choose to give up."""
    check_writable(summary)
    if not parts:
        raise RuleBroken(N_("这份总结已经起草过；要重新起草的，请选定要换掉哪几部分。"))


def check_length(words: Mapping[str, str], longest: int) -> None:
    """Refuse a part that is longer than anybody would read."""
    if any(len(said) > longest for said in words.values()):
        sentence = N_("每一部分不超过 {longest} 字，请压缩后再保存。")
        raise RuleBroken(sentence.format(longest=longest))


def check_submission(summary: AnnualSummary) -> None:
    """Refuse to submit what is submitted already, or a summary without results."""
    check_writable(summary)
    if not any(result.words.strip() for result in summary.results):
        raise RuleBroken(N_("主要成效还没有写，写好后再提交。"))


def is_judgeable(summary: AnnualSummary) -> bool:
    """Whether it waits to be accepted or returned."""
    return summary.state is SummaryState.SUBMITTED


def check_judgeable(summary: AnnualSummary) -> None:
    """Refuse to judge what does not wait for it."""
    if not is_judgeable(summary):
        raise RuleBroken(N_("这份总结现在不在待审核状态，请看过最新状态再办。"))


def check_reason(reason: str) -> None:
    """Refuse to return a summary without saying what is to be improved."""
    if not reason:
        raise RuleBroken(N_("请写明理由，单位要照着改。"))
    if len(reason) > LONGEST_REASON:
        raise RuleBroken(N_("理由不超过 2000 字。"))
