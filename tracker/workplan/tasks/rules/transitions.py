"""The one transition table: for each step who takes it, from where to where, and what goes with it.

`steps` decides by it, `docs/transitions.md` is printed from it, the database's constraint of
`state_change` is held equal to it, and who is told of a step stands in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from tracker.foundation.words import N_
from tracker.people.permissions import Permission
from tracker.workplan.tasks.models import AssignmentState


class Step(StrEnum):
    """A deed that moves an assignment from one state to another."""

    DISPATCH = "dispatch"
    ACKNOWLEDGE = "acknowledge"
    DECLINE = "decline"
    REDISPATCH = "redispatch"
    TRANSFER = "transfer"
    ASK_CLOSURE = "ask_closure"
    WITHDRAW = "withdraw"
    CLOSE = "close"
    REDO = "redo"
    REOPEN = "reopen"
    PAUSE = "pause"
    RESUME = "resume"
    TERMINATE = "terminate"
    RELEASE = "release"
    UNDO = "undo"


class Mover(StrEnum):
    """Who takes a step, in relation to the assignment."""

    UNIT = "unit"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    LEADER = "leader"


class Audience(StrEnum):
    """Who gets a message of a step, without whoever took it."""

    UNIT = "unit"
    OFFICE = "office"


class Guard(StrEnum):
    """What must hold beside the state."""

    UNIT_CLOSED = "unit_closed"
    OTHERS_GO_ON = "others_go_on"


class NoUndo(StrEnum):
    """Why a step cannot be taken back."""

    HAS_COUNTERPART = "has_counterpart"
    NEW_UNIT = "new_unit"
    DECIDED = "decided"
    COUNTED = "counted"


Possible = tuple[Step, AssignmentState | None, AssignmentState]


@dataclass(frozen=True, slots=True)
class Transition:
    """From which states a step leads to which, who takes it, and what goes with it.

    done: the journal's word (``assignment.…``); supporters: the states from which a supporting unit
    takes it, none where it only goes along with its lead, None where as a lead does.
    needs_whole: the unit must have reported 100 %. no_undo: why it cannot be taken back;
    None: whoever took it may, the same day, while nothing came after it.
    """

    sources: frozenset[AssignmentState]
    target: AssignmentState
    mover: Mover
    permission: Permission
    done: str
    needs_reason: bool = False
    supporters: frozenset[AssignmentState] | None = None
    needs_whole: bool = False
    guard: Guard | None = None
    told: frozenset[Audience] = frozenset()
    no_undo: NoUndo | None = None

    def sources_of(self, *, is_lead: bool) -> frozenset[AssignmentState]:
        """Return the states from which a lead takes the step, or a supporting unit."""
        return self.sources if is_lead or self.supporters is None else self.supporters


_A = AssignmentState
_UNIT, _OFFICE = frozenset({Audience.UNIT}), frozenset({Audience.OFFICE})
_LED: frozenset[AssignmentState] = frozenset()

TRANSITIONS: dict[Step, Transition] = {
    Step.ACKNOWLEDGE: Transition(
        frozenset({_A.DISPATCHED}),
        _A.ACKNOWLEDGED,
        Mover.UNIT,
        Permission.ACKNOWLEDGE,
        "acknowledged",
    ),
    Step.DECLINE: Transition(
        frozenset({_A.DISPATCHED}),
        _A.DECLINED,
        Mover.HEAD,
        Permission.DECLINE,
        "declined",
        needs_reason=True,
        told=_OFFICE,
    ),
    Step.REDISPATCH: Transition(
        frozenset({_A.DECLINED}),
        _A.DISPATCHED,
        Mover.SUPERVISOR,
        Permission.REDISPATCH,
        "redispatched",
        needs_reason=True,
        told=_UNIT,
        no_undo=NoUndo.NEW_UNIT,
    ),
    Step.TRANSFER: Transition(
        frozenset({_A.DISPATCHED, _A.ACKNOWLEDGED}),
        _A.DISPATCHED,
        Mover.SUPERVISOR,
        Permission.REDISPATCH,
        "transferred",
        needs_reason=True,
        guard=Guard.UNIT_CLOSED,
        told=_UNIT,
        no_undo=NoUndo.NEW_UNIT,
    ),
    Step.ASK_CLOSURE: Transition(
        frozenset({_A.ACKNOWLEDGED}),
        _A.REPORTED,
        Mover.HEAD,
        Permission.ASK_CLOSURE,
        "closure_asked",
        supporters=_LED,
        needs_whole=True,
        told=_OFFICE,
        no_undo=NoUndo.HAS_COUNTERPART,
    ),
    Step.WITHDRAW: Transition(
        frozenset({_A.REPORTED}),
        _A.ACKNOWLEDGED,
        Mover.HEAD,
        Permission.ASK_CLOSURE,
        "withdrawn",
        supporters=_LED,
        no_undo=NoUndo.HAS_COUNTERPART,
    ),
    Step.CLOSE: Transition(
        frozenset({_A.REPORTED}),
        _A.CLOSED,
        Mover.SUPERVISOR,
        Permission.VERIFY,
        "closed",
        supporters=_LED,
        needs_whole=True,
        told=_UNIT,
    ),
    Step.REDO: Transition(
        frozenset({_A.REPORTED}),
        _A.ACKNOWLEDGED,
        Mover.SUPERVISOR,
        Permission.VERIFY,
        "sent_back",
        needs_reason=True,
        supporters=_LED,
        told=_UNIT,
    ),
    Step.REOPEN: Transition(
        frozenset({_A.CLOSED}),
        _A.ACKNOWLEDGED,
        Mover.SUPERVISOR,
        Permission.VERIFY,
        "reopened",
        needs_reason=True,
        supporters=_LED,
        told=_UNIT,
        no_undo=NoUndo.COUNTED,
    ),
    Step.PAUSE: Transition(
        frozenset({_A.ACKNOWLEDGED}),
        _A.PAUSED,
        Mover.LEADER,
        Permission.DECIDE,
        "paused",
        needs_reason=True,
        supporters=_LED,
        told=_UNIT,
        no_undo=NoUndo.DECIDED,
    ),
    Step.RESUME: Transition(
        frozenset({_A.PAUSED}),
        _A.ACKNOWLEDGED,
        Mover.LEADER,
        Permission.DECIDE,
        "resumed",
        needs_reason=True,
        supporters=_LED,
        told=_UNIT,
        no_undo=NoUndo.DECIDED,
    ),
    Step.TERMINATE: Transition(
        frozenset({_A.DISPATCHED, _A.DECLINED, _A.ACKNOWLEDGED, _A.PAUSED}),
        _A.TERMINATED,
        Mover.LEADER,
        Permission.DECIDE,
        "terminated",
        needs_reason=True,
        supporters=frozenset({_A.DECLINED}),
        told=_UNIT,
        no_undo=NoUndo.DECIDED,
    ),
    Step.RELEASE: Transition(
        frozenset({_A.DISPATCHED, _A.DECLINED}),
        _A.TERMINATED,
        Mover.SUPERVISOR,
        Permission.REDISPATCH,
        "released",
        needs_reason=True,
        supporters=frozenset({_A.DISPATCHED, _A.DECLINED, _A.ACKNOWLEDGED}),
        guard=Guard.OTHERS_GO_ON,
        told=_UNIT,
    ),
}

DONE = {step: it.done for step, it in TRANSITIONS.items()}
ASKS = {step: it.permission for step, it in TRANSITIONS.items()}
"""The permission that each step asks for, of its assignment's unit."""

