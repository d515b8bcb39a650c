"""What an instruction may say, and who may do what about it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tests.town import NOW
from tracker.foundation.errors import Misfilled
from tracker.foundation.labels import Label
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.workplan.tasks.decisions.rules import Told
from tracker.workplan.tasks.instructions import rules
from tracker.workplan.tasks.instructions.models import Instruction
from tracker.workplan.tasks.instructions.rules import Said

LIN = Actor(1, "林涛", frozenset({(Role.SUPERVISOR, 9)}))
BOTH = Actor(2, "杜仲", frozenset({(Role.SUPERVISOR, 9), (Role.HEAD, 7)}))
HEAD = Actor(3, "王芳", frozenset({(Role.HEAD, 7)}))
CONTACT = Actor(4, "白露", frozenset({(Role.CONTACT, 7)}))
YAN = Actor(5, "严明", frozenset({(Role.LEADER, 1)}))
LATER = TODAY + timedelta(days=10)


def test_leaders_instruct_anybody_and_supervisors_record_for_other_units() -> None:
    assert rules.may_instruct(YAN, [7, 8])
    assert rules.may_instruct(LIN, [7, 8])
    assert rules.may_instruct(LIN, [])
    assert not rules.may_instruct(BOTH, [7, 8])
    assert not rules.may_instruct(HEAD, [7])


def test_heads_answer_for_their_unit_and_contacts_where_that_is_set() -> None:
    assert rules.may_answer(HEAD, 7)
    assert not rules.may_answer(HEAD, 8)
    assert not rules.may_answer(CONTACT, 7)
    assert rules.may_answer(replace(CONTACT, contacts_submit=True), 7)


def test_supervisors_handle_what_is_not_their_own_units_and_only_leaders_keep_a_list() -> None:
    assert rules.may_handle(LIN, [7])
    assert not rules.may_handle(BOTH, [7])
    assert not rules.may_handle(YAN, [7])
    assert rules.may_watch(YAN)
    assert not rules.may_watch(LIN)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Said(""), "text"),
        (Said("长" * 2001), "text"),
        (Said("办", demand="长" * 2001), "demand"),
        (Said("办", answer_due_on=LATER), "answer_due_on"),
        (Said("办", wants_answer=True, answer_due_on=TODAY - timedelta(days=1)), "answer_due_on"),
        (Said("办", wants_answer=True, answer_due_on=TODAY + timedelta(days=367)), "answer_due_on"),
        (Said("办", demand_due_on=LATER), "demand"),
        (Said("办", unit_ids=(7,)), "demand"),
        (Said("办", demand="清淤", demand_due_on=TODAY - timedelta(days=1)), "demand_due_on"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(said: Said, field: str) -> None:
    with pytest.raises(Misfilled) as refusal:
        rules.check_said(said, TODAY)

    assert refusal.value.field == field


def test_what_makes_sense_may_be_said() -> None:
    rules.check_said(Said("办"), TODAY)
    rules.check_said(
        Said(
            "办",
            wants_answer=True,
            answer_due_on=TODAY,
            demand="清淤",
            demand_due_on=LATER,
            unit_ids=(7,),
        ),
        TODAY,
    )


@pytest.mark.parametrize(
    ("leader", "recorder_id", "label", "sentence"),
    [
        (HEAD, 1, Label.INTERNAL, "不是在任领导"),
        (YAN, 5, Label.INTERNAL, "不能自己代录"),
        (YAN, 1, Label.SENSITIVE, "安全标签"),
    ],
)
def test_an_instruction_is_recorded_of_who_led_and_may_see_it(
    leader: Actor, recorder_id: int, label: Label, sentence: str
) -> None:
    with pytest.raises(Misfilled, match=sentence):
        rules.check_recorded(
            Told(5, TODAY),
            leader,
            recorder_id=recorder_id,
            label=label,
            today=TODAY,
            needs_scan=False,
        )


def test_one_without_a_scan_is_recorded_where_none_is_needed() -> None:
    rules.check_recorded(
        Told(5, TODAY), YAN, recorder_id=1, label=Label.OPEN, today=TODAY, needs_scan=False
    )


def test_a_demand_proposes_the_name_of_its_task() -> None:
    assert rules.proposed_title("摸清积水点，列出清单。再报市政府。") == "摸清积水点，列出清单"
    assert rules.proposed_title("  清淤\n第二行") == "清淤"
    assert len(rules.proposed_title("长" * 300)) == 200


def test_an_instruction_is_open_until_it_is_done_or_taken_back() -> None:
    it = Instruction(demand="清淤")

    assert it.waits_for_task
    it.done_at = NOW
    assert not it.is_open | it.waits_for_task
