"""The one transition table: every state, step and duty."""

from datetime import date, timedelta
from itertools import product
from pathlib import Path

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.people.actor import SYSTEM, Actor
from tracker.people.models import Role, Unit
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Mode, Task
from tracker.workplan.tasks.possible import POSSIBLE_CHANGES
from tracker.workplan.tasks.rules import Guard, Mover, Step, Taken
from tracker.workplan.tasks.undoing.rules import may_undo

S = AssignmentState
STEPS = [step for step in Step if step not in (Step.DISPATCH, Step.UNDO)]
OWN, OTHER = 1, 2
TODAY = date(2026, 6, 18)
CLOSED_ON = date(2026, 5, 1)

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
    (S.DISPATCHED, Step.TRANSFER): S.DISPATCHED,
    (S.ACKNOWLEDGED, Step.TRANSFER): S.DISPATCHED,
    (S.DISPATCHED, Step.RELEASE): S.TERMINATED,
    (S.DECLINED, Step.RELEASE): S.TERMINATED,
}
SUPPORTERS = {
    (S.DISPATCHED, Step.ACKNOWLEDGE): S.ACKNOWLEDGED,
    (S.DISPATCHED, Step.DECLINE): S.DECLINED,
    (S.DECLINED, Step.REDISPATCH): S.DISPATCHED,
    (S.DECLINED, Step.TERMINATE): S.TERMINATED,
    (S.DISPATCHED, Step.TRANSFER): S.DISPATCHED,
    (S.ACKNOWLEDGED, Step.TRANSFER): S.DISPATCHED,
    (S.DISPATCHED, Step.RELEASE): S.TERMINATED,
    (S.DECLINED, Step.RELEASE): S.TERMINATED,
    (S.ACKNOWLEDGED, Step.RELEASE): S.TERMINATED,
}
TABLES = {Duty.LEAD: LEADS, Duty.SUPPORT: SUPPORTERS}
NEED_REASONS = {
    Step.DECLINE,
    Step.REDISPATCH,
    Step.TRANSFER,
    Step.RELEASE,
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


def assignment(
    state: S = S.DISPATCHED,
    duty: Duty = Duty.LEAD,
    percent: int = 100,
    *,
    closed_on: date | None = None,
    mode: Mode = Mode.JOINT,
    others: S | None = None,
) -> Assignment:
    """Return an assignment; of a unit closed on a day, of a task that another goes on with."""
    task = Task(mode=mode)
    made = Assignment(
        unit_id=OWN,
        unit=Unit(closed_on=closed_on),
        state=state,
        duty=duty,
        percent=percent,
        task=task,
    )
    if others is not None:
        task.assignments.append(Assignment(unit_id=OTHER, state=others, duty=Duty.LEAD))
    return made


def guarded(state: S, duty: Duty, step: Step) -> Assignment:
    """Return an assignment for which all holds that the step asks for beside the state."""
    match rules.TRANSITIONS[step].guard:
        case Guard.UNIT_CLOSED:
            return assignment(state, duty, closed_on=CLOSED_ON)
        case Guard.OTHERS_GO_ON:
            return assignment(state, duty, mode=Mode.EACH, others=S.ACKNOWLEDGED)
        case None:
            return assignment(state, duty)


@pytest.mark.parametrize(("state", "step", "duty"), list(product(S, STEPS, Duty)))
def test_every_cell_of_the_table(state: S, step: Step, duty: Duty) -> None:
    it = guarded(state, duty, step)
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
    it = guarded(state, Duty.LEAD, step)
    if step not in NEED_REASONS:
        rules.check_step(it, step, "")
        return
    with pytest.raises(RuleBroken, match="理由"):
        rules.check_step(it, step, "  ")


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


def test_what_fell_below_100_percent_while_it_waited_is_not_closed() -> None:
    it = assignment(S.REPORTED, percent=90)
    assert rules.steps_open_to(supervisor, it) == [Step.REDO]
    with pytest.raises(RuleBroken, match="最近报的完成比例是 90%，不到 100%，不能核定办结"):
        rules.check_step(it, Step.CLOSE, "")


@pytest.mark.parametrize("state", [S.DISPATCHED, S.ACKNOWLEDGED])
@pytest.mark.parametrize("duty", Duty)
def test_only_work_of_a_unit_that_was_closed_is_handed_on(state: S, duty: Duty) -> None:
    assert Step.TRANSFER in rules.steps_open_to(
        supervisor, assignment(state, duty, closed_on=CLOSED_ON)
    )
    it = assignment(state, duty)
    assert Step.TRANSFER not in rules.steps_open_to(supervisor, it)
    with pytest.raises(RuleBroken, match="没有撤销或并入"):
        rules.check_step(it, Step.TRANSFER, "理由")


@pytest.mark.parametrize(
    ("mode", "others", "is_open"),
    [
        (Mode.EACH, S.ACKNOWLEDGED, True),
        (Mode.EACH, S.CLOSED, True),
        (Mode.EACH, S.TERMINATED, False),
        (Mode.EACH, None, False),
        (Mode.JOINT, S.ACKNOWLEDGED, False),
    ],
)
def test_a_unit_that_answers_is_let_go_only_where_others_answer_too(
    mode: Mode, others: S | None, *, is_open: bool
) -> None:
    it = assignment(mode=mode, others=others)
    assert (Step.RELEASE in rules.steps_open_to(supervisor, it)) is is_open
    if not is_open:
        with pytest.raises(RuleBroken, match="没有别的单位承办"):
            rules.check_step(it, Step.RELEASE, "理由")


def last(step: Step, was: S, *, by: Actor = supervisor, days_ago: int = 0) -> Taken:
    return Taken(step, was, TODAY - timedelta(days=days_ago), by.id or 0)


def test_a_harmless_step_is_taken_back_the_same_day_by_who_took_it() -> None:
    closed = assignment(S.CLOSED)
    assert may_undo(supervisor, closed, last(Step.CLOSE, S.REPORTED), TODAY)
    assert not may_undo(supervisor, closed, last(Step.CLOSE, S.REPORTED, days_ago=1), TODAY)
    assert not may_undo(supervisor, closed, last(Step.CLOSE, S.REPORTED, by=own_supervisor), TODAY)
    signed = last(Step.ACKNOWLEDGE, S.DISPATCHED, by=contact)
    assert may_undo(contact, assignment(S.ACKNOWLEDGED, percent=0), signed, TODAY)
    assert not may_undo(head, assignment(S.ACKNOWLEDGED), signed, TODAY)


def test_nothing_comes_back_to_be_verified_that_is_no_longer_whole() -> None:
    it = assignment(S.ACKNOWLEDGED, percent=80)
    assert not may_undo(supervisor, it, last(Step.REDO, S.REPORTED), TODAY)


@pytest.mark.parametrize("step", [Step.DISPATCH, *STEPS])
def test_what_is_not_harmless_cannot_be_taken_back(step: Step) -> None:
    is_harmless = step in {Step.ACKNOWLEDGE, Step.DECLINE, Step.CLOSE, Step.REDO, Step.RELEASE}
    everybody = Actor(
        20, "全", frozenset({(Role.HEAD, OWN), (Role.SUPERVISOR, OTHER), (Role.LEADER, OTHER)})
    )
    who = everybody if step in {Step.ACKNOWLEDGE, Step.DECLINE} else supervisor
    assert may_undo(who, assignment(), last(step, S.DISPATCHED, by=who), TODAY) is is_harmless


def test_what_was_taken_back_is_as_if_it_had_not_been() -> None:
    steps = [Step.DISPATCH, Step.ACKNOWLEDGE, Step.UNDO, Step.DECLINE, Step.UNDO, Step.ACKNOWLEDGE]
    changes = [Taken(step, None, TODAY, 1) for step in steps]
    assert rules.in_force(changes) == [changes[0], changes[5]]


def test_the_database_keeps_what_the_table_makes_possible() -> None:
    written = {f"{step} {was or ''} {now}" for step, was, now in rules.possible_changes()}
    assert set(POSSIBLE_CHANGES) == written
    assert len(POSSIBLE_CHANGES) == len(written)


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
