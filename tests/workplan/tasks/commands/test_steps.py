"""Steps of assignments, and what they leave behind."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.scans import told
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Assignment, AssignmentState, StateChange
from tracker.workplan.tasks.rules import Step

S = AssignmentState


def states(assignment: Assignment) -> list[S]:
    """Return the states of a task's assignments, in their order."""
    return list(
        db.session.scalars(
            select(Assignment.state)
            .where(Assignment.task_id == assignment.task_id)
            .order_by(Assignment.id)
        )
    )


def other(assignment: Assignment, place: int = 1) -> Assignment:
    """Return the task's assignment in that place, from 0."""
    return db.session.scalars(
        select(Assignment).where(Assignment.task_id == assignment.task_id).order_by(Assignment.id)
    ).all()[place]


def take(town: Town, assignment: Assignment, step: Step, **how: Any) -> Assignment:
    with transaction():
        return commands.take_step(
            town.actor(how.pop("by", town.lin)), assignment, step, now=NOW, **how
        )


@pytest.mark.postgres
def test_an_assignment_from_signing_to_closing(town: Town) -> None:
    it = builders.closed(town, now=town.days_ago(60), closed_at=town.days_ago(3))

    assert it.state is S.CLOSED
    assert it.acknowledged_on == date(2026, 4, 19)
    assert it.reported_on == it.closed_on == date(2026, 6, 15)
    rows = db.session.scalars(select(StateChange).order_by(StateChange.id)).all()
    assert [(row.step, row.was, row.now) for row in rows] == [
        ("dispatch", None, S.DISPATCHED),
        ("acknowledge", S.DISPATCHED, S.ACKNOWLEDGED),
        ("ask_closure", S.ACKNOWLEDGED, S.REPORTED),
        ("close", S.REPORTED, S.CLOSED),
    ]
    deeds = db.session.scalars(
        select(Entry.deed).where(Entry.subject == f"assignment:{it.id}").order_by(Entry.id)
    ).all()
    assert deeds == [
        "assignment.acknowledged",
        "assignment.percent_noted",
        "assignment.closure_asked",
        "assignment.closed",
    ]


def test_work_sent_back_is_counted(town: Town) -> None:
    it = builders.reported(town)
    take(town, it, Step.REDO, reason="材料不全")

    assert (it.state, it.redo_count, it.reported_on) == (S.ACKNOWLEDGED, 1, None)


def test_a_unit_withdraws_its_request(town: Town) -> None:
    it = builders.reported(town)
    take(town, it, Step.WITHDRAW, by=town.wang)
    assert (it.state, it.redo_count, it.reported_on) == (S.ACKNOWLEDGED, 0, None)


@pytest.mark.postgres
def test_a_declined_assignment_goes_to_another_unit(town: Town) -> None:
    it = builders.dispatched(town, now=town.days_ago(20))
    take(town, it, Step.DECLINE, by=town.wang, reason="不属住房局职责")
    take(town, it, Step.REDISPATCH, reason="属公路局职责", unit_id=town.roads.id)

    assert (it.state, it.unit_id) == (S.DISPATCHED, town.roads.id)
    assert (it.dispatched_on, it.sign_by) == (TODAY, date(2026, 6, 24))
    row = db.session.scalars(select(StateChange).order_by(StateChange.id.desc())).first()
    assert row is not None
    assert row.reason == "由市住房局改派市公路局：属公路局职责"


@pytest.mark.parametrize("named", [True, False])
def test_a_declined_assignment_goes_to_the_same_unit_again(town: Town, *, named: bool) -> None:
    it = builders.dispatched(town, now=town.days_ago(20))
    take(town, it, Step.DECLINE, by=town.wang, reason="不属住房局职责")
    unit_id = town.housing.id if named else None
    take(town, it, Step.REDISPATCH, reason="“三定”规定属住房局", unit_id=unit_id)

    assert (it.state, it.unit_id) == (S.DISPATCHED, town.housing.id)
    assert it.dispatched_on == date(2026, 5, 29)
    assert it.sign_by == date(2026, 6, 24)


