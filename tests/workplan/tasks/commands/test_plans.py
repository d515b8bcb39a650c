"""A year's plan and its priorities, with a real database beneath."""

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Misfilled, NotAllowed, Outdated, RuleBroken
from tracker.journal.models import Entry
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.changing.models import TaskChange
from tracker.workplan.tasks.models import PlanPriority


def test_a_plan_is_opened_once(town: Town) -> None:
    plan = builders.plan(town, 2027)

    assert plan.year == 2027
    assert plan.priorities == []
    with pytest.raises(RuleBroken, match="已经有了"), transaction():
        commands.open_plan(town.actor(town.lin), 2027, now=NOW)


@pytest.mark.parametrize("year", [1999, 2101])
def test_a_plan_is_of_a_plausible_year(town: Town, year: int) -> None:
    with pytest.raises(RuleBroken), transaction():
        commands.open_plan(town.actor(town.lin), year, now=NOW)


@pytest.mark.postgres
def test_priorities_take_their_places_in_turn_and_the_thirteenth_is_refused(town: Town) -> None:
    plan = builders.plan(town)
    for number in range(1, 13):
        assert builders.priority(town, f"重点{number}").position == number

    with pytest.raises(RuleBroken, match="最多设 12 个"), transaction():
        commands.add_priority(town.actor(town.lin), plan, "第十三个", now=NOW)


def test_two_priorities_of_a_plan_have_two_names(town: Town) -> None:
    first, second = builders.priority(town, "民生"), builders.priority(town, "产业")
    lin = town.actor(town.lin)

    with pytest.raises(RuleBroken, match="同名"), transaction():
        commands.add_priority(lin, first.plan, " 民生 ", now=NOW)
    with pytest.raises(RuleBroken, match="同名"), transaction():
        commands.rename_priority(lin, second, "民生", now=NOW)
    assert builders.priority(town, "民生", year=2027).position == 1


def test_a_renamed_priority_keeps_its_place_and_the_journal_its_old_name(town: Town) -> None:
    priority = builders.priority(town, "民生")
    with transaction():
        commands.rename_priority(town.actor(town.lin), priority, "民生保障", now=NOW)
    with transaction():
        commands.rename_priority(town.actor(town.lin), priority, "民生保障", now=NOW)

    kept = db.session.scalars(select(PlanPriority)).one()
    assert (kept.position, kept.name) == (1, "民生保障")
    entry = db.session.scalars(
        select(Entry).where(Entry.deed == "plan.priority_renamed").order_by(Entry.id)
    ).first()
    assert entry is not None
    assert (entry.subject, entry.details["was"], entry.details["now"]) == (
        f"plan:{priority.plan_id}",
        "民生",
        "民生保障",
    )


def test_only_supervisors_plan(town: Town) -> None:
    priority = builders.priority(town)
    for person in (town.yan, town.wang, town.gu):
        actor = town.actor(person)
        with pytest.raises(NotAllowed):
            commands.open_plan(actor, 2028, now=NOW)
        with pytest.raises(NotAllowed):
            commands.add_priority(actor, priority.plan, "另一个", now=NOW)
        with pytest.raises(NotAllowed):
            commands.rename_priority(actor, priority, "另一个", now=NOW)


@pytest.mark.postgres
def test_priorities_change_places_and_keep_their_numbers(town: Town) -> None:
    first, second, third = (builders.priority(town, name) for name in ("民生", "产业", "生态"))
    lin = town.actor(town.lin)
    task = builders.task(town, under="生态")

    with transaction():
        commands.move_priority(lin, third, is_up=True, seen=3, now=NOW)
    with transaction():
        commands.move_priority(lin, first, is_up=False, seen=1, now=NOW)

    db.session.expire_all()
    assert [it.name for it in builders.plan(town).priorities] == ["生态", "民生", "产业"]
    assert [it.position for it in (first, second, third)] == [1, 2, 3]
    assert task.number == "2026-03-001"
    for it, is_up, sentence in ((third, True, "第一个"), (second, False, "最后一个")):
        with pytest.raises(RuleBroken, match=sentence):
            commands.move_priority(lin, it, is_up=is_up, seen=it.place, now=NOW)
    with pytest.raises(Outdated):
        commands.move_priority(lin, first, is_up=True, seen=1, now=NOW)
    with pytest.raises(NotAllowed):
        commands.move_priority(town.actor(town.yan), first, is_up=True, seen=2, now=NOW)


def test_weights_are_changed_together_or_not_at_all(town: Town) -> None:
    first, second = builders.task(town), builders.task(town, "另一项")
    lin = town.actor(town.lin)

    def weigh(*wanted: tuple[int, int]) -> int:
        rows = [
            commands.Weighing(task, weight, version)
            for task, (weight, version) in zip((first, second), wanted, strict=True)
        ]
        with transaction():
            return commands.weigh_tasks(lin, rows, now=NOW)

    assert weigh((5, first.version), (1, 99)) == 1
    assert (first.weight, second.weight) == (5, 1)
    with pytest.raises(Outdated):
        weigh((6, first.version), (3, 99))
    db.session.expire_all()
    assert (first.weight, second.weight) == (5, 1)
    with pytest.raises(RuleBroken, match="1 到 100"):
        weigh((101, first.version), (1, second.version))
    db.session.expire_all()
    with pytest.raises(NotAllowed):
        commands.weigh_tasks(town.actor(town.wang), [], now=NOW)
    entry = db.session.scalars(select(Entry).where(Entry.deed == "task.edited")).one()
    assert entry.details["now"] == ["weight=5"]


def test_the_weight_of_a_task_that_is_given_out_is_changed_with_a_reason(town: Town) -> None:
    waits = builders.task(town)
    first, second, third = (builders.dispatched(town, title=it).task for it in "甲乙丙")

    def weigh(reason: str) -> int:
        wanted = ((waits, 3), (first, 5), (second, 5), (third, 7))
        rows = [commands.Weighing(it, weight, it.version) for it, weight in wanted]
        with transaction():
            return commands.weigh_tasks(town.actor(town.lin), rows, reason=reason, now=NOW)

    with pytest.raises(Misfilled, match="理由"):
        weigh(" ")
    db.session.expire_all()
    assert waits.weight == 1
    assert weigh("会议定的") == 4
    assert [it.weight for it in (waits, first, second, third)] == [3, 5, 5, 7]
    changes = db.session.scalars(select(TaskChange).order_by(TaskChange.id)).all()
    assert [(it.reason, len(it.items)) for it in changes] == [("会议定的", 2), ("会议定的", 1)]
