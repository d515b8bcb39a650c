"""Telling people, and what they do with what they were told."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, Outdated
from tracker.journal.models import Entry
from tracker.messages import commands
from tracker.messages.commands import News, Recipient, settle, tell, tell_each, unsettle_each
from tracker.messages.models import (
    LONGEST_TITLE,
    Channel,
    Delivery,
    MailKind,
    Message,
    Preference,
    Receipt,
)
from tracker.messages.words import Topic
from tracker.people.actor import Actor
from tracker.people.models import Person

LATER = NOW + timedelta(hours=1)


def to(*people: Person, email: str | None = "office@example.org") -> list[Recipient]:
    return [Recipient(it.id, email) for it in people]


def told(
    recipients: list[Recipient],
    kind: str = "assignment.declined",
    *,
    about: str = "task:1",
    title: str = "退回",
    address: str = "/tasks/1",
    urgent: bool = False,
    asks: bool = True,
) -> Message:
    with transaction():
        tell(
            recipients,
            kind,
            about=about,
            title=title,
            reason="由督查员办理",
            address=address,
            at=NOW,
            urgent=urgent,
            asks=asks,
        )
    return db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()


def receipts() -> list[Receipt]:
    return list(db.session.scalars(select(Receipt).order_by(Receipt.id)))


def deliveries() -> list[Delivery]:
    return list(db.session.scalars(select(Delivery).order_by(Delivery.id)))


def prefer(
    actor: Actor,
    *,
    has_digest: bool = True,
    urgent_at_once: bool = False,
    muted: Sequence[Topic] = (),
    version: int | None = None,
) -> Preference:
    with transaction():
        return commands.prefer(
            actor,
            has_digest=has_digest,
            urgent_at_once=urgent_at_once,
            muted=muted,
            now=NOW,
            version=version,
        )


def deeds() -> list[str]:
    return list(
        db.session.scalars(select(Entry.deed).where(Entry.deed.like("message%")).order_by(Entry.id))
    )


@pytest.mark.postgres
def test_a_message_reaches_each_of_its_people_once_and_waits_for_the_digest(town: Town) -> None:
    message = told([*to(town.lin, town.yan), *to(town.lin)])

    assert (message.thing, message.thing_id, message.topic) == ("task", 1, Topic.DISPATCH)
    assert message.at == NOW
    assert [it.person_id for it in receipts()] == [town.lin.id, town.yan.id]
    assert all(it.read_at is None and it.done_at is None for it in receipts())
    assert [(it.channel, it.mail) for it in deliveries()] == [(Channel.DIGEST, None)] * 2


@pytest.mark.usefixtures("town")
def test_nobody_is_told_where_there_is_nobody_to_tell() -> None:
    with transaction():
        tell_each([News([], "chase.sent", "task:1", "催办", "您的单位承办", "/tasks/1")], at=NOW)

    assert db.session.scalar(select(func.count(Message.id))) == 0


def test_who_has_no_address_is_told_in_the_house_alone(town: Town) -> None:
    told(to(town.lin, email=None))

    assert len(receipts()) == 1
    assert deliveries() == []


def test_a_message_is_given_up_with_the_deed_that_it_tells_of(town: Town) -> None:
    def failing() -> None:
        with transaction():
            tell(
                to(town.lin),
                "task.dispatched",
                about="task:1",
                title="交办",
                reason="您的单位承办",
                address="/tasks/1",
                at=NOW,
            )
            raise RuntimeError("the deed failed")

    with pytest.raises(RuntimeError):
        failing()

    assert receipts() == []


@pytest.mark.parametrize("address", ["//evil.example", "/\\evil.example", "https://x", "tasks/1"])
def test_an_address_that_leads_out_of_the_house_is_a_fault(town: Town, address: str) -> None:
    with pytest.raises(ValueError, match="no page of ours"):
        told(to(town.lin), address=address)


def test_a_title_stays_on_one_line_and_within_its_length(town: Town) -> None:
    message = told(to(town.lin), title="退回：\r\nBcc: all@example.org " + "字" * 400)

    assert message.title.startswith("退回： Bcc: all@example.org 字")
    assert len(message.title) == LONGEST_TITLE
    assert message.title.endswith("…")


def test_wishes_decide_how_a_message_leaves_the_house(town: Town) -> None:
    prefer(town.actor(town.lin), urgent_at_once=True)
    prefer(town.actor(town.yan), has_digest=False)
    prefer(town.actor(town.wang), muted=[Topic.DISPATCH])

    told(to(town.lin, town.yan, town.wang, town.bai), urgent=True)

    assert {it.receipt.person_id: it.channel for it in deliveries()} == {
        town.lin.id: Channel.AT_ONCE,
        town.bai.id: Channel.DIGEST,
    }
    assert [it.mail.kind for it in deliveries() if it.mail] == [MailKind.AT_ONCE]
    assert len(receipts()) == 4


def test_a_settled_matter_asks_nobody_any_more(town: Town) -> None:
    told(to(town.lin, town.yan), "assignment.closure_asked", about="assignment:5")
    told(to(town.lin), "assignment.closure_asked", about="assignment:6")
    told(to(town.lin), "assignment.sent_back", about="assignment:5")

    with transaction():
        settle("assignment:5", ("assignment.closure_asked",), at=LATER)
        settle("assignment:6", (), at=LATER)

    assert [(it.done_at, it.is_settled) for it in receipts()] == [
        (LATER, True),
        (LATER, True),
        (None, False),
        (None, False),
    ]


def test_a_matter_is_settled_among_some_alone_and_open_again_when_that_is_taken_back(
    town: Town,
) -> None:
    told(to(town.wang, town.qin), "task.dispatched")
    with transaction():
        settle("task:1", ("task.dispatched",), at=LATER, among=to(town.wang))
    assert [it.is_settled for it in receipts()] == [True, False]

    with transaction():
        unsettle_each(["task:1"], settled_at=LATER)

    assert [(it.done_at, it.is_settled) for it in receipts()] == [(None, False)] * 2


def test_a_message_is_read_put_away_and_taken_back(town: Town) -> None:
    told(to(town.lin))
    lin = town.actor(town.lin)

    with transaction():
        commands.note_read(lin, receipts()[0], at=NOW)
    with transaction():
        commands.note_read(lin, receipts()[0], at=LATER)
        commands.do_message(lin, receipts()[0], now=LATER)
        commands.do_message(lin, receipts()[0], now=LATER + timedelta(hours=1))
    assert (receipts()[0].read_at, receipts()[0].done_at) == (NOW, LATER)

    with transaction():
        assert commands.reopen_messages(lin, receipts(), now=LATER) == 1
        assert commands.reopen_messages(lin, receipts(), now=LATER) == 0
    assert receipts()[0].done_at is None
    assert deeds() == ["message.done", "messages.reopened"]


def test_many_are_put_away_in_one_deed(town: Town) -> None:
    told(to(town.lin))
    told(to(town.lin))
    lin = town.actor(town.lin)

    with transaction():
        assert commands.do_messages(lin, receipts(), now=LATER) == 2
        assert commands.do_messages(lin, receipts(), now=LATER) == 0

    assert [(it.read_at, it.done_at) for it in receipts()] == [(None, LATER)] * 2
    assert deeds() == ["messages.done"]


def test_what_only_informs_is_over_once_it_was_opened(town: Town) -> None:
    told(to(town.lin), asks=False)

    with transaction():
        commands.note_read(town.actor(town.lin), receipts()[0], at=LATER)

    assert (receipts()[0].read_at, receipts()[0].done_at) == (LATER, LATER)
    assert not receipts()[0].is_settled
    assert deeds() == []


def test_nobody_disposes_of_what_another_was_told(town: Town) -> None:
    told(to(town.lin))
    yan = town.actor(town.yan)

    with pytest.raises(NotAllowed), transaction():
        commands.note_read(yan, receipts()[0], at=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.do_message(yan, receipts()[0], now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.do_messages(yan, receipts(), now=NOW)
    with transaction():
        commands.do_messages(town.actor(town.lin), receipts(), now=NOW)
    with pytest.raises(NotAllowed), transaction():
        commands.reopen_messages(yan, receipts(), now=NOW)


def test_a_wish_is_journalled_when_it_changes_and_refused_when_it_is_old(town: Town) -> None:
    lin = town.actor(town.lin)

    assert prefer(lin, urgent_at_once=True, muted=[Topic.REVIEW]).muted == ["review"]
    prefer(lin, urgent_at_once=True, muted=[Topic.REVIEW], version=1)
    with pytest.raises(Outdated):
        prefer(lin, version=7)

    assert deeds() == ["message_preference.changed"]
    entry = db.session.scalars(select(Entry).order_by(Entry.id.desc()).limit(1)).one()
    assert entry.details["now"] == ["has_digest=True", "urgent_at_once=True", "muted=review"]


def test_a_dispatch_and_its_messages_are_kept_together(town: Town) -> None:
    builders.dispatched(town)

    assert {it.person_id for it in receipts()} == {town.wang.id, town.bai.id}