NOT_YOURS = {
    Mover.UNIT: N_("这件承办由承办单位的负责人或联络员办理。"),
    Mover.HEAD: N_("这一步由承办单位的负责人办理。"),
    Mover.SUPERVISOR: N_("这一步由督查员办理；对自己所在单位承办的，须由别的督查员办理。"),
    Mover.LEADER: N_(
        "这一步由领导决定，或由督查员代录领导的决定；对自己所在单位承办的，须由别人办理。"
    ),
}

TAKES_ALONG = frozenset({Step.CLOSE, Step.REOPEN, Step.PAUSE, Step.RESUME, Step.TERMINATE})
UNDOES = {Step.REOPEN: Step.CLOSE, Step.RESUME: Step.PAUSE}
UNDER_WAY = frozenset({_A.DISPATCHED, _A.DECLINED, _A.ACKNOWLEDGED, _A.PAUSED})
REASSIGNS = frozenset({Step.REDISPATCH, Step.TRANSFER})
"""The steps by which an assignment may come to another unit."""


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


def possible_changes() -> frozenset[Possible]:
    """Return every (step, state before, state after) that can come about, for leads and supporters."""
    taken = set(_taken())
    undone = {
        (Step.UNDO, now, was)
        for step, was, now in taken
        if was is not None and TRANSITIONS[step].no_undo is None
    }
    return frozenset({(Step.DISPATCH, None, _A.DISPATCHED), *taken, *undone})


def _taken() -> Iterator[Possible]:
    for step, it in TRANSITIONS.items():
        for is_lead in (True, False):
            for was in it.sources_of(is_lead=is_lead):
                yield step, was, it.target
    for step in TAKES_ALONG - set(UNDOES):
        for was in _A:
            now = follower_state(step, was, Step.DISPATCH, None)
            if now is not None:
                yield step, was, now
    for step, undone in UNDOES.items():
        for was in _A:
            if follower_state(undone, was, Step.DISPATCH, None) is TRANSITIONS[undone].target:
                yield step, TRANSITIONS[undone].target, was
