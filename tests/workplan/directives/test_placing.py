"""Where a draft stands: its priority, level and order, with a real database beneath."""

from datetime import date

import pytest

from tests.journal.readers import deeds
from tests.town import NOW, Town
from tests.workplan.directives.builders import (
    HOMES,
    LATER,
    ROAD,
    STREETS,
    measure,
    priority,
    report,
    taken_back,
    told,
)
from tracker.foundation.db import transaction
from tracker.foundation.errors import RuleBroken
from tracker.workplan.directives import commands, queries, reshaping
from tracker.workplan.directives.models import Level
from tracker.workplan.meetings.models import Report


def test_a_draft_goes_under_another_priority_or_none(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    road, water = measure(town, kept, ROAD), priority(town, kept, "山水润城")
    before = told(kept)

    with transaction():
        commands.reparent(lin, kept, road, parent_id=water.id, now=NOW)
        commands.reparent(lin, kept, road, parent_id=water.id, now=NOW)
    assert measure(town, kept, ROAD).parent_id == water.id
    with transaction():
        commands.reparent(lin, kept, road, parent_id=None, now=LATER)
    assert measure(town, kept, ROAD).parent_id is None

    taken_back(town, kept, moment=LATER)
    taken_back(town, kept)
    assert told(kept) == before


def test_a_priority_does_not_go_under_itself_or_its_own(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    chain, water = priority(town, kept), priority(town, kept, "山水润城")
    with transaction():
        commands.reparent(lin, kept, water, parent_id=chain.id, now=NOW)

    for wrong in (water.id, chain.id):
        with pytest.raises(RuleBroken):
            commands.reparent(lin, kept, chain, parent_id=wrong, now=NOW)
    with pytest.raises(RuleBroken):
        commands.reparent(lin, kept, water, parent_id=measure(town, kept).id, now=NOW)


def test_a_measure_becomes_a_priority_without_duties_and_back(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    before = told(kept)

    with transaction():
        road = commands.set_level(
            lin, kept, measure(town, kept, ROAD), level=Level.PRIORITY, now=NOW
        )
    assert (road.level, road.heading, road.parent_id) == (Level.PRIORITY, road.title, None)
    assert (road.due_on, road.mode, road.units, road.targets) == (None, None, [], [])
    assert deeds()[-1] == "directive.levelled"
    with pytest.raises(RuleBroken):
        commands.set_level(lin, kept, road, level=Level.PRIORITY, now=NOW)
    with transaction():
        road = commands.set_level(lin, kept, road, level=Level.MEASURE, now=LATER)
    assert (road.due_on, road.parent_id) == (date(2026, 5, 31), priority(town, kept).id)

    taken_back(town, kept, moment=LATER)
    taken_back(town, kept)
    assert told(kept) == before


def test_a_measure_without_a_priority_becomes_one(town: Town) -> None:
    kept, lin = report(town, "全市水利工作会议\n要抓好水库除险加固。"), town.actor(town.lin)
    water = measure(town, kept, "水库")

    with transaction():
        commands.set_level(lin, kept, water, level=Level.PRIORITY, now=NOW)
        commands.set_level(lin, kept, water, level=Level.MEASURE, now=LATER)

    assert (water.level, water.parent_id) == (Level.MEASURE, None)


def test_what_stood_under_a_lowered_priority_comes_under_the_one_before(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    chain, water = priority(town, kept), priority(town, kept, "山水润城")
    before = told(kept)

    with transaction():
        commands.set_level(lin, kept, water, level=Level.MEASURE, now=NOW)

    assert (water.parent_id, water.heading) == (chain.id, None)
    assert HOMES not in water.quote
    assert measure(town, kept, HOMES).parent_id == chain.id
    taken_back(town, kept)
    assert told(kept) == before


def test_a_priority_with_something_decided_below_is_not_lowered(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    with transaction():
        commands.accept(lin, measure(town, kept, HOMES), now=NOW)

    with pytest.raises(RuleBroken) as refusal:
        commands.set_level(
            lin, kept, priority(town, kept, "山水润城"), level=Level.MEASURE, now=NOW
        )

    assert refusal.value.sentence == reshaping.DECIDED_BELOW


def order(town: Town, kept: Report) -> list[int]:
    return [it.id for it in queries.siblings_of(kept.id, measure(town, kept, HOMES))]


def test_a_draft_moves_among_its_siblings_and_back(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    before = order(town, kept)
    assert len(before) >= 2

    with transaction():
        commands.move(lin, kept, measure(town, kept, STREETS), by=-1, now=NOW)
    moved = order(town, kept)
    assert moved[-2:] == [before[-1], before[-2]]
    with transaction():
        commands.move(lin, kept, measure(town, kept, STREETS), by=1, now=LATER)
    assert order(town, kept) == before

    taken_back(town, kept, moment=LATER)
    assert order(town, kept) == moved
    with pytest.raises(RuleBroken):
        commands.move(lin, kept, measure(town, kept, HOMES), by=1, now=NOW)


def test_where_no_room_is_left_all_siblings_are_numbered_anew(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    with transaction():
        start = measure(town, kept, HOMES).start
        fresh = [
            commands.add(
                lin,
                kept,
                start=start,
                end=start + length,
                parent_id=None,
                level=Level.MEASURE,
                now=NOW,
            )
            for length in (4, 5)
        ]
    before = order(town, kept)

    with transaction():
        commands.move(lin, kept, fresh[1], by=-1, now=LATER)

    after = order(town, kept)
    assert after.index(fresh[1].id) == before.index(fresh[1].id) - 1
    taken_back(town, kept, moment=LATER)
    assert order(town, kept) == before
