"""A password set anew on the machine, where nobody may make a link."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browser import Browser
from tests.people.builders import try_to_sign_in
from tests.people.second_factor import code_of, set_up
from tests.people.test_persons import last_entry
from tests.town import PASSWORD, Town
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotFound, RuleBroken
from tracker.journal.models import Entry
from tracker.people import commands, rules
from tracker.people.models import Person, RecoveryCode, SecondFactor, Session, SignInFailure

GIVEN = "Harbour-77-kite"


def reset(login: str = "fang", password: str = GIVEN, *, forgets_device: bool = False) -> Person:
    with transaction():
        return commands.reset_on_machine(login, password, forgets_device=forgets_device, now=now())


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def failed(*, is_second_factor: bool) -> None:
    for _ in range(5):
        with transaction():
            commands.begin_attempt(
                "fang", address="203.0.113.5", now=now(), is_second_factor=is_second_factor
            )


@pytest.mark.postgres
def test_the_password_must_be_changed_and_every_session_ends(app: Flask, town: Town) -> None:
    signed_in = Browser(app).sign_in(town.fang)
    failed(is_second_factor=False)

    person = reset(" FANG ")

    assert person.id == town.fang.id
    entry = last_entry()
    assert (entry.deed, entry.actor_id) == ("password.reset_on_machine", None)
    assert GIVEN not in str(entry.details)
    assert count(SignInFailure) == count(Session) == 0
    signed_in.get("/", expect=303)
    try_to_sign_in(Browser(app), "fang", PASSWORD, expect=422)
    again = Browser(app)
    try_to_sign_in(again, "fang", GIVEN)
    assert again.get("/", expect=303).location == "/account/password"


def test_the_second_factor_is_not_touched(app: Flask, town: Town) -> None:
    device = set_up(town, town.fang)
    failed(is_second_factor=True)

    reset()

    assert count(SignInFailure) == 5
    assert count(SecondFactor) == 1
    assert count(RecoveryCode) == rules.RECOVERY_CODES
    browser = Browser(app)
    try_to_sign_in(browser, "fang", GIVEN)
    browser.get("/", expect=303)
    browser.post("/sign-in/second-factor", one_time_code=code_of(device))


def test_a_lost_device_is_forgotten_where_it_is_asked_for(town: Town) -> None:
    set_up(town, town.fang)
    failed(is_second_factor=True)

    reset(forgets_device=True)

    assert count(SecondFactor) == count(RecoveryCode) == count(SignInFailure) == 0
    deeds = db.session.scalars(select(Entry.deed).order_by(Entry.id)).all()
    assert deeds[-2:] == ["second_factor.reset", "password.reset_on_machine"]


def test_what_cannot_be_done_is_refused_and_changes_nothing(town: Town) -> None:
    with transaction():
        town.bai.is_active = False
    with pytest.raises(NotFound, match="没有这个用户名"):
        reset("nobody")
    with pytest.raises(RuleBroken, match="已经停用"):
        reset("bai")
    with pytest.raises(RuleBroken, match="没有设置动态口令"):
        reset(forgets_device=True)
    with pytest.raises(rules.PasswordFault):
        reset(password="short")

    assert count(Entry) == 0
    assert not db.session.get_one(Person, town.fang.id).must_change_password
