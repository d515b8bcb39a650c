"""The page of mails: what waits, what failed, and whether anybody sends them."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, Town
from tracker.config import MailSecurity, MailServer
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, RuleBroken
from tracker.foundation.outgoing import LEASE, OutgoingState
from tracker.foundation.runs import note_run
from tracker.journal.models import Entry
from tracker.messages.models import Mail, MailKind
from tracker.people.models import Person
from tracker.settings.mailing import commands, queries

SERVER = MailServer("mail.example", 587, MailSecurity.STARTTLS, "luoshi@office.example")


def mail(
    to: Person, state: OutgoingState = OutgoingState.WAITING, *, attempts: int = 0, key: str = "k"
) -> Mail:
    ended_at = None if state is OutgoingState.WAITING else NOW
    made = Mail(
        key=key,
        kind=MailKind.DIGEST,
        person_id=to.id,
        made_at=NOW,
        next_at=NOW + timedelta(hours=1),
        state=state,
        ended_at=ended_at,
        attempts=attempts,
        answer="451 later" if attempts else "",
    )
    with transaction():
        db.session.add(made)
    return made


def deeds() -> list[str]:
    found = select(Entry.deed).where(Entry.deed.like("mail%")).order_by(Entry.id)
    return list(db.session.scalars(found))


def test_a_mail_that_was_given_up_is_tried_as_often_as_a_new_one(town: Town) -> None:
    given_up = mail(town.wang, OutgoingState.GIVEN_UP, attempts=48)

    with transaction():
        commands.retry_mail(town.actor(town.gu), given_up, now=NOW)

    assert (given_up.state, given_up.attempts, given_up.next_at, given_up.ended_at) == (
        OutgoingState.WAITING,
        0,
        NOW,
        None,
    )
    assert deeds() == ["mail.retried"]


def test_what_is_over_is_not_tried_again(town: Town) -> None:
    sent = mail(town.wang, OutgoingState.SENT, attempts=1)

    with pytest.raises(RuleBroken, match="已经发出"), transaction():
        commands.retry_mail(town.actor(town.gu), sent, now=NOW)


def test_what_a_worker_may_hold_is_left_to_it(town: Town) -> None:
    held, waiting = mail(town.wang, attempts=1), mail(town.bai, attempts=9, key="b")
    with transaction():
        held.next_at = NOW + LEASE
    gu = town.actor(town.gu)

    with pytest.raises(RuleBroken, match="正在发"), transaction():
        commands.retry_mail(gu, held, now=NOW)
    with transaction():
        commands.retry_mail(gu, waiting, now=NOW)

    assert (held.attempts, waiting.attempts, waiting.next_at) == (1, 0, NOW)


def test_all_that_was_given_up_is_tried_again_in_one_deed(town: Town) -> None:
    for number in range(3):
        mail(town.wang, OutgoingState.GIVEN_UP, attempts=48, key=str(number))
    gu = town.actor(town.gu)

    with transaction():
        assert commands.retry_mails(gu, now=NOW) == 3
    with transaction():
        assert commands.retry_mails(gu, now=NOW) == 0

    assert deeds() == ["mails.retried"]


def test_a_trial_needs_a_server_and_an_address_and_takes_the_place_of_the_one_before(
    town: Town,
) -> None:
    gu = town.actor(town.gu)
    with pytest.raises(RuleBroken, match="还没有设置邮件服务器"), transaction():
        commands.try_mail(gu, is_set=False, now=NOW)
    with pytest.raises(RuleBroken, match="还没有登记邮箱"), transaction():
        commands.try_mail(gu, is_set=True, now=NOW)
    with transaction():
        town.gu.email = "gu@office.example"
    with transaction():
        first = commands.try_mail(gu, is_set=True, now=NOW)
    with transaction():
        second = commands.try_mail(gu, is_set=True, now=NOW)

    assert (first.state, second.state) == (OutgoingState.DROPPED, OutgoingState.WAITING)
    assert deeds() == ["mail.tried", "mail.tried"]


def test_mails_are_the_system_admins(town: Town) -> None:
    waiting = mail(town.lin)
    for person in (town.lin, town.fang):
        actor = town.actor(person)
        with pytest.raises(NotFound):
            queries.visible_mail(actor, waiting.id)
        with pytest.raises(NotAllowed), transaction():
            commands.retry_mail(actor, waiting, now=NOW)
        with pytest.raises(NotAllowed), transaction():
            commands.retry_mails(actor, now=NOW)
        with pytest.raises(NotAllowed), transaction():
            commands.try_mail(actor, is_set=True, now=NOW)
    assert queries.visible_mail(town.actor(town.gu), waiting.id) is waiting


def test_what_waits_too_long_is_counted(town: Town) -> None:
    mail(town.wang)

    assert queries.waiting_too_long(NOW + timedelta(hours=1)) == 0
    assert queries.waiting_too_long(NOW + timedelta(hours=1, seconds=1)) == 1


def test_the_page_shows_what_waits_and_what_failed_and_tries_again(
    browser: Browser, town: Town, app: Flask
) -> None:
    given_up = mail(town.wang, OutgoingState.GIVEN_UP, attempts=48, key="a")
    mail(town.bai, attempts=2, key="b")
    browser.sign_in(town.gu)
    page = browser.get("/settings/mails")
    assert "还没有见过后台进程" in page
    assert "没有设置邮件服务器" in page
    assert "白露" in page
    assert "王芳" not in page
    assert "试过 2 次" in page

    app.config["MAIL"] = SERVER
    with transaction():
        town.gu.email = "gu@office.example"
        note_run("deliver", began_at=now(), ended_at=now(), fault="OSError")
    page = browser.get("/settings/mails?shown=given_up")
    assert "后台进程在工作" in page
    assert "deliver 上次没有做完（OSError" in page
    assert "451 later" in page
    browser.post(f"/settings/mails/{given_up.id}/retry?shown=given_up")
    assert "没有发不出的邮件" in browser.get("/settings/mails?shown=given_up")
    browser.post("/settings/mails/retry")
    browser.post("/settings/mails/trial")
    page = browser.get("/settings/mails")
    assert "测试邮件已排队" in page
    assert "gu@office.example" in page
    assert "没有发送记录" in browser.get("/settings/mails?shown=sent")
    assert "后台进程在工作" in browser.get("/settings/mails?shown=nonsense")


def test_the_probe_tells_how_the_queue_stands(browser: Browser, town: Town, app: Flask) -> None:
    assert '"worker_seen_at":null' in browser.get("/readyz").html.replace(" ", "")

    app.config["MAIL"] = SERVER
    with transaction():
        note_run("deliver", began_at=now(), ended_at=now())
    assert '"well":true' in browser.get("/readyz").html.replace(" ", "")

    late = mail(town.wang)
    with transaction():
        late.made_at = now() - timedelta(hours=2)
    told = browser.get("/readyz").html.replace(" ", "")
    assert '"well":false' in told
    assert '"waiting_over_an_hour":1' in told
