"""Work of closed units goes on elsewhere, units are let go, and paused work gets its days back."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.messages.models import Message, Receipt
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.models import Assignment, AssignmentState, DateChange, StateChange
from tracker.workplan.tasks.rules import BadDate, Step

S = AssignmentState


def take(town: Town, assignment: Assignment, step: Step, **how: Any) -> Assignment:
    with transaction():
        return commands.take_step(
            town.actor(how.pop("by", town.lin)),
            assignment,
            step,
            now=how.pop("now", NOW),
            reason=how.pop("reason", "机构改革"),
            **how,
        )


def close_unit(it: Assignment) -> None:
    with transaction():
        it.unit.closed_on = date(2026, 6, 1)


def test_signed_work_of_a_merged_unit_goes_on_with_its_heir(town: Town) -> None:
    it = builders.acknowledged(town, percent=40, now=town.days_ago(30))
    close_unit(it)

    take(town, it, Step.TRANSFER, unit_id=town.roads.id)

    assert (it.unit_id, it.state, it.percent) == (town.roads.id, S.DISPATCHED, 40)
    assert it.acknowledged_on is None
    assert it.dispatched_on == date(2026, 5, 19)  # its schedule goes on
    assert it.due_on == it.original_due_on == builders.YEAR_END
    assert it.sign_by == date(2026, 6, 24)  # three working days, the Dragon Boat feast between
    told = db.session.scalars(select(Message).where(Message.kind == "assignment.transferred")).one()
    assert [receipt.person_id for receipt in told.receipts] == [town.zhao.id]


def test_the_unit_that_had_it_is_not_asked_to_sign_any_more(town: Town) -> None:
    it = builders.dispatched(town)
    close_unit(it)

    take(town, it, Step.TRANSFER, unit_id=town.roads.id)

    asked = db.session.scalars(
        select(Receipt).join(Message).where(Message.kind == "task.dispatched")
    ).all()
    assert {receipt.person_id for receipt in asked} == {town.wang.id, town.bai.id}
    assert all(receipt.done_at is not None for receipt in asked)


def test_work_of_a_closed_unit_is_not_handed_to_itself(town: Town) -> None:
    it = builders.acknowledged(town)
    close_unit(it)
    with pytest.raises(RuleBroken, match="已撤销"):
        take(town, it, Step.TRANSFER)


def test_a_supporter_is_let_go_and_the_lead_goes_on(town: Town) -> None:
    lead = builders.acknowledged(town, support=[town.east])
    supporter = next(it for it in lead.task.assignments if it is not lead)

    take(town, supporter, Step.RELEASE)

    assert (lead.state, supporter.state) == (S.ACKNOWLEDGED, S.TERMINATED)
    with transaction():
        commands.undo_step(town.actor(town.lin), supporter, now=NOW)
    assert supporter.state is S.DISPATCHED


def test_a_supporter_that_declined_is_ended_alone(town: Town) -> None:
    lead = builders.acknowledged(town, support=[town.east])
    supporter = next(it for it in lead.task.assignments if it is not lead)
    builders.step(town, supporter, Step.DECLINE, reason="与本县无关")

    take(town, supporter, Step.TERMINATE, by=town.yan)

    assert (lead.state, supporter.state) == (S.ACKNOWLEDGED, S.TERMINATED)


def test_the_last_unit_that_answers_is_not_let_go(town: Town) -> None:
    east, west = builders.dispatched_to_each(town)
    take(town, east, Step.RELEASE)
    with pytest.raises(RuleBroken, match="没有别的单位承办"):
        take(town, west, Step.RELEASE)


def paused(town: Town, *, due_on: date | None, days_ago: int = 30, **how: Any) -> Assignment:
    """Return work that was paused that many days ago."""
    began = town.days_ago(60)
    it = builders.acknowledged(town, due_on=due_on, now=began, support=[town.east], **how)
    return builders.step(town, it, Step.PAUSE, reason="等资金", now=town.days_ago(days_ago))


@pytest.mark.postgres
def test_a_pause_that_outlasts_the_date_moves_it_by_its_working_days(town: Town) -> None:
    it = paused(town, due_on=date(2026, 6, 1))  # paused from 19 May to 18 June: 22 working days

    take(town, it, Step.RESUME, by=town.yan)

    supporter = next(each for each in it.task.assignments if each is not it)
    assert it.due_on == supporter.due_on == date(2026, 7, 2)
    assert it.original_due_on == date(2026, 6, 1)
    moved = db.session.scalars(
        select(DateChange).where(DateChange.was.is_not(None)).order_by(DateChange.id)
    ).all()
    assert [(each.was, each.now) for each in moved] == [(date(2026, 6, 1), date(2026, 7, 2))] * 2
    assert moved[0].reason == "中止 22 个工作日，时限顺延"


@pytest.mark.parametrize("due_on", [date(2026, 6, 18), date(2026, 5, 10), None])
def test_other_pauses_leave_the_date_alone(town: Town, due_on: date | None) -> None:
    it = paused(town, due_on=due_on, is_standing=due_on is None)
    take(town, it, Step.RESUME, by=town.yan)
    assert it.due_on == due_on


def test_the_leader_may_state_another_date(town: Town) -> None:
    it = paused(town, due_on=date(2026, 6, 1))
    for wrong in (date(2026, 5, 31), date(2032, 1, 1)):
        with pytest.raises(BadDate):
            take(town, it, Step.RESUME, by=town.yan, due_on=wrong)
    db.session.rollback()
    take(town, it, Step.RESUME, by=town.yan, due_on=date(2026, 9, 30))
    assert (it.due_on, it.original_due_on) == (date(2026, 9, 30), date(2026, 6, 1))


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("step", "was", "now"),
    [
        ("close", S.ACKNOWLEDGED, S.REPORTED),
        ("dispatch", S.CLOSED, S.DISPATCHED),
        ("acknowledge", None, S.ACKNOWLEDGED),
        ("wave_through", S.DISPATCHED, S.CLOSED),
    ],
)
def test_the_database_refuses_a_change_that_no_step_makes(
    town: Town, step: str, was: S | None, now: S
) -> None:
    it = builders.dispatched(town)
    row = StateChange(
        assignment=it, unit=it.unit, step=step, was=was, now=now, on=it.sign_by, at=NOW, by_id=1
    )
    with pytest.raises(IntegrityError, match="possible_step"), transaction():
        db.session.add(row)


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": S.ACKNOWLEDGED}, "worked_on_when_signed"),
        ({"acknowledged_on": date(2026, 6, 18)}, "unsigned_until_signed"),
        ({"sign_by": date(2026, 6, 1)}, "signed_for_after_given"),
        (
            {
                "state": S.CLOSED,
                "reported_on": date(2026, 6, 18),
                "closed_on": date(2026, 6, 17),
            },
            "closed_after_reported",
        ),
    ],
)
def test_the_database_refuses_an_assignment_that_cannot_be(
    town: Town, values: dict[str, Any], constraint: str
) -> None:
    it = builders.dispatched(town)
    with pytest.raises(IntegrityError, match=constraint), transaction():
        db.session.execute(update(Assignment).where(Assignment.id == it.id).values(values))
