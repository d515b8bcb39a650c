"""Links by which a person sets a password: once, for half an hour, for nobody else."""

import re
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.people.builders import try_to_sign_in
from tests.people.test_posts import given
from tests.town import NOW, PASSWORD, TODAY, Town
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotAllowed, NotFound, RuleBroken
from tracker.people import commands, queries, rules
from tracker.people.models import (
    Grant,
    Invitation,
    Person,
    Purpose,
    Role,
    Session,
    Shown,
    SignInFailure,
)

NEW = "Harbour-77-kite"


def link(town: Town, person: Person | None = None) -> str:
    """Make a link now and return its token."""
    with transaction():
        return commands.make_link(town.actor(town.gu), person or town.wang, now=now())


def use(browser: Browser, token: str, password: str = NEW, *, expect: int = 303) -> str:
    page = browser.post(
        f"/invitations/{token}",
        new_password=password,
        new_password_again=password,
        expect=expect,
    )
    return page.html


def uninvited(town: Town) -> Person:
    with transaction():
        person = Person(login="hexin", name="何欣")
        db.session.add(person)
    assert town
    return person


def test_somebody_new_is_invited_sets_a_password_and_signs_in(
    app: Flask, browser: Browser, town: Town
) -> None:
    person = uninvited(town)
    token = link(town, person)

    page = browser.get(f"/invitations/{token}")
    assert "何欣，请设置密码" in page
    assert "至少 10 个字符" in page
    assert 'autocomplete="new-password"' in page
    use(browser, token)

    assert "密码已设好" in browser.get("/sign-in")
    try_to_sign_in(Browser(app), "hexin", NEW)
    assert [it for it in deeds() if it != "session.began"] == ["account.invited", "account.opened"]


def test_a_forgotten_password_is_set_anew_and_every_session_ends(
    app: Flask, browser: Browser, town: Town
) -> None:
    signed_in = Browser(app).sign_in(town.wang)
    token = link(town)
    signed_in.get("/")

    use(browser, token)

    signed_in.get("/", expect=303)
    try_to_sign_in(Browser(app), "wang", PASSWORD, expect=422)
    try_to_sign_in(Browser(app), "wang", NEW)
    assert [it for it in deeds() if not it.startswith(("session", "sign_in"))] == [
        "password.reset_begun",
        "password.reset",
    ]


def test_whoever_forgot_the_password_is_not_kept_waiting(
    app: Flask, browser: Browser, town: Town
) -> None:
    for _ in range(5):
        try_to_sign_in(Browser(app), "wang", "wrong", expect=422)

    use(browser, link(town))

    assert not db.session.scalars(select(SignInFailure)).all()
    try_to_sign_in(Browser(app), "wang", NEW)


def test_a_link_is_used_once(browser: Browser, town: Town) -> None:
    token = link(town)
    use(browser, token)

    assert "链接已经失效" in use(browser, token, "Velvet-88-larch", expect=404)
    assert "链接已经失效" in browser.get(f"/invitations/{token}", expect=404)


def test_every_link_that_is_good_for_nothing_reads_the_same(browser: Browser, town: Town) -> None:
    older = link(town)
    newer = link(town)
    disabled = link(town, town.bai)
    used = link(town, town.sun)
    use(browser, used)
    with transaction():
        town.bai.is_active = False
    browser.get("/sign-in")  # the word that it is done is not on the pages to come

    pages = [
        browser.get(f"/invitations/{token}", expect=404).html
        for token in (older, disabled, used, "nothing-of-the-kind", "x" * 300)
    ]

    assert len(set(pages)) == 1
    browser.get(f"/invitations/{newer}")


def test_a_link_is_good_for_half_an_hour(town: Town) -> None:
    with transaction():
        token = commands.make_link(town.actor(town.gu), town.wang, now=NOW)

    commands.invitation_of(token, now=NOW + timedelta(minutes=30))
    with pytest.raises(NotFound):
        commands.invitation_of(token, now=NOW + timedelta(minutes=30, seconds=1))
    with pytest.raises(NotFound), transaction():
        commands.use_link(token, NEW, now=NOW + timedelta(minutes=31))


@pytest.mark.postgres
def test_a_change_of_the_password_or_of_the_account_ends_the_link(town: Town) -> None:
    first, second = link(town), link(town, town.bai)
    with transaction():
        commands.set_password(town.wang, NEW, now=NOW)
        commands.end_credentials(town.bai)

    for token in (first, second):
        with pytest.raises(NotFound), transaction():
            commands.use_link(token, "Velvet-88-larch", now=now())


