"""Reminders of the morning: to whom they concern, each once, whoever sends them and however often."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.queries import Count, counted
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.inbox.queries import receipts_visible_to
from tracker.journal.models import Entry
from tracker.messages.models import Message, Receipt
from tracker.people.models import Person
from tracker.worker.reminding import remind
from tracker.workplan.tasks.commands import due_reminders, remind_units, tell_overdue_sums
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.reminders import queries
from tracker.workplan.tasks.reminders.models import Reminder
from tracker.workplan.tasks.rules import Step

LONG_AGO = NOW - timedelta(days=60)


def told(person: Person, kinds: str = "%") -> list[str]:
    """What somebody has open, by its kind."""
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Message.kind)
            .join(Receipt)
            .where(Receipt.person_id == person.id, Receipt.done_at.is_(None))
            .where(Message.kind.like(kinds), Message.kind != "task.dispatched")
            .order_by(Message.id)
        )
    )


def asked(count: Count) -> int:
    return sum(it.startswith("SELECT") for it in count.statements)


def overdue(town: Town, due_on: date = date(2026, 6, 17)) -> Assignment:
    made = builders.dispatched(town, due_on=due_on, now=LONG_AGO)
    return builders.step(town, made, Step.ACKNOWLEDGE, now=LONG_AGO)


@pytest.mark.postgres
def test_head_and_contact_are_reminded_once_and_supervisors_of_the_sum(town: Town) -> None:
    overdue(town)

    for _ in range(3):
        remind(NOW)

    for person in (town.wang, town.bai):
        assert told(person) == ["assignment.overdue"]
    assert told(town.zhao) == []
    assert told(town.lin) == ["person.overdue_sum"]
    title = db.session.scalars(
        receipts_visible_to(town.actor(town.lin)).with_only_columns(Message.title)
    ).all()
    assert "有 1 件承办逾期" in title
    assert db.session.scalars(select(Entry.deed).where(Entry.deed == "reminders.sent")).all() == [
        "reminders.sent"
    ]


def test_nobody_is_reminded_on_a_day_of_rest_or_before_the_hour(town: Town) -> None:
    overdue(town)

    remind(NOW + timedelta(days=1))  # a holiday
    remind(datetime(2026, 6, 17, 23, 30, tzinfo=UTC))  # 7:30 in China

    assert told(town.wang) == []


def test_a_later_reminder_takes_the_place_of_the_earlier_and_the_deed_ends_it(town: Town) -> None:
    assignment = overdue(town, date(2026, 6, 18))
    remind(NOW)
    assert told(town.wang) == ["assignment.due_today"]

    monday = datetime(2026, 6, 22, 2, 0, tzinfo=UTC)
    remind(monday)
    assert told(town.wang) == ["assignment.overdue"]

    builders.step(town, assignment, Step.ASK_CLOSURE, reason="已全部完成。", now=monday)
    remind(monday + timedelta(days=1))
    assert told(town.wang, "assignment.overdue") == []


def test_who_has_not_signed_is_reminded_of_that(town: Town) -> None:
    made = builders.dispatched(town, now=NOW - timedelta(days=2))
    assert made.sign_by == date(2026, 6, 22)

    remind(NOW)

    assert told(town.wang) == ["assignment.sign_soon"]
    builders.step(town, made, Step.ACKNOWLEDGE)
    assert told(town.wang) == []


def test_who_is_not_cleared_hears_nothing_and_counts_nothing(town: Town) -> None:
    assignment = overdue(town)
    with transaction():
        assignment.task.label = Label.SENSITIVE
        town.bai.clearance = Label.SENSITIVE

    remind(NOW)

    assert told(town.wang) == []
    assert told(town.bai) == ["assignment.overdue"]
    assert told(town.lin) == []


def test_what_was_done_meanwhile_is_not_reminded_of(town: Town) -> None:
    assignment = overdue(town)
    ids = due_reminders(NOW)
    assert ids == [assignment.id]
    builders.step(town, assignment, Step.ASK_CLOSURE, reason="已全部完成。")

    with transaction():
        assert remind_units(ids, now=NOW) == 0
        assert tell_overdue_sums(now=NOW) == 0


@pytest.mark.usefixtures("town")
def test_what_was_sent_is_asked_in_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "AT_ONCE", 2)
    with transaction():
        db.session.add_all(Reminder(key=key, at=NOW) for key in "abc")

    assert queries.reminded([*"xaybzc"]) == {*"abc"}


def test_the_number_of_questions_does_not_grow_with_what_is_due(town: Town) -> None:
    overdue(town)
    with counted() as few:
        remind(NOW)
    for _ in range(6):
        overdue(town, date(2026, 6, 16))
    with counted() as more:
        remind(NOW)

    assert asked(more) <= asked(few) + 1
