"""The transition table as people read it."""

from collections.abc import Iterator

from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.rules.transitions import (
    TAKES_ALONG,
    TRANSITIONS,
    UNDOES,
    Audience,
    Guard,
    Mover,
    NoUndo,
    Step,
    Transition,
    follower_state,
    possible_changes,
)
from tracker.workplan.tasks.rules.words import STATE_WORDS, STEP_WORDS

MOVER_WORDS = {
    Mover.UNIT: "head or contact of the unit",
    Mover.HEAD: "head of the unit",
    Mover.SUPERVISOR: "supervisor (not of this unit)",
    Mover.LEADER: "leader, or a supervisor who records the decision",
}
GUARD_WORDS = {
    Guard.UNIT_CLOSED: "the unit was closed or merged",
    Guard.OTHERS_GO_ON: "another unit goes on with the task",
}
AUDIENCE_WORDS = {
    Audience.UNIT: "heads and contacts of the unit",
    Audience.OFFICE: "supervisors",
}
NO_UNDO_WORDS = {
    NoUndo.HAS_COUNTERPART: "no: the unit has the counter-step",
    NoUndo.NEW_UNIT: "no: it is another unit's now, which may decline",
    NoUndo.DECIDED: "no: a leader decided",
    NoUndo.COUNTED: "no: the work is open again, and is closed as always",
}
INTRODUCTION = """# Steps of an assignment

This page is made by `tracker.workplan.tasks.rules.transition_table` from the one table that the
program itself goes by; a test says so when the two differ. Steps that are not listed are refused,
and the constraint `possible_step` of `state_change` refuses them in the database too.
A step that asks for 100 % is refused while the unit has reported less, of a standing task too.
Whoever took a step is not told of it; who is not cleared for the task's label is not either.
"Undo" means: by whoever took the step, on the same day in China, while nothing came after it.
`make walk` lets a machine take 10,000 steps in every role on both databases.
"""
HEADS = (
    "step",
    "步骤",
    "from",
    "to",
    "taken by",
    "permission",
    "guard",
    "reason",
    "supporting units",
    "journal",
    "told",
    "undo",
)


def transition_table() -> str:
    """Write the transition table and what happens to supporting units down as Markdown."""
    return "\n".join([*_steps(), *_followers(), *_changes()])


def _steps() -> Iterator[str]:
    yield INTRODUCTION
    yield f"| {' | '.join(HEADS)} |"
    yield f"|{'---|' * len(HEADS)}"
    dispatched = _state(AssignmentState.DISPATCHED)
    yield (
        f"| `{Step.DISPATCH}` | {STEP_WORDS[Step.DISPATCH]} | – | {dispatched}"
        f" | supervisor | `task.dispatch` | the task was not dispatched | – | get it too"
        f" | `task.dispatched` | {AUDIENCE_WORDS[Audience.UNIT]}"
        f" | yes, of the whole task, while no unit has answered |"
    )
    for step, it in TRANSITIONS.items():
        cells = (
            f"`{step}`",
            STEP_WORDS[step],
            _states(it.sources),
            _state(it.target),
            MOVER_WORDS[it.mover],
            f"`{it.permission}`",
            _guard(it),
            "asked" if it.needs_reason else "–",
            _company(step),
            f"`assignment.{it.done}`",
            ", ".join(AUDIENCE_WORDS[who] for who in Audience if who in it.told) or "–",
            "yes" if it.no_undo is None else NO_UNDO_WORDS[it.no_undo],
        )
        yield f"| {' | '.join(cells)} |"


def _guard(it: Transition) -> str:
    asked = ["100 % reported"] if it.needs_whole else []
    if it.guard is not None:
        asked.append(GUARD_WORDS[it.guard])
    return "; ".join(asked) or "–"


def _company(step: Step) -> str:
    supporters = TRANSITIONS[step].supporters
    along = "go with their lead" if step in TAKES_ALONG else "stay as they are"
    if supporters is None:
        return "take it themselves"
    return f"{along}; alone from {_states(supporters)}" if supporters else along


def _followers() -> Iterator[str]:
    yield ""
    yield "## Supporting units of a joint task"
    yield ""
    yield "When their lead takes a step, supporting units go along:"
    yield ""
    yield "| the lead's step | a supporting unit in | comes to |"
    yield "|---|---|---|"
    for step in (Step.CLOSE, Step.PAUSE, Step.TERMINATE):
        for state in AssignmentState:
            target = follower_state(step, state, Step.DISPATCH, None)
            if target is not None:
                yield f"| `{step}` | {_state(state)} | {_state(target)} |"
    for step, undone in UNDOES.items():
        yield (
            f"| `{step}` | {_state(TRANSITIONS[undone].target)}, by the lead's `{undone}`"
            f" | the state that it was in before |"
        )


def _changes() -> Iterator[str]:
    yield ""
    yield "## Every change of state that the database keeps"
    yield ""
    yield "| step | was | now |"
    yield "|---|---|---|"
    for step in Step:
        for was, now in sorted(
            (it.value if it else "", now.value) for of, it, now in possible_changes() if of is step
        ):
            yield f"| `{step}` | {f'`{was}`' if was else '–'} | `{now}` |"
    yield ""


def _states(states: frozenset[AssignmentState]) -> str:
    return ", ".join(_state(it) for it in AssignmentState if it in states)


def _state(state: AssignmentState) -> str:
    return f"`{state}` {STATE_WORDS[state]}"
