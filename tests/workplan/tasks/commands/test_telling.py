"""Who is told of which step, and what a step settles."""

import pytest
from sqlalchemy import select

from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.messages.models import Message, Receipt
from tracker.people.models import Grant, Person, Role, Unit
from tracker.workplan.tasks import commands
from tracker.workplan.tasks.commands.telling import SETTLES, WORDS
from tracker.workplan.tasks.models import Mode
from tracker.workplan.tasks.reminders.rules import ReminderKind
from tracker.workplan.tasks.rules import DONE, TRANSITIONS, Step


def told(kind: str) -> dict[str, bool]:
    """Return who was told of a kind, by login, and whether it is open for them."""
    return {
        login: done_at is None
        for login, done_at in db.session.execute(
            select(Person.login, Receipt.done_at)
            .select_from(Receipt)
            .join(Message)
            .join(Person, Person.id == Receipt.person_id)
            .where(Message.kind == kind)
        )
    }


def message(kind: str) -> Message:
    return db.session.scalars(
        select(Message).where(Message.kind == kind).order_by(Message.id.desc()).limit(1)
    ).one()


def test_every_step_that_is_told_has_words_for_each_of_its_audiences() -> None:
    wanted = {(step, audience) for step, it in TRANSITIONS.items() for audience in it.told}

    assert set(WORDS) == wanted
    assert set(SETTLES) <= set(TRANSITIONS)
    kinds = {f"assignment.{done}" for done in (*DONE.values(), *ReminderKind)}
    assert {kind for settled in SETTLES.values() for kind in settled} <= kinds


@pytest.mark.postgres
def test_units_hear_of_a_dispatch_and_what_they_sign_is_settled_for_them_alone(
    town: Town,
) -> None:
    it = builders.dispatched(town, support=[town.east], title="修通环线")

    assert told("task.dispatched") == {"wang": True, "bai": True, "qin": True}
    said = message("task.dispatched")
    assert said.title == "交办：修通环线"
    assert said.reason == "您的单位承办这项任务，请在2026年6月24日前签收。"
    assert said.path == f"/tasks/{it.task_id}"
    assert said.is_urgent

    builders.step(town, it, Step.ACKNOWLEDGE)

    assert told("task.dispatched") == {"wang": False, "bai": False, "qin": True}


def test_a_coordinating_department_hears_that_it_coordinates(town: Town) -> None:
    builders.dispatched_to_each(town, [town.east, town.west], coordinator=town.housing)

    assert told("task.dispatched") == {"qin": True, "sun": True}
    assert told("task.coordinated") == {"wang": True, "bai": True}


def test_the_office_hears_of_a_declining_with_its_reason_until_it_is_given_away(
    town: Town,
) -> None:
    it = builders.dispatched(town, title="修通环线")
    builders.step(town, it, Step.DECLINE, reason="不归我局管")

    assert told("assignment.declined") == {"lin": True}
    assert message("assignment.declined").title == "住房局退回：修通环线"
    assert message("assignment.declined").reason.endswith("理由：不归我局管")
    assert told("task.dispatched") == {"wang": False, "bai": False}

    with transaction():
        commands.take_step(
            town.actor(town.lin),
            it,
            Step.REDISPATCH,
            reason="归你局",
            unit_id=town.roads.id,
            now=NOW,
        )

    assert told("assignment.declined") == {"lin": False}
    assert told("assignment.redispatched") == {"zhao": True}


def test_asking_sending_back_asking_again_and_closing(town: Town) -> None:
    it = builders.reported(town, support=[town.east])
    assert told("assignment.closure_asked") == {"lin": True}

    builders.step(town, it, Step.REDO, reason="缺验收单")
    assert told("assignment.closure_asked") == {"lin": False}
    assert told("assignment.sent_back") == {"wang": True, "bai": True}

    builders.step(town, it, Step.ASK_CLOSURE)
    assert told("assignment.sent_back") == {"wang": False, "bai": False}
    builders.step(town, it, Step.CLOSE)
    assert told("assignment.closed") == {"wang": True, "bai": True, "qin": True}


def test_who_reports_for_the_unit_is_not_asked_to_verify_its_work(town: Town) -> None:
    with transaction():
        db.session.add(
            Grant(
                person_id=town.bai.id,
                role=Role.SUPERVISOR,
                unit_id=town.office.id,
                from_on=town.bai.grants[0].from_on,
            )
        )

    builders.reported(town)

    assert told("assignment.closure_asked") == {"lin": True}


def test_nobody_is_told_of_their_own_deed(town: Town) -> None:
    with transaction():
        db.session.add(
            Grant(
                person_id=town.lin.id,
                role=Role.CONTACT,
                unit_id=town.east.id,
                from_on=town.lin.grants[0].from_on,
            )
        )

    builders.dispatched(town, unit=town.east)

    assert told("task.dispatched") == {"qin": True}


def test_who_is_not_cleared_for_a_task_hears_nothing_of_it(town: Town) -> None:
    task = builders.task(town, "敏感的事")
    with transaction():
        task.label = Label.SENSITIVE
        town.bai.clearance = Label.SENSITIVE

    builders.dispatched(town, the_task=task)

    assert told("task.dispatched") == {"bai": True}


def test_undoing_a_step_opens_what_it_had_settled_and_tells_of_it(town: Town) -> None:
    it = builders.dispatched(town)
    builders.step(town, it, Step.DECLINE, reason="不归我局管", now=town.days_ago(0))

    with transaction():
        commands.undo_step(builders.head_of(it), it, now=NOW)

    assert told("task.dispatched") == {"wang": True, "bai": True}
    assert told("assignment.declined") == {"lin": False}
    assert told("assignment.undone") == {"lin": True}


def test_a_step_that_takes_many_along_settles_as_much_in_as_few_statements(town: Town) -> None:
    def cost(support: list[Unit]) -> int:
        it = builders.reported(town, support=support, title=f"带 {len(support)} 家")
        with counted() as count:
            builders.step(town, it, Step.CLOSE)
        return sum(said.startswith("UPDATE receipt") for said in count.statements)

    assert cost([]) == cost([town.roads, town.east, town.west]) == 1


def test_an_undone_dispatch_asks_nobody_any_more(town: Town) -> None:
    it = builders.dispatched(town)

    with transaction():
        commands.undo_dispatch(town.actor(town.lin), it.task, now=NOW)

    assert told("task.dispatched") == {"wang": False, "bai": False}


def test_telling_many_units_costs_no_more_questions_than_telling_one(town: Town) -> None:
    def cost(leads: list[int]) -> int:
        task = builders.task(town, f"第 {len(leads)} 件")
        with transaction(), counted() as count:
            commands.dispatch(
                town.actor(town.lin),
                task,
                mode=Mode.EACH,
                lead_ids=leads,
                due_on=builders.YEAR_END,
                now=NOW,
            )
            db.session.flush()
        return sum(it.startswith("SELECT") for it in count.statements)

    one = cost([town.housing.id])
    many = cost([town.housing.id, town.roads.id, town.east.id, town.west.id])

    assert one == many
