"""Carrying unfinished tasks over into the next year's plan."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, RuleBroken
from tracker.foundation.labels import Label
from tracker.foundation.settings import set_setting
from tracker.journal.models import Entry
from tracker.overview.dashboard import dashboard
from tracker.overview.filters import Filters
from tracker.overview.task_list import task_list
from tracker.workplan.review.ledgers import ledgers_of
from tracker.workplan.review.material import material_of
from tracker.workplan.review.scoring import Rule
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.carrying_over.models import CarriedOver
from tracker.workplan.tasks.carrying_over.queries import (
    carriable,
    carried_from,
    carried_into,
    former_places,
)
from tracker.workplan.tasks.carrying_over.rules import Going
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.models import Plan, Task
from tracker.workplan.tasks.queries import task_counts
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import judging

YEAR_ENDS = datetime(2026, 12, 30, 2, tzinfo=UTC)
DUE = date(2026, 11, 30)


def carry(town: Town, *tasks: Task, routine: bool = False, now: datetime = YEAR_ENDS) -> Plan:
    """Carry tasks of 2026 over, each under the priority of the same name."""
    into = builders.plan(town, 2027, now=YEAR_ENDS)
    going = [
        Going(
            it.id,
            it.version,
            builders.priority(town, it.priority.name, year=2027, now=YEAR_ENDS).id,
            routine,
        )
        for it in tasks
    ]
    with transaction():
        commands.carry_over(town.actor(town.lin), builders.plan(town), into, going, now=now)
    return into


@pytest.mark.postgres
def test_a_task_goes_on_with_all_that_befell_it_and_keeps_its_former_number(town: Town) -> None:
    builders.priority(town, "产业", year=2027)
    it = builders.acknowledged(town, due_on=DUE, percent=60)
    task, was = it.task, it.task.number
    states = it.state, it.percent, it.due_on, it.original_due_on, it.dispatched_on

    into = carry(town, task)

    assert (was, task.number, task.plan) == ("2026-01-001", "2027-02-001", into)
    assert states == (it.state, it.percent, it.due_on, it.original_due_on, it.dispatched_on)
    [former] = former_places(town.actor(town.wang), task)
    assert (former.plan.year, former.number, former.priority.name) == (2026, was, "城乡建设")
    assert [row.task for row in carried_from(town.actor(town.lin), builders.plan(town))] == [task]
    assert carried_into(town.actor(town.lin), into) == 1
    entry = db.session.scalars(select(Entry).where(Entry.deed == "task.carried_over")).one()
    assert (entry.details["was"], entry.details["now"]) == (was, "2027-02-001")
    assert "is_routine" not in entry.details

    # Its former number is never given to another.
    assert builders.task(town, "新来的").number == "2026-01-002"


@pytest.mark.postgres
def test_what_is_over_stays_and_what_waits_goes_on(town: Town) -> None:
    closed = builders.closed(town, title="办完了").task
    waiting = builders.task(town, "没交办")
    running = builders.acknowledged(town, title="在办").task
    standing = builders.acknowledged(town, title="长年", is_standing=True, due_on=None).task
    secret = builders.task(town, "限定知悉")
    with transaction():
        secret.label = Label.SENSITIVE
        town.lin.clearance = Label.INTERNAL

    plan, lin = builders.plan(town), town.actor(town.lin)
    assert list(carriable(lin, plan)) == [waiting, running, standing]
    with pytest.raises(RuleBroken, match="不用结转"):
        carry(town, closed)
    with pytest.raises(NotFound):
        carry(town, secret)
    carry(town, waiting, running)
    carry(town, standing, routine=True)

    assert [it.is_routine for it in (waiting, running, standing)] == [False, False, True]
    assert list(carriable(lin, plan)) == []


def test_when_and_whither_tasks_go(town: Town) -> None:
    lin, task = town.actor(town.lin), builders.acknowledged(town).task
    plan, into = builders.plan(town), builders.plan(town, 2027)
    here, there = task.priority_id, builders.priority(town, year=2027).id
    with pytest.raises(RuleBroken, match="2026 年 12 月起"):
        carry(town, task, now=NOW)
    for goal, going, sentence in (
        (builders.plan(town, 2028), [Going(task.id, task.version, there)], "下一年度的计划"),
        (into, [], "至少选一项"),
        (into, [Going(task.id, task.version, here)], "重点不在"),
    ):
        with pytest.raises(RuleBroken, match=sentence):
            commands.carry_over(lin, plan, goal, going, now=YEAR_ENDS)
    with pytest.raises(Outdated):
        commands.carry_over(lin, plan, into, [Going(task.id, 99, there)], now=YEAR_ENDS)
    for who in (town.yan, town.wang):
        with pytest.raises(NotAllowed):
            commands.carry_over(town.actor(who), plan, into, [], now=YEAR_ENDS)
        with pytest.raises(NotAllowed):
            commands.bring_back(town.actor(who), task, plan, now=YEAR_ENDS)
    carry(town, task)
    with pytest.raises(RuleBroken, match="已经不在这一年度"):
        carry(town, task)


@pytest.mark.postgres
def test_carrying_over_is_taken_back(town: Town) -> None:
    task = builders.acknowledged(town).task
    was = task.number, task.ordinal, task.priority_id
    carry(town, task, routine=True)
    lin, plan = town.actor(town.lin), builders.plan(town)
    with pytest.raises(RuleBroken, match="不能撤回"):
        commands.bring_back(lin, task, builders.plan(town, 2027), now=YEAR_ENDS)

    with transaction():
        commands.bring_back(lin, task, plan, now=YEAR_ENDS)

    assert (task.number, task.ordinal, task.priority_id) == was
    assert (task.plan, task.is_routine) == (plan, False)
    assert db.session.scalar(select(CarriedOver)) is None
    with pytest.raises(RuleBroken, match="不能撤回"):
        commands.bring_back(lin, task, plan, now=YEAR_ENDS)


@pytest.mark.postgres
def test_the_figures_of_the_year_stay_as_they_were(town: Town) -> None:
    task = builders.acknowledged(town, due_on=DUE, percent=60).task
    builders.closed(town, title="办完了")
    lin, plan, day = town.actor(town.lin), builders.plan(town), judging(date(2026, 12, 31))
    here = task.priority_id

    def figures() -> tuple[object, ...]:
        seen = dashboard(lin, plan, day)
        listed = task_list(lin, Filters(year=2026, priority=here), day, 1)
        cells = [list(row.cells) for row in seen.matrix]
        return (seen.tasks, seen.assignments, cells, listed.page.total, task_counts(lin, plan))

    before = figures()
    into = carry(town, task)
    db.session.expire_all()

    assert figures() == before
    assert task_counts(lin, into) == {task.priority_id: 1}
    assert dashboard(lin, into, day).tasks.total == 1


@pytest.mark.postgres
def test_a_day_of_delay_is_counted_in_one_year_alone(town: Town) -> None:
    it = builders.reported(town, due_on=DUE, reported_at=datetime(2026, 12, 1, tzinfo=UTC))
    builders.step(town, it, Step.REDO, reason="缺材料", now=datetime(2026, 12, 3, tzinfo=UTC))
    plan, lin = builders.plan(town), town.actor(town.lin)
    ended = date(2026, 12, 31)
    before = ledgers_of(lin, plan, [town.housing.id], ended)[town.housing.id]
    assert before.lines

    into = carry(town, it.task)

    ids = [town.housing.id]
    after = ledgers_of(lin, plan, ids, ended)[town.housing.id]
    assert (after.total, [line.points for line in after.lines]) == (
        before.total,
        [line.points for line in before.lines],
    )
    later = ledgers_of(lin, into, ids, date(2027, 1, 15))[town.housing.id]
    [late] = later.lines
    assert (late.rule, late.values["days"]) == (Rule.LATE, 15)
    [row] = material_of(town.actor(town.wang), plan, town.housing)
    assert row.priority_id in {priority.id for priority in plan.priorities}


def test_the_office_writes_numbers_as_it_likes(town: Town) -> None:
    with transaction():
        set_setting("tasks.number_scheme", "brackets")
    first = builders.task(town)
    with transaction():
        set_setting("tasks.number_scheme", "serial_first")
    second = builders.task(town)
    assert (first.number, second.number) == ("〔2026〕01-001", "2026-002（01）")


@pytest.mark.postgres
def test_a_number_that_is_taken_is_not_given_twice(town: Town) -> None:
    task = builders.task(town)
    with transaction():
        task.number = "2026-01-002"
    with pytest.raises(RuleBroken, match="已被占用"):
        builders.task(town, "第二项")


@pytest.mark.postgres
def test_a_past_day_has_the_tasks_in_the_plans_of_that_day(town: Town) -> None:
    task = builders.acknowledged(town, due_on=DUE, percent=60).task
    lin, plan, here = town.actor(town.lin), builders.plan(town), task.priority_id
    into = carry(town, task)
    there = task.priority_id
    back = YEAR_ENDS + timedelta(days=5)
    with transaction():
        commands.bring_back(lin, task, plan, now=back)
    carry(town, task, now=back + timedelta(days=5))

    days = [date(2026, 12, 29), date(2026, 12, 30), date(2027, 1, 4), date(2027, 1, 9)]
    told = {}
    for day in days:
        judged = judging_on(day, is_past=True)
        boards = [dashboard(lin, it, judged) for it in (plan, into)]
        lists = [
            task_list(lin, Filters(on=day, priority=it, year=year), judged, 1).page.total
            for it, year in ((here, 2026), (there, 2027))
        ]
        told[day] = [*(it.tasks.total for it in boards), *lists]
        assert [sum(it.tally.total for it in board.parts) for board in boards] == told[day][:2]

    # Away, brought back, away again: the year that it came from has it all the time.
    assert told == dict(zip(days, ([1, 0] * 2, [1, 1] * 2, [1, 0] * 2, [1, 1] * 2), strict=True))
