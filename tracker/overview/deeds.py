"""现在可以办: what a person may do now with a task's assignments, and why the rest cannot be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.foundation.formats import accepted
from tracker.foundation.labels import Label
from tracker.foundation.settings import value_of
from tracker.people.actor import Actor
from tracker.people.models import Person
from tracker.people.queries import units as all_units
from tracker.people.queries import without_signer
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.adding.rules import is_open_to_more
from tracker.workplan.tasks.chases.rules import is_chaseable, may_chase
from tracker.workplan.tasks.decisions.queries import deciders
from tracker.workplan.tasks.extensions.rules import is_askable, is_past, may_ask
from tracker.workplan.tasks.models import Assignment, AssignmentState, Task
from tracker.workplan.tasks.rules import TRANSITIONS, Mover, Step
from tracker.workplan.tasks.undoing.queries import is_dispatch_undoable, undoable

UNDO = "undo_step"
ORDER = (
    Step.CLOSE,
    Step.ACKNOWLEDGE,
    Step.REDISPATCH,
    Step.TRANSFER,
    Step.ASK_CLOSURE,
    Step.REDO,
    Step.DECLINE,
    Step.WITHDRAW,
    Step.REOPEN,
    Step.RESUME,
    Step.PAUSE,
    Step.RELEASE,
    Step.TERMINATE,
    UNDO,
)


@dataclass(slots=True)
class Deed:
    """A deed with the assignments that it may be done to.

    name: the endpoint's name (``tasks.…``); is_grave: it ends something.
    asks_reason, asks_unit, asks_decider: what has to be written for it; may_set_date: a new date may be.
    """

    name: str
    asks_reason: bool = False
    asks_unit: bool = False
    asks_decider: bool = False
    may_set_date: bool = False
    is_grave: bool = False
    targets: list[Assignment] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether one press is enough."""
        return not self.asks_reason


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """What the dialogs need where a leader's decision is recorded (代录)."""

    leaders: Sequence[Person]
    today: date
    needs_scan: bool
    megabytes: int
    accepted: str


def decision_asked(actor: Actor, assignments: Sequence[Assignment], today: date) -> DecisionAsked:
    """Return whose decision about a task's assignments may be recorded, and what its scan may be."""
    return DecisionAsked(
        leaders=deciders(actor, assignments, today),
        today=today,
        needs_scan=value_of(limits.NEEDS_SCAN),
        megabytes=value_of(limits.SCAN_MEGABYTES),
        accepted=accepted(),
    )


def deeds_open_to(actor: Actor, assignments: Sequence[Assignment], today: date) -> list[Deed]:
    """Return what the actor may do now, what is most wanted first; taking one's last step back is last."""
    found: dict[str, Deed] = {}
    taken_back = undoable(actor, assignments, today)
    if taken_back:
        found[UNDO] = Deed(UNDO, targets=taken_back)
    for it in assignments:
        for step in rules.steps_open_to(actor, it):
            found.setdefault(step, _deed(actor, step)).targets.append(it)
    return [found[name] for name in ORDER if name in found]


def may_undo_dispatch(actor: Actor, assignments: Sequence[Assignment], today: date) -> bool:
    """Whether the actor may take back that a task was given out; all of its assignments are asked for."""
    return rules.may_dispatch(actor) and is_dispatch_undoable(actor, assignments, today)


def unseeing_units(deeds: Sequence[Deed], label: Label, today: date) -> frozenset[int]:
    """Return the units to which it could be given and where nobody may see a task so labelled."""
    if not any(it.asks_unit for it in deeds):
        return frozenset()
    return without_signer([it.id for it in all_units()], today, label).uncleared


def may_add_unit(actor: Actor, task: Task, assignments: Sequence[Assignment]) -> bool:
    """Whether the actor may give the task to one unit more."""
    return rules.may_dispatch(actor) and is_open_to_more(task, assignments)


def may_chase_some(actor: Actor, assignments: Sequence[Assignment]) -> bool:
    """Whether there is a unit that the actor may chase now."""
    return any(is_chaseable(it) and may_chase(actor, it.unit_id) for it in assignments)


def reports_on(actor: Actor, assignments: Sequence[Assignment]) -> list[Assignment]:
    """Return the assignments on which the actor's unit may write progress now."""
    return [
        it
        for it in assignments
        if it.unit_id in actor.own_units and it.state is AssignmentState.ACKNOWLEDGED
    ]


def obstacles(actor: Actor, assignments: Sequence[Assignment], today: date) -> list[str]:
    """Return the kinds of sentences that say what cannot be done now."""
    own = [it for it in assignments if it.unit_id in actor.own_units]
    open_ones = [it for it in assignments if it.is_open and it.is_lead]
    told = _obstacles_of_units(actor, own)
    allows_late = value_of(limits.LATE_EXTENSIONS)
    if not allows_late and any(is_past(it, today) for it in open_ones):
        told.append("too_late_to_extend")
    elif any(_head_asks(actor, it, today, allows_late=allows_late) for it in own):
        told.append("head_asks_for_extension")
    if actor.is_supervisor and own:
        told.append("not_your_own")
    if actor.is_supervisor and open_ones:
        told.append("leader_decides")
    if actor.is_leader and not actor.is_supervisor and open_ones:
        told.append("supervisor_verifies")
    return told


def _obstacles_of_units(actor: Actor, own: Sequence[Assignment]) -> list[str]:
    told: list[str] = []
    if any(it.state is AssignmentState.REPORTED for it in own):
        told.append("waits_to_be_verified")
    if any(it.state is AssignmentState.DECLINED for it in own):
        told.append("waits_to_be_redispatched")
    if any(it.unit_id not in actor.headed_units and it.is_open for it in own):
        told.append("head_only")
    if any(_waits_for_whole(actor, it) for it in own):
        told.append("not_whole_yet")
    if any(not it.is_lead and it.is_open for it in own):
        told.append("lead_only")
    return told


def _waits_for_whole(actor: Actor, it: Assignment) -> bool:
    """Whether the head could ask for closure, had the unit reported enough."""
    is_theirs = it.is_lead and it.unit_id in actor.headed_units
    is_under_way = it.state is AssignmentState.ACKNOWLEDGED
    return is_theirs and is_under_way and not rules.is_complete_enough(it, Step.ASK_CLOSURE)


def _deed(actor: Actor, step: Step) -> Deed:
    transition = TRANSITIONS[step]
    return Deed(
        name=step.value,
        asks_reason=transition.needs_reason,
        asks_unit=step in rules.REASSIGNS,
        may_set_date=step is Step.RESUME,
        asks_decider=transition.mover is Mover.LEADER and not actor.is_leader,
        is_grave=step in (Step.TERMINATE, Step.RELEASE),
    )


def _head_asks(actor: Actor, it: Assignment, today: date, *, allows_late: bool) -> bool:
    """Whether a later date could be asked for, and the actor is not the one who asks."""
    return is_askable(it, today, allows_late=allows_late) and not may_ask(actor, it)
