"""Which dispatches make sense."""

from datetime import date

import pytest

from tracker.foundation.errors import RuleBroken
from tracker.people.models import Unit, UnitKind
from tracker.workplan.directives.models import Directive, NamedUnit
from tracker.workplan.tasks import rules
from tracker.workplan.tasks.models import Mode, Task

DAY = date(2026, 6, 18)


def _parts(wanted: rules.Wanted) -> list[str]:
    return [fault.part for fault in rules.faults(wanted, DAY)]


@pytest.mark.parametrize(
    ("task", "mode", "leads", "due_on", "words"),
    [
        (Task(mode=Mode.EACH), Mode.EACH, [1], DAY, "已经交办"),
        (Task(), Mode.EACH, [], DAY, "至少选一个"),
        (Task(), Mode.JOINT, [1, 2], DAY, "只能有一个牵头"),
        (Task(), Mode.JOINT, [1], None, "完成时限"),
        (Task(), Mode.JOINT, [1], date(2026, 6, 17), "不能早于"),
    ],
)
def test_a_dispatch_that_makes_no_sense(
    task: Task, mode: Mode, leads: list[int], due_on: date | None, words: str
) -> None:
    with pytest.raises(RuleBroken, match=words):
        rules.check_dispatch(task, rules.Wanted(mode, leads, due_on=due_on), DAY)


def test_only_a_standing_task_needs_no_date() -> None:
    rules.check_dispatch(Task(), rules.Wanted(Mode.JOINT, [1], is_standing=True), DAY)
    rules.check_dispatch(Task(), rules.Wanted(Mode.EACH, [1, 2], due_on=DAY), DAY)


def test_supporters_are_for_joint_tasks_and_a_coordinator_for_others() -> None:
    assert _parts(rules.Wanted(Mode.JOINT, [1], [2], is_standing=True)) == []
    assert _parts(rules.Wanted(Mode.EACH, [1, 2], [], 3, is_standing=True)) == []
    assert _parts(rules.Wanted(Mode.EACH, [1], [2], is_standing=True)) == ["supports"]
    assert _parts(rules.Wanted(Mode.JOINT, [1], [], 3, is_standing=True)) == ["coordinator"]
    assert _parts(rules.Wanted(Mode.JOINT, [1], [1], is_standing=True)) == ["supports"]


def test_everything_that_is_wrong_is_found_at_once() -> None:
    past = date(2026, 6, 17)
    assert _parts(rules.Wanted(Mode.JOINT, [], due_on=past)) == ["leads", "due_on"]


def test_a_date_in_the_far_future_is_a_slip_of_the_pen() -> None:
    far = date(DAY.year + 6, 1, 1)
    assert _parts(rules.Wanted(Mode.JOINT, [1], due_on=far)) == ["due_on"]


def test_units_exist_take_tasks_and_are_open() -> None:
    county = Unit(kind=UnitKind.COUNTY, closed_on=None)
    rules.check_units([1], {1: county})
    for units in ({}, {1: Unit(kind=UnitKind.ROOT, closed_on=None)}):
        with pytest.raises(RuleBroken, match="名册"):
            rules.check_units([1], units)
    with pytest.raises(RuleBroken, match="撤销"):
        rules.check_units([1], {1: Unit(kind=UnitKind.COUNTY, closed_on=DAY)})


def _named(duty: str, unit_id: int | None = None, group_id: int | None = None) -> NamedUnit:
    return NamedUnit(name="某", duty=duty, unit_id=unit_id, group_id=group_id)


def test_the_mode_is_as_the_report_says_or_as_its_units_suggest() -> None:
    one, group = _named("lead", 1), _named("lead", group_id=2)
    assert rules.likely_mode([Directive(mode=Mode.EACH)], [one]) is Mode.EACH
    assert rules.likely_mode([Directive(mode=None)], [one]) is Mode.JOINT
    assert rules.likely_mode([], [one, _named("support", 3)]) is Mode.JOINT
    assert rules.likely_mode([], [group]) is Mode.EACH
    assert rules.likely_mode([], [one, _named("lead", 2)]) is Mode.EACH
