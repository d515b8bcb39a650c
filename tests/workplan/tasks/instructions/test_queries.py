"""Who sees which instructions, and what the lists leave."""

from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import TODAY
from tests.scans import told as told_of
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.instructions.builders import answered, demanding, followed, instructed
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import Misfilled, NotFound
from tracker.foundation.labels import Label
from tracker.inbox.filters import InboxFilters
from tracker.inbox.queries import inbox
from tracker.people.models import Grant, Person, Role
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.instructions import queries
from tracker.workplan.tasks.instructions.queries import InstructionFilters, InstructionState


def seers(town: Town, instruction_id: int) -> set[str]:
    """Return who sees an instruction."""
    found = set()
    people = (town.lin, town.yan, town.wang, town.bai, town.zhao, town.qin, town.sun, town.gu)
    for person in people:
        try:
            queries.visible_instruction(town.actor(person), instruction_id)
        except NotFound:
            continue
        found.add(person.login)
    return found


def listed(town: Town, person: Person, filters: InstructionFilters) -> list[int]:
    question = queries.instruction_list(town.actor(person), filters)
    return [it.id for it in db.session.scalars(question)]


@pytest.mark.postgres
def test_who_sees_what_an_instruction_is_about_sees_it(town: Town) -> None:
    shared = builders.acknowledged(town, support=(town.east,))
    east, _west = builders.dispatched_to_each(town, coordinator=town.roads)

    assert seers(town, instructed(town, shared).id) == {"lin", "yan", "wang", "bai", "qin"}
    assert seers(town, instructed(town, shared.task).id) == {"lin", "yan", "wang", "bai", "qin"}
    assert seers(town, instructed(town, east).id) == {"lin", "yan", "qin", "zhao"}
    assert seers(town, instructed(town, east.task).id) == {"lin", "yan", "qin", "sun", "zhao"}
    assert seers(town, instructed(town, builders.report(town)).id) == {"lin", "yan"}


def test_it_is_hidden_with_what_it_is_about_and_so_are_its_messages(town: Town) -> None:
    work = builders.acknowledged(town)
    it = instructed(town, work)
    shown = inbox(town.actor(town.wang), InboxFilters(), 1).page.rows
    assert it.id in {one.message.thing_id for one in shown if one.message.thing == "instruction"}
    with transaction():
        work.task.label = Label.SENSITIVE

    assert seers(town, it.id) == set()
    assert not queries.instructions_of_task(town.actor(town.wang), work.task_id)
    after = inbox(town.actor(town.wang), InboxFilters(), 1).page.rows
    assert not [one for one in after if one.message.thing == "instruction"]


def test_what_was_said_while_the_work_was_anothers_is_not_shown_to_who_has_it_now(
    town: Town,
) -> None:
    east, _west = builders.dispatched_to_each(town)
    it = instructed(town, east)
    with transaction():
        east.unit = town.roads

    assert seers(town, it.id) == {"lin", "yan"}
    assert not queries.concerned_units(it)


def test_answers_are_seen_by_all_of_a_joint_task_and_else_by_each_unit_alone(town: Town) -> None:
    work = builders.acknowledged(town, support=(town.east,))
    joint = instructed(town, work.task)
    answered(town, joint)
    east, _west = builders.dispatched_to_each(town)
    each = instructed(town, east.task)
    with transaction():
        commands.answer_instruction(
            town.actor(town.qin), each, unit_id=town.east.id, words="已排查。", now=NOW
        )

    assert len(queries.answers_of(town.actor(town.qin), joint)) == 1
    counts = {
        person.login: len(queries.answers_of(town.actor(person), each))
        for person in (town.lin, town.qin, town.sun)
    }
    assert counts == {"lin": 1, "qin": 1, "sun": 0}


@pytest.mark.postgres
def test_the_list_puts_open_demands_first_and_is_narrowed_by_every_filter(town: Town) -> None:
    work, roads = builders.acknowledged(town), builders.acknowledged(town, unit=town.roads)
    waiting = demanding(town, work.task, now=NOW - timedelta(days=9))
    plain = instructed(town, work)
    said = instructed(town, builders.report(town), by=town.lin, told=told_of(town))
    done = demanding(town, roads)
    task = followed(town, done)
    with transaction():
        commands.finish_instruction(
            town.actor(town.lin), done, outcome="已办。", now=NOW, version=done.version
        )
    gone = instructed(town, roads)
    with transaction():
        commands.withdraw_instruction(
            town.actor(town.yan), gone, reason="写错", now=NOW, version=gone.version
        )

    cases = {
        InstructionFilters(): [waiting, said, plain, gone, done],
        InstructionFilters(state=InstructionState.TO_FOLLOW): [waiting],
        InstructionFilters(state=InstructionState.OPEN): [waiting, said, plain],
        InstructionFilters(state=InstructionState.DONE): [done],
        InstructionFilters(state=InstructionState.WITHDRAWN): [gone],
        InstructionFilters(leader=town.yan.id): [waiting, said, plain, gone, done],
        InstructionFilters(leader=town.lin.id): [],
        InstructionFilters(unit=town.housing.id): [waiting, plain],
        InstructionFilters(unit=town.east.id): [waiting, done],
        InstructionFilters(task=work.task_id): [waiting, plain],
        InstructionFilters(task=task.id): [done],
        InstructionFilters(report=said.report_id): [said],
    }
    for filters, expected in cases.items():
        assert listed(town, town.lin, filters) == [it.id for it in expected], filters
    assert listed(town, town.wang, InstructionFilters()) == [waiting.id, plain.id]
    assert [it.login for it in queries.instructing_leaders(town.actor(town.lin))] == ["yan"]
    assert set(queries.follow_ups(town.actor(town.lin), [done, plain])) == {task.id}
    assert queries.follow_ups(town.actor(town.wang), [done]) == {}
    assert [it.id for it in queries.instructions_of_task(town.actor(town.lin), task.id)] == [
        done.id
    ]


