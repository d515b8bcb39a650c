"""现在可以办: what a person may do now with a task's assignments, and why the rest cannot be done."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.foundation.formats import accepted
from tracker.foundation.settings import value_of
from tracker.people.actor import Actor
from tracker.people.models import Person, Role
from tracker.people.queries import holders
from tracker.workplan.tasks import limits, rules
from tracker.workplan.tasks.models import Assignment, AssignmentState
from tracker.workplan.tasks.rules import TRANSITIONS, Mover, Step

EXTEND = "extend"
ORDER = (
    Step.CLOSE,
    Step.ACKNOWLEDGE,
    Step.REDISPATCH,
    Step.ASK_CLOSURE,
    Step.REDO,
    Step.DECLINE,
    Step.WITHDRAW,
    Step.REOPEN,
    Step.RESUME,
    Step.PAUSE,
    Step.TERMINATE,
)
AFTER_EXTENSION = (Step.REOPEN, Step.RESUME, Step.PAUSE, Step.TERMINATE)


@dataclass(slots=True)
class Deed:
    """A deed with the assignments that it may be done to.

    name: the endpoint's name (``tasks.…``); is_grave: it ends something.
    asks_reason, asks_date, asks_unit, asks_decider: what has to be written for it.
    """

    name: str
    asks_reason: bool = False
    asks_date: bool = False
    asks_unit: bool = False
    asks_decider: bool = False
    is_grave: bool = False
    targets: list[Assignment] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether one press is enough."""
        return not self.asks_reason and not self.asks_date


@dataclass(frozen=True, slots=True)
class DecisionAsked:
    """What the dialogs need where a leader's decision is recorded (代录)."""

    leaders: Sequence[Person]
    today: date
    needs_scan: bool
    megabytes: int
    accepted: str


def decision_asked(today: date) -> DecisionAsked:
    """Return whose decision may be recorded on a day, and what its scan may be."""
    return DecisionAsked(
        leaders=holders(Role.LEADER, today),
        today=today,
        needs_scan=value_of(limits.NEEDS_SCAN),
        megabytes=value_of(limits.SCAN_MEGABYTES),
        accepted=accepted(),
    )


def deeds_open_to(actor: Actor, assignments: Sequence[Assignment], today: date) -> list[Deed]:
    """Return what the actor may do now, what is most wanted first."""
    found: dict[str, Deed] = {}
    for it in assignments:
        for step in rules.steps_open_to(actor, it):
            found.setdefault(step, _deed(actor, step)).targets.append(it)
        if rules.may_extend(actor, it) and is_extendable(it, today):
            found.setdefault(EXTEND, _extension(actor)).targets.append(it)
    later = (EXTEND, *AFTER_EXTENSION)
    order = [*(step for step in ORDER if step not in AFTER_EXTENSION), *later]
    return [found[name] for name in order if name in found]


def is_extendable(it: Assignment, today: date) -> bool:
    """Whether an extension may be decided: under way, leading, and not yet past its date."""
    under_way = it.state is AssignmentState.ACKNOWLEDGED and it.is_lead
    return under_way and it.due_on is not None and today <= it.due_on


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
    if any(it.due_on is not None and it.due_on < today for it in open_ones):
        told.append("too_late_to_extend")
    elif own and any(is_extendable(it, today) for it in own):
        told.append("ask_for_extension")
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
        asks_unit=step is Step.REDISPATCH,
        asks_decider=transition.mover is Mover.LEADER and not actor.is_leader,
        is_grave=step is Step.TERMINATE,
    )


def _extension(actor: Actor) -> Deed:
    return Deed(EXTEND, asks_reason=True, asks_date=True, asks_decider=not actor.is_leader)
