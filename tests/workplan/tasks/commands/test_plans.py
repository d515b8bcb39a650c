"""A year's plan and its priorities, with a real database beneath."""

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.journal.models import Entry
from tracker.workplan.tasks import commands
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
