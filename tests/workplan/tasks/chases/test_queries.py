"""Who sees which papers, and what the lists leave."""

from datetime import timedelta

import pytest

from tests.conftest import TODAY
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.chases.builders import answered, chased, late
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import Label
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.chases import queries
from tracker.workplan.tasks.chases.models import Chase, NoticeLevel
from tracker.workplan.tasks.chases.queries import ChaseFilters, ChaseState, Lateness, Wanted
from tracker.workplan.tasks.rules import Step


def listed(town: Town, filters: ChaseFilters) -> list[int]:
    question = queries.chase_list(town.actor(town.lin), filters, TODAY)
    return [it.id for it in db.session.scalars(question).unique()]


def wanted(town: Town, it: Wanted) -> list[int]:
    return [
        found.id for found in db.session.scalars(queries.chaseable(town.actor(town.lin), it, TODAY))
    ]


def test_a_unit_sees_its_own_papers_alone_even_about_a_shared_task(town: Town) -> None:
    lead = builders.acknowledged(town, support=(town.east,))
    sent = chased(town, lead)

    for person in (town.lin, town.yan, town.wang, town.bai):
        assert queries.visible_chase(town.actor(person), sent.id).id == sent.id
    for person in (town.qin, town.zhao, town.gu):
        with pytest.raises(NotFound):
            queries.visible_chase(town.actor(person), sent.id)
        assert not queries.chases_of_task(town.actor(person), lead.task_id)


def test_a_paper_is_hidden_with_the_work_that_it_names(town: Town) -> None:
    first, second = late(town), late(town, title="排查危房")
    sent = chased(town, first, second)
    with transaction():
        second.task.label = Label.SENSITIVE

    with pytest.raises(NotFound):
        queries.visible_chase(town.actor(town.wang), sent.id)
    assert not queries.chases_to_answer(town.actor(town.wang))


def test_a_paper_does_not_go_along_when_the_work_goes_to_another_unit(town: Town) -> None:
    work = builders.dispatched(town)
    sent = chased(town, work)
    builders.step(town, work, Step.DECLINE, reason="非本单位职责")
    with transaction():
        commands.take_step(
            town.actor(town.lin),
            work,
            Step.REDISPATCH,
            reason="改派",
            unit_id=town.roads.id,
            now=NOW,
        )

    for person in (town.wang, town.zhao):
        with pytest.raises(NotFound):
            queries.visible_chase(town.actor(person), sent.id)
    assert queries.chases_of_task(town.actor(town.lin), work.task_id)


@pytest.mark.postgres
def test_the_list_is_narrowed_by_every_filter(town: Town) -> None:
    old = chased(town, level=NoticeLevel.RED, now=NOW - timedelta(days=20))
    done = answered(town, chased(town, late(town, title="排查危房")))
    roads = chased(town, late(town, unit=town.roads), level=NoticeLevel.BLUE)
    with transaction():
        commands.withdraw_chase(town.actor(town.lin), roads, reason="选错了", now=NOW)

    cases: dict[ChaseFilters, list[Chase]] = {
        ChaseFilters(): [roads, done, old],
        ChaseFilters(level=NoticeLevel.RED): [old],
        ChaseFilters(state=ChaseState.WAITING): [old],
        ChaseFilters(state=ChaseState.LATE): [old],
        ChaseFilters(state=ChaseState.ANSWERED): [done],
        ChaseFilters(state=ChaseState.WITHDRAWN): [roads],
        ChaseFilters(unit=town.roads.id): [roads],
        ChaseFilters(task=done.items[0].assignment.task_id): [done],
    }
    for filters, expected in cases.items():
        assert listed(town, filters) == [it.id for it in expected], filters
    assert [it.name for it in queries.chased_units(town.actor(town.lin))] == [
        "市住房局",
        "市公路局",
    ]


def test_filters_that_mean_nothing_are_left_out() -> None:
    nothing = {"level": "green", "state": "x", "unit": "x", "task": "-1"}
    told = {"level": "red", "state": "late", "unit": "7", "task": "8"}

    assert queries.read_chase_filters(nothing) == ChaseFilters()
    assert queries.read_chase_filters(told).written == {
        "level": NoticeLevel.RED,
        "state": ChaseState.LATE,
        "unit": 7,
        "task": 8,
    }
    assert queries.read_wanted({"show": "x"}) == Wanted()
    assert queries.read_wanted({"task": "8"}) == Wanted(Lateness.ANY, task=8)


def test_what_may_be_chased_is_the_units_turn(town: Town) -> None:
    overdue = late(town)
    running = builders.acknowledged(town, title="推进中")
    unsigned = builders.dispatched(town, title="新办")
    forgotten = builders.dispatched(town, title="没签收", now=NOW - timedelta(days=30))
    builders.reported(town, title="待核定")
    builders.closed(town, title="已办结")

    assert wanted(town, Wanted()) == [overdue.id, forgotten.id]
    assert wanted(town, Wanted(Lateness.UNSIGNED)) == [unsigned.id, forgotten.id]
    everything = wanted(town, Wanted(Lateness.ANY))
    assert sorted(everything) == sorted(it.id for it in (overdue, running, unsigned, forgotten))
    assert wanted(town, Wanted(Lateness.ANY, task=running.task_id)) == [running.id]
    assert wanted(town, Wanted(Lateness.ANY, unit=town.roads.id)) == []
    assert [it.name for it in queries.chaseable_units(town.actor(town.lin), Wanted(), TODAY)] == [
        "市住房局"
    ]


def test_a_supporting_unit_is_chased_to_sign_and_for_nothing_else(town: Town) -> None:
    lead = builders.dispatched(town, support=(town.east,), now=NOW - timedelta(days=30))
    builders.step(town, lead, Step.ACKNOWLEDGE)
    support = next(it for it in lead.task.assignments if not it.is_lead)

    assert wanted(town, Wanted()) == [support.id]
    builders.step(town, support, Step.ACKNOWLEDGE)
    assert wanted(town, Wanted(Lateness.ANY)) == [lead.id]


def test_whoever_answers_for_a_unit_is_asked_on_the_first_page(town: Town) -> None:
    sent = chased(town)

    asked = {
        person.login: len(queries.chases_to_answer(town.actor(person)))
        for person in (town.wang, town.bai, town.lin, town.gu)
    }

    assert asked == {"wang": 1, "bai": 0, "lin": 0, "gu": 0}
    answered(town, sent)
    assert not queries.chases_to_answer(town.actor(town.wang))


def test_nothing_is_told_of_work_that_one_does_not_see(town: Town) -> None:
    with pytest.raises(NotFound):
        queries.to_chase(town.actor(town.lin), [987654], TODAY)
