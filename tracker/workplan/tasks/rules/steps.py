"""What may happen to an assignment and who may do it, by the one transition table."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import may_for
from tracker.workplan.tasks.models import Assignment, AssignmentState, Mode
from tracker.workplan.tasks.rules.figures import WHOLE, units_judged
from tracker.workplan.tasks.rules.transitions import (
    ASKS,
    TAKES_ALONG,
    TRANSITIONS,
    Guard,
    Step,
)

SIGN_WORKDAYS = 3

WRONG_STATE = N_("这件承办现在的状态不能这样办，请看过最新状态再办。")
TOO_LITTLE = {
    Step.ASK_CLOSURE: N_("最近报的完成比例是 {percent}%，报到 100% 再申请办结。"),
    Step.CLOSE: N_("最近报的完成比例是 {percent}%，不到 100%，不能核定办结；请退回重办。"),
}
UNGUARDED = {
    Guard.UNIT_CLOSED: N_("承办单位没有撤销或并入，不能转交；要换单位的，请由它退回后重新交办。"),
    Guard.OTHERS_GO_ON: N_("没有别的单位承办这项任务了，不能撤下；确实不再办的，由领导决定终止。"),
}


class Changed(Protocol):
    """What is asked of a change of state, be it a row or an event."""

    @property
    def step(self) -> str:
        """The step's name."""


C = TypeVar("C", bound=Changed)


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that somebody took: what, when, by whom, and the state before it."""

    step: Step
    was: AssignmentState | None
    on: date
    by_id: int


def may_take(actor: Actor, assignment: Assignment, step: Step) -> bool:
    """Whether the actor is the one who takes this step on this assignment, in whatever state.

    Nobody verifies the work of a unit that they report for, decides about it or records what was
    decided about it; else a supervisor may record what a leader decided (代录).
    """
    along = step in TAKES_ALONG
    units = units_judged(actor, assignment) if along else {assignment.unit_id}
    return may_for(actor, ASKS[step], *units)


def is_possible(assignment: Assignment, step: Step) -> bool:
    """Whether the table has this step from the assignment's state, for its duty."""
    return assignment.state in TRANSITIONS[step].sources_of(is_lead=assignment.is_lead)


def is_complete_enough(assignment: Assignment, step: Step) -> bool:
    """Whether the unit has reported as much as the step asks for."""
    return not TRANSITIONS[step].needs_whole or assignment.percent >= WHOLE


def is_guarded(assignment: Assignment, step: Step) -> bool:
    """Whether what the step asks for beside the state holds."""
    match TRANSITIONS[step].guard:
        case Guard.UNIT_CLOSED:
            return assignment.unit is not None and assignment.unit.closed_on is not None
        case Guard.OTHERS_GO_ON:
            return _others_go_on(assignment)
        case None:
            return True


def _others_go_on(assignment: Assignment) -> bool:
    """Whether somebody still answers for the task without this unit."""
    if not assignment.is_lead:
        return True
    return assignment.task.mode is Mode.EACH and any(
        it.is_lead and it.state is not AssignmentState.TERMINATED
        for it in assignment.task.assignments
        if it is not assignment
    )


def check_step(assignment: Assignment, step: Step, reason: str) -> None:
    """Refuse a step that the table does not have, or that lacks the reason or percent it asks for."""
    if not is_possible(assignment, step):
        raise RuleBroken(WRONG_STATE)
    if not is_complete_enough(assignment, step):
        raise RuleBroken(TOO_LITTLE[step].format(percent=assignment.percent))
    guard = TRANSITIONS[step].guard
    if guard is not None and not is_guarded(assignment, step):
        raise RuleBroken(UNGUARDED[guard])
    if TRANSITIONS[step].needs_reason and not reason.strip():
        raise RuleBroken(N_("请写明理由。"))


def steps_open_to(actor: Actor, assignment: Assignment) -> list[Step]:
    """Return what the actor may do now with the assignment, in the table's order."""
    return [
        step
        for step in TRANSITIONS
        if is_possible(assignment, step)
        and is_complete_enough(assignment, step)
        and may_take(actor, assignment, step)
        and is_guarded(assignment, step)
    ]


def in_force(changes: Sequence[C]) -> list[C]:
    """Return the changes of one assignment, the first first, without what was taken back."""
    kept: list[C] = []
    for change in changes:
        if change.step == Step.UNDO:
            # What was taken back is always the last change in force.
            kept.pop()
        else:
            kept.append(change)
    return kept
