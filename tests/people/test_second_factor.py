"""One-time codes: set up, asked for, used once, lost."""

from concurrent.futures import ThreadPoolExecutor
from contextvars import Context
from datetime import datetime, timedelta
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser, Page
from tests.conftest import SECRET_KEY
from tests.journal.readers import deeds
from tests.people.builders import try_to_sign_in
from tests.people.second_factor import code_of, set_up
from tests.town import NOW, PASSWORD, Town
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, RuleBroken
from tracker.foundation.sealing import seal, unseal
from tracker.journal.models import Entry
from tracker.people import commands, rules
from tracker.people.models import Person, RecoveryCode, Role, SecondFactor, Session, Shown

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


# ── rules ───────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-61, False), (-30, True), (0, True), (30, True), (61, False)]
)
def test_a_code_is_good_one_step_early_or_late(seconds: int, *, is_taken: bool) -> None:
    moment = NOW.replace(second=0)
    code = pyotp.TOTP(SECRET).at(moment + timedelta(seconds=seconds))

    assert (rules.step_of(SECRET, code, moment) is not None) is is_taken


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "１２３４５６", "²²²²²²"])
def test_what_is_no_code_is_none(code: str) -> None:
    assert rules.step_of(SECRET, code, NOW) is None


def test_a_code_may_be_typed_with_a_space() -> None:
    code = pyotp.TOTP(SECRET).at(NOW)

    assert rules.step_of(SECRET, f" {code[:3]} {code[3:]}", NOW) is not None


def test_recovery_codes_are_ten_and_different_and_are_known_however_typed() -> None:
    codes = rules.new_recovery_codes()

    assert len(set(codes)) == rules.RECOVERY_CODES == 10
    assert all(len(it) == 14 for it in codes)
    typed = codes[0].upper().replace("-", " ")
    assert rules.recovery_hash(typed) == rules.recovery_hash(codes[0])


@pytest.mark.parametrize(
    ("role", "all_need", "of_admins", "needs"),
    [
        (Role.SYSTEM_ADMIN, False, True, True),
        (Role.AUDITOR, False, True, True),
        (Role.SECURITY_ADMIN, False, False, False),
        (Role.HEAD, False, True, False),
        (Role.HEAD, True, False, True),
    ],
)
def test_who_may_not_work_without_one(
    role: Role, *, all_need: bool, of_admins: bool, needs: bool
) -> None:
    found = rules.needs_second_factor({role}, all_need=all_need, is_demanded_of_admins=of_admins)

    assert found is needs


def test_a_sealed_secret_opens_only_with_its_key_and_in_its_row() -> None:
    kept = seal(SECRET, secret_key="a" * 32, about="row:1")

    assert SECRET not in kept
    assert unseal(kept, secret_key="a" * 32, about="row:1") == SECRET
    for key, about in (("b" * 32, "row:1"), ("a" * 32, "row:2")):
        with pytest.raises(RuleBroken, match="LUOSHI_SECRET_KEY"):
            unseal(kept, secret_key=key, about=about)
    with pytest.raises(RuleBroken):
        unseal("aesgcm1:not base64", secret_key="a" * 32, about="row:1")


# ── setting up ──────────────────────────────────────────────────────────────


def secret_on(page: Page) -> str:
    return page.html.split('class="setup-secret">', 1)[1].split("<", 1)[0].replace(" ", "")


