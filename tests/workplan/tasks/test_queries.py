"""What pages ask about plans, tasks and assignments, and who may see the answer."""

from datetime import date

import pytest

from tests.queries import counted
from tests.town import TODAY, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db
from tracker.foundation.errors import NotFound
from tracker.people.models import Person
from tracker.workplan.directives.models import DirectiveState, Level
from tracker.workplan.tasks import queries
from tracker.workplan.tasks.waiting.queries import (
    chosen_before,
    under_headings,
    waiting_of,
    waiting_report,
    waiting_reports,
)


def _seen(town: Town, person: Person) -> set[int]:
    return {it.id for it in db.session.scalars(queries.tasks_visible_to(town.actor(person)))}


def test_a_unit_sees_its_tasks_and_supervisors_and_leaders_all(town: Town) -> None:
    mine = builders.dispatched(town, support=[town.east])
    theirs = builders.dispatched(town, unit=town.roads)
    waiting = builders.task(town)

    everything = {mine.task_id, theirs.task_id, waiting.id}
    assert _seen(town, town.lin) == _seen(town, town.yan) == everything
    assert _seen(town, town.wang) == _seen(town, town.bai) == {mine.task_id}
    assert _seen(town, town.qin) == {mine.task_id}
    assert _seen(town, town.zhao) == {theirs.task_id}
    assert _seen(town, town.gu) == set()


def _assignments(town: Town, person: Person) -> list[int]:
    question = queries.assignments_visible_to(town.actor(person))
    return sorted(it.unit_id for it in db.session.scalars(question))


def test_counties_never_see_each_other_but_their_coordinator_sees_all(town: Town) -> None:
    builders.dispatched_to_each(town, coordinator=town.housing)

    assert _assignments(town, town.qin) == [town.east.id]
    assert _assignments(town, town.sun) == [town.west.id]
    assert _assignments(town, town.wang) == [town.east.id, town.west.id]
    assert _assignments(town, town.zhao) == []
    assert _assignments(town, town.lin) == [town.east.id, town.west.id]


def test_units_of_a_joint_task_see_each_other(town: Town) -> None:
    builders.dispatched(town, support=[town.roads])
    assert _assignments(town, town.zhao) == [town.housing.id, town.roads.id]


def test_what_is_not_one_s_own_seems_not_to_exist(town: Town) -> None:
    it = builders.dispatched(town)
    zhao, wang = town.actor(town.zhao), town.actor(town.wang)

    assert queries.visible_task(wang, it.task_id).id == it.task_id
    assert queries.visible_assignment(wang, it.id).id == it.id
    with pytest.raises(NotFound):
        queries.visible_task(zhao, it.task_id)
    with pytest.raises(NotFound):
        queries.visible_assignment(zhao, it.id)
    assert queries.visible_assignments(zhao, [it.id]) == []
    with pytest.raises(NotFound):
        queries.plan_priority(9999)


def test_counts_of_a_plan_are_of_what_one_may_see(town: Town) -> None:
    it = builders.dispatched(town, under="民生")
    builders.dispatched(town, unit=town.roads, under="民生")
    plan = it.task.plan

    assert queries.task_counts(town.actor(town.lin), plan) == {it.task.priority_id: 2}
    assert queries.task_counts(town.actor(town.wang), plan) == {it.task.priority_id: 1}


def test_plans_of_this_year_and_later(town: Town) -> None:
    for year in (2025, 2026, 2027):
        builders.plan(town, year)
    assert [plan.year for plan in queries.plans()] == [2027, 2026, 2025]
    assert [plan.year for plan in queries.plans_from(2026)] == [2026, 2027]


def test_what_waits_to_be_registered_under_the_report_s_own_priorities(town: Town) -> None:
    report = builders.report(town, text="安居，修屋，建房。兴业，招商。另有绿化。")
    home = builders.directive(town, "安居", of=report, level=Level.PRIORITY)
    mend = builders.directive(town, "修屋", of=report, parent=home)
    build = builders.directive(town, "建房", of=report, parent=mend)
    builders.directive(town, "招商", of=report, state=DirectiveState.DRAFT)
    lone = builders.directive(town, "兴业", of=report, level=Level.PRIORITY)
    green = builders.directive(town, "绿化", of=report)
    done = builders.directive(town, "招商", of=report, parent=home)
    builders.task(town, of=[done])
    lin = town.actor(town.lin)

    waiting = db.session.scalars(waiting_of(lin, report.id)).all()
    found = under_headings(report.id, waiting)

    assert [(it.id, it.name, [row.id for row in it.measures]) for it in found] == [
        (home.id, "安居", [mend.id, build.id]),
        (lone.id, "兴业", [lone.id]),
        (0, "", [green.id]),
    ]
    reports = waiting_reports(lin)
    assert [(it.id, it.plan_year, it.count) for it in reports] == [(report.id, 2026, 4)]
    assert waiting_reports(town.actor(town.wang)) == []


def test_the_priority_that_a_heading_went_to_is_remembered(town: Town) -> None:
    report = builders.report(town, text="安居，修屋。")
    home = builders.directive(town, "安居", of=report, level=Level.PRIORITY)
    mend = builders.directive(town, "修屋", of=report, parent=home)
    task = builders.task(town, of=[mend], under="民生")

    assert chosen_before(report.id) == {home.id: task.priority_id}


def test_units_know_their_leader_of_the_day(town: Town) -> None:
    assert queries.leaders_in_charge(TODAY) == {town.housing.id: {town.yan.id}}
    assert queries.leaders_in_charge(date(2025, 12, 31)) == {}


def test_the_tasks_that_wait_to_be_dispatched(town: Town) -> None:
    waiting = builders.task(town, of=[builders.directive(town)])
    sent = builders.dispatched(town)
    lin = town.actor(town.lin)

    found = queries.undispatched_of(lin, [waiting.id, sent.task_id])

    assert [it.id for it in found] == [waiting.id]


def test_the_queue_costs_the_same_for_few_and_many(town: Town) -> None:
    report = builders.report(town, text="修屋。" * 3)
    home = builders.directive(town, "修屋", of=report, level=Level.PRIORITY)
    for _ in range(20):
        builders.directive(town, "修屋", of=report, parent=home)
    lin = town.actor(town.lin)
    report_id = report.id
    db.session.expire_all()

    with counted() as count:
        assert waiting_report(lin, report_id).count == 20
        waiting = db.session.scalars(waiting_of(lin, report_id)).all()
        assert len(under_headings(report_id, waiting)[0].measures) == 20

    assert count.total <= 3
