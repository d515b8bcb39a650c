"""Setting milestones up, and coming past them."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from tests.queries import counted
from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, Outdated, RuleBroken
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.overview.standing import planned_case
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.limits import judging_on
from tracker.workplan.tasks.milestones.models import Milestone, MilestoneReached
from tracker.workplan.tasks.milestones.queries import (
    milestone_dates,
    milestone_lines,
    visible_milestone,
)
from tracker.workplan.tasks.models import Assignment, Task
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import judging, planned_of, signal_case, signal_of

DAY = date(2026, 9, 1)


def milestone(town: Town, task: Task, name: str = "完成招标", due_on: date = DAY) -> Milestone:
    with transaction():
        return commands.add_milestone(town.actor(town.lin), task, name=name, due_on=due_on, now=NOW)


def deeds(prefix: str) -> list[str]:
    return list(
        db.session.scalars(
            select(Entry.deed).where(Entry.deed.startswith(prefix)).order_by(Entry.id)
        )
    )


@pytest.mark.postgres
def test_milestones_are_set_up_changed_and_taken_away(town: Town) -> None:
    lin, task = town.actor(town.lin), builders.acknowledged(town).task
    first = milestone(town, task)
    milestone(town, task, "开工", date(2026, 8, 1))

    with transaction():
        commands.edit_milestone(
            lin, first, name="完成招标并签约", due_on=DAY, now=NOW, version=first.version
        )
    with transaction():
        commands.edit_milestone(
            lin, first, name="完成招标并签约", due_on=DAY, now=NOW, version=first.version
        )

    lines = milestone_lines(lin, task, TODAY)
    assert [it.milestone.name for it in lines] == ["开工", "完成招标并签约"]
    assert milestone_dates() == {task.id: [date(2026, 8, 1), DAY]}
    with transaction():
        commands.remove_milestone(lin, first, now=NOW, version=first.version)
    assert deeds("milestone.") == [
        "milestone.added",
        "milestone.added",
        "milestone.edited",
        "milestone.removed",
    ]


def test_what_makes_no_sense_about_a_milestone_is_refused(town: Town) -> None:
    lin, task = town.actor(town.lin), builders.acknowledged(town).task
    first = milestone(town, task)
    with pytest.raises(RuleBroken, match="同名"):
        commands.add_milestone(lin, task, name="完成招标", due_on=DAY, now=NOW)
    with pytest.raises(RuleBroken, match="不能晚于"):
        commands.add_milestone(lin, task, name="收尾", due_on=date(2027, 1, 1), now=NOW)
    with pytest.raises(Outdated):
        commands.edit_milestone(lin, first, name="开工", due_on=DAY, now=NOW, version=99)
    with pytest.raises(Outdated):
        commands.remove_milestone(lin, first, now=NOW, version=99)
    for who in (town.yan, town.wang):
        actor = town.actor(who)
        with pytest.raises(NotAllowed):
            commands.add_milestone(actor, task, name="开工", due_on=DAY, now=NOW)
        with pytest.raises(NotAllowed):
            commands.edit_milestone(actor, first, name="开工", due_on=DAY, now=NOW, version=1)
        with pytest.raises(NotAllowed):
            commands.remove_milestone(actor, first, now=NOW, version=1)


@pytest.mark.postgres
def test_a_unit_says_that_it_came_past_and_takes_it_back(town: Town) -> None:
    it = builders.acknowledged(town)
    first = milestone(town, it.task)
    wang = town.actor(town.wang)

    with transaction():
        reached = commands.reach_milestone(wang, first, it, now=NOW)
    with transaction():
        assert commands.reach_milestone(wang, first, it, now=NOW) is reached

    [line] = milestone_lines(wang, it.task, DAY.replace(day=30))
    assert (line.is_done, line.done, line.late) == (True, 1, 0)
    assert line.units[0].may
    with pytest.raises(RuleBroken, match="不能删除"):
        commands.remove_milestone(town.actor(town.lin), first, now=NOW, version=first.version)
    for _twice in range(2):
        with transaction():
            commands.take_back_milestone(wang, first, it, now=NOW)
    [line] = milestone_lines(wang, it.task, DAY.replace(day=11))
    assert (line.is_done, line.late) == (False, 10)
    assert db.session.scalar(select(MilestoneReached)) is None
    assert deeds("milestone.")[1:] == ["milestone.reached", "milestone.taken_back"]


def test_only_the_unit_itself_or_a_supervisor_from_outside_says_so(town: Town) -> None:
    it = builders.acknowledged(town, support=[town.east])
    first = milestone(town, it.task)
    for who in (town.yan, town.qin, town.zhao):
        with pytest.raises(NotAllowed):
            commands.reach_milestone(town.actor(who), first, it, now=NOW)
    with transaction():
        commands.reach_milestone(town.actor(town.lin), first, it, now=NOW)

    supporter = db.session.scalars(
        select(Assignment).where(Assignment.unit_id == town.east.id)
    ).one()
    with pytest.raises(RuleBroken, match="配合单位不单独报"):
        commands.reach_milestone(town.actor(town.qin), first, supporter, now=NOW)
    fresh = builders.dispatched(town, title="另一项")
    with pytest.raises(RuleBroken, match="不是这项任务的"):
        commands.reach_milestone(town.actor(town.wang), first, fresh, now=NOW)
    with pytest.raises(RuleBroken, match="签收以后"):
        commands.reach_milestone(town.actor(town.wang), milestone(town, fresh.task), fresh, now=NOW)


def test_counties_do_not_see_how_far_the_others_are(town: Town) -> None:
    east, west = builders.dispatched_to_each(town)
    first = milestone(town, east.task)
    for it in (east, west):
        builders.step(town, it, Step.ACKNOWLEDGE)
        with transaction():
            commands.reach_milestone(town.actor(town.lin), first, it, now=NOW)

    [seen] = milestone_lines(town.actor(town.qin), east.task, TODAY)
    assert [unit.assignment.unit_id for unit in seen.units] == [town.east.id]
    [whole] = milestone_lines(town.actor(town.lin), east.task, TODAY)
    assert whole.done == 2
    assert visible_milestone(town.actor(town.qin), first.id) is first
    with pytest.raises(NotFound):
        visible_milestone(town.actor(town.zhao), first.id)
    with transaction():
        east.task.label = Label.SENSITIVE
    with pytest.raises(NotFound):
        visible_milestone(town.actor(town.qin), first.id)


def test_whose_work_is_closed_is_late_at_no_milestone(town: Town) -> None:
    it = builders.reported(town)
    milestone(town, it.task)
    builders.step(town, it, Step.CLOSE)
    [line] = milestone_lines(town.actor(town.lin), it.task, date(2026, 10, 1))
    assert (line.is_done, line.late, line.units[0].may) == (True, 0, False)


def test_a_task_without_milestones_has_none(town: Town) -> None:
    task = builders.task(town)
    assert milestone_lines(town.actor(town.lin), task, TODAY) == []
    milestone(town, task)
    [line] = milestone_lines(town.actor(town.lin), task, date(2027, 1, 1))
    assert (line.is_done, line.late, line.units) == (False, 0, [])


days = st.dates(date(2025, 12, 1), date(2026, 12, 31))


def test_the_dates_are_read_once_and_only_where_python_judges(town: Town) -> None:
    it = builders.acknowledged(town)
    milestone(town, it.task)

    with counted() as asking_sql:
        day = judging_on(TODAY)
        db.session.execute(select(signal_case(day)).select_from(Assignment).join(Task))
    with counted() as asking_python:
        assert [planned_of(it, day), planned_of(it, day)] == [0, 0]

    def readings(statements: list[str]) -> int:
        return sum(said.startswith("SELECT milestone.") for said in statements)

    assert readings(asking_sql.statements) == 0
    assert readings(asking_python.statements) == 1


@pytest.mark.postgres
@given(
    dates=st.lists(days, max_size=6, unique=True),
    begun=st.dates(date(2025, 12, 1), TODAY),
    due=st.dates(TODAY, date(2027, 3, 31)),
    percent=st.integers(0, 100),
    today=st.dates(TODAY, date(2026, 12, 31)),
)
@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_the_database_goes_by_milestones_as_python_does(
    town: Town, dates: list[date], begun: date, due: date, percent: int, today: date
) -> None:
    it = db.session.scalar(select(Assignment)) or builders.acknowledged(town)
    fact = {
        "dispatched_on": begun,
        "due_on": due,
        "original_due_on": due,
        "percent": percent,
    }
    db.session.execute(update(Assignment).where(Assignment.id == it.id).values(**fact))
    db.session.execute(delete(Milestone))
    db.session.add_all(
        Milestone(task_id=it.task_id, name=f"{day}", due_on=day) for day in sorted(dates)
    )
    db.session.flush()
    day = judging_on(today)

    found, signal, planned = db.session.execute(
        select(Assignment, signal_case(day), planned_case(today))
        .join(Assignment.task)
        .where(Assignment.id == it.id)
        .execution_options(populate_existing=True)
    ).one()

    expected = signal_of(found, found.task.cycle, day)
    assert signal == (expected.value if expected else None)
    assert planned == planned_of(found, day)
    assert (dates == []) == (day == judging(today))
    db.session.rollback()