def test_a_device_is_set_up_by_password_picture_and_code(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)
    elsewhere = commands_sign_in(town.wang)
    assert "未启用" in browser.get("/account")
    browser.post("/account/second-factor/begin", expect=422, current_password="")
    refused = browser.post("/account/second-factor/begin", expect=422, current_password="wrong")
    assert "密码不对" in refused
    browser.get("/account/second-factor/picture", expect=404)
    browser.post("/account/second-factor/begin", current_password=PASSWORD)
    page = browser.get("/account/second-factor")
    secret = secret_on(page)
    picture = browser.get("/account/second-factor/picture")
    assert picture.mimetype == "image/svg+xml"
    assert b"style=" not in picture.data
    browser.post("/account/second-factor/confirm", expect=422, one_time_code="")
    wrong = browser.post("/account/second-factor/confirm", expect=422, one_time_code="000000")
    assert "动态口令不对" in wrong

    sent: dict[str, Any] = {"one_time_code": code_of(pyotp.TOTP(secret)), "form_key": "a-page"}
    former = set(db.session.scalars(select(Session.token_hash)))
    there = browser.post("/account/second-factor/confirm", **sent).location
    # The second of two clicks, with the cookie of before, is led to the same codes.
    assert browser.post("/account/second-factor/confirm", **sent).location == there
    done = browser.get(there)

    assert not former & set(db.session.scalars(select(Session.token_hash)))
    assert done.html.count("<li><code>") == 10
    account = browser.get("/account")
    assert "还有 10 个恢复码可用" in account
    assert db.session.get(Session, elsewhere) is None
    kept = db.session.get_one(SecondFactor, town.wang.id)
    assert secret not in kept.secret
    assert {"second_factor.begun", "second_factor.set_up"} <= {*deeds()}
    browser.post("/account/second-factor/begin", expect=409, current_password=PASSWORD)
    assert "已经启用" in browser.get("/account/second-factor")
    again = browser.post("/account/second-factor/confirm", one_time_code="123456")
    assert again.location == there
    with transaction():
        db.session.scalars(select(Shown)).one().at -= timedelta(seconds=31)
    browser.post("/account/second-factor/confirm", expect=409, one_time_code="123456")
    with transaction():
        db.session.scalars(select(Shown)).one().at -= rules.SHOWN_FOR
    assert "恢复码不再显示" in browser.get(there)


def commands_sign_in(person: Person) -> int:
    """Sign the person in elsewhere and return the session's key."""
    with transaction():
        token = commands.sign_in(person, now=NOW)
    found = db.session.scalar(
        select(Session.id).where(Session.token_hash == commands.token_hash(token))
    )
    assert found
    return found


def test_confirming_what_was_never_begun_is_refused(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang)

    browser.post("/account/second-factor/confirm", expect=409, one_time_code="123456")


def test_an_admin_can_do_nothing_else_before_one_is_set_up(
    app: Flask, browser: Browser, town: Town
) -> None:
    app.config["SECOND_FACTOR_OF_ADMINS"] = True
    browser.sign_in(town.gu)

    assert browser.get("/", expect=303).location == "/account/second-factor"
    assert "先设置动态口令" in browser.get("/account/second-factor")
    assert browser.post("/account/sessions/end-others").location == "/account/second-factor"
    browser.sign_in(town.wang).get("/")


# ── signing in ──────────────────────────────────────────────────────────────


def test_the_password_alone_opens_nothing(browser: Browser, town: Town) -> None:
    device = set_up(town, town.wang)

    answer = try_to_sign_in(browser, "wang", next="/tasks")

    assert answer.location == "/sign-in/second-factor?next=/tasks"
    assert browser.get("/tasks", expect=303).location.startswith("/sign-in")
    assert "再输入动态口令" in browser.get("/sign-in/second-factor?next=/tasks")
    assert deeds().count("session.began") == 0
    given = give(browser, code_of(device), next="/tasks")
    assert (given.status, given.location) == (303, "/tasks")
    browser.get("/tasks")
    assert deeds().count("session.began") == 1


def give(browser: Browser, code: str, **more: str) -> Page:
    """Give a code as somebody whose password was right."""
    page = browser.get("/sign-in/second-factor")
    token = page.html.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    fields = {"one_time_code": code, "csrf_token": token} | more
    answer = Context().run(browser._client.post, "/sign-in/second-factor", data=fields)
    db.session.rollback()
    return Page(answer)


def test_the_token_before_the_code_is_not_the_one_after(browser: Browser, town: Town) -> None:
    device = set_up(town, town.wang)
    try_to_sign_in(browser, "wang")
    before = browser._client.get_cookie("luoshi")

    give(browser, code_of(device))

    after = browser._client.get_cookie("luoshi")
    assert before
    assert after
    assert before.value != after.value
    assert len(db.session.scalars(select(Session)).all()) == 1


