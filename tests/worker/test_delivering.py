"""Mails are composed for who reads them then, handed in for real, and tried again where that fails."""

from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select

from tests.town import NOW, Town
from tests.worker.postbox import SENDER, Postbox
from tests.workplan.tasks import builders
from tracker.config import MailSecurity, MailServer
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.foundation.outgoing import (
    LEASE,
    LONGEST_PAUSE,
    MOST_ATTEMPTS,
    OutgoingState,
    claim,
    note_failed,
    note_sent,
    pause_after,
)
from tracker.inbox.queries import WITHHELD
from tracker.messages.commands import prefer
from tracker.messages.digest import Letter
from tracker.messages.mail import Post, Undelivered, as_email
from tracker.messages.models import Delivery, Mail
from tracker.people.models import Person
from tracker.settings.mailing.commands import retry_mail, try_mail
from tracker.worker import delivering
from tracker.worker.delivering import STALE, deliver
from tracker.worker.digesting import digest_day
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
MONDAY = NOW + 4 * DAY  # the next working day: a holiday lies between


def urgent(town: Town) -> Assignment:
    """A dispatch of which the head is told at once, and the contact by the digest."""
    with transaction():
        prefer(town.actor(town.wang), has_digest=True, urgent_at_once=True, muted=(), now=NOW)
    return builders.dispatched(town)


def mails() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def changed(person: Person, **values: object) -> None:
    with transaction():
        for name, value in values.items():
            setattr(person, name, value)


def some_mail(server: MailServer) -> EmailMessage:
    letter = Letter("标题", "正文")
    return as_email(letter, to="wang@office.example", key="k", server=server, now=NOW)


@pytest.mark.postgres
def test_an_urgent_message_is_mailed_at_once_to_one_recipient(
    reachable: Town, postbox: Postbox
) -> None:
    urgent(reachable)

    deliver(NOW)

    (mail,) = postbox.mails
    assert postbox.to == [["wang@office.example"]]
    assert mail["To"] == "wang@office.example"
    assert mail["From"].addresses[0].addr_spec == SENDER
    assert mail["Subject"] == "【落实】【紧急】交办：加快老旧小区改造"
    assert "您的单位承办这项任务，请在2026年6月24日前签收" in postbox.bodies[0]
    assert mail["Auto-Submitted"] == "auto-generated"
    (kept,) = mails()
    assert (kept.state, kept.attempts, kept.ended_at) == (OutgoingState.SENT, 1, NOW)
    assert kept.answer == "250 taken"

    deliver(NOW + DAY)
    assert len(postbox.mails) == 1


@pytest.mark.postgres
def test_a_digest_goes_once_a_working_day_and_only_when_something_came(
    reachable: Town, postbox: Postbox
) -> None:
    builders.dispatched(reachable)

    digest_day(NOW - timedelta(hours=3))  # before its hour
    digest_day(NOW + timedelta(days=2))  # on a Saturday
    assert mails() == []

    for _ in range(2):
        digest_day(NOW)
        deliver(NOW)
    digest_day(MONDAY)
    deliver(MONDAY)

    assert sorted(it["To"] for it in postbox.mails) == ["bai@office.example", "wang@office.example"]
    assert postbox.mails[0]["Subject"] == "【落实】2026年6月18日待处理消息 1 条"
    assert db.session.scalars(select(Delivery.id).where(Delivery.mail_id.is_(None))).all() == []


def test_nothing_is_made_or_sent_where_no_server_is_set(reachable: Town, app: Flask) -> None:
    app.config["MAIL"] = None
    urgent(reachable)

    digest_day(NOW)
    deliver(NOW)

    assert [(it.state, it.attempts) for it in mails()] == [(OutgoingState.WAITING, 0)]


def test_what_one_may_not_see_any_more_is_dropped(reachable: Town, postbox: Postbox) -> None:
    urgent(reachable)
    changed(reachable.wang, clearance=Label.OPEN)

    deliver(NOW)

    assert postbox.mails == []
    assert [it.state for it in mails()] == [OutgoingState.DROPPED]


def test_who_lost_the_post_meanwhile_gets_nothing_of_it(reachable: Town, postbox: Postbox) -> None:
    urgent(reachable)
    with transaction():
        reachable.wang.grants[0].to_on = (NOW - DAY).date()

    deliver(NOW)

    assert postbox.mails == []
    assert [it.state for it in mails()] == [OutgoingState.DROPPED]