def test_a_password_that_is_not_taken_leaves_the_link_good(browser: Browser, town: Town) -> None:
    token = link(town)

    assert "不能包含用户名" in use(browser, token, "Wangfang-2026-x", expect=422)
    page = browser.post(
        f"/invitations/{token}", expect=422, new_password=NEW, new_password_again="other"
    )
    assert "两次输入的密码不一致。" in page

    use(browser, token)


@pytest.mark.postgres
def test_nothing_in_the_database_opens_anything(town: Town) -> None:
    token = link(town)

    kept = db.session.scalars(select(Invitation)).one()
    assert len(token) >= 43
    assert token not in kept.token_hash
    assert kept.purpose is Purpose.RESET
    with pytest.raises(NotFound):
        commands.invitation_of(kept.token_hash, now=now())


@pytest.mark.postgres
def test_the_link_is_shown_for_minutes_and_only_to_the_session_that_made_it(
    app: Flask, browser: Browser, town: Town
) -> None:
    browser.sign_in(town.gu)
    here = f"/persons/{town.wang.id}/invitation"

    # The first answer of a double click is lost with every cookie in it.
    assert browser.post(here, form_key="a-page").location == here
    assert browser.post(here, form_key="a-page").location == here
    page = browser.get(here)

    shown = re.search(r'value="/invitations/([^"]+)"', page.html)
    assert shown
    assert commands.is_good(shown[1], now=now())
    assert deeds().count("password.reset_begun") == 1
    assert shown[1] in browser.get(here)
    assert "系统目前不发送邮件和短信" in page
    assert "LUOSHI_BASE_URL" in page
    assert 'data-copies="复制"' in page
    assert page.headers["Cache-Control"] == "no-store"
    assert "链接不再显示" in browser.get(f"/persons/{town.bai.id}/invitation")
    assert "链接不再显示" in Browser(app).sign_in(town.gu).get(here)
    with transaction():
        kept = db.session.scalars(select(Shown)).one()
        assert shown[1] not in kept.sealed
        kept.at -= rules.SHOWN_FOR
    assert "链接不再显示" in browser.get(here)
    browser.post(here)
    with transaction():
        commands.end_links(town.wang)
    assert "链接不再显示" in browser.get(here)


def test_a_link_that_was_sealed_under_another_key_is_not_shown(town: Town) -> None:
    with transaction():
        token = commands.sign_in(town.gu, now=now())
        commands.keep_shown(token, "x", "words", secret_key="one key", now=NOW)
        commands.keep_shown("no session's", "x", "words", secret_key="one key", now=NOW)

    assert queries.shown_again(token, "x", NOW, secret_key="one key") == "words"
    assert queries.shown_again(token, "x", NOW, secret_key="another") is None
    assert queries.shown_again(token, "y", NOW, secret_key="one key") is None
    late = NOW + rules.SHOWN_FOR + timedelta(seconds=1)
    assert queries.shown_again(token, "x", late, secret_key="one key") is None


def test_a_change_of_address_or_login_ends_the_open_link_and_of_the_name_does_not(
    town: Town,
) -> None:
    for field in ("email", "login", "name"):
        person = db.session.get_one(Person, town.wang.id)
        token = link(town, person)
        data = {"login": person.login, "name": person.name, "email": person.email}
        new = {"email": "fang@shiqiao.example", "login": "wangfang", "name": "王方"}
        with transaction():
            commands.edit_person(
                town.actor(town.gu),
                person,
                rules.PersonData(**(data | {field: new[field]})),
                today=TODAY,
                now=NOW,
                version=person.version,
            )

        assert commands.is_good(token, now=now()) == (field == "name")


def test_a_person_page_offers_no_link_where_it_would_be_refused(
    browser: Browser, town: Town
) -> None:
    browser.sign_in(town.gu)
    assert "重置密码" in browser.get(f"/persons/{town.wang.id}")
    officer = browser.get(f"/persons/{town.fang.id}")

    assert "/invitation" not in officer
    assert "luoshi reset-password" in officer
    made = browser.get(f"/persons/{town.fang.id}/invitation")
    assert "没有可以显示的链接" in made
    assert "重新生成" not in made


@pytest.mark.parametrize(
    ("base", "address"),
    [("https://luoshi.example/", "https://luoshi.example/invitations/"), (None, "/invitations/")],
)
def test_the_address_of_a_link_comes_from_the_settings_alone(
    app: Flask, town: Town, base: str | None, address: str
) -> None:
    app.config.update(BASE_URL=base, WTF_CSRF_ENABLED=False)
    with transaction():
        token = commands.sign_in(town.gu, now=now())
    client = app.test_client()
    client.set_cookie("luoshi", token, domain="evil.example")
    forged: dict[str, Any] = {
        "base_url": "http://evil.example",
        "headers": {"X-Forwarded-Host": "worse.example", "Forwarded": "host=worse.example"},
    }
    here = f"/persons/{town.wang.id}/invitation"

    made = Context().run(client.post, here, **forged)
    page = Context().run(client.get, here, **forged)

    assert made.location == here
    assert f'value="{address}' in page.text
    assert "evil" not in page.text
    assert "worse" not in page.text


