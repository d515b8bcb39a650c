"""The transition table as people read it."""

from collections.abc import Iterator

from tracker.workplan.tasks.models import AssignmentState
from tracker.workplan.tasks.rules.steps import (
    TAKES_ALONG,
    TRANSITIONS,
    UNDOES,
    Mover,
    Step,
    follower_state,
)
from tracker.workplan.tasks.rules.words import STATE_WORDS, STEP_WORDS

MOVER_WORDS = {
    Mover.UNIT: "head or contact of the unit",
    Mover.HEAD: "head of the unit",
    Mover.SUPERVISOR: "supervisor (not of this unit)",
    Mover.LEADER: "leader, or a supervisor who records the decision",
}
INTRODUCTION = """# Steps of an assignment

This page is made by `tracker.workplan.tasks.rules.transition_table` from the one table that the
program itself goes by; a test says so when the two differ. Steps that are not listed are refused.
`dispatch` makes an assignment, in the state `dispatched`. A step that asks for 100 % is refused
while the unit has reported less, of a standing task too.
"""


def transition_table() -> str:
    """Write the transition table and what happens to supporting units down as Markdown."""
    return "\n".join([*_steps(), *_followers()])


def _steps() -> Iterator[str]:
    yield INTRODUCTION
    yield "| step | 步骤 | from | to | taken by | reason | percent | supporting units |"
    yield "|---|---|---|---|---|---|---|---|"
    for step, it in TRANSITIONS.items():
        sources = ", ".join(_state(state) for state in AssignmentState if state in it.sources)
        yield (
            f"| `{step}` | {STEP_WORDS[step]} | {sources} | {_state(it.target)}"
            f" | {MOVER_WORDS[it.mover]} | {'asked' if it.needs_reason else '–'}"
            f" | {'100 % asked' if it.needs_whole else '–'} | {_company(step)} |"
        )


def _company(step: Step) -> str:
    if not TRANSITIONS[step].lead_only:
        return "take it themselves"
    return "go with their lead" if step in TAKES_ALONG else "stay as they are"


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
    yield ""


def _state(state: AssignmentState) -> str:
    return f"`{state}` {STATE_WORDS[state]}"
