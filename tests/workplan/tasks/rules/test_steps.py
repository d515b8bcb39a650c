"""The one transition table: every state, step and duty."""

from itertools import product
from pathlib import Path

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.people.actor import SYSTEM, Actor
from tracker.people.models import Role
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Mode, Task
from tracker.workplan.tasks.rules import Mover, Step

S = AssignmentState
STEPS = [step for step in Step if step is not Step.DISPATCH]
OWN, OTHER = 1, 2

# Written down once more, by hand, from the product's description.
LEADS = {
    (S.DISPATCHED, Step.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.DISPATCHED, Step.DECLINE): S.DECLINED,
    (S.DISPATCHED, Step.TERMINATE): S.TERMINATED,
    (S.DECLINED, Step.REDISPATCH): S.DISPATCHED,
    (S.DECLINED, Step.TERMINATE): S.TERMINATED,
    (S.ACKNOWLEDGED, Step.ASK_CLOSURE): S.REPORTED,
    (S.ACKNOWLEDGED, Step.PAUSE): S.PAUSED,
    (S.ACKNOWLEDGED, Step.TERMINATE): S.TERMINATED,
    (S.REPORTED, Step.WITHDRAW): S.ACKNOWLEDGED,
    (S.REPORTED, Step.CLOSE): S.CLOSED,
    (S.REPORTED, Step.REDO): S.ACKNOWLEDGED,
    (S.CLOSED, Step.REOPEN): S.ACKNOWLEDGED,
    (S.PAUSED, Step.RESUME): S.ACKNOWLEDGED,
    (S.PAUSED, Step.TERMINATE): S.TERMINATED,
}
SUPPORTERS = {
    (S.DISPATCHED, Step.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.DISPATCHED, Step.DECLINE): S.DECLINED,
    (S.DECLINED, Step.REDISPATCH): S.DISPATCHED,
}
TABLES = {Duty.LEAD: LEADS, Duty.SUPPORT: SUPPORTERS}
NEED_REASONS = {
    Step.DECLINE,
    Step.REDISPATCH,
    Step.REDO,
    Step.REOPEN,
    Step.PAUSE,
    Step.RESUME,
    Step.TERMINATE,
}

head = Actor(10, "何", frozenset({(Role.HEAD, OWN)}))
contact = Actor(11, "康", frozenset({(Role.CONTACT, OWN)}))
supervisor = Actor(12, "杜", frozenset({(Role.SUPERVISOR, OTHER)}))
own_supervisor = Actor(13, "丁", frozenset({(Role.SUPERVISOR, OTHER), (Role.CONTACT, OWN)}))
leader = Actor(14, "凌", frozenset({(Role.LEADER, OTHER)}))
stranger = Actor(15, "史", frozenset({(Role.HEAD, OTHER)}))
auditor = Actor(16, "安", frozenset({(Role.AUDITOR, OTHER)}))


def assignment(state: S = S.DISPATCHED, duty: Duty = Duty.LEAD, percent: int = 100) -> Assignment:
    return Assignment(
        unit_id=OWN, state=state, duty=duty, percent=percent, task=Task(mode=Mode.JOINT)
    )


@pytest.mark.parametrize(("state", "step", "duty"), list(product(S, STEPS, Duty)))
def test_every_cell_of_the_table(state: S, step: Step, duty: Duty) -> None:
    it = assignment(state, duty)
    target = TABLES[duty].get((state, step))

    assert rules.is_possible(it, step) is (target is not None)
    if target is None:
        with pytest.raises(RuleBroken):
            rules.check_step(it, step, "理由")
    else:
        rules.check_step(it, step, "理由")
        assert rules.TRANSITIONS[step].target is target


def test_each_step_but_dispatch_is_in_the_table_and_has_its_words() -> None:
    assert set(rules.TRANSITIONS) == set(STEPS)
    assert set(rules.DONE) == set(STEPS)
    assert set(rules.STEP_WORDS) == set(Step)
    assert set(rules.STATE_WORDS) == set(S)


@pytest.mark.parametrize("step", STEPS)
def test_only_some_steps_ask_for_a_reason(step: Step) -> None:
    state = next(iter(rules.TRANSITIONS[step].sources))
    if step not in NEED_REASONS:
        rules.check_step(assignment(state), step, "")
        return
    with pytest.raises(RuleBroken, match="理由"):
        rules.check_step(assignment(state), step, "  ")


TAKERS = {
    Mover.UNIT: {head, contact, own_supervisor},
    Mover.HEAD: {head},
    Mover.SUPERVISOR: {supervisor},
    Mover.LEADER: {supervisor, leader},
}


@pytest.mark.parametrize("step", STEPS)
def test_each_step_has_its_takers_and_nobody_verifies_their_own_unit(step: Step) -> None:
    everybody = (head, contact, supervisor, own_supervisor, leader, stranger, auditor, SYSTEM)
    takers = {actor for actor in everybody if rules.may_take(actor, assignment(), step)}
    assert takers == TAKERS[rules.TRANSITIONS[step].mover]


def test_what_is_open_to_an_actor_now() -> None:
    assert rules.steps_open_to(head, assignment()) == [Step.ACKNOWLEDGE, Step.DECLINE]
    assert rules.steps_open_to(contact, assignment()) == [Step.ACKNOWLEDGE]
    assert rules.steps_open_to(stranger, assignment()) == []
    assert rules.steps_open_to(supervisor, assignment(S.REPORTED)) == [Step.CLOSE, Step.REDO]


def test_closure_is_asked_for_at_100_percent_only() -> None:
    it = assignment(S.ACKNOWLEDGED, percent=30)
    assert rules.steps_open_to(head, it) == []
    with pytest.raises(RuleBroken, match="最近报的完成比例是 30%，报到 100% 再申请办结。"):
        rules.check_step(it, Step.ASK_CLOSURE, "")
    assert rules.steps_open_to(head, assignment(S.ACKNOWLEDGED)) == [Step.ASK_CLOSURE]


@pytest.mark.parametrize(
    ("step", "state", "target"),
    [
        (Step.CLOSE, S.DISPATCHED, S.CLOSED),
        (Step.CLOSE, S.ACKNOWLEDGED, S.CLOSED),
        (Step.CLOSE, S.DECLINED, S.TERMINATED),
        (Step.CLOSE, S.TERMINATED, None),
        (Step.PAUSE, S.ACKNOWLEDGED, S.PAUSED),
        (Step.PAUSE, S.PAUSED, None),
        (Step.TERMINATE, S.PAUSED, S.TERMINATED),
        (Step.TERMINATE, S.CLOSED, None),
    ],
)
def test_supporters_go_along_with_their_lead(step: Step, state: S, target: S | None) -> None:
    assert rules.follower_state(step, state, Step.ACKNOWLEDGE, S.DISPATCHED) is target


@pytest.mark.parametrize(("step", "undone"), list(rules.UNDOES.items()))
def test_undoing_brings_supporters_back_to_where_they_were(step: Step, undone: Step) -> None:
    there = rules.TRANSITIONS[undone].target
    assert rules.follower_state(step, there, undone, S.DISPATCHED) is S.DISPATCHED
    assert rules.follower_state(step, there, Step.TERMINATE, S.ACKNOWLEDGED) is None
    assert rules.follower_state(step, S.TERMINATED, undone, S.DECLINED) is None


def test_the_page_about_the_table_is_up_to_date() -> None:
    page = Path(__file__).parents[4] / "docs" / "transitions.md"
    assert page.read_text(encoding="utf-8") == rules.transition_table()
