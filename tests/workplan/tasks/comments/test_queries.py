"""Who reads which thread."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.town import NOW, TODAY, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.comments.builders import said
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotFound
from tracker.foundation.labels import Label
from tracker.people.models import Person
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.comments import queries
from tracker.workplan.tasks.comments.rules import Thread
from tracker.workplan.tasks.rules import Step


def readers(town: Town, asks: Callable[[Person], object]) -> set[str]:
    """Return those of the cast for whom something is there."""
    found = set()
    for person in (town.lin, town.yan, town.wang, town.bai, town.zhao, town.qin, town.sun):
        try:
            asks(person)
        except NotFound:
            continue
        found.add(person.login)
    return found


def test_units_of_a_joint_task_do_not_read_each_others_threads(town: Town) -> None:
    work = builders.acknowledged(town, support=[town.east])
    made, inner = said(town, work), said(town, work.task)

    office = {"lin", "yan"}
    seen = readers(town, lambda it: queries.visible_thread(town.actor(it), work.id))
    assert seen == office | {"wang", "bai"}
    assert readers(town, lambda it: queries.visible_comment(town.actor(it), made.id)) == seen
    assert readers(town, lambda it: queries.visible_comment(town.actor(it), inner.id)) == office
    assert (
        readers(town, lambda it: queries.visible_thread_of_task(town.actor(it), work.task_id))
        == office
    )


def test_the_coordinating_department_reads_the_thread_of_each_unit(town: Town) -> None:
    east, west = builders.dispatched_to_each(town, coordinator=town.housing)
    said(town, east, by=town.qin)
    said(town, west, by=town.sun)

    def counts(person: Person) -> list[tuple[str, int]]:
        lines = queries.thread_lines(town.actor(person), east.task, [east, west])
        return [(it.unit, it.count) for it in lines]

    assert counts(town.wang) == [("东溪县", 1), ("西岭县", 1)]
    assert counts(town.qin) == [("东溪县", 1)]
    assert counts(town.lin) == [("", 0), ("东溪县", 1), ("西岭县", 1)]
    assert {it.unit for it in queries.members_of(Thread(east.task, east), TODAY)} == {
        "督查室",
        "石桥市",
        "东溪县",
        "住房局",
    }


def test_whose_work_it_becomes_does_not_read_what_was_said_before(town: Town) -> None:
    work = builders.dispatched(town)
    made = said(town, work, "这件不归我们管。", by=town.wang)
    builders.step(town, work, Step.DECLINE, reason="不归我们管")
    with transaction():
        commands.take_step(
            town.actor(town.lin),
            work,
            Step.REDISPATCH,
            unit_id=town.roads.id,
            reason="归你们",
            now=NOW,
        )
    later = said(town, work, by=town.zhao)

    assert readers(town, lambda it: queries.visible_comment(town.actor(it), made.id)) == {
        "lin",
        "yan",
    }
    assert "zhao" in readers(town, lambda it: queries.visible_comment(town.actor(it), later.id))


def test_a_label_above_ones_clearance_closes_the_thread(town: Town) -> None:
    work = builders.acknowledged(town)
    made = said(town, work)
    with transaction():
        work.task.label = Label.SENSITIVE

    assert readers(town, lambda it: queries.visible_comment(town.actor(it), made.id)) == set()
    assert readers(town, lambda it: queries.visible_thread(town.actor(it), work.id)) == set()


def test_a_page_of_a_long_thread_is_found_again(town: Town) -> None:
    work = builders.acknowledged(town)
    made = [said(town, work, f"第{it}条", now=NOW + timedelta(minutes=it)) for it in range(22)]
    lin, thread = town.actor(town.lin), Thread(work.task, work)

    assert queries.page_with(lin, made[-1]) == 1
    assert queries.page_with(lin, made[1]) == 2
    assert [it.text for it in queries.comments_of(lin, thread, 2).rows] == ["第1条", "第0条"]


def test_only_tasks_that_one_sees_are_led_to(town: Town) -> None:
    mine, other = builders.acknowledged(town), builders.acknowledged(town, unit=town.roads)
    text = [f"见{mine.task.number}、{other.task.number}"]

    found = queries.tasks_named(town.actor(town.wang), text)

    assert found == {mine.task.number: mine.task_id}
    assert queries.tasks_named(town.actor(town.wang), ["没有编号"]) == {}


@pytest.mark.usefixtures("app")
def test_nobody_has_read_what_nobody_said(town: Town) -> None:
    work = builders.acknowledged(town)

    assert queries.reading_of(town.actor(town.wang), Thread(work.task, work)) is None
    assert db.session.is_active
