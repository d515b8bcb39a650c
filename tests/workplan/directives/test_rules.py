"""Who reviews, what may be done in which state, and what is never guessed."""

import pytest

from tests.town import NOW, Town
from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives import rules
from tracker.workplan.directives.charging import Charges
from tracker.workplan.directives.extraction import extract
from tracker.workplan.directives.matching import Party, office_of
from tracker.workplan.directives.models import (
    Directive,
    DirectiveState,
    Level,
    Mode,
    NamedUnit,
    Origin,
)


def directive(
    state: DirectiveState = DirectiveState.DRAFT,
    level: Level = Level.MEASURE,
    start: int = 0,
    number: int = 1,
) -> Directive:
    return Directive(
        id=number, report_id=1, level=level, origin=Origin.EXTRACTED, title="修路", quote="修路",
        start=start, end=start + 2, position=0, reason="", confidence=1.0, state=state,
        decided_at=None if state is DirectiveState.DRAFT else NOW, units=[], targets=[],
    )  # fmt: skip  # a table: one line a row


def unit(duty: str = "lead", group_id: int | None = None) -> NamedUnit:
    return NamedUnit(name="甲", duty=duty, unit_id=None, group_id=group_id)


def test_only_supervisors_review(town: Town) -> None:
    people = (town.lin, town.yan, town.wang, town.bai, town.gu)

    assert [rules.may_review(town.actor(it)) for it in people] == [True] + [False] * 4


@pytest.mark.parametrize("state", [DirectiveState.ACCEPTED, DirectiveState.NOTE_ONLY])
def test_what_is_decided_is_undone_before_it_is_decided_again(state: DirectiveState) -> None:
    with pytest.raises(RuleBroken):
        rules.check_open(directive(state))
    rules.check_decided(directive(state))


def test_a_draft_has_no_decision_to_undo() -> None:
    with pytest.raises(RuleBroken):
        rules.check_decided(directive())
    rules.check_open(directive())


def test_a_note_needs_a_reason() -> None:
    with pytest.raises(RuleBroken):
        rules.check_reason(" \n")
    rules.check_reason("已在办。")


def test_a_title_is_needed_and_a_priority_has_no_duties() -> None:
    with pytest.raises(RuleBroken):
        rules.check_wording(directive(), " ", has_duties=False)
    with pytest.raises(RuleBroken):
        rules.check_wording(directive(level=Level.PRIORITY), "强链", has_duties=True)
    rules.check_wording(directive(level=Level.PRIORITY), "强链", has_duties=False)
    rules.check_wording(directive(), "修路", has_duties=True)


def test_a_parent_that_was_asked_for_is_a_priority() -> None:
    for parent in (None, directive()):
        with pytest.raises(RuleBroken):
            rules.check_parent(parent, is_asked=True)
    rules.check_parent(directive(level=Level.PRIORITY), is_asked=True)
    rules.check_parent(None, is_asked=False)


@pytest.mark.parametrize(
    ("units", "mode"),
    [
        ([], None),
        ([unit()], Mode.JOINT),
        ([unit(), unit("support"), unit("support")], Mode.JOINT),
        ([unit(), unit()], None),
        ([unit(group_id=1)], Mode.EACH),
        ([unit(group_id=1), unit(group_id=2)], Mode.EACH),
        ([unit(), unit(group_id=1)], None),
    ],
)
def test_the_mode_is_what_the_text_says_or_open(units: list[NamedUnit], mode: Mode | None) -> None:
    assert rules.mode_of(units) == mode


def test_a_named_unit_is_tied_to_its_row_or_stays_a_name() -> None:
    assert rules.named("甲局", "lead", Party("unit", 3, ("甲局",)))["unit_id"] == 3
    assert rules.named("各县", "lead", Party("group", 4, ("各县",)))["group_id"] == 4
    unknown = rules.named("乙办", "support", None)
    assert (unknown["unit_id"], unknown["group_id"], unknown["name"]) == (None, None, "乙办")


def test_a_stretch_stands_under_the_last_priority_before_it() -> None:
    first = directive(level=Level.PRIORITY, start=10, number=1)
    second = directive(level=Level.PRIORITY, start=50, number=2)
    others = [first, directive(start=20, number=3), second]

    assert rules.priority_over(others, 30) is first
    assert rules.priority_over(others, 50) is second
    assert rules.priority_over(others, 5) is None


def test_siblings_stand_in_reading_order_a_priority_first() -> None:
    assert rules.position_of(7, Level.PRIORITY) < rules.position_of(7, Level.MEASURE)
    assert rules.position_of(7, Level.MEASURE) < rules.position_of(8, Level.PRIORITY)


def test_where_each_answers_for_itself_nobody_supports() -> None:
    named: list[NamedUnit] = [
        {"name": "市公路局", "duty": "support", "unit_id": 1, "group_id": None},
        {"name": "市住房局", "duty": "lead", "unit_id": 2, "group_id": None},
    ]

    assert [it["duty"] for it in rules.units_in_mode(named, Mode.EACH)] == ["lead", "lead"]
    assert rules.units_in_mode(named, Mode.JOINT) == named
    assert named[0]["duty"] == "support"


def test_unknown_names_that_prose_charges_are_kept_each_once() -> None:
    text = "市水利局负责加固堤防，由市气象局配合。"
    office = office_of([Party("unit", 3, ("市公路局",))])
    [found] = extract(f"1.{text}").directives

    units = rules.units_of(found, Charges(f"1.{text}", office))

    assert [(it["name"], it["unit_id"]) for it in units][:1] == [("市水利局", None)]
    assert len({it["name"] for it in units}) == len(units)
