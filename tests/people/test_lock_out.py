"""Doors that shut after failed attempts, and open again."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import Context
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from werkzeug.test import Client

from tests.browser import Browser, Page
from tests.journal.readers import deeds
from tests.people.builders import try_to_sign_in
from tests.town import NOW, PASSWORD, Town
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.journal.models import Entry
from tracker.people import commands, queries
from tracker.people.commands.lock_out import SHUT
from tracker.people.models import Session, SignInFailure

HERE, NEAR, ELSEWHERE = "203.0.113.5", "203.0.113.99", "198.51.100.7"


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def attempt(address: str = HERE, *, login: str = "wang", seconds: float = 0, **more: bool) -> bool:
    """Fail once, and return whether the door was open for it."""
    with transaction():
        return commands.begin_attempt(
            login, address=address, now=NOW + timedelta(seconds=seconds), **more
        )


@pytest.mark.postgres
@pytest.mark.usefixtures("town")
def test_the_sixth_attempt_of_a_network_finds_the_door_shut_for_a_quarter_of_an_hour() -> None:
    assert [attempt(seconds=it) for it in range(5)] == [True] * 5

    assert not attempt(seconds=5)
    assert not attempt(NEAR, seconds=6)
    assert not attempt(seconds=15 * 60 + 3)
    assert attempt(seconds=15 * 60 + 4.5)


@pytest.mark.usefixtures("town")
def test_attempts_at_a_shut_door_do_not_keep_it_shut() -> None:
    for it in range(5):
        attempt(seconds=it)

    for minute in range(1, 15):
        assert not attempt(seconds=60 * minute)

    assert attempt(seconds=15 * 60 + 5)


@pytest.mark.usefixtures("town")
def test_the_owner_on_another_network_and_other_accounts_come_in() -> None:
    for it in range(6):
        attempt(seconds=it)

    assert attempt(ELSEWHERE, seconds=7)
    assert attempt(login="bai", seconds=7)


@pytest.mark.usefixtures("town")
def test_an_account_attacked_from_everywhere_is_slowed_down_but_never_locked() -> None:
    for number in range(20):
        assert attempt(f"198.51.{number}.1", seconds=number / 10)

    assert not attempt("192.0.2.1", seconds=2.5)
    assert attempt("192.0.2.1", seconds=4)
    assert not attempt("192.0.3.1", seconds=7)
    assert attempt("192.0.3.1", seconds=8.5)
    assert attempt(login="bai", seconds=8.5)


@pytest.mark.postgres
@pytest.mark.usefixtures("town")
def test_a_network_that_tries_many_names_is_slowed_down_but_its_office_still_comes_in() -> None:
    for number in range(100):
        assert attempt(login=f"name{number}", seconds=number / 100)

    assert not attempt(NEAR, login="bai", seconds=2)
    assert attempt(ELSEWHERE, login="bai", seconds=2)
    assert attempt(NEAR, login="bai", seconds=3)
    assert not attempt(NEAR, login="bai", seconds=6.5)
    assert attempt(NEAR, login="bai", seconds=7.5)


@pytest.mark.postgres
@pytest.mark.usefixtures("town")
def test_guessing_names_from_one_network_gets_one_try_a_minute_at_most() -> None:
    for number in range(100):
        attempt(login=f"name{number}", seconds=0)

    tries = [attempt(login=f"more{it}", seconds=it) for it in range(1, 600)]

    assert sum(tries[300:]) == 5


def failures_noted() -> list[tuple[str, str | None]]:
    """Whom the journal says to have failed, and why where it says so."""
    entries = db.session.scalars(
        select(Entry).where(Entry.deed == "sign_in.failed").order_by(Entry.id)
    )
    return [(it.actor_name, it.details.get("reason")) for it in entries]


def failed(address: str = HERE, *, login: str = "wang", seconds: float = 0) -> None:
    """Fail as the pages do: counted, and then written down."""
    attempt(address, login=login, seconds=seconds)
    with transaction():
        commands.note_failure(login, now=NOW + timedelta(seconds=seconds))


@pytest.mark.postgres
@pytest.mark.usefixtures("town")
def test_a_shut_door_is_written_down_once_per_account_network_and_window() -> None:
    for it in range(30):
        failed(seconds=it)
    open_ones: list[tuple[str, str | None]] = [("wang", None)] * 5
    assert failures_noted() == [*open_ones, ("wang", SHUT)]

    failed(seconds=15 * 60)  # another window of the clock, and the door is shut still
    failed(seconds=15 * 60 + 1)
    assert failures_noted() == [*open_ones, *[("wang", SHUT)] * 2]

    for it in range(6):
        failed(ELSEWHERE, seconds=30 + it)
    assert failures_noted()[7:] == [*open_ones, ("wang", SHUT)]


@pytest.mark.usefixtures("town")
def test_names_that_nobody_has_are_one_at_a_shut_door_and_hide_nobody() -> None:
    for it in range(100):
        attempt(login=f"name{it}", seconds=0)

    for it in range(5):
        failed(login=f"secret{it}", seconds=1)
        failed(seconds=1)

    assert failures_noted() == [("未知用户名", SHUT), ("wang", SHUT)]


@pytest.mark.usefixtures("town")
def test_a_failure_that_was_not_counted_is_written_down_all_the_same() -> None:
    with transaction():
        commands.note_failure("wang", now=NOW)

    assert failures_noted() == [("wang", None)]


def test_no_page_floods_the_journal_at_a_shut_door(app: Flask, town: Town) -> None:
    signed_in = Browser(app).sign_in(town.wang)
    for _ in range(8):
        try_to_sign_in(Browser(app), "wang", "wrong", expect=422)
    fields = {"current_password": "wrong", "new_password": "Harbour-77-kite"}
    for _ in range(4):
        again = {"new_password_again": "Harbour-77-kite"}
        signed_in.post("/account/password", expect=422, **fields, **again)
        signed_in.post("/account/second-factor/begin", current_password="wrong", expect=422)

    # A window of the clock may have ended meanwhile.
    assert failures_noted()[:6] == [*[("wang", None)] * 5, ("wang", SHUT)]
    assert len(failures_noted()) <= 7


@pytest.mark.usefixtures("town")
def test_failures_of_the_second_step_shut_the_same_door() -> None:
    for it in range(5):
        assert attempt(seconds=it, is_second_factor=True)
        with transaction():
            commands.forget_failures("wang", address=HERE, is_second_factor=False)

    assert not attempt(seconds=6)
    assert not attempt(seconds=6, is_second_factor=True)


@pytest.mark.usefixtures("town")
def test_a_success_forgets_the_failures_of_its_own_network_and_step_alone() -> None:
    attempt()
    attempt(ELSEWHERE)
    attempt(is_second_factor=True)
    attempt(login="bai")

    with transaction():
        commands.forget_failures(" WANG ", address=NEAR, is_second_factor=False)

    kept = {
        (it.login, it.network, it.is_second_factor)
        for it in db.session.scalars(select(SignInFailure))
    }
    assert kept == {
        ("wang", "198.51.100.0/24", False),
        ("wang", "203.0.113.0/24", True),
        ("bai", "203.0.113.0/24", False),
    }


@pytest.mark.postgres
@pytest.mark.usefixtures("town")
def test_many_guesses_at_once_get_no_more_tries_than_one_after_the_other(app: Flask) -> None:
    """Guesses of eight workers, each with the right password: five are looked at."""
    opened: list[bool] = []
    start = threading.Barrier(8)

    def guess() -> None:
        with app.app_context():
            start.wait()
            opened.extend(attempt() for _ in range(2))
            db.session.remove()

    workers = [threading.Thread(target=guess) for _ in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(opened) == 16
    assert sum(opened) == 5


@pytest.mark.usefixtures("town")
def test_old_failures_and_dead_sessions_are_swept_away_a_few_at_a_time(town: Town) -> None:
    attempt()
    with transaction():
        token = commands.sign_in(town.bai, now=NOW)
        db.session.add_all(
            Session(token_hash=f"{it}", person_id=town.bai.id, began_at=NOW, seen_at=NOW)
            for it in range(250)
        )
    assert token

    attempt(ELSEWHERE, seconds=25 * 3600)

    assert count(SignInFailure) == 1
    assert count(Session) == 51


def test_the_security_admin_opens_an_account_again(
    browser: Browser, town: Town, app: Flask
) -> None:
    for _ in range(5):
        try_to_sign_in(browser, "wang", "wrong", expect=422)
    try_to_sign_in(browser, "wang", expect=422)
    fang = Browser(app).sign_in(town.fang)
    assert "解锁" in fang.get(f"/persons/{town.wang.id}")

    page = fang.post(f"/persons/{town.wang.id}/unlock")

    assert page.location == f"/persons/{town.wang.id}"
    assert deeds()[-1] == "account.unlocked"
    assert "解锁</button>" not in fang.get(f"/persons/{town.wang.id}").html.replace(" ", "")
    try_to_sign_in(browser, "wang")


@pytest.mark.parametrize("who", ["lin", "gu", "shi", "wang"])
def test_nobody_else_opens_accounts(town: Town, who: str) -> None:
    attempt()

    with pytest.raises(NotAllowed), transaction():
        commands.unlock(town.actor(getattr(town, who)), town.wang, now=NOW)
    assert count(SignInFailure) == 1


def test_an_account_that_is_open_is_not_opened(town: Town) -> None:
    with pytest.raises(RuleBroken, match="没有被锁定"), transaction():
        commands.unlock(town.actor(town.fang), town.wang, now=NOW)


def test_shut_doors_are_told_with_the_time_when_they_open(town: Town) -> None:
    assert queries.locks_of(town.wang, NOW) == []
    for it in range(5):
        attempt(seconds=it)
    for number in range(20):
        attempt(f"198.51.{number}.1", seconds=5 + number / 10)

    at_once = queries.locks_of(town.wang, NOW + timedelta(seconds=7))

    assert {it.network for it in at_once} == {"203.0.113.0/24", None}
    assert at_once[0].until == NOW + timedelta(minutes=15, seconds=4)
    assert queries.locks_of(town.wang, NOW + timedelta(minutes=16)) == []


@contextmanager
def asked_from(app: Flask, address: str, forwarded: str | None = None) -> Iterator[Client]:
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    if forwarded:
        client.environ_base["HTTP_X_FORWARDED_FOR"] = forwarded
    yield client


def networks_after(app: Flask, address: str, forwarded: str) -> list[str]:
    app.config["WTF_CSRF_ENABLED"] = False
    with asked_from(app, address, forwarded) as client:
        answer = client.post("/sign-in", data={"login": "wang", "password": "wrong"})
    assert answer.status_code == 422
    db.session.rollback()
    return list(db.session.scalars(select(SignInFailure.network)))


@pytest.mark.usefixtures("town")
def test_what_a_request_says_of_its_sender_is_not_believed_without_proxies(app: Flask) -> None:
    assert networks_after(app, HERE, "8.8.8.8, 9.9.9.9") == ["203.0.113.0/24"]


def answers(app: Flask, *attempts: tuple[str, str]) -> list[tuple[int, bytes, list[str]]]:
    """Return status, body without keys, and headers of sign-ins, each by a browser of its own."""
    app.config["WTF_CSRF_ENABLED"] = False
    found = []
    for login, password in attempts:
        client = app.test_client()
        # A context of its own, as in life: nothing is left over from the request before.
        fields = {"login": login, "password": password}
        answer = Context().run(client.post, "/sign-in", data=fields)
        body = b"".join(
            line.replace(f'value="{login}"'.encode(), b"LOGIN")
            for line in answer.data.splitlines()
            if b"form_key" not in line and b"csrf_token" not in line
        )
        headers = sorted(
            f"{name}: {value}"
            for name, value in answer.headers
            if name not in ("Content-Length", "Set-Cookie", "X-Request-Id", "Date")
        )
        headers.append(",".join(sorted(name for name, _ in answer.headers)))
        found.append((answer.status_code, body, headers))
        db.session.rollback()
    return found


def test_unknown_wrong_locked_disabled_and_uninvited_get_the_same_answer_byte_for_byte(
    app: Flask, town: Town
) -> None:
    with transaction():
        town.zhao.is_active = False
        town.qin.password_hash = None
    for _ in range(6):
        with transaction():
            commands.begin_attempt("bai", address="127.0.0.1", now=now())

    told = answers(
        app,
        ("nobody", PASSWORD),
        ("wang", "wrong"),
        ("bai", PASSWORD),
        ("zhao", PASSWORD),
        ("qin", PASSWORD),
    )

    assert told[0][0] == 422
    assert "用户名或密码不对" in told[0][1].decode()
    for it in told[1:]:
        assert it == told[0]
    assert count(Session) == 0


def page_of(browser: Browser) -> Page:
    return browser.get("/sign-in")


def test_the_page_lets_password_managers_fill_and_people_paste(browser: Browser) -> None:
    page = page_of(browser)

    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert 'data-shows="显示密码"' in page
    assert "onpaste" not in page