@pytest.mark.parametrize("who", ["lin", "fang", "shi", "wang"])
def test_links_are_made_by_the_system_admin_alone(town: Town, who: str) -> None:
    with pytest.raises(NotAllowed), transaction():
        commands.make_link(town.actor(getattr(town, who)), town.bai, now=NOW)


def test_nobody_makes_a_link_for_oneself_or_for_a_closed_account(town: Town) -> None:
    with pytest.raises(RuleBroken, match="不能为自己"), transaction():
        commands.make_link(town.actor(town.gu), town.gu, now=NOW)
    with transaction():
        town.bai.is_active = False
    with pytest.raises(RuleBroken, match="已经停用"), transaction():
        commands.make_link(town.actor(town.gu), town.bai, now=NOW)


@pytest.mark.postgres
@pytest.mark.parametrize("who", ["fang", "shi"])
def test_the_system_admin_cannot_become_another_of_the_three_by_a_link(
    town: Town, who: str
) -> None:
    officer: Person = getattr(town, who)

    with pytest.raises(RuleBroken, match="先终止其职责，或者在服务器上运行 luoshi reset-password"):
        link(town, officer)

    assert not db.session.scalars(select(Invitation)).all()
    assert deeds() == []


def test_who_will_be_one_of_the_three_gets_no_link_and_who_was_one_does(town: Town) -> None:
    with transaction():
        to_come = Person(login="hexin", name="何欣", password_hash="x", password_set_at=NOW)
        former = Person(login="tianle", name="田乐", password_hash="x", password_set_at=NOW)
        db.session.add_all([to_come, former])
        db.session.flush()
        db.session.add(
            Grant(
                person_id=former.id,
                role=Role.AUDITOR,
                unit_id=town.office.id,
                from_on=TODAY - timedelta(days=9),
                to_on=TODAY - timedelta(days=1),
            )
        )
    given(town, to_come, Role.AUDITOR, town.office, TODAY + timedelta(days=30))

    with pytest.raises(RuleBroken, match="不能凭链接设密码"):
        link(town, to_come)
    link(town, former)


def test_a_new_officer_without_a_password_gets_no_link_and_an_earlier_one_ends(town: Town) -> None:
    person = uninvited(town)
    token = link(town, person)
    assert commands.is_good(token, now=now())

    given(town, person, Role.SECURITY_ADMIN, town.office)

    assert not commands.is_good(token, now=now())
    with pytest.raises(RuleBroken, match="luoshi reset-password"):
        link(town, person)


def test_a_reset_link_made_before_ends_when_its_owner_becomes_one_of_the_three(town: Town) -> None:
    with transaction():
        person = Person(login="hexin", name="何欣", password_hash="x", password_set_at=NOW)
        db.session.add(person)
    token = link(town, person)
    given(town, person, Role.CONTACT, town.housing, to_on=TODAY)
    commands.invitation_of(token, now=now())

    given(town, person, Role.SECURITY_ADMIN, town.office, TODAY + timedelta(days=1))

    with pytest.raises(NotFound):
        commands.invitation_of(token, now=now())


def test_a_link_forgets_wrong_passwords_and_not_wrong_codes(town: Town) -> None:
    token = link(town)
    for is_second_factor in (True,) * 5 + (False,) * 5:
        with transaction():
            commands.begin_attempt(
                "wang", address="203.0.113.5", now=now(), is_second_factor=is_second_factor
            )

    with transaction():
        commands.use_link(token, NEW, now=now())

    assert [it.is_second_factor for it in db.session.scalars(select(SignInFailure))] == [True] * 5
    with transaction():
        assert not commands.begin_attempt(
            "wang", address="203.0.113.5", now=now(), is_second_factor=True
        )


def test_making_a_link_opens_no_session_and_changes_no_password(town: Town) -> None:
    before = town.wang.password_hash

    link(town)

    assert db.session.get_one(Person, town.wang.id).password_hash == before
    assert not db.session.scalars(select(Session)).all()


def test_links_are_no_longer_good_when_they_are_thrown_away(town: Town) -> None:
    token = link(town)
    with transaction():
        commands.end_links(town.wang)

    with pytest.raises(NotFound):
        commands.invitation_of(token, now=now())


def test_a_link_lasts_half_an_hour_at_most() -> None:
    assert timedelta(0) < rules.LINK_LASTS <= timedelta(minutes=30)
