"""Giving tasks to their units."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.journal.models import Entry
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    DateChange,
    Duty,
    Mode,
    StateChange,
)

DUE = date(2026, 10, 31)


@pytest.mark.postgres
def test_a_joint_task_has_one_lead_and_supporters(town: Town) -> None:
    lead = builders.dispatched(town, support=[town.roads, town.east], due_on=DUE)

    made = db.session.scalars(select(Assignment).order_by(Assignment.id)).all()
    assert [(it.unit_id, it.duty) for it in made] == [
        (town.housing.id, Duty.LEAD),
        (town.roads.id, Duty.SUPPORT),
        (town.east.id, Duty.SUPPORT),
    ]
    assert {(it.state, it.due_on, it.original_due_on) for it in made} == {
        (AssignmentState.DISPATCHED, DUE, DUE)
    }
    assert (lead.task.mode, lead.task.dispatched_on) == (Mode.JOINT, TODAY)


def test_three_working_days_are_given_to_sign(town: Town) -> None:
    it = builders.dispatched(town)
    assert (it.dispatched_on, it.sign_by) == (TODAY, date(2026, 6, 24))  # over the holiday


def test_each_unit_of_a_group_answers_for_itself(town: Town) -> None:
    made = builders.dispatched_to_each(town, town.counties.members, coordinator=town.housing)

    assert [(it.unit_id, it.duty) for it in made] == [
        (town.east.id, Duty.LEAD),
        (town.west.id, Duty.LEAD),
    ]
    assert made[0].task.coordinator_id == town.housing.id


def test_a_standing_task_has_no_date_even_when_the_batch_has_one(town: Town) -> None:
    it = builders.dispatched(town, is_standing=True, due_on=DUE)

    assert (it.due_on, it.original_due_on) == (None, None)
    assert db.session.scalars(select(DateChange)).all() == []


@pytest.mark.postgres
def test_the_beginning_is_kept_as_events_and_in_the_journal(town: Town) -> None:
    it = builders.dispatched(town, support=[town.roads], due_on=DUE)

    states = db.session.scalars(select(StateChange).order_by(StateChange.id)).all()
    assert [(row.step, row.was, row.now, row.on, row.by_id) for row in states] == [
        ("dispatch", None, AssignmentState.DISPATCHED, TODAY, town.lin.id)
    ] * 2
    assert [(row.was, row.now) for row in db.session.scalars(select(DateChange))] == [
        (None, DUE)
    ] * 2
    entry = db.session.scalars(select(Entry).where(Entry.deed == "task.dispatched")).one()
    assert (entry.subject, entry.details) == (
        f"task:{it.task_id}",
        {
            "mode": "joint",
            "due_on": "2026-10-31",
            "leads": ["市住房局"],
            "supporters": ["市公路局"],
        },
    )


def test_a_unit_named_twice_is_one_assignment(town: Town) -> None:
    assert len(builders.dispatched_to_each(town, [town.east, town.east])) == 1


def test_a_task_is_dispatched_once(town: Town) -> None:
    it = builders.dispatched(town)
    with pytest.raises(RuleBroken, match="已经交办"):
        builders.dispatched(town, the_task=it.task)


def test_a_unit_that_was_closed_or_is_the_city_itself_gets_nothing(town: Town) -> None:
    with transaction():
        town.west.closed_on = date(2026, 5, 1)
    for unit in (town.west, town.root):
        with pytest.raises(RuleBroken):
            builders.dispatched(town, unit=unit)


def test_a_date_that_has_passed_is_refused(town: Town) -> None:
    with pytest.raises(RuleBroken, match="不能早于"):
        builders.dispatched(town, due_on=date(2026, 6, 17))


def test_only_supervisors_dispatch(town: Town) -> None:
    task = builders.task(town)
    with pytest.raises(NotAllowed):
        commands.dispatch(
            town.actor(town.wang),
            task,
            mode=Mode.JOINT,
            lead_ids=[town.housing.id],
            due_on=DUE,
            now=NOW,
        )
