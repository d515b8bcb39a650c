"""What may happen to an assignment: the one transition table, and who may do each step."""

from dataclasses import dataclass
from enum import StrEnum

from tracker.foundation.errors import RuleBroken
from tracker.foundation.words import N_
from tracker.people.actor import Actor
from tracker.people.permissions import Permission, may_for
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty
from tracker.workplan.tasks.rules.figures import WHOLE, units_judged

SIGN_WORKDAYS = 3


class Step(StrEnum):
    """A deed that moves an assignment from one state to another."""

    DISPATCH = "dispatch"
    ACKNOWLEDGE = "acknowledge"
    DECLINE = "decline"
    REDISPATCH = "redispatch"
    ASK_CLOSURE = "ask_closure"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REDO = "redo"
    REOPEN = "reopen"
    PAUSE = "pause"
    RESUME = "resume"
    TERMINATE = "terminate"


class Mover(StrEnum):
    """Who takes a step, in relation to the assignment."""

    UNIT = "unit"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    LEADER = "leader"


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a step leads to which, who takes it, and whether a reason is asked.

    lead_only: supporting units stay behind; their lead's step takes them along.
    needs_whole: the unit must have reported 100 % before.
    """

    sources: frozenset[AssignmentState]
    target: AssignmentState
    mover: Mover
    needs_reason: bool = False
    lead_only: bool = False
    needs_whole: bool = False


_A = AssignmentState
TRANSITIONS: dict[Step, Transition] = {
    Step.ACKNOWLEDGE: Transition(frozenset({_A.DISPATCHED}), _A.ACKNOWLEDGED, Mover.UNIT),
    Step.DECLINE: Transition(
        frozenset({_A.DISPATCHED}), _A.DECLINED, Mover.HEAD, needs_reason=True
    ),
    Step.REDISPATCH: Transition(
        frozenset({_A.DECLINED}), _A.DISPATCHED, Mover.SUPERVISOR, needs_reason=True
    ),
    Step.ASK_CLOSURE: Transition(
        frozenset({_A.ACKNOWLEDGED}), _A.REPORTED, Mover.HEAD, lead_only=True, needs_whole=True
    ),
    Step.WITHDRAW: Transition(
        frozenset({_A.REPORTED}), _A.ACKNOWLEDGED, Mover.HEAD, lead_only=True
    ),
    Step.CLOSE: Transition(frozenset({_A.REPORTED}), _A.CLOSED, Mover.SUPERVISOR, lead_only=True),
    Step.REDO: Transition(
        frozenset({_A.REPORTED}),
        _A.ACKNOWLEDGED,
        Mover.SUPERVISOR,
        needs_reason=True,
        lead_only=True,
    ),
    Step.REOPEN: Transition(
        frozenset({_A.CLOSED}),
        _A.ACKNOWLEDGED,
        Mover.SUPERVISOR,
        needs_reason=True,
        lead_only=True,
    ),
    Step.PAUSE: Transition(
        frozenset({_A.ACKNOWLEDGED}), _A.PAUSED, Mover.LEADER, needs_reason=True, lead_only=True
    ),
    Step.RESUME: Transition(
        frozenset({_A.PAUSED}), _A.ACKNOWLEDGED, Mover.LEADER, needs_reason=True, lead_only=True
    ),
    Step.TERMINATE: Transition(
        frozenset({_A.DISPATCHED, _A.DECLINED, _A.ACKNOWLEDGED, _A.PAUSED}),
        _A.TERMINATED,
        Mover.LEADER,
        needs_reason=True,
        lead_only=True,
    ),
}

DONE = {
    Step.ACKNOWLEDGE: "acknowledged",
    Step.DECLINE: "declined",
    Step.REDISPATCH: "redispatched",
    Step.ASK_CLOSURE: "closure_asked",
    Step.WITHDRAW: "withdrawn",
    Step.CLOSE: "closed",
    Step.REDO: "sent_back",
    Step.REOPEN: "reopened",
    Step.PAUSE: "paused",
    Step.RESUME: "resumed",
    Step.TERMINATE: "terminated",
}

ASKS = {
    Step.ACKNOWLEDGE: Permission.ACKNOWLEDGE,
    Step.DECLINE: Permission.DECLINE,
    Step.REDISPATCH: Permission.REDISPATCH,
    Step.ASK_CLOSURE: Permission.ASK_CLOSURE,
    Step.WITHDRAW: Permission.ASK_CLOSURE,
    Step.CLOSE: Permission.VERIFY,
    Step.REDO: Permission.VERIFY,
    Step.REOPEN: Permission.VERIFY,
    Step.PAUSE: Permission.DECIDE,
    Step.RESUME: Permission.DECIDE,
    Step.TERMINATE: Permission.DECIDE,
}
"""The permission that each step asks for, of its assignment's unit."""

NOT_YOURS = {
    Mover.UNIT: N_("这件承办由承办单位的负责人或联络员办理。"),
    Mover.HEAD: N_("这一步由承办单位的负责人办理。"),
    Mover.SUPERVISOR: N_("这一步由督查员办理；对自己所在单位承办的，须由别的督查员办理。"),
    Mover.LEADER: N_(
        "这一步由领导决定，或由督查员代录领导的决定；对自己所在单位承办的，须由别人办理。"
    ),
}


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
    transition = TRANSITIONS[step]
    if transition.lead_only and assignment.duty is not Duty.LEAD:
        return False
    return assignment.state in transition.sources


def is_complete_enough(assignment: Assignment, step: Step) -> bool:
    """Whether the unit has reported as much as the step asks for."""
    return not TRANSITIONS[step].needs_whole or assignment.percent >= WHOLE


def check_step(assignment: Assignment, step: Step, reason: str) -> None:
    """Refuse a step that the table does not have, or that lacks the reason or percent it asks for."""
    if not is_possible(assignment, step):
        raise RuleBroken(N_("这件承办现在的状态不能这样办，请看过最新状态再办。"))
    if not is_complete_enough(assignment, step):
        raise RuleBroken(
            N_("最近报的完成比例是 {percent}%，报到 100% 再申请办结。").format(
                percent=assignment.percent
            )
        )
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
    ]


TAKES_ALONG = frozenset({Step.CLOSE, Step.REOPEN, Step.PAUSE, Step.RESUME, Step.TERMINATE})
UNDOES = {Step.REOPEN: Step.CLOSE, Step.RESUME: Step.PAUSE}
UNDER_WAY = frozenset({_A.DISPATCHED, _A.DECLINED, _A.ACKNOWLEDGED, _A.PAUSED})


def follower_state(
    step: Step, state: AssignmentState, last: Step, before: AssignmentState | None
) -> AssignmentState | None:
    """Return where a lead's step takes a supporting unit of a joint task; None: it stays.

    last, before: the supporter's latest step, and the state that it was in before that one.
    What a reopening or resuming undoes brings it back to where it was, so that nobody is
    taken to have signed who had not. A unit that declined and was not replaced is not praised
    for the work when it closes: its part ends.
    """
    if step in UNDOES:
        undone = last is UNDOES[step] and state is TRANSITIONS[last].target
        return before if undone else None
    if state not in UNDER_WAY or state is TRANSITIONS[step].target:
        return None
    if step is Step.CLOSE and state is _A.DECLINED:
        return _A.TERMINATED
    return TRANSITIONS[step].target
