"""What the system admin finds at home when mails and webhooks do not arrive."""

from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.browser import Browser
from tests.messages.webhooks import builders
from tests.town import NOW, Town
from tracker.config import MailSecurity, MailServer
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.outgoing import OutgoingState
from tracker.foundation.runs import note_run
from tracker.messages.models import Mail, MailKind
from tracker.overview.sending_work import SendingWork, sending_work

SERVER = MailServer("mail.example", 587, MailSecurity.STARTTLS, "luoshi@office.example")


def mail(town: Town, state: OutgoingState, *, at: datetime = NOW) -> None:
    ended_at = None if state is OutgoingState.WAITING else at
    with transaction():
        made = Mail(key=state.value, kind=MailKind.TRIAL, person_id=town.wang.id, made_at=at)
        made.next_at, made.state, made.ended_at = at, state, ended_at
        db.session.add(made)


@pytest.mark.postgres
def test_nothing_is_said_where_all_is_well_and_one_line_of_each_that_is_not(town: Town) -> None:
    gu = town.actor(town.gu)
    assert sending_work(gu, NOW, has_mail=True) == SendingWork(
        is_worker_there=False, seen_at=None, late=0, given_up=0, webhooks=0
    )
    with transaction():
        note_run("deliver", began_at=NOW, ended_at=NOW)
    mail(town, OutgoingState.WAITING, at=NOW - timedelta(hours=2))
    assert sending_work(gu, NOW, has_mail=False) is None

    mail(town, OutgoingState.GIVEN_UP)
    hook, _ = builders.added(town)
    failed = builders.delivery(hook)
    with transaction():
        failed.answer, failed.attempts = "503", 1
    assert sending_work(gu, NOW, has_mail=True) == SendingWork(
        is_worker_there=True, seen_at=NOW, late=1, given_up=1, webhooks=1
    )
    builders.enabled(is_on=False)
    found = sending_work(gu, NOW, has_mail=True)
    assert found is not None
    assert found.webhooks == 0


def test_nobody_else_hears_of_it(town: Town) -> None:
    for person in (town.fang, town.shi, town.lin, town.wang):
        assert sending_work(town.actor(person), NOW, has_mail=True) is None


def test_the_home_of_the_system_admin_says_it(browser: Browser, town: Town, app: Flask) -> None:
    page = browser.sign_in(town.gu).get("/")
    assert "还没有见过后台进程。" in page

    app.config["MAIL"] = SERVER
    with transaction():
        note_run("deliver", began_at=now(), ended_at=now())
    mail(town, OutgoingState.GIVEN_UP)
    mail(town, OutgoingState.WAITING, at=now() - timedelta(hours=2))
    page = browser.get("/")
    assert "后台进程没有在工作" not in page
    assert 'href="/settings/mails?shown=given_up">1 封邮件发不出' in page
    assert "1 封邮件等了一小时以上" in page
    assert "等了一小时以上" in browser.get("/settings/mails")