def test_a_code_is_taken_once(browser: Browser, town: Town) -> None:
    device = set_up(town, town.wang)
    code = code_of(device)
    try_to_sign_in(browser, "wang")
    assert give(browser, code).status == 303
    browser.post("/sign-out")

    try_to_sign_in(browser, "wang")
    again = give(browser, code)

    assert again.status == 422
    assert "动态口令不对，或者已经用过" in again


@pytest.mark.postgres
def test_of_two_who_send_the_same_code_at_once_one_gets_in(app: Flask, town: Town) -> None:
    device = set_up(town, town.wang)
    code = code_of(device, NOW)

    def enter(_number: int) -> bool:
        with app.app_context():
            with transaction():
                token = commands.sign_in(db.session.get_one(Person, person_id), now=NOW)
            try:
                with transaction():
                    waiting = db.session.scalar(
                        select(Session).where(Session.token_hash == commands.token_hash(token))
                    )
                    assert waiting
                    commands.pass_second_factor(waiting, code, secret_key=SECRET_KEY, now=NOW)
            except NotAllowed:
                return False
            finally:
                db.session.remove()
            return True

    person_id = town.wang.id
    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(enter, range(4))) == 1


def test_guessing_codes_shuts_the_door_even_for_the_right_one(browser: Browser, town: Town) -> None:
    device = set_up(town, town.wang)
    try_to_sign_in(browser, "wang")
    assert give(browser, "").status == 422
    for _ in range(5):
        assert give(browser, "000000").status == 422

    assert give(browser, code_of(device)).status == 422


def test_a_recovery_code_stands_for_the_device_once(browser: Browser, town: Town) -> None:
    set_up(town, town.wang)
    with transaction():
        codes = fresh_codes(town)
    try_to_sign_in(browser, "wang")

    assert give(browser, codes[0].upper()).status == 303
    assert "刚用掉一个恢复码" in browser.get("/account")
    assert "还有 9 个恢复码可用" in browser.get("/account")
    browser.post("/sign-out")
    try_to_sign_in(browser, "wang")
    assert give(browser, codes[0]).status == 422
    kept = db.session.scalars(select(RecoveryCode.code_hash)).all()
    assert not set(kept) & set(codes)


def fresh_codes(town: Town) -> list[str]:
    """Replace the recovery codes by ones that the test knows."""
    codes = rules.new_recovery_codes()
    rows = db.session.scalars(select(RecoveryCode).order_by(RecoveryCode.id)).all()
    for row, code in zip(rows, codes, strict=True):
        assert row.person_id == town.wang.id
        row.code_hash = rules.recovery_hash(code)
    return codes


def test_whoever_waits_too_long_begins_again(browser: Browser, town: Town) -> None:
    set_up(town, town.wang)
    try_to_sign_in(browser, "wang")
    with transaction():
        for session in db.session.scalars(select(Session)):
            session.began_at -= rules.WAITING + timedelta(seconds=1)

    assert browser.get("/sign-in/second-factor", expect=302).location == "/sign-in"
    answer = browser.post("/sign-in/second-factor", one_time_code="123456")
    assert answer.location == "/sign-in"


def test_without_a_password_there_is_no_second_step(browser: Browser) -> None:
    assert browser.get("/sign-in/second-factor", expect=302).location == "/sign-in"


def test_under_another_key_of_the_installation_a_recovery_code_still_helps(
    app: Flask, browser: Browser, town: Town
) -> None:
    device = set_up(town, town.wang)
    with transaction():
        codes = fresh_codes(town)
    app.config["SECRET_KEY"] = "another key of the installation"
    try_to_sign_in(browser, "wang")

    assert give(browser, code_of(device)).status == 422
    assert give(browser, codes[0]).status == 303


