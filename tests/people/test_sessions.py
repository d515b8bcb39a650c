"""Sessions: how long they last, whose they are, and when their token changes."""

import json
from datetime import date, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.people.builders import try_to_sign_in
from tests.town import NOW, YEAR_BEGAN, Town
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed
from tracker.people import commands, rules
from tracker.people.models import Grant, Person, Role, Session
from tracker.people.policy import SignInPolicy

POLICY = SignInPolicy()
SECOND = timedelta(seconds=1)
BROWSERS = {
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit Chrome/120 Safari/537 Edg/120": "Edge · Windows",
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko Firefox/128.0": "Firefox · Linux",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Safari/604": "Safari · iPhone",
    "curl/8": "",
}


@pytest.mark.parametrize(
    ("is_admin", "idle", "age", "is_over"),
    [
        (False, timedelta(minutes=30), timedelta(hours=1), False),
        (False, timedelta(minutes=30) + SECOND, timedelta(hours=1), True),
        (False, timedelta(), timedelta(hours=12), False),
        (False, timedelta(), timedelta(hours=12) + SECOND, True),
        (True, timedelta(minutes=15), timedelta(hours=1), False),
        (True, timedelta(minutes=15) + SECOND, timedelta(hours=1), True),
        (True, timedelta(), timedelta(hours=8) + SECOND, True),
    ],
)
def test_a_session_ends_by_idleness_and_by_age_earlier_for_admins(
    idle: timedelta, age: timedelta, *, is_admin: bool, is_over: bool
) -> None:
    assert rules.is_over(NOW - age, NOW - idle, NOW, POLICY, is_admin=is_admin) is is_over


def test_it_is_known_which_of_the_two_ends_a_session() -> None:
    day = timedelta(hours=12)
    fresh = rules.end_of(NOW, NOW, POLICY, is_admin=False)
    old = rules.end_of(NOW - day + SECOND, NOW, POLICY, is_admin=False)

    assert (fresh.at - NOW, fresh.by_idleness) == (timedelta(minutes=30), True)
    assert (old.at - NOW, old.by_idleness) == (SECOND, False)


@pytest.mark.postgres
def test_a_page_asks_how_long_its_session_lasts_without_making_it_longer(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.wang)
    with transaction():
        db.session.execute(update(Session).values(seen_at=now() - timedelta(minutes=28)))
    before = db.session.scalars(select(Session.seen_at)).one()

    left = json.loads(browser.get("/account/session/left").html)
    assert 0 < left.pop("left") <= 120
    assert left == {"can_stay": True}
    assert db.session.scalars(select(Session.seen_at)).one() == before

    here = json.loads(browser.get("/account/session").html)
    assert here.pop("left") > 29 * 60
    assert here.pop("token")
    assert here == {"can_stay": True, "login": "wang"}
    assert db.session.scalars(select(Session.seen_at)).one() > before
    browser._client.delete_cookie("luoshi")
    for path in ("/account/session", "/account/session/left"):
        assert browser.get(path, expect=303).location.startswith("/sign-in")


def test_a_page_learns_who_is_there_before_the_password_is_changed(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.wang)
    with transaction():
        db.session.get_one(Person, town.wang.id).must_change_password = True

    assert '"wang"' in browser.get("/account/session")


@pytest.mark.parametrize("agent", BROWSERS)
def test_a_browser_is_told_in_words(agent: str) -> None:
    assert rules.browser_words(agent) == BROWSERS[agent]


def sign_in_elsewhere(person: Person, agent: str = "") -> str:
    with transaction():
        return commands.sign_in(person, now=now(), address="10.1.2.3", agent=agent)


def session_ids() -> list[int]:
    return list(db.session.scalars(select(Session.id).order_by(Session.id)))


@pytest.mark.parametrize(("login", "is_out"), [("wang", False), ("gu", True)])
def test_twenty_idle_minutes_sign_an_admin_out_and_nobody_else(
    browser: Browser, town: Town, login: str, *, is_out: bool
) -> None:
    browser.sign_in(getattr(town, login))
    with transaction():
        for session in db.session.scalars(select(Session)):
            session.seen_at -= timedelta(minutes=20)

    browser.get("/account", expect=303 if is_out else 200)


