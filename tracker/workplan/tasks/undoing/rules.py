"""Which last step, and which dispatch, may be taken back."""

from collections.abc import Collection
from datetime import date

from tracker.foundation.errors import Refusal, RuleBroken, require
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.rules import (
    TRANSITIONS,
    WHOLE,
    NoUndo,
    Step,
    Taken,
    may_take,
)

NOT_BY_YOU = N_("只有办这一步的人自己可以撤销。")
ANSWERED = N_("已有单位签收、退回，或者不是您今天交办的，不能撤销交办；可以逐家撤下。")
WHY_NOT = {
    NoUndo.HAS_COUNTERPART: N_("办结申请用“撤回办结申请”收回，收回了的可以再申请。"),
    NoUndo.NEW_UNIT: N_("重新交办不能撤销：已是另一家单位的事，由它签收或退回。"),
    NoUndo.DECIDED: N_("领导决定的事不能撤销，须由领导另作决定。"),
    NoUndo.COUNTED: N_("重新办理不能撤销；办好后照常申请办结。"),
}


def check_undo(
    actor: Actor, assignment: Assignment, last: Taken, today: date, *, has_reported: bool
) -> None:
    """Refuse to take a step back that is another's, older than today, or had consequences.

    has_reported: the unit's percent changed since.
    """
    if last.step not in TRANSITIONS:
        raise RuleBroken(N_("这件承办没有可以撤销的一步；要撤销交办的，请在任务上撤销。"))
    transition = TRANSITIONS[last.step]
    require(last.by_id == actor.id and may_take(actor, assignment, last.step), NOT_BY_YOU)
    if transition.no_undo is not None:
        raise RuleBroken(WHY_NOT[transition.no_undo])
    if last.on != today:
        raise RuleBroken(N_("只能当天撤销，这一步已是以前办的。"))
    is_part = last.was is AssignmentState.REPORTED and assignment.percent < WHOLE
    if has_reported or is_part:
        raise RuleBroken(N_("这一步以后又报过进展，不能撤销。"))


def may_undo(
    actor: Actor, assignment: Assignment, last: Taken, today: date, *, has_reported: bool = False
) -> bool:
    """Whether the actor took the assignment's last step today, may still take it, and it is harmless."""
    try:
        check_undo(actor, assignment, last, today, has_reported=has_reported)
    except Refusal:
        return False
    return True


def is_unanswered(actor: Actor, changes: Collection[Taken], count: int, today: date) -> bool:
    """Whether the actor gave a task out today, and nothing came after it.

    changes: all that happened to the task's assignments; count: how many those are.
    """
    return 0 < count == len(changes) and all(
        it.step is Step.DISPATCH and it.on == today and it.by_id == actor.id for it in changes
    )


def check_undo_dispatch(actor: Actor, changes: Collection[Taken], count: int, today: date) -> None:
    """Refuse to take a dispatch back that a unit has answered, or that is another's or older."""
    if not is_unanswered(actor, changes, count, today):
        raise RuleBroken(ANSWERED)