def test_filters_that_mean_nothing_are_left_out() -> None:
    nothing = {"state": "x", "leader": "x", "unit": "-1", "task": "", "report": "9" * 20}
    told = {"state": "open", "leader": "1", "unit": "2", "task": "3", "report": "4"}

    assert not queries.read_instruction_filters(nothing).narrows
    assert queries.read_instruction_filters(told).written == {
        "state": InstructionState.OPEN,
        "leader": 1,
        "unit": 2,
        "task": 3,
        "report": 4,
    }


@pytest.mark.postgres
def test_what_waits_for_a_task_waits_for_supervisors_of_other_units(town: Town) -> None:
    late = demanding(town, demand_due_on=None)
    soon = demanding(town, builders.acknowledged(town, unit=town.roads))
    instructed(town, builders.acknowledged(town))
    whole = demanding(town, builders.acknowledged(town, unit=town.housing).task)

    def waiting() -> list[int]:
        return [it.id for it in db.session.scalars(queries.to_follow(town.actor(town.lin)))]

    assert waiting() == [soon.id, whole.id, late.id]
    with transaction():
        db.session.add(
            Grant(person_id=town.lin.id, role=Role.HEAD, unit_id=town.housing.id, from_on=TODAY)
        )
    db.session.refresh(town.lin)
    assert waiting() == [soon.id]


def test_a_unit_is_asked_until_it_has_answered_for_itself(town: Town) -> None:
    work = builders.acknowledged(town, support=(town.east,))
    whole = instructed(town, work.task, answer_due_on=date(2026, 6, 25))
    own = instructed(town, work)
    instructed(town, work, wants_answer=False)

    def waiting(person: Person) -> list[int]:
        return [it.id for it in db.session.scalars(queries.to_answer(town.actor(person)))]

    assert waiting(town.wang) == [whole.id, own.id]
    assert waiting(town.qin) == [whole.id]
    for person in (town.bai, town.lin, town.gu):
        assert waiting(person) == []
    answered(town, whole)
    assert waiting(town.wang) == [own.id]
    assert waiting(town.qin) == [whole.id]


def test_a_task_is_found_by_its_number_among_those_that_one_sees(town: Town) -> None:
    task = builders.task(town)

    assert queries.visible_task_numbered(town.actor(town.lin), task.number).id == task.id
    with pytest.raises(Misfilled, match="没有这个编号"):
        queries.visible_task_numbered(town.actor(town.wang), task.number)


def test_only_things_that_one_sees_can_be_instructed_about(town: Town) -> None:
    work, yan = builders.acknowledged(town), town.actor(town.yan)
    report = builders.report(town)

    assert queries.visible_about(yan, f"task:{work.task_id}") is work.task
    assert queries.visible_about(yan, f"assignment:{work.id}") is work
    assert queries.visible_about(yan, f"report:{report.id}").id == report.id
    assert [it for it, _ in queries.possible_abouts(yan, work)] == [
        f"task:{work.task_id}",
        f"assignment:{work.id}",
    ]
    for nothing in ("", "task", "task:x", "person:1", f"report:{report.id + 1}"):
        with pytest.raises(NotFound):
            queries.visible_about(yan, nothing)


@pytest.mark.postgres
def test_a_filter_tells_nothing_of_units_and_tasks_that_are_not_to_be_seen(town: Town) -> None:
    east, _west = builders.dispatched_to_each(town)
    it = demanding(town, east.task, unit_ids=(town.roads.id,))
    made = followed(town, it)

    def left(person: Person, **asked: Any) -> list[int]:
        return listed(town, person, InstructionFilters(**asked))

    assert left(town.qin) == left(town.qin, unit=town.east.id) == [it.id]
    assert left(town.qin, unit=town.west.id) == []
    assert left(town.lin, unit=town.west.id) == [it.id]
    assert left(town.qin, task=made.id) == []
    assert left(town.lin, task=made.id) == [it.id]