@pytest.mark.parametrize("gone", [{"email": ""}, {"is_active": False}])
def test_who_has_gone_gets_nothing(
    reachable: Town, postbox: Postbox, gone: dict[str, object]
) -> None:
    urgent(reachable)
    changed(reachable.wang, **gone)

    deliver(NOW)

    assert postbox.mails == []
    assert [it.state for it in mails()] == [OutgoingState.DROPPED]


def test_what_is_dealt_with_is_not_mailed_any_more(reachable: Town, postbox: Postbox) -> None:
    assignment = urgent(reachable)
    builders.step(reachable, assignment, Step.ACKNOWLEDGE)

    digest_day(NOW)
    deliver(NOW)

    assert postbox.mails == []
    assert {it.state for it in mails()} == {OutgoingState.DROPPED}


def test_the_words_of_something_sensitive_stay_in_the_house(
    reachable: Town, postbox: Postbox
) -> None:
    for person in (reachable.wang, reachable.bai):
        changed(person, clearance=Label.SENSITIVE)
    assignment = urgent(reachable)
    with transaction():
        assignment.task.label = Label.SENSITIVE

    digest_day(NOW)
    deliver(NOW)

    assert len(postbox.mails) == 2
    for mail, body in zip(postbox.mails, postbox.bodies, strict=True):
        assert "老旧小区" not in body + mail["Subject"]
        assert WITHHELD in body


def test_an_urgent_mail_from_before_mails_were_turned_on_is_no_news(
    reachable: Town, postbox: Postbox
) -> None:
    urgent(reachable)

    deliver(NOW + STALE + MINUTE)

    assert postbox.mails == []


def test_what_was_given_up_goes_out_when_it_is_tried_again_however_late(
    reachable: Town, postbox: Postbox
) -> None:
    urgent(reachable)
    postbox.rcpt = "550 no such mailbox"
    deliver(NOW)
    postbox.rcpt = ""
    later = NOW + STALE + DAY
    with transaction():
        retry_mail(reachable.actor(reachable.gu), mails()[0], now=later)

    deliver(later)

    assert [it["To"] for it in postbox.mails] == ["wang@office.example"]


