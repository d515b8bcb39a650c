"""Which deeds are offered, to whom, and what is said about the others."""

from tests.overview.builders import FEBRUARY, LATER, PAST
from tests.town import TODAY, Town
from tests.workplan.tasks.builders import (
    acknowledged,
    closed,
    dispatched,
    dispatched_to_each,
    note,
    reported,
    step,
)
from tracker.overview.deeds import deeds_open_to, may_chase_some, obstacles, reports_on
from tracker.people.actor import Actor
from tracker.people.models import Person, Role
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step


def names(town: Town, who: Person, *assignments: Assignment) -> list[str]:
    return [deed.name for deed in deeds_open_to(town.actor(who), assignments, TODAY)]


def said(town: Town, who: Person, *assignments: Assignment) -> list[str]:
    return obstacles(town.actor(who), assignments, TODAY)


def test_the_unit_signs_or_declines(town: Town) -> None:
    it = dispatched(town)

    assert names(town, town.wang, it) == ["acknowledge", "decline"]
    assert names(town, town.bai, it) == ["acknowledge"]
    assert said(town, town.bai, it) == ["head_only"]
    assert names(town, town.zhao, it) == []


def test_the_unit_asks_for_closure_and_withdraws(town: Town) -> None:
    it = acknowledged(town, due_on=LATER)
    other = reported(town, title="另一件")

    assert said(town, town.wang, it) == ["not_whole_yet"]
    note(town, it, 100)
    assert names(town, town.wang, it)[0] == "ask_closure"
    assert said(town, town.wang, it) == []
    assert "head_asks_for_extension" in said(town, town.bai, it)
    assert reports_on(town.actor(town.bai), [it, other]) == [it]
    assert names(town, town.wang, other) == ["withdraw"]
    assert said(town, town.wang, other) == ["waits_to_be_verified"]


def test_the_supervisor_verifies_and_records_for_leaders(town: Town) -> None:
    it, other = reported(town), acknowledged(town, due_on=LATER, title="另一件")

    deeds = {deed.name: deed for deed in deeds_open_to(town.actor(town.lin), [it, other], TODAY)}

    assert list(deeds) == ["close", "redo", "pause", "terminate"]
    assert deeds["close"].is_plain
    assert deeds["pause"].asks_decider
    assert deeds["terminate"].is_grave
    assert said(town, town.lin, it, other) == ["leader_decides"]


def test_a_leader_needs_to_name_nobody(town: Town) -> None:
    it = acknowledged(town, due_on=LATER)

    deeds = deeds_open_to(town.actor(town.yan), [it], TODAY)

    assert not any(deed.asks_decider for deed in deeds)
    assert said(town, town.yan, it) == ["supervisor_verifies"]


def test_after_the_date_no_extension_is_offered(town: Town) -> None:
    it = acknowledged(town, due_on=PAST, now=FEBRUARY)

    assert "too_late_to_extend" in said(town, town.wang, it)


def test_what_was_declined_waits_for_the_supervisor(town: Town) -> None:
    first, second = dispatched_to_each(town)
    for it in (first, second):
        step(town, it, Step.DECLINE, reason="不属本县。")

    assert said(town, town.qin, first) == ["waits_to_be_redispatched"]
    deed = deeds_open_to(town.actor(town.lin), [first, second], TODAY)[0]
    assert (deed.name, deed.asks_unit, len(deed.targets)) == ("redispatch", True, 2)


def test_nobody_verifies_their_own_unit(town: Town) -> None:
    it = reported(town)
    both = Actor(
        town.lin.id,
        "林涛",
        frozenset({(Role.SUPERVISOR, town.office.id), (Role.HEAD, town.housing.id)}),
    )

    assert [deed.name for deed in deeds_open_to(both, [it], TODAY)] == ["withdraw"]
    assert "not_your_own" in obstacles(both, [it], TODAY)


def test_chasing_is_offered_where_another_unit_is_the_one_to_act(town: Town) -> None:
    lin = town.actor(town.lin)
    signed = acknowledged(town, support=[town.east])
    signed_by_all = [it for it in signed.task.assignments if it.unit_id != town.east.id]

    assert may_chase_some(lin, signed.task.assignments), "the supporter has to sign"
    assert may_chase_some(lin, signed_by_all)
    assert not may_chase_some(town.actor(town.wang), signed_by_all)
    assert not may_chase_some(lin, [closed(town, title="办结的事")])
