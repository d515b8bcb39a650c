"""Which decision of a leader may be recorded."""

from datetime import date
from functools import partial

import pytest

from tracker.foundation.formats import Upload
from tracker.foundation.labels import Label
from tracker.people.actor import Actor
from tracker.people.models import Role
from tracker.people.permissions import Permission
from tracker.workplan.tasks import rules as task_rules
from tracker.workplan.tasks.decisions import rules
from tracker.workplan.tasks.decisions.rules import BadDecision
from tracker.workplan.tasks.extensions.rules import may_decide
from tracker.workplan.tasks.models import Assignment, AssignmentState, Duty, Mode, Task
from tracker.workplan.tasks.rules import Step

HOUSING, ROADS, CITY = 1, 2, 9
GIVEN, TODAY = date(2026, 3, 2), date(2026, 6, 18)
supervisor = Actor(1, "林", frozenset({(Role.SUPERVISOR, CITY)}))
leader = Actor(2, "严", frozenset({(Role.LEADER, CITY)}))
leader_of_roads = Actor(3, "路", frozenset({(Role.LEADER, CITY), (Role.HEAD, ROADS)}))
supervisor_of_roads = Actor(4, "杜", frozenset({(Role.SUPERVISOR, CITY), (Role.CONTACT, ROADS)}))


def joint(support: AssignmentState, mode: Mode = Mode.JOINT) -> Assignment:
    """Return housing's lead of a task that roads supports."""
    task = Task(mode=mode)
    lead = Assignment(
        unit_id=HOUSING, duty=Duty.LEAD, state=AssignmentState.ACKNOWLEDGED, task=task
    )
    Assignment(unit_id=ROADS, duty=Duty.SUPPORT, state=support, task=task)
    return lead


def test_only_a_leader_decides_without_saying_whose_decision_it_is() -> None:
    rules.check_decides(leader)
    with pytest.raises(BadDecision, match="哪位领导") as refusal:
        rules.check_decides(supervisor)
    assert refusal.value.field == "on_behalf_of"


def test_a_decision_lies_between_the_request_and_today() -> None:
    for day in (GIVEN, TODAY):
        rules.check_day(day, since=GIVEN, today=TODAY)
    with pytest.raises(BadDecision, match="不能晚于今天") as refusal:
        rules.check_day(date(2026, 6, 19), since=GIVEN, today=TODAY)
    assert refusal.value.field == "decided_on"
    with pytest.raises(BadDecision, match="不能早于 2026年3月2日"):
        rules.check_day(date(2026, 3, 1), since=GIVEN, today=TODAY)


def test_who_decided_led_on_that_day_and_reports_for_none_of_the_units() -> None:
    check = partial(rules.check_leader, recorder_id=supervisor.id, label=Label.INTERNAL)
    check(leader_of_roads, Permission.DECIDE, [HOUSING])
    for nobody in (None, supervisor):
        with pytest.raises(BadDecision, match="不是在任领导"):
            check(nobody, Permission.DECIDE, [HOUSING])
    with pytest.raises(BadDecision, match="须由别的领导决定"):
        check(leader_of_roads, Permission.DECIDE_EXTENSION, [HOUSING, ROADS])


def test_nobody_records_their_own_decision_or_that_of_who_may_not_see_the_task() -> None:
    check = partial(rules.check_leader, permission=Permission.DECIDE, units=[HOUSING])
    with pytest.raises(BadDecision, match="不能自己代录"):
        check(leader, recorder_id=leader.id, label=Label.OPEN)
    with pytest.raises(BadDecision, match="不能看这项任务的安全标签"):
        check(leader, recorder_id=supervisor.id, label=Label.SENSITIVE)


def test_the_paper_is_asked_for_where_the_office_wants_it() -> None:
    rules.check_proof(None, is_needed=False)
    rules.check_proof(Upload("批示.pdf", b""), is_needed=True)
    with pytest.raises(BadDecision, match="扫描件") as refusal:
        rules.check_proof(None, is_needed=True)
    assert refusal.value.field == "scan"


@pytest.mark.parametrize("step", [Step.PAUSE, Step.RESUME, Step.TERMINATE, Step.CLOSE, Step.REOPEN])
def test_nobody_decides_about_work_in_which_their_own_unit_helps(step: Step) -> None:
    helped = joint(AssignmentState.ACKNOWLEDGED)
    assert task_rules.may_take(supervisor, helped, step)
    assert not task_rules.may_take(supervisor_of_roads, helped, step)
    # Where its part has ended, or was always its own, the unit is not concerned.
    for other in (joint(AssignmentState.TERMINATED), joint(AssignmentState.CLOSED, Mode.EACH)):
        assert task_rules.may_take(supervisor_of_roads, other, step)


def test_nobody_extends_the_date_of_a_unit_that_they_report_for() -> None:
    helped = joint(AssignmentState.ACKNOWLEDGED)
    assert may_decide(leader, helped)
    for own in (supervisor_of_roads, leader_of_roads):
        assert not may_decide(own, helped)
        assert not may_decide(own, helped.task.assignments[1])
    assert may_decide(supervisor_of_roads, joint(AssignmentState.TERMINATED))
