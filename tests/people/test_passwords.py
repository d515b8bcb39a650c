"""Changing one's password, and being made to."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browser import Browser, Page
from tests.journal.readers import deeds
from tests.people.builders import try_to_sign_in
from tests.town import NOW, PASSWORD, Town
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed
from tracker.foundation.settings import set_setting
from tracker.people import commands, rules
from tracker.people.models import FormerPassword, Invitation, Person, Session, SignInFailure
from tracker.people.policy import PROFILE, PasswordProfile

OTHER = "Harbour-77-kite"
PAGE = "/account/password"


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def change(
    browser: Browser, new: str = OTHER, *, current: str = PASSWORD, expect: int = 303
) -> Page:
    return browser.post(
        PAGE,
        current_password=current,
        new_password=new,
        new_password_again=new,
        expect=expect,
    )


def test_a_password_is_changed_and_the_old_one_is_worth_nothing(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(town.wang)

    assert change(browser).location == "/"

    assert deeds()[-1] == "password.changed"
    try_to_sign_in(Browser(app), "wang", PASSWORD, expect=422)
    try_to_sign_in(Browser(app), "wang", OTHER)


def test_a_change_ends_every_other_session_of_the_person_and_no_one_elses(
    app: Flask, town: Town
) -> None:
    here, there, bai = (
        Browser(app).sign_in(town.wang),
        Browser(app).sign_in(town.wang),
        Browser(app).sign_in(town.bai),
    )
    with transaction():
        commands.make_link(town.actor(town.gu), town.wang, now=now())

    change(here)

    here.get("/")
    there.get("/", expect=303)
    bai.get("/")
    assert count(Session) == 2
    assert count(Invitation) == 0


def test_who_does_not_know_the_present_password_changes_nothing(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(town.wang)

    page = change(browser, current="wrong", expect=422)

    assert "现在的密码不对。" in page
    assert deeds()[-1] == "sign_in.failed"
    try_to_sign_in(Browser(app), "wang", PASSWORD)


def test_guessing_the_present_password_is_counted_like_guessing_at_sign_in(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(town.wang)
    for _ in range(5):
        change(browser, current="wrong", expect=422)

    page = change(browser, expect=422)

    assert "15 分钟后再试" in page
    assert db.session.get_one(Person, town.wang.id).password_hash == town.bai.password_hash
    try_to_sign_in(Browser(app), "wang", PASSWORD, expect=422)


def test_unsuitable_new_passwords_lock_nobody_out(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)

    for _ in range(6):
        assert "至少 10 个字符" in change(browser, "short", expect=422)

    assert count(SignInFailure) == 0
    change(browser)


@pytest.mark.parametrize(
    ("new", "sentence"),
    [
        ("Wangfang-2026-x", "不能包含用户名"),
        ("Shiqiao-2026-xy", "不能包含用户名"),
        ("住房局-Kite-2026", "不能包含用户名"),
        ("Password-2026", "太常见"),
        (PASSWORD, "最近用过"),
        ("x1-Q" * 65, "不超过 256 个字符"),
    ],
)
def test_what_the_profile_does_not_take_is_said_beside_the_field(
    browser: Browser, town: Town, new: str, sentence: str
) -> None:
    browser.sign_in(town.wang)

    assert sentence in change(browser, new, expect=422)


def test_the_new_password_is_typed_twice_and_the_present_one_once(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.wang)

    page = browser.post(PAGE, expect=422, new_password=OTHER, new_password_again="Harbour-77-kitf")

    assert "两次输入的密码不一致。" in page
    assert "请填写现在的密码。" in page


@pytest.mark.postgres
def test_the_last_five_passwords_are_not_taken_again(town: Town) -> None:
    former = [f"Harbour-{number}-kite" for number in range(71, 77)]
    for password in former:
        with transaction():
            commands.set_password(town.wang, password, now=NOW)

    for password in former[-5:]:
        with pytest.raises(rules.PasswordFault, match="最近用过"), transaction():
            commands.set_password(town.wang, password, now=NOW)
    with transaction():
        commands.set_password(town.wang, former[0], now=NOW)
    assert count(FormerPassword) == 4


def test_under_asvs_only_the_present_password_is_refused(town: Town) -> None:
    with transaction():
        set_setting(PROFILE.name, PasswordProfile.ASVS)
    with transaction():
        commands.set_password(town.wang, "harbourlarkvelvet", now=NOW)

    with pytest.raises(rules.PasswordFault, match="最近用过"), transaction():
        commands.set_password(town.wang, "harbourlarkvelvet", now=NOW)
    with transaction():
        commands.set_password(town.wang, PASSWORD, now=NOW)


def test_nobody_changes_anothers_password(town: Town) -> None:
    with pytest.raises(NotAllowed), transaction():
        commands.change_password(
            town.actor(town.gu), town.wang, PASSWORD, OTHER, kept_session="", now=NOW
        )


def test_no_character_of_a_long_password_is_left_out(app: Flask, town: Town) -> None:
    begins = "Kite-7" + "é" * 70
    with transaction():
        commands.set_password(town.wang, begins + "a", now=NOW)

    try_to_sign_in(Browser(app), "wang", begins + "b", expect=422)
    try_to_sign_in(Browser(app), "wang", begins, expect=422)
    try_to_sign_in(Browser(app), "wang", begins + "a")


def test_spaces_and_other_ways_of_writing_an_accent_are_no_hindrance(
    app: Flask, town: Town
) -> None:
    with transaction():
        commands.set_password(town.wang, " Caf\u00e9 velvet 7 ", now=NOW)

    try_to_sign_in(Browser(app), "wang", "Caf\u00e9 velvet 7", expect=422)
    try_to_sign_in(Browser(app), "wang", " Cafe\u0301 velvet 7 ")


@pytest.mark.parametrize("why", ["given", "old", "of no known age"])
def test_who_must_change_the_password_can_do_nothing_else(
    app: Flask, browser: Browser, town: Town, why: str
) -> None:
    browser.sign_in(town.lin)
    with transaction():
        if why == "given":
            town.lin.must_change_password = True
        else:
            town.lin.password_set_at = now() - timedelta(days=91) if why == "old" else None

    for path in ("/", "/tasks", "/dashboard", "/components", "/directives"):
        assert browser.get(path, expect=303).location == PAGE, path
    page = browser.get(PAGE)
    assert "先换一个密码" in page
    assert 'href="/tasks"' not in page
    token = page.html.split('name="csrf_token"')[1].split('value="')[1].split('"')[0]
    fields = {"csrf_token": token, "current_password": PASSWORD}
    assert browser.status_of("POST", "/tasks/new", **fields) == 303
    fields |= {"new_password": OTHER, "new_password_again": OTHER}
    assert browser.status_of("POST", PAGE, **fields) == 303

    browser.get("/tasks")
    assert not db.session.get_one(Person, town.lin.id).must_change_password
    try_to_sign_in(Browser(app), "lin", OTHER)


def test_a_password_does_not_grow_old_under_asvs(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)
    with transaction():
        set_setting(PROFILE.name, PasswordProfile.ASVS)
        town.lin.password_set_at = now() - timedelta(days=2000)

    browser.get("/tasks")


def test_hashes_are_no_weaker_than_the_floor() -> None:
    kept = commands.hash_password(PASSWORD)

    assert kept.startswith("$argon2id$")
    memory = int(kept.split("m=")[1].split(",")[0])
    assert memory >= 46 * 1024
