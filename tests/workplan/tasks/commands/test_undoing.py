"""Taking back what one did oneself on the same day."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.messages.models import Message
from tracker.people.models import Person
from tracker.workplan.review.ledgers import ledgers_of
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.decisions.models import RecordedDecision
from tracker.workplan.tasks.models import (
    Assignment,
    AssignmentState,
    DateChange,
    StateChange,
    Task,
)
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import judging, signal_of
from tracker.workplan.tasks.undoing.queries import is_dispatch_undoable, undoable

S = AssignmentState
LATER = NOW + timedelta(hours=1)


def undo(town: Town, assignment: Assignment, by: Person, **how: Any) -> Assignment:
    with transaction():
        return commands.undo_step(town.actor(by), assignment, now=how.pop("now", LATER), **how)


def facts(it: Assignment) -> tuple[object, ...]:
    """Return all that a step may change about an assignment, with its signal."""
    return (
        it.state,
        it.percent,
        it.due_on,
        it.sign_by,
        it.dispatched_on,
        it.acknowledged_on,
        it.reported_on,
        it.closed_on,
        it.redo_count,
        signal_of(it, it.task.cycle, judging(TODAY)),
    )


def supporters_of(it: Assignment) -> list[Assignment]:
    return list(
        db.session.scalars(
            select(Assignment)
            .where(Assignment.task_id == it.task_id, Assignment.id != it.id)
            .order_by(Assignment.id)
        )
    )


@pytest.mark.postgres
@pytest.mark.parametrize(
    ("before", "step"),
    [
        (S.DISPATCHED, Step.ACKNOWLEDGE),
        (S.DISPATCHED, Step.DECLINE),
        (S.REPORTED, Step.CLOSE),
        (S.REPORTED, Step.REDO),
    ],
)
def test_all_is_as_before_a_step_that_was_taken_back(town: Town, before: S, step: Step) -> None:
    make = builders.dispatched if before is S.DISPATCHED else builders.reported
    it = make(town, support=[town.east, town.west], now=town.days_ago(9))
    builders.step(town, supporters_of(it)[0], Step.ACKNOWLEDGE, now=town.days_ago(8))
    was = [facts(each) for each in (it, *supporters_of(it))]
    builders.step(town, it, step, reason="弄错了")
    assert facts(it) != was[0]

    undo(town, it, town.lin if before is S.REPORTED else town.wang)

    assert [facts(each) for each in (it, *supporters_of(it))] == was
    entry = db.session.scalars(
        select(Entry).where(Entry.deed == "assignment.undone").order_by(Entry.id)
    ).first()
    assert entry is not None
    assert entry.details["now"] == before.value


def test_what_was_sent_back_by_mistake_costs_no_points(town: Town) -> None:
    it = builders.reported(town, now=town.days_ago(9))

    def points() -> object:
        found = ledgers_of(town.actor(town.lin), it.task.plan, [town.housing.id], TODAY)
        return found[town.housing.id]

    was = points()
    builders.step(town, it, Step.REDO, reason="看错了")
    assert points() != was
    undo(town, it, town.lin)
    assert points() == was


def test_a_step_after_one_that_was_taken_back_can_be_taken_back_too(town: Town) -> None:
    it = builders.dispatched(town)
    builders.step(town, it, Step.DECLINE, reason="不归我局")
    undo(town, it, town.wang)
    builders.step(town, it, Step.ACKNOWLEDGE, now=LATER)
    undo(town, it, town.wang)
    assert it.state is S.DISPATCHED
    with pytest.raises(RuleBroken, match="没有可以撤销的一步"):
        undo(town, it, town.wang)


def test_only_who_took_a_step_takes_it_back(town: Town) -> None:
    it = builders.acknowledged(town)
    with pytest.raises(NotAllowed, match="只有办这一步的人"):
        undo(town, it, town.bai)
    with pytest.raises(NotAllowed):
        undo(town, it, town.lin)


def test_a_step_is_taken_back_the_same_day_only(town: Town) -> None:
    it = builders.acknowledged(town)
    with pytest.raises(RuleBroken, match="只能当天撤销"):
        undo(town, it, town.wang, now=NOW + timedelta(days=1))


def test_what_was_reported_since_is_not_lost(town: Town) -> None:
    it = builders.acknowledged(town)
    builders.note(town, it, 30, now=LATER)
    with pytest.raises(RuleBroken, match="又报过进展"):
        undo(town, it, town.wang)
    assert undoable(town.actor(town.wang), [it], TODAY) == []


def test_a_step_on_an_old_copy_is_not_taken_back(town: Town) -> None:
    it = builders.acknowledged(town)
    with pytest.raises(Outdated):
        undo(town, it, town.wang, version=it.version - 1)


@pytest.mark.parametrize(
    ("step", "sentence"), [(Step.PAUSE, "领导决定的事"), (Step.ASK_CLOSURE, "撤回办结申请")]
)
def test_it_is_said_why_a_step_cannot_be_taken_back(town: Town, step: Step, sentence: str) -> None:
    it = builders.step(town, builders.acknowledged(town), step, reason="有变化")
    with pytest.raises(RuleBroken, match=sentence):
        undo(town, it, town.yan if step is Step.PAUSE else town.wang)


def test_who_was_told_of_a_step_is_told_that_it_was_taken_back(town: Town) -> None:
    it = builders.step(town, builders.reported(town, now=town.days_ago(2)), Step.CLOSE)
    undo(town, it, town.lin)
    told = db.session.scalars(select(Message).where(Message.kind == "assignment.undone")).one()
    assert "核定办结" in told.title
    assert {receipt.person_id for receipt in told.receipts} == {town.wang.id, town.bai.id}


def test_the_page_offers_what_can_be_taken_back(town: Town) -> None:
    it, other = builders.acknowledged(town), builders.dispatched(town, title="另一件")
    assert undoable(town.actor(town.wang), [it, other], TODAY) == [it]
    assert undoable(town.actor(town.lin), [it, other], TODAY) == []
    assert undoable(town.actor(town.wang), [], TODAY) == []


@pytest.mark.postgres
def test_a_dispatch_is_taken_back_while_nobody_has_answered(town: Town) -> None:
    assignments = builders.dispatched_to_each(town)
    task = assignments[0].task
    assert is_dispatch_undoable(town.actor(town.lin), assignments, TODAY)

    with transaction():
        commands.undo_dispatch(town.actor(town.lin), task, now=LATER, version=task.version)

    assert task.mode is None
    assert task.dispatched_on is None
    for model in (Assignment, StateChange, DateChange):
        assert db.session.scalar(select(func.count()).select_from(model)) == 0
    entry = db.session.scalars(select(Entry).where(Entry.deed == "task.dispatch_undone")).one()
    assert entry.details["units"] == ["东溪县", "西岭县"]
    builders.dispatched(town, the_task=task)


def test_a_dispatch_that_was_answered_or_is_of_another_day_stays(town: Town) -> None:
    assignments = builders.dispatched_to_each(town)
    lin, task = town.actor(town.lin), assignments[0].task

    def refused(task: Task, **how: Any) -> None:
        with pytest.raises(RuleBroken, match="不能撤销交办"), transaction():
            commands.undo_dispatch(lin, task, now=how.pop("now", LATER))

    refused(task, now=NOW + timedelta(days=1))
    refused(builders.task(town, "未交办"))
    assert not is_dispatch_undoable(lin, assignments, TODAY + timedelta(days=1))
    builders.step(town, assignments[0], Step.ACKNOWLEDGE)
    refused(task)
    assert not is_dispatch_undoable(lin, assignments, TODAY)
    with pytest.raises(NotAllowed), transaction():
        commands.undo_dispatch(town.actor(town.wang), task, now=LATER)


@pytest.mark.postgres
def test_a_dispatch_that_something_else_refers_to_is_not_taken_back(town: Town) -> None:
    it = builders.dispatched(town)
    with transaction():
        db.session.add(
            RecordedDecision(
                assignment=it,
                unit_id=it.unit_id,
                deed="extend",
                leader=town.yan,
                decided_on=TODAY,
                recorded_at=NOW,
                recorded_by_id=town.lin.id,
            )
        )
    with pytest.raises(RuleBroken, match="已有别的记录"), transaction():
        commands.undo_dispatch(town.actor(town.lin), it.task, now=LATER)
    db.session.expire_all()
    assert it.state is S.DISPATCHED
    assert it.task.mode is not None
