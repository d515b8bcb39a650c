"""Who drafts, approves, issues and withdraws circulars, and what a circular may say."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.foundation.clock import local_date
from tracker.foundation.errors import Misfilled, RuleBroken
from tracker.foundation.labels import Label, covers
from tracker.foundation.wording import in_full
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may
from tracker.workplan.progress.circulars.models import Circular, CircularState

LONGEST_TITLE = 100
LONGEST_PART = 20_000
MOST_NAMED = 200
"""Late works that one circular names."""

STATE_WORDS = {
    CircularState.DRAFT: N_("草稿"),
    CircularState.APPROVED: N_("已批准"),
    CircularState.ISSUED: N_("已印发"),
    CircularState.WITHDRAWN: N_("已撤回"),
}
PART_WORDS = {
    "overall": N_("总体情况"),
    "meetings": N_("分会议落实情况"),
    "priorities": N_("分重点落实情况"),
    "praise": N_("表扬"),
    "problems": N_("存在问题"),
    "demands": N_("工作要求"),
}
"""The parts in their order, and what they are called on the page."""

WRITERS_ONLY = N_("督查通报由督查员起草、修改和印发。")
APPROVERS_ONLY = N_("督查通报由领导批准，或由督查员代录领导的决定。")
TOO_SENSITIVE = N_("通报里写到的任务或会议，安全标签已高于这份通报，请删去或另行起草。")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a supervisor chooses for a draft; late: assignments that are named."""

    label: Label
    is_for_units: bool
    late: Collection[int]
    praised: Collection[int]
    criticised: Collection[int]


def may_write(actor: Actor) -> bool:
    """Whether the actor drafts, issues and withdraws circulars."""
    return may(actor, Permission.WRITE_CIRCULARS)


def may_approve(actor: Actor) -> bool:
    """Whether the actor approves circulars, or records that a leader did."""
    return may(actor, Permission.APPROVE_CIRCULARS)


def is_editable(it: Circular) -> bool:
    """Whether its words may still be changed."""
    return it.state is CircularState.DRAFT


def may_withdraw(actor: Actor, it: Circular, today: date) -> bool:
    """Whether the actor may take it back: before it is issued, or who issued it the same day."""
    if not may_write(actor) or it.state is CircularState.WITHDRAWN:
        return False
    if it.issued_at is None:
        return True
    return it.issued_by_id == actor.id and local_date(it.issued_at) == today


def check_choice(actor: Actor, choice: Choice) -> None:
    """Refuse a label above the drafter's own, or a unit that is praised and criticised at once."""
    if not covers(actor.clearance, choice.label):
        raise Misfilled("label", N_("您不能看这个安全标签的任务，请选低一些的。"))
    if set(choice.praised) & set(choice.criticised):
        raise Misfilled("criticised", N_("同一单位不能既表扬又批评。"))
    if len(choice.late) > MOST_NAMED:
        raise Misfilled("late", N_("一份通报最多点名 200 件。"))


def check_words(title: str, parts: Mapping[str, str]) -> None:
    """Refuse a circular without a title or totals, or one that is longer than any paper."""
    if not title:
        raise Misfilled("title", N_("请写标题。"))
    if len(title) > LONGEST_TITLE:
        raise Misfilled("title", N_("标题不超过 100 字。"))
    if not parts["overall"].strip():
        raise Misfilled("overall", N_("请写总体情况。"))
    for name, words in parts.items():
        if len(words) > LONGEST_PART:
            raise Misfilled(name, N_("每一部分不超过 20000 字。"))


def check_draft(it: Circular) -> None:
    """Refuse to change or approve what is no draft any more."""
    if it.state is not CircularState.DRAFT:
        raise RuleBroken(N_("这份通报已经不是草稿；要改的，先退回修改。"))


def check_approved(it: Circular) -> None:
    """Refuse to issue, or to give back, what no leader has approved."""
    if it.state is not CircularState.APPROVED:
        raise RuleBroken(N_("这份通报现在不是已批准待印发。"))


def check_decided_on(it: Circular, decided_on: date, today: date) -> None:
    """Refuse a decision of tomorrow, or of a day before there was a draft."""
    if decided_on > today:
        raise Misfilled("decided_on", N_("决定日期不能晚于今天。"))
    drafted = local_date(it.drafted_at)
    if decided_on < drafted:
        sentence = N_("决定日期不能早于 {day}，那天才起草。")
        raise Misfilled("decided_on", sentence.format(day=in_full(drafted)))


def check_withdrawal(actor: Actor, it: Circular, today: date) -> None:
    """Refuse to take back what is taken back already, or what was issued earlier or by another."""
    if it.state is CircularState.WITHDRAWN:
        raise RuleBroken(N_("这份通报已经撤回。"))
    if not may_withdraw(actor, it, today):
        raise RuleBroken(N_("已印发的通报，只能由印发的人当天撤回；有误的，另发通报更正。"))


def check_reason(reason: str) -> None:
    """Refuse to give back or to withdraw without a reason."""
    if not reason:
        raise RuleBroken(N_("请写明理由。"))


def check_nothing_above(*, names_above: bool) -> None:
    """Refuse to let out what names something that is labelled higher by now."""
    if names_above:
        raise RuleBroken(TOO_SENSITIVE)