def test_a_set_up_that_was_begun_under_another_key_is_begun_anew(
    app: Flask, browser: Browser, town: Town
) -> None:
    with transaction():
        commands.begin_second_factor(
            town.actor(town.wang), town.wang, secret_key="former" * 6, now=NOW
        )
    browser.sign_in(town.wang)

    assert "开始设置" in browser.get("/account/second-factor")
    assert app


def test_the_journal_names_the_roles_of_whoever_gave_a_code(browser: Browser, town: Town) -> None:
    device = set_up(town, town.gu)
    try_to_sign_in(browser, "gu")
    give(browser, code_of(device))

    began = db.session.scalars(select(Entry).where(Entry.deed == "session.began")).one()
    assert began.roles


# ── giving it up, and losing it ─────────────────────────────────────────────


def test_it_is_given_up_by_a_code_and_recovery_codes_are_renewed(
    browser: Browser, town: Town
) -> None:
    device = set_up(town, town.wang)
    try_to_sign_in(browser, "wang")
    give(browser, code_of(device, db_now(-30)))
    browser.post("/account/recovery-codes", expect=422, one_time_code="")
    assert "口令不对" in browser.post("/account/recovery-codes", expect=422, one_time_code="000000")
    before = set(db.session.scalars(select(RecoveryCode.code_hash)))

    sent: dict[str, Any] = {"one_time_code": code_of(device)}
    there = browser.post("/account/recovery-codes", form_key="a-page", **sent).location
    assert browser.post("/account/recovery-codes", form_key="a-page", **sent).location == there
    # One that is not known for the same is led there too: the code is used up.
    assert browser.post("/account/recovery-codes", **sent).location == there
    assert "再看刚生成的恢复码" in browser.get("/account")
    page = browser.get(there)

    assert page.html.count("<li><code>") == 10
    assert not before & set(db.session.scalars(select(RecoveryCode.code_hash)))
    browser.post("/account/second-factor/remove", expect=422, one_time_code="")
    browser.post("/account/second-factor/remove", expect=422, one_time_code="000000")
    browser.post("/account/second-factor/remove", one_time_code=code_of(device, db_now(30)))
    assert db.session.get(SecondFactor, town.wang.id) is None
    assert "second_factor.given_up" in deeds()
    browser.post("/account/second-factor/remove", expect=409, one_time_code="123456")
    browser.post("/account/recovery-codes", expect=409, one_time_code="123456")


def db_now(seconds: int) -> datetime:
    """A moment beside now."""
    return now() + timedelta(seconds=seconds)


def test_who_must_have_one_cannot_give_it_up(app: Flask, browser: Browser, town: Town) -> None:
    device = set_up(town, town.gu)
    app.config["SECOND_FACTOR_OF_ADMINS"] = True
    try_to_sign_in(browser, "gu")
    give(browser, code_of(device, db_now(-30)))

    refused = browser.post(
        "/account/second-factor/remove", expect=409, one_time_code=code_of(device)
    )

    assert "不能停用" in refused
    assert db.session.get(SecondFactor, town.gu.id)


def test_a_lost_device_is_reset_by_the_security_admin_alone(browser: Browser, town: Town) -> None:
    set_up(town, town.wang)
    path = f"/persons/{town.wang.id}/second-factor/reset"
    for person in (town.lin, town.gu, town.wang, town.shi):
        browser.sign_in_fully(person).post(path, expect=403)
    browser.sign_in(town.fang)
    assert "重置动态口令" in browser.get(f"/persons/{town.wang.id}")

    browser.post(path)

    assert db.session.get(SecondFactor, town.wang.id) is None
    assert "second_factor.reset" in deeds()
    browser.post(path, expect=409)


def test_nobody_resets_their_own(town: Town) -> None:
    set_up(town, town.fang)
    with pytest.raises(NotAllowed, match="自己"), transaction():
        commands.reset_second_factor(
            town.actor(town.fang), db.session.get_one(Person, town.fang.id), now=NOW
        )
    with pytest.raises(NotAllowed, match="安全管理员"), transaction():
        commands.reset_second_factor(
            town.actor(town.gu), db.session.get_one(Person, town.fang.id), now=NOW
        )
