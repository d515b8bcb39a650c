"""The first accounts of an installation."""

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.browser import Browser
from tests.journal.readers import deeds
from tests.people.builders import try_to_sign_in
from tests.town import NOW, TODAY, Town
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.people import commands, rules
from tracker.people.commands import FirstAdmin
from tracker.people.commands.beginning import THREE
from tracker.people.models import Grant, Person, Role, Unit, UnitKind

ADMINS = {
    Role.SYSTEM_ADMIN: FirstAdmin("anping", "安平", "Harbour-71-kite"),
    Role.SECURITY_ADMIN: FirstAdmin("BoYu", "柏羽", "Harbour-72-kite"),
    Role.AUDITOR: FirstAdmin("chenlu", "陈鹭", "Harbour-73-kite"),
}
DEFAULTS = [
    "admin",
    "root",
    "administrator",
    "system",
    "luoshi",
    "test",
    "guest",
    "sysadmin",
    "user",
    "demo",
    "operator",
    "manager",
    "auditor",
    "security",
    "secadmin",
    "sysdba",
    "sa",
    "postgres",
    "oracle",
    "super",
    "superadmin",
    "supervisor",
    "default",
    "public",
    "ceshi",
]
GUESSES = ("admin", "123456", "admin123", "password", "luoshi", "Yunling-2026", "root", "")


def begin(place: str = "石桥市", **instead: FirstAdmin) -> None:
    admins = ADMINS | {Role(role): it for role, it in instead.items()}
    with transaction():
        commands.begin_installation(place, admins, today=TODAY, now=NOW)


@pytest.mark.postgres
@pytest.mark.usefixtures("app")
def test_a_fresh_installation_has_no_account() -> None:
    assert db.session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.usefixtures("app")
def test_no_well_known_pair_opens_an_installation_that_has_begun() -> None:
    begin()

    persons = db.session.scalars(select(Person)).all()
    assert len(DEFAULTS) * len(GUESSES) >= 200
    assert not {it.login for it in persons} & set(DEFAULTS)
    for password in ("admin", "Yunling-2026", persons[0].login, ""):
        assert not any(commands.knows_password(it, password) for it in persons)
    assert not commands.knows_password(None, "admin")


@pytest.mark.postgres
@pytest.mark.usefixtures("app")
def test_it_begins_with_three_admins_in_the_root_of_all_units() -> None:
    begin()

    root = db.session.scalars(select(Unit)).one()
    held = db.session.execute(
        select(Person.login, Grant.role, Grant.unit_id, Grant.from_on)
        .join(Grant, Grant.person_id == Person.id)
        .order_by(Person.id)
    ).all()
    assert (root.name, root.kind) == ("石桥市", UnitKind.ROOT)
    assert [tuple(it) for it in held] == [
        ("anping", Role.SYSTEM_ADMIN, root.id, TODAY),
        ("boyu", Role.SECURITY_ADMIN, root.id, TODAY),
        ("chenlu", Role.AUDITOR, root.id, TODAY),
    ]
    assert deeds() == ["account.begun"] * 3 + ["installation.begun"]


def test_each_of_them_must_change_the_given_password_first(app: Flask, browser: Browser) -> None:
    begin()

    try_to_sign_in(browser, "anping", "Harbour-71-kite")

    assert all(db.session.scalars(select(Person.must_change_password)))
    assert browser.get("/", expect=303).location == "/account/password"
    assert app


def test_it_does_not_begin_where_there_is_anybody(town: Town) -> None:
    with pytest.raises(RuleBroken, match="已有人员"):
        begin()
    assert db.session.scalar(select(func.count(Person.id))) == 10
    assert town


def test_units_that_are_there_already_keep_their_root(app: Flask) -> None:
    with transaction():
        db.session.add(Unit(code="1", name="云水市", short_name="云水市", kind=UnitKind.ROOT))

    begin()

    assert list(db.session.scalars(select(Unit.name))) == ["云水市"]
    assert app


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(
    ("again", "sentence"),
    [
        (FirstAdmin("AnPing", "安平", "Harbour-75-kite"), "三个人"),
        (FirstAdmin("chenlu", "陈鹭", "Harbour-71-kite"), "三个人"),
        (FirstAdmin("chen lu", "陈鹭", "Harbour-75-kite"), "用户名"),
        (FirstAdmin("chenlu", "", "Harbour-75-kite"), "姓名"),
    ],
)
def test_the_three_are_three_persons_with_names(again: FirstAdmin, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence):
        begin(auditor=again)
    assert db.session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.usefixtures("app")
def test_even_a_given_password_meets_the_rules() -> None:
    with pytest.raises(rules.PasswordFault, match="太常见"):
        begin(auditor=FirstAdmin("chenlu", "陈鹭", "Password-2026"))
    with pytest.raises(rules.PasswordFault, match="不能包含"):
        begin(auditor=FirstAdmin("chenlu", "陈鹭", "Shiqiao-2026-x"))
    assert db.session.scalar(select(func.count(Person.id))) == 0


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("place", ["", "市", "石" * 31])
def test_the_place_has_a_name(place: str) -> None:
    with pytest.raises(RuleBroken, match="2 到 30 个字"):
        begin(place)


def test_there_are_three_of_them() -> None:
    assert set(THREE) == set(ADMINS)
