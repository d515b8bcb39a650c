"""What the pages about progress ask, and what the answers cost."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from tests.queries import counted
from tests.town import NOW, TODAY, Town
from tests.workplan.progress.builders import draft, entry, returned
from tests.workplan.tasks import builders as tasks
from tests.workplan.tasks.builders import acknowledged, dispatched, dispatched_to_each, step
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotFound
from tracker.workplan.progress import queries
from tracker.workplan.progress.models import ProgressEntry
from tracker.workplan.tasks.commands import dispatch, register, take_step
from tracker.workplan.tasks.models import Assignment, Duty, Mode, ReportingCycle
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Signal

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
MARCH = datetime(2026, 3, 20, 2, 0, tzinfo=UTC)


def due(town: Town, *, today: date = TODAY) -> list[queries.DueRow]:
    return queries.due_this_period(town.actor(town.wang), town.housing, today)


@pytest.mark.postgres
def test_a_units_grid_holds_what_it_works_on_by_priority_and_number(town: Town) -> None:
    second = acknowledged(town, title="修缮公租房", under="民生实事")
    first = acknowledged(town, title="改造老旧小区", under="城乡建设")
    dispatched(town, title="还没有签收")
    acknowledged(town, unit=town.roads, title="别的单位的")

    rows = due(town)

    # 民生实事 was added to the plan first, so it stands first.
    assert [row.assignment.id for row in rows] == [second.id, first.id]
    assert [row.priority.name for row in rows] == ["民生实事", "城乡建设"]
    assert rows[0].task.title == "修缮公租房"


@pytest.mark.postgres
def test_a_row_knows_last_time_and_this_time(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY, due_on=date(2026, 12, 31))
    before = entry(town, it, percent=40, now=MARCH)
    written = draft(town, it, percent=55)

    (row,) = due(town)

    assert (row.last, row.entry, row.draft) == (before, written, written)
    assert (row.period.name, row.last_percent, row.signal) == ("2026Q2", 40, Signal.NORMAL)
    assert row.planned == 128 * 100 // 324
    assert (row.is_filled, row.is_writable, row.is_submitted) == (True, True, False)


def test_a_row_without_any_entry_begins_at_nothing(town: Town) -> None:
    acknowledged(town, is_standing=True)
    (row,) = due(town)
    assert (row.last, row.entry, row.draft, row.last_percent) == (None, None, None, 0)
    assert (row.planned, row.is_filled, row.is_writable) == (None, False, True)


def test_a_submitted_row_is_read_and_a_returned_one_written_again(town: Town) -> None:
    it = acknowledged(town)
    written = entry(town, it)
    (row,) = due(town)
    assert (row.is_submitted, row.is_writable, row.draft) == (True, False, None)

    returned(town, written)
    (row,) = due(town)
    assert (row.is_submitted, row.is_writable, row.draft) == (False, True, written)


def test_what_waits_to_be_verified_is_a_row_only_with_its_entry(town: Town) -> None:
    it = acknowledged(town)
    tasks.reported(town, title="没有填报就申请的")
    entry(town, it, percent=100)
    step(town, it, Step.ASK_CLOSURE)

    (row,) = due(town)

    assert (row.assignment.id, row.is_writable, row.is_submitted) == (it.id, False, True)


def test_each_cycle_has_its_own_period(town: Town) -> None:
    acknowledged(town, title="按月", cycle=ReportingCycle.MONTHLY)
    acknowledged(town, title="按年", cycle=ReportingCycle.ONCE)
    assert [row.period.name for row in due(town)] == ["2026-06", "2026"]


def test_a_unit_sees_what_it_missed_in_the_period_just_ended(town: Town) -> None:
    missed = acknowledged(town, title="没有报", now=FEBRUARY)
    done = acknowledged(town, title="报过的", now=FEBRUARY)
    entry(town, done, now=MARCH)
    acknowledged(town, title="后来才交办的")

    rows = queries.missed_last_period(town.actor(town.wang), town.housing, TODAY)

    assert [(row.assignment.id, row.period.name) for row in rows] == [(missed.id, "2026Q1")]


def test_other_units_grids_are_empty_to_a_stranger(town: Town) -> None:
    acknowledged(town)
    dispatched(town)
    zhao = town.actor(town.zhao)
    assert queries.due_this_period(zhao, town.housing, TODAY) == []
    assert queries.waiting_to_be_signed(zhao, town.housing) == 0
    assert queries.waiting_to_be_signed(town.actor(town.wang), town.housing) == 1


def test_a_unit_with_200_assignments_costs_as_few_queries_as_one(town: Town) -> None:
    _many(town, 200)
    wang, housing = town.actor(town.wang), town.housing
    db.session.expire_all()
    assert housing.id

    with counted() as count:
        rows = queries.due_this_period(wang, housing, TODAY)
        words = [(row.task.title, row.priority.name, row.last, row.signal) for row in rows]

    assert len(words) == 200
    assert count.total <= 4


def test_drafts_are_the_units_own_affair(town: Town) -> None:
    it = acknowledged(town)
    written = draft(town, it)
    assert list(queries.entries_about(town.actor(town.wang), it)) == [written]
    assert list(queries.entries_about(town.actor(town.lin), it)) == []
    assert queries.visible_entry(town.actor(town.bai), written.id) == written
    for person in (town.lin, town.zhao):
        with pytest.raises(NotFound):
            queries.visible_entry(town.actor(person), written.id)


def test_submitted_entries_are_seen_by_those_who_see_the_assignment(town: Town) -> None:
    written = entry(town, dispatched_and_signed(town, "east"))
    for person, sees in ((town.lin, True), (town.qin, True), (town.sun, False)):
        actor = town.actor(person)
        shown = list(db.session.scalars(queries.submitted_entries(actor)))
        assert (shown == [written]) is sees


def dispatched_and_signed(town: Town, name: str) -> Assignment:
    unit = getattr(town, name)
    found = next(it for it in dispatched_to_each(town) if it.unit_id == unit.id)
    return step(town, found, Step.ACKNOWLEDGE)


@pytest.mark.postgres
def test_entries_stand_with_the_latest_period_first(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    second = entry(town, it)
    first = entry(town, it, period="2026Q1", percent=10)
    assert list(queries.entries_about(town.actor(town.lin), it)) == [second, first]
    assert queries.entries_of([it.id]) == {it.id: [first, second]}
    assert queries.latest_entries([it.id]) == {it.id: second}
    assert queries.entry_named(it, "2026Q1") == first
    with pytest.raises(NotFound):
        queries.entry_named(it, "2025Q4")


def test_nothing_submitted_means_no_latest_words(town: Town) -> None:
    it = acknowledged(town)
    draft(town, it)
    assert queries.entries_of([it.id]) == {}
    assert queries.latest_entries([it.id]) == {}


@pytest.mark.postgres
def test_the_percent_of_an_assignment_has_a_history(town: Town) -> None:
    it = acknowledged(town, now=FEBRUARY)
    entry(town, it, percent=30, now=MARCH)
    entry(town, it, percent=45)
    assert queries.percent_series([it.id]) == {
        it.id: [(date(2026, 3, 20), 30), (date(2026, 6, 18), 45)]
    }


@pytest.mark.postgres
def test_what_waits_longest_is_verified_first_and_the_list_narrows(town: Town) -> None:
    later = tasks.reported(town, title="后申请", now=FEBRUARY, reported_at=NOW)
    earlier = tasks.reported(
        town, title="先申请", unit=town.roads, under="交通", now=FEBRUARY, reported_at=MARCH
    )
    lin = town.actor(town.lin)

    def asked(**narrowed: int) -> list[int]:
        return [it.id for it in db.session.scalars(queries.to_verify(lin, **narrowed))]

    assert asked() == [earlier.id, later.id]
    assert asked(unit_id=town.roads.id) == [earlier.id]
    assert asked(priority_id=later.task.priority_id) == [later.id]
    assert [it.name for it in queries.priorities()] == ["城乡建设", "交通"]


def test_a_supporter_has_a_row_of_its_own(town: Town) -> None:
    acknowledged(town, support=[town.roads])
    helper = db.session.scalars(select(Assignment).where(Assignment.duty == Duty.SUPPORT)).one()
    step(town, helper, Step.ACKNOWLEDGE)
    rows = queries.due_this_period(town.actor(town.zhao), town.roads, TODAY)
    assert [row.assignment.id for row in rows] == [helper.id]


def _many(town: Town, number: int) -> None:
    """Give the housing office many tasks that it works on, each with a submitted entry."""
    its_priority = tasks.priority(town)
    lin, wang = town.actor(town.lin), town.actor(town.wang)
    with transaction():
        for place in range(number):
            title = f"改造第 {place + 1} 处小区"
            it = register(
                lin,
                plan=its_priority.plan,
                priority=its_priority,
                title=title,
                text=title,
                directives=(),
                now=FEBRUARY,
            )
            (assignment,) = dispatch(
                lin,
                it,
                mode=Mode.JOINT,
                lead_ids=[town.housing.id],
                due_on=tasks.YEAR_END,
                now=FEBRUARY,
            )
            take_step(wang, assignment, Step.ACKNOWLEDGE, now=FEBRUARY)
            db.session.add(
                ProgressEntry(
                    assignment_id=assignment.id,
                    period="2026Q1",
                    percent=0,
                    drafted_at=FEBRUARY,
                    drafted_by_id=town.wang.id,
                )
            )