def test_a_mail_that_breaks_the_composing_stops_no_other_and_is_given_up_in_the_end(
    reachable: Town, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    urgent(reachable)
    digest_day(NOW)

    def broken(*_args: object, **_more: object) -> Letter:
        raise KeyError("secret")

    monkeypatch.setattr(delivering, "urgent_letter", broken)
    with transaction():
        mails()[0].attempts = MOST_ATTEMPTS - 2
    deliver(NOW)
    deliver(NOW + LONGEST_PAUSE)

    assert [it["To"] for it in postbox.mails] == ["bai@office.example"]
    stuck = next(it for it in mails() if it.state is not OutgoingState.SENT)
    assert (stuck.state, stuck.attempts) == (OutgoingState.GIVEN_UP, MOST_ATTEMPTS)
    assert stuck.answer == "没有写成：KeyError"


def test_a_refused_mailbox_is_given_up_and_others_go_on(reachable: Town, postbox: Postbox) -> None:
    urgent(reachable)
    postbox.rcpt = "550 no such mailbox"

    deliver(NOW)

    (mail,) = mails()
    assert (mail.state, mail.answer) == (OutgoingState.GIVEN_UP, "550 no such mailbox")


def test_a_fault_of_the_server_is_tried_again_later_with_the_same_id(
    reachable: Town, postbox: Postbox
) -> None:
    urgent(reachable)
    postbox.data = "500 out of order"

    deliver(NOW)
    deliver(NOW + timedelta(seconds=30))

    (mail,) = mails()
    assert (mail.state, mail.attempts, mail.answer) == (
        OutgoingState.WAITING,
        1,
        "500 out of order",
    )
    assert mail.next_at == NOW + MINUTE

    postbox.data = ""
    deliver(NOW + MINUTE)
    key = mails()[0]
    with transaction():
        key.state, key.ended_at, key.next_at = OutgoingState.WAITING, None, NOW
    deliver(NOW + 2 * MINUTE)
    assert len(postbox.ids) == 2
    assert len({*postbox.ids}) == 1


def test_a_server_that_is_gone_ends_the_run_and_costs_the_others_no_try(
    reachable: Town, postbox: Postbox, app: Flask
) -> None:
    urgent(reachable)
    digest_day(NOW)
    app.config["MAIL"] = replace(app.config["MAIL"], port=1)

    deliver(NOW)

    assert sorted(it.attempts for it in mails()) == [0, 1]
    assert any("连不上邮件服务器" in it.answer for it in mails())
    assert postbox.mails == []


def test_a_slow_server_is_not_waited_for_for_ever(
    reachable: Town, postbox: Postbox, app: Flask
) -> None:
    urgent(reachable)
    postbox.slow = 0.6
    server = app.config["MAIL"]
    with Post(server, seconds=0.2) as post, pytest.raises(Undelivered) as told:
        post.send(some_mail(server), to="wang@office.example")

    assert told.value.is_server
    assert told.value.answer == "邮件服务器没有及时回答。"


def test_a_server_without_starttls_gets_no_mail_in_the_clear(
    reachable: Town, postbox: Postbox, app: Flask
) -> None:
    urgent(reachable)
    app.config["MAIL"] = replace(app.config["MAIL"], security=MailSecurity.STARTTLS)

    deliver(NOW)

    assert postbox.mails == []
    assert mails()[0].answer.startswith("连不上邮件服务器")


def test_only_the_last_digest_goes_out_after_an_outage(reachable: Town, postbox: Postbox) -> None:
    builders.dispatched(reachable)
    postbox.data = "451 later"
    digest_day(NOW)
    deliver(NOW)
    builders.dispatched(reachable, title="整治背街小巷")
    postbox.data = ""

    digest_day(MONDAY)
    deliver(MONDAY)

    assert {it["Subject"] for it in postbox.mails} == {"【落实】2026年6月22日待处理消息 2 条"}
    assert [it.state for it in mails()] == [
        OutgoingState.DROPPED,
        OutgoingState.DROPPED,
        OutgoingState.SENT,
        OutgoingState.SENT,
    ]


def test_one_can_send_oneself_a_trial(reachable: Town, postbox: Postbox) -> None:
    changed(reachable.gu, email="gu@office.example")
    with transaction():
        try_mail(reachable.actor(reachable.gu), is_set=True, now=NOW)

    deliver(NOW)

    assert postbox.mails[0]["Subject"] == "【落实】测试邮件"


def test_an_address_that_could_carry_a_header_is_no_address(
    reachable: Town, postbox: Postbox
) -> None:
    urgent(reachable)
    changed(reachable.wang, email="wang@office.example\r\nBcc: all@office.example")

    deliver(NOW)

    assert postbox.mails == []
    assert [(it.state, it.answer) for it in mails()] == [
        (OutgoingState.GIVEN_UP, "收件地址不能用。")
    ]


@pytest.mark.postgres
def test_what_one_worker_holds_no_other_gets_until_the_lease_ends(reachable: Town) -> None:
    urgent(reachable)
    with transaction():
        (held,) = claim(Mail, now=NOW, most=5)
    with transaction():
        assert claim(Mail, now=NOW + MINUTE, most=5) == []
    with transaction():
        (again,) = claim(Mail, now=NOW + LEASE, most=5)

    # The first one came back from the dead: it does not write over what the second does.
    with transaction():
        assert not note_sent(Mail, held, now=NOW)
        assert note_failed(Mail, again, "x" * 400, now=NOW + LEASE)
    (mail,) = mails()
    assert (mail.attempts, len(mail.answer), mail.answer[-1]) == (2, 300, "…")


def test_pauses_grow_from_a_minute_to_six_hours_until_it_is_given_up(reachable: Town) -> None:
    urgent(reachable)
    assert [pause_after(n) / MINUTE for n in (1, 2, 3, 9)] == [1, 2, 4, 256]
    assert pause_after(10) == pause_after(47) == LONGEST_PAUSE

    moment, tries = NOW, 0
    while mails()[0].state is OutgoingState.WAITING:
        moment = mails()[0].next_at
        with transaction():
            (held,) = claim(Mail, now=moment, most=1)
            note_failed(Mail, held, "421 busy", now=moment)
        tries += 1
    assert tries == MOST_ATTEMPTS
    assert timedelta(days=8) < moment - NOW < timedelta(days=11)