def test_a_unit_that_has_it_already_or_does_not_exist_is_no_replacement(town: Town) -> None:
    it = builders.dispatched(town, support=[town.roads])
    take(town, it, Step.DECLINE, by=town.wang, reason="不属住房局职责")

    with pytest.raises(RuleBroken, match="已在承办"):
        take(town, it, Step.REDISPATCH, reason="改派", unit_id=town.roads.id)
    with pytest.raises(RuleBroken, match="名册"):
        take(town, it, Step.REDISPATCH, reason="改派", unit_id=9999)
    assert it.state is S.DECLINED


@pytest.mark.postgres
def test_closing_and_reopening_take_supporters_along(town: Town) -> None:
    it = builders.reported(town, support=[town.roads, town.east, town.west])
    builders.step(town, other(it, 1), Step.ACKNOWLEDGE)
    builders.step(town, other(it, 2), Step.DECLINE, reason="不属本县")
    assert states(it) == [S.REPORTED, S.ACKNOWLEDGED, S.DECLINED, S.DISPATCHED]

    take(town, it, Step.CLOSE)
    assert states(it) == [S.CLOSED, S.CLOSED, S.TERMINATED, S.CLOSED]
    assert other(it).closed_on == TODAY

    take(town, it, Step.REOPEN, reason="回头看发现反弹")
    assert states(it) == [S.ACKNOWLEDGED, S.ACKNOWLEDGED, S.TERMINATED, S.DISPATCHED]
    assert (other(it).closed_on, other(it).reported_on) == (None, None)
    row = db.session.scalars(
        select(StateChange).where(StateChange.assignment_id == other(it).id)
    ).all()[-1]
    assert row.reason == "随牵头单位办理：回头看发现反弹"


def test_pausing_resuming_and_terminating_take_supporters_along(town: Town) -> None:
    it = builders.acknowledged(town, support=[town.roads])

    take(town, it, Step.PAUSE, by=town.yan, reason="规划调整")
    assert states(it) == [S.PAUSED, S.PAUSED]
    take(town, it, Step.RESUME, by=town.yan, reason="规划已定")
    assert states(it) == [S.ACKNOWLEDGED, S.DISPATCHED]
    take(town, it, Step.TERMINATE, by=town.yan, reason="政策取消")
    assert states(it) == [S.TERMINATED, S.TERMINATED]


def test_units_that_answer_for_themselves_stay_when_another_closes(town: Town) -> None:
    first, second = builders.dispatched_to_each(town)
    builders.step(town, first, Step.ACKNOWLEDGE)
    take(town, first, Step.TERMINATE, by=town.yan, reason="政策取消")
    assert second.state is S.DISPATCHED


def test_a_supervisor_records_a_leader_s_decision_and_both_are_named(town: Town) -> None:
    it = builders.acknowledged(town)
    with pytest.raises(RuleBroken, match="哪位领导"):
        take(town, it, Step.PAUSE, reason="规划调整")

    take(town, it, Step.PAUSE, reason="规划调整", told=told(town))

    entry = db.session.scalars(select(Entry).where(Entry.deed == "assignment.paused")).one()
    assert (entry.actor_name, entry.details["on_behalf_of"]) == ("林涛", "严明")


def test_a_supporter_does_not_ask_for_closure(town: Town) -> None:
    it = other(builders.dispatched(town, support=[town.roads]))
    take(town, it, Step.ACKNOWLEDGE, by=town.zhao)
    with pytest.raises(RuleBroken):
        take(town, it, Step.ASK_CLOSURE, by=town.zhao)


def test_another_unit_takes_no_step(town: Town) -> None:
    it = builders.dispatched(town)
    with pytest.raises(NotAllowed):
        take(town, it, Step.ACKNOWLEDGE, by=town.zhao)
    with pytest.raises(NotAllowed, match="负责人"):
        take(town, it, Step.DECLINE, by=town.bai, reason="不属职责")


def test_a_step_on_an_old_copy_is_refused(town: Town) -> None:
    it = builders.dispatched(town)
    seen = it.version
    take(town, it, Step.DECLINE, by=town.wang, reason="不属职责", version=seen)
    with pytest.raises(Outdated):
        take(town, it, Step.ACKNOWLEDGE, by=town.wang, version=seen)
