"""Signing in and out, as people meet it."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.people.builders import try_to_sign_in
from tests.town import Town
from tracker.foundation.db import db, transaction
from tracker.people.models import Session, SignInFailure


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.usefixtures("town")
def test_a_person_signs_in_and_is_taken_where_they_wanted(browser: Browser) -> None:
    page = try_to_sign_in(browser, " WANG ", next="/tasks?signal=overdue")

    assert page.location == "/tasks?signal=overdue"
    assert deeds() == ["session.began"]
    assert "王芳" in browser.get("/")


@pytest.mark.usefixtures("town")
@pytest.mark.parametrize(
    "target", ["//evil.example", "/\\evil.example", "https://evil.example", ""]
)
def test_nobody_is_sent_to_another_site(browser: Browser, target: str) -> None:
    assert try_to_sign_in(browser, "wang", next=target).location == "/"


@pytest.mark.usefixtures("town")
def test_only_the_hash_of_the_token_is_kept(browser: Browser) -> None:
    page = try_to_sign_in(browser, "wang")

    token = page.headers["Set-Cookie"].split(";")[0].removeprefix("luoshi=")
    kept = db.session.scalars(select(Session.token_hash)).one()
    assert len(token) >= 43
    assert token not in kept
    assert "HttpOnly" in page.headers["Set-Cookie"]


def test_wrong_unknown_and_disabled_read_the_same(browser: Browser, town: Town) -> None:
    with transaction():
        town.zhao.is_active = False

    pages = [
        try_to_sign_in(browser, "wang", "wrong", expect=422),
        try_to_sign_in(browser, "nobody", expect=422),
        try_to_sign_in(browser, "zhao", expect=422),
    ]

    assert all("用户名或密码不对" in page for page in pages)
    assert count(SignInFailure) == 3
    assert count(Session) == 0


def test_the_form_says_beside_the_field_what_is_missing(browser: Browser) -> None:
    page = try_to_sign_in(browser, "", "", expect=422)

    assert "请填写用户名。" in page
    assert "请填写密码。" in page


@pytest.mark.usefixtures("town")
def test_five_failures_lock_even_the_right_password(browser: Browser) -> None:
    for _ in range(5):
        try_to_sign_in(browser, "wang", "wrong", expect=422)

    try_to_sign_in(browser, "wang", expect=422)
    try_to_sign_in(browser, "bai")


def test_who_is_signed_in_does_not_see_the_form_again(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.wang).get("/sign-in", expect=302)

    assert page.location == "/"


def test_signing_out_ends_the_session_for_good(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)

    page = browser.post("/sign-out")

    assert page.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert count(Session) == 0
    assert deeds()[-1] == "session.ended"
    browser.get("/", expect=303)


def test_a_session_ends_by_idleness_and_by_age(app: Flask, browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)
    with transaction():
        session = db.session.scalars(select(Session)).one()
        session.seen_at -= timedelta(minutes=31)
    browser.get("/", expect=303)

    browser = Browser(app).sign_in(town.wang)
    with transaction():
        for session in db.session.scalars(select(Session)):
            session.began_at -= timedelta(hours=13)
    browser.get("/", expect=303)


def test_use_keeps_a_session_alive(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)
    with transaction():
        session = db.session.scalars(select(Session)).one()
        session.seen_at = before = session.seen_at - timedelta(minutes=20)

    browser.get("/")

    assert db.session.scalars(select(Session.seen_at)).one() > before


def test_a_disabled_person_is_out_at_once(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang).get("/")
    with transaction():
        town.wang.is_active = False

    browser.get("/", expect=303)
