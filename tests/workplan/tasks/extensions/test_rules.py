"""Which later dates may be asked for, by whom, and what may be answered."""

from datetime import date

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.workplan.tasks.decisions.rules import BadDecision
from tracker.workplan.tasks.extensions import rules
from tracker.workplan.tasks.extensions.models import Extension, ExtensionState
from tracker.workplan.tasks.extensions.rules import BadExtension
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Mode, Task

TODAY, DUE, LATER = date(2026, 6, 18), date(2026, 6, 30), date(2026, 9, 30)
HOUSING, ROADS = 1, 2
S = ExtensionState


def assignment(**facts: object) -> Assignment:
    usual = {
        "state": AssignmentState.ACKNOWLEDGED,
        "duty": Duty.LEAD,
        "due_on": DUE,
        "unit_id": HOUSING,
        "task": Task(mode=Mode.EACH),
    }
    return Assignment(**(usual | facts))


def extension(state: ExtensionState = S.ASKED, of: Assignment | None = None) -> Extension:
    return Extension(
        assignment=of or assignment(), unit_id=HOUSING, state=state, asked_on=TODAY, due_on=DUE
    )


def actor(*roles: tuple[Role, int]) -> Actor:
    return Actor(7, "某人", frozenset(roles))


def ask(
    it: Assignment,
    wanted_on: date = LATER,
    today: date = TODAY,
    *,
    reason: str = "汛期停工",
    progress: str = "还差验收",
    allows_late: bool = False,
) -> None:
    rules.check_ask(it, wanted_on, today, reason=reason, progress=progress, allows_late=allows_late)


def test_a_request_on_the_last_day_is_in_time() -> None:
    ask(assignment(), today=DUE)
    assert rules.is_askable(assignment(), DUE, allows_late=False)


def test_a_setting_lets_units_ask_after_the_date() -> None:
    late = date(2026, 7, 1)
    ask(assignment(), today=late, allows_late=True)
    assert rules.is_askable(assignment(), late, allows_late=True)
    assert not rules.is_askable(assignment(), late, allows_late=False)


@pytest.mark.parametrize(
    "facts",
    [
        {"state": AssignmentState.REPORTED},
        {"duty": Duty.SUPPORT},
        {"due_on": None},
    ],
)
def test_a_request_that_makes_no_sense_is_not_offered(facts: dict[str, object]) -> None:
    assert not rules.is_askable(assignment(**facts), TODAY, allows_late=True)
    with pytest.raises(RuleBroken, match=r"推进中|长期坚持"):
        ask(assignment(**facts), allows_late=True)


def test_a_request_after_the_date_is_refused() -> None:
    with pytest.raises(RuleBroken, match="已过时限"):
        ask(assignment(), today=date(2026, 7, 1))


@pytest.mark.parametrize(
    ("wanted_on", "today", "reason", "progress", "field", "words"),
    [
        (DUE, TODAY, "因", "办", "due_on", "须晚于"),
        (date(2026, 7, 1), date(2026, 7, 2), "因", "办", "due_on", "已经过去"),
        (date(9999, 12, 30), TODAY, "因", "办", "due_on", "太远"),
        (LATER, TODAY, " ", "办", "reason", "为什么"),
        (LATER, TODAY, "因", " ", "progress", "办了什么"),
    ],
)
def test_what_is_wrong_with_a_request_belongs_to_a_field(
    wanted_on: date, today: date, reason: str, progress: str, field: str, words: str
) -> None:
    with pytest.raises(BadExtension, match=words) as refusal:
        ask(assignment(), wanted_on, today, reason=reason, progress=progress, allows_late=True)
    assert refusal.value.field == field


def test_each_side_has_its_deed_and_nobody_answers_their_own_unit() -> None:
    head, contact = actor((Role.HEAD, HOUSING)), actor((Role.CONTACT, HOUSING))
    supervisor, leader = actor((Role.SUPERVISOR, 9)), actor((Role.LEADER, 9))
    both = actor((Role.SUPERVISOR, 9), (Role.HEAD, HOUSING))
    it = assignment()

    def deeds(who: Actor) -> list[bool]:
        return [rules.may_ask(who, it), rules.may_propose(who, it), rules.may_decide(who, it)]

    assert deeds(head) == [True, False, False]
    assert deeds(contact) == [False, False, False]
    assert deeds(supervisor) == [False, True, True]
    assert deeds(leader) == [False, False, True]
    assert deeds(both) == [True, False, False]
    assert deeds(actor((Role.HEAD, ROADS))) == [False, False, False]
    assert rules.may_answer(supervisor, extension())
    assert not rules.may_answer(leader, extension())
    assert rules.may_answer(leader, extension(S.PROPOSED))
    assert not rules.may_answer(both, extension(S.PROPOSED))
    assert not rules.may_answer(leader, extension(S.APPROVED))


def test_a_request_waits_while_the_work_does() -> None:
    resting = assignment(state=AssignmentState.PAUSED)
    for work in (resting, assignment(unit_id=ROADS)):
        it = extension(S.PROPOSED, work)
        assert not rules.is_answerable(it)
        with pytest.raises(RuleBroken, match="等恢复推进后再办"):
            rules.check_answerable(it)
    rules.check_withdrawal(extension(S.PROPOSED, resting))


@pytest.mark.parametrize("state", [S.APPROVED, S.REFUSED, S.WITHDRAWN, S.LAPSED])
def test_what_has_ended_is_not_answered_again(state: ExtensionState) -> None:
    with pytest.raises(RuleBroken, match="已经办结"):
        rules.check_answerable(extension(state))
    with pytest.raises(RuleBroken, match="不能撤回"):
        rules.check_withdrawal(extension(state))


def test_a_proposal_names_a_day_that_can_be_or_a_reason() -> None:
    rules.check_proposal(extension(), LATER, TODAY, supports=True, opinion="")
    rules.check_proposal(extension(S.PROPOSED), None, TODAY, supports=False, opinion="组织不力")
    with pytest.raises(BadExtension, match="须晚于"):
        rules.check_proposal(extension(), DUE, TODAY, supports=True, opinion="")
    with pytest.raises(BadExtension, match="写明理由") as refusal:
        rules.check_proposal(extension(), None, TODAY, supports=False, opinion=" ")
    assert refusal.value.field == "opinion"


def test_a_decision_follows_the_opinion_and_the_asking() -> None:
    rules.check_decision(extension(S.PROPOSED), LATER, TODAY, "")
    rules.check_decision(extension(S.PROPOSED), None, TODAY, "倒排工期")
    with pytest.raises(RuleBroken, match="还没有提出意见"):
        rules.check_decision(extension(), LATER, TODAY, "")
    with pytest.raises(BadDecision, match="不能早于 2026年6月18日"):
        rules.check_decision(extension(S.PROPOSED), LATER, date(2026, 6, 17), "")
    with pytest.raises(BadExtension, match="写明理由") as refusal:
        rules.check_decision(extension(S.PROPOSED), None, TODAY, " ")
    assert refusal.value.field == "reason"
    # On paper it was decided while the day was still to come.
    rules.check_decision(extension(S.PROPOSED), date(2026, 7, 3), date(2026, 7, 2), "")
    with pytest.raises(BadExtension, match="已经过去"):
        rules.check_decision(extension(S.PROPOSED), date(2026, 7, 1), date(2026, 7, 2), "")
