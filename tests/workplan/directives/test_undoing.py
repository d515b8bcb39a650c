"""Taking every step of a review back, with a real database beneath."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from tests.town import NOW, Town
from tests.workplan.directives.builders import (
    HOMES,
    LATER,
    PARKS,
    ROAD,
    STREETS,
    directives,
    measure,
    priority,
    report,
    second_supervisor,
    taken_back,
    told,
)
from tests.workplan.meetings.builders import TEXT
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated, RuleBroken
from tracker.people.models import Person
from tracker.workplan.directives import commands, queries
from tracker.workplan.directives.models import Directive, DirectiveLikeness, Level, Mode


def test_every_step_is_taken_back_one_after_the_other(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    before = told(kept)
    moments = [NOW + timedelta(seconds=n) for n in range(6)]
    homes = measure(town, kept, HOMES)
    with transaction():
        commands.edit(
            lin,
            homes,
            title="改造小区",
            due_on=date(2026, 9, 1),
            mode=Mode.JOINT,
            units=[],
            now=moments[0],
        )
        commands.accept(lin, homes, now=moments[1])
        commands.undecide(lin, homes, now=moments[2])
        commands.note_only(lin, homes, reason="已办。", now=moments[3])
        commands.mark_context(lin, kept, [(60, 80)], now=moments[4])
        commands.add(
            lin, kept, start=0, end=6, parent_id=None, level=Level.PRIORITY, now=moments[5]
        )

    for moment in reversed(moments):
        step = queries.last_step(lin, kept.id)
        assert step is not None
        assert step.at == moment
        taken_back(town, kept, moment=moment)

    assert told(kept) == before
    assert queries.contexts_of(kept.id) == []
    assert queries.last_step(lin, kept.id) is None


def test_a_heading_is_worded_and_an_empty_one_refused(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    chain = priority(town, kept)
    asked: dict[str, Any] = {"title": chain.title, "due_on": None, "mode": None, "units": []}

    with transaction():
        commands.edit(lin, chain, **asked, heading=" 强链 ", now=NOW)
    assert chain.heading == "强链"
    with pytest.raises(RuleBroken):
        commands.edit(lin, chain, **asked, heading=" ", now=NOW)
    taken_back(town, kept)
    assert priority(town, kept).heading == "强链育新"


def test_what_somebody_changed_since_is_not_taken_back(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    mei = town.actor(second_supervisor(town))
    homes, streets = measure(town, kept, HOMES), measure(town, kept, STREETS)

    def merge() -> object:
        return commands.merge(lin, kept, [homes, streets], now=NOW)

    def add() -> object:
        return commands.add(
            lin, kept, start=0, end=6, parent_id=None, level=Level.PRIORITY, now=NOW
        )

    def lift() -> object:
        return commands.set_level(lin, kept, homes, level=Level.PRIORITY, now=NOW)

    def accept_merged() -> None:
        commands.accept(mei, measure(town, kept, HOMES), now=LATER)

    def put_under_added() -> None:
        top = next(it for it in directives(town, kept) if it.start == 0)
        commands.reparent(mei, kept, streets, parent_id=top.id, now=LATER)

    def put_under_lifted() -> None:
        commands.reparent(mei, kept, streets, parent_id=homes.id, now=LATER)

    def unmark() -> None:
        for it in queries.contexts_of(kept.id):
            db.session.delete(it)

    pairs: list[tuple[Callable[[], object], Callable[[], None]]] = [
        (merge, accept_merged),
        (add, put_under_added),
        (lift, put_under_lifted),
        (lambda: commands.mark_context(lin, kept, [(60, 80)], now=NOW), unmark),
    ]
    for mine, theirs in pairs:
        nested = db.session.begin_nested()
        mine()
        db.session.flush()
        theirs()
        db.session.flush()
        with pytest.raises(RuleBroken) as refusal:
            commands.undo(lin, kept, moment=NOW, now=LATER)
        assert "不能再撤销" in refusal.value.sentence
        nested.rollback()
        db.session.expire_all()


def test_nobody_takes_back_what_another_did(town: Town) -> None:
    kept = report(town)
    mei = town.actor(second_supervisor(town))
    with transaction():
        commands.accept(town.actor(town.lin), measure(town, kept), now=NOW)

    with pytest.raises(RuleBroken):
        commands.undo(mei, kept, moment=NOW, now=LATER)
    other = queries.last_by_others(mei, kept.id, since=NOW)
    assert other is not None
    assert other.actor.name == town.lin.name
    assert queries.last_by_others(town.actor(town.lin), kept.id, since=NOW) is None
    assert queries.last_by_others(mei, kept.id, since=LATER) is None


def test_nobody_else_reshapes_and_old_copies_are_refused(town: Town) -> None:
    kept = report(town)
    road = measure(town, kept, ROAD)

    def each(person: Person, version: int | None) -> list[Callable[[], object]]:
        who = town.actor(person)
        return [
            lambda: commands.split(who, kept, road, before="市", version=version, now=NOW),
            lambda: commands.reparent(who, kept, road, parent_id=None, version=version, now=NOW),
            lambda: commands.set_level(
                who, kept, road, level=Level.PRIORITY, version=version, now=NOW
            ),
            lambda: commands.move(who, kept, road, by=1, version=version, now=NOW),
        ]

    for person in (town.yan, town.wang):
        for deed in each(person, None):
            with pytest.raises(NotAllowed):
                deed()
        with pytest.raises(NotAllowed):
            commands.merge(town.actor(person), kept, [road], now=NOW)
    for deed in each(town.lin, 9):
        with pytest.raises(Outdated):
            deed()


def test_the_latest_change_of_a_directive_is_found_among_many(town: Town) -> None:
    kept, lin = report(town), town.actor(town.lin)
    road = measure(town, kept, ROAD)
    assert queries.last_change_of(kept.id, road.id) is None
    with transaction():
        commands.accept(lin, road, now=NOW)
        commands.accept(lin, measure(town, kept, PARKS), now=LATER)

    found = queries.last_change_of(kept.id, road.id)

    assert found is not None
    assert found.at == NOW


def alike_of(directive: Directive) -> dict[int, float]:
    """The likeness figures that a directive has, by the earlier one."""
    rows = db.session.execute(
        select(DirectiveLikeness.earlier_id, DirectiveLikeness.share).where(
            DirectiveLikeness.directive_id == directive.id
        )
    )
    return {row.earlier_id: row.share for row in rows}


def test_what_is_taken_back_is_compared_again(town: Town) -> None:
    report(town)
    kept, lin = report(town, f"{TEXT}\n以上请贯彻。"), town.actor(town.lin)
    homes, streets = measure(town, kept, HOMES), measure(town, kept, STREETS)
    before = alike_of(homes), alike_of(streets)
    assert all(before)

    with transaction():
        commands.merge(lin, kept, [homes, streets], now=NOW)
    assert alike_of(homes) != before[0]
    taken_back(town, kept)
    assert (alike_of(homes), alike_of(streets)) == before

    with transaction():
        commands.split(lin, kept, homes, before="改造老旧", now=LATER)
    assert alike_of(homes) != before[0]
    taken_back(town, kept, moment=LATER)
    assert (alike_of(homes), alike_of(streets)) == before


@pytest.mark.postgres
def test_a_merge_and_its_undoing_work_on_both_databases(town: Town) -> None:
    kept = report(town)
    before = told(kept)
    with transaction():
        chosen = [measure(town, kept, ROAD), measure(town, kept, PARKS)]
        commands.merge(town.actor(town.lin), kept, chosen, now=NOW)

    taken_back(town, kept)

    assert told(kept) == before
    assert TEXT.strip() in kept.text
    assert isinstance(queries.outline(kept.id)[0], Directive)