def test_one_sees_where_one_is_signed_in_and_ends_it_there(browser: Browser, town: Town) -> None:
    sign_in_elsewhere(town.wang, next(iter(BROWSERS)))
    elsewhere = session_ids()[0]
    page = browser.sign_in(town.wang).get("/account")
    assert "Edge · Windows" in page
    assert "10.1.2.3" in page
    assert "（这里）" in page

    browser.post(f"/account/sessions/{elsewhere}/end")

    assert elsewhere not in session_ids()
    assert "session.ended" in deeds()
    assert "Edge · Windows" not in browser.get("/account")
    browser.post(f"/account/sessions/{elsewhere}/end", expect=404)


def test_another_person_s_session_cannot_be_ended(browser: Browser, town: Town) -> None:
    sign_in_elsewhere(town.lin)
    theirs = session_ids()[0]

    browser.sign_in(town.wang).post(f"/account/sessions/{theirs}/end", expect=404)

    assert theirs in session_ids()


def test_all_others_end_and_this_one_goes_on(browser: Browser, town: Town) -> None:
    for _ in range(3):
        sign_in_elsewhere(town.wang)
    sign_in_elsewhere(town.lin)

    browser.sign_in(town.wang).post("/account/sessions/end-others")

    assert "其他 3 处登录已退出" in browser.get("/account")
    assert len(session_ids()) == 2


def test_a_new_role_comes_with_another_token(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang).get("/account")
    before = browser._client.get_cookie("luoshi")
    with transaction():
        db.session.add(
            Grant(
                person_id=town.wang.id,
                role=Role.CONTACT,
                unit_id=town.roads.id,
                from_on=YEAR_BEGAN,
            )
        )

    browser.get("/account")

    after = browser._client.get_cookie("luoshi")
    assert before
    assert after
    assert before.value != after.value
    browser.get("/account")
    old = browser._client
    old.set_cookie("luoshi", before.value)
    browser.get("/account", expect=303)


def test_a_role_that_ended_is_gone_with_the_next_request(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin).get("/dashboard")
    with transaction():
        for grant in db.session.scalars(select(Grant).where(Grant.person_id == town.lin.id)):
            grant.to_on = date(2026, 6, 17)

    browser.get("/dashboard", expect=403)


def test_signing_in_notes_browser_and_place(app: Flask, browser: Browser, town: Town) -> None:
    try_to_sign_in(browser, "wang")

    kept = db.session.scalars(select(Session)).one()
    assert kept.address == "127.0.0.1"
    assert kept.person_id == town.wang.id
    assert app


def test_what_was_there_before_signing_in_is_no_session_after(browser: Browser, town: Town) -> None:
    browser._client.set_cookie("luoshi", "chosen-by-another")
    try_to_sign_in(browser, "wang")

    cookie = browser._client.get_cookie("luoshi")

    assert cookie
    assert cookie.value != "chosen-by-another"
    hashes = db.session.scalars(select(Session.token_hash)).all()
    assert commands.token_hash("chosen-by-another") not in hashes
    assert town


def test_signing_in_ends_the_session_that_the_browser_had(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    theirs = session_ids()[0]
    page = browser.get("/account/password")
    assert page
    token = sign_in_elsewhere(town.wang)
    with transaction():
        commands.end_former(token, now=now())

    assert session_ids() == [theirs]
    with transaction():
        commands.end_former("of nobody", now=now())
    assert session_ids() == [theirs]


def test_no_session_begins_with_a_password_that_was_changed_meanwhile(town: Town) -> None:
    def sign_in_late() -> None:
        person = db.session.get_one(Person, town.wang.id)
        assert person.password_hash
        db.session.execute(
            update(Person).where(Person.id == person.id).values(password_hash="another"),
            execution_options={"synchronize_session": False},
        )
        commands.sign_in(person, now=now())

    with pytest.raises(NotAllowed), transaction():
        sign_in_late()

    assert session_ids() == []


def test_an_old_token_buys_no_new_one(town: Town) -> None:
    sign_in_elsewhere(town.wang)
    session = db.session.scalars(select(Session)).one()
    session_id, former = session.id, session.token_hash

    with transaction():
        first = commands.renew(session_id, former, privileges="x")
    with transaction():
        second = commands.renew(session_id, former, privileges="x")

    assert first
    assert second is None


def test_only_living_sessions_are_listed(browser: Browser, town: Town) -> None:
    sign_in_elsewhere(town.wang, next(iter(BROWSERS)))
    with transaction():
        for session in db.session.scalars(select(Session)):
            session.seen_at -= timedelta(hours=20)

    assert "Edge · Windows" not in browser.sign_in(town.wang).get("/account")
