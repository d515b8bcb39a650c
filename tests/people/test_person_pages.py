"""The pages of persons: who sees which, what forms may change, what leaves as a file."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from tests.browser import Browser
from tests.people.test_persons import PHONE, disabled, last_entry, made
from tests.people.test_posts import charged, given
from tests.queries import counted
from tests.town import TODAY, Town
from tracker.foundation.db import db, transaction
from tracker.journal.models import Entry
from tracker.people import rules
from tracker.people.models import Grant, Person, Role
from tracker.readers.table import read_table

YESTERDAY = TODAY - timedelta(days=1)
Fields = dict[str, Any]


def sent(form: str, **values: str) -> Fields:
    """Name fields as a form among others on its page does."""
    return {f"{form}-{name}": value for name, value in values.items()}


def test_the_list_keeps_its_filters_in_the_address(town: Town, browser: Browser) -> None:
    page = browser.sign_in(town.gu).get(f"/persons?unit={town.housing.id}&role=head&q=王")

    assert "王芳" in page
    assert "白露" not in page
    assert "单位：住房局" in page
    assert "职责：单位负责人" in page
    assert "含“王”" in page


def test_a_long_list_has_pages_that_keep_the_filters(town: Town, browser: Browser) -> None:
    with transaction():
        db.session.add_all(Person(login=f"p{n}", name=f"钱{n}") for n in range(35))

    page = browser.sign_in(town.gu).get("/persons?q=钱&page=2")

    assert "q=%E9%92%B1" in page
    assert "第 31–35 项，共 35 项" in page


def test_an_empty_list_says_what_to_do(town: Town, browser: Browser) -> None:
    assert "去掉一两个条件再看" in browser.sign_in(town.lin).get("/persons?q=没有这个人")


@pytest.mark.parametrize("who", ["wang", "bai", "shi"])
def test_the_address_book_is_closed_to_units_and_the_auditor(
    town: Town, browser: Browser, who: str
) -> None:
    browser.sign_in(getattr(town, who))

    browser.get("/persons", expect=403)
    browser.get(f"/persons/{town.bai.id}", expect=403)


def test_no_page_shows_a_number_in_full(town: Town, browser: Browser) -> None:
    person = made(town)
    for who in (town.gu, town.fang, town.lin, town.yan):
        browser.sign_in(who)
        for path in ("/persons", f"/persons/{person.id}"):
            page = browser.get(path)
            assert "138****1234" in page, path
            assert PHONE not in page, path
    browser.sign_in(town.gu)
    form = browser.get(f"/persons/{person.id}/edit")
    assert "138****1234" in form
    assert PHONE not in form


def test_a_number_is_shown_once_by_a_deed_that_is_written_down(
    town: Town, browser: Browser
) -> None:
    person = made(town)
    browser.sign_in(town.lin)
    browser.get(f"/persons/{person.id}/phone", expect=405)

    shown = browser.post(f"/persons/{person.id}/phone", expect=200)

    assert PHONE in shown
    assert last_entry().deed == "person.phone_shown"
    assert PHONE not in browser.get(f"/persons/{person.id}")
    browser.post(f"/persons/{town.bai.id}/phone", expect=409)


def test_somebody_new_is_entered_by_the_form(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    assert "身份证号" in browser.get("/persons/new")

    page = browser.post("/persons/new", login="XiaYu", name="夏雨", phone="0571-8765432")

    person = db.session.scalars(select(Person).where(Person.login == "xiayu")).one()
    assert page.location == f"/persons/{person.id}"
    assert "未授职责" in browser.get("/persons?state=no-role")


def test_what_is_wrong_is_said_beside_its_field_and_the_input_kept(
    town: Town, browser: Browser
) -> None:
    browser.sign_in(town.gu)

    taken = browser.post("/persons/new", expect=422, login="LIN", name="夏雨", post="科员")
    blank = browser.post("/persons/new", expect=422, login="", name="", phone="x", email="y")

    assert rules.LOGIN_TAKEN in taken
    assert 'value="科员"' in taken
    assert "有 4 处要改" in blank


@pytest.mark.postgres
def test_a_form_changes_nothing_but_its_own_fields(town: Town, browser: Browser) -> None:
    """Mass assignment (C16): every column of the model, and what hangs on it, is sent along."""
    person = made(town)
    before = {it.name: getattr(person, it.name) for it in Person.__table__.columns}
    foreign = dict.fromkeys(
        (
            *before,
            *(it.name for it in Grant.__table__.columns),
            "role",
            "roles",
            "grants",
            "grants-0-role",
            "is_admin",
            "charges",
        ),
        "1",
    )
    own: Fields = {"login": "xia", "name": "夏雨", "post": "科长", "phone": "", "email": ""}
    browser.sign_in(town.gu)

    all_fields: Fields = foreign | {"role": "system_admin"} | own | {"version": str(person.version)}
    browser.post(f"/persons/{person.id}/edit", **all_fields)

    db.session.expire_all()
    changed = {name for name, value in before.items() if getattr(person, name) != value}
    assert changed == {"post", "email", "version"}
    assert person.grants == []
    all_fields |= {"login": "new", "password_hash": "x"}
    browser.post("/persons/new", **all_fields)
    new = db.session.scalars(select(Person).where(Person.login == "new")).one()
    assert (new.password_hash, new.is_active, new.disabled_at, new.version) == (None, True, None, 1)
    assert new.id != 1
    assert new.grants == []


def test_a_number_is_kept_changed_or_removed(town: Town, browser: Browser) -> None:
    person = made(town)
    browser.sign_in(town.gu)

    def send(**fields: str) -> str:
        version = db.session.get_one(Person, person.id).version
        kept: Fields = {"login": "xia", "name": "夏雨", "version": str(version)} | fields
        browser.post(f"/persons/{person.id}/edit", **kept)
        return db.session.get_one(Person, person.id).phone

    assert send(post="科长") == PHONE
    assert send(phone="13900004321") == "13900004321"
    assert send(clear_phone="y") == ""


def test_an_edit_without_or_with_an_old_version_is_refused(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    fields: Fields = {"login": "bai", "name": "白露", "post": "科长"}

    browser.post(f"/persons/{town.bai.id}/edit", expect=409, **fields)
    browser.post(f"/persons/{town.bai.id}/edit", expect=409, version="7", **fields)

    assert db.session.get_one(Person, town.bai.id).post == ""


def test_a_refused_edit_is_said_beside_the_login(town: Town, browser: Browser) -> None:
    browser.sign_in(town.gu)
    path, version = f"/persons/{town.fang.id}/edit", str(town.fang.version)

    refused = browser.post(path, expect=422, login="other", name="方正", version=version)
    blank = browser.post(path, expect=422, login="", name="方正", version=version)

    assert rules.OFFICERS_SIGN_IN in refused
    assert "请填写用户名。" in blank


def test_an_account_is_disabled_and_enabled_on_the_page(town: Town, browser: Browser) -> None:
    visitor = Browser(browser._app).sign_in(town.bai)
    browser.sign_in(town.gu)
    path = f"/persons/{town.bai.id}"

    empty = browser.post(f"{path}/disable", expect=422, **sent("disable", reason=""))
    stale = sent("disable", reason="调离", version="9")
    browser.post(f"{path}/disable", expect=409, **stale)
    officer = sent("disable", reason="调离", version=str(town.shi.version))
    refused = browser.post(f"/persons/{town.shi.id}/disable", expect=422, **officer)
    browser.post(f"{path}/disable", **sent("disable", reason="调离", version="1"))

    assert "请写明停用的原因。" in empty
    assert rules.IS_OFFICER in refused
    assert visitor.status_of("GET", "/tasks") == 303
    shown = browser.get(path)
    assert "停用" in shown
    assert "调离" in shown
    version = str(db.session.get_one(Person, town.bai.id).version)
    browser.post(f"{path}/enable", version=version)
    assert db.session.get_one(Person, town.bai.id).is_active
    # What ended stays ended.
    assert visitor.status_of("GET", "/tasks") == 303


@pytest.mark.postgres
def test_posts_are_given_ended_and_withdrawn_on_the_page(town: Town, browser: Browser) -> None:
    person = made(town)
    browser.sign_in(town.fang)
    path = f"/persons/{person.id}"
    term = sent("post", unit=str(town.housing.id), role="leader")

    blank = browser.post(f"{path}/posts", expect=422, **term)
    browser.post(f"{path}/posts", **term, **sent("post", from_on="2026-01-01"))
    twice = browser.post(f"{path}/posts", expect=422, **term, **sent("post", from_on="2026-01-01"))
    lead = sent("charge", unit=str(town.roads.id), from_on="2026-01-01")
    browser.post(f"{path}/charges", expect=422, **sent("charge", unit="7000"))
    browser.post(f"{path}/charges", **lead)
    again = browser.post(f"{path}/charges", expect=422, **lead)

    assert "请填写起始日" in blank
    assert rules.HELD_ALREADY in twice
    assert rules.CHARGED_ALREADY in again
    shown = browser.get(path)
    assert "分管单位" in shown
    grant_id = person.grants[0].id
    charge_id = person.charges[0].id
    browser.post(f"{path}/charges/{charge_id}/end", expect=422, **sent("end", last_on="x"))
    early = sent("end", last_on="2026-02-01")
    assert rules.PAST in browser.post(f"{path}/charges/{charge_id}/end", expect=422, **early)
    assert rules.PAST in browser.post(f"{path}/posts/{grant_id}/end", expect=422, **early)
    browser.post(f"{path}/posts/{grant_id}/end", expect=422, **sent("end", last_on=""))
    today = sent("end", last_on=TODAY.isoformat())
    browser.post(f"{path}/charges/{charge_id}/end", **today)
    browser.post(f"{path}/posts/{grant_id}/withdraw", expect=409)
    browser.post(f"{path}/posts/{grant_id}/end", **today)
    db.session.expire_all()
    assert person.grants[0].to_on == person.charges[0].to_on == TODAY


def test_what_has_not_begun_is_withdrawn_on_the_page(town: Town, browser: Browser) -> None:
    later = TODAY + timedelta(days=9)
    grant = given(town, town.yan, Role.LEADER, town.office, later)
    charge = charged(town, town.yan, town.roads, later)
    browser.sign_in(town.fang)
    path = f"/persons/{town.yan.id}"

    assert "将任职责" in browser.get(path)
    browser.post(f"{path}/charges/{charge.id}/withdraw")
    browser.post(f"{path}/posts/{grant.id}/withdraw")

    db.session.expire_all()
    assert len(town.yan.grants) == len(town.yan.charges) == 1


def test_a_post_of_somebody_else_is_not_found(town: Town, browser: Browser) -> None:
    browser.sign_in(town.fang)
    today = sent("end", last_on=TODAY.isoformat())
    foreign, charge = town.wang.grants[0].id, town.yan.charges[0].id

    for deed, fields in (("end", today), ("withdraw", {})):
        browser.post(f"/persons/{town.bai.id}/posts/{foreign}/{deed}", expect=404, **fields)
        browser.post(f"/persons/{town.bai.id}/charges/{charge}/{deed}", expect=404, **fields)
    browser.post("/persons/4711/posts", expect=404)


@pytest.mark.parametrize("who", ["gu", "lin", "yan", "wang", "shi"])
def test_nobody_but_the_security_admin_reaches_a_deed_on_posts(
    town: Town, browser: Browser, who: str
) -> None:
    browser.sign_in(getattr(town, who))
    path, grant = f"/persons/{town.bai.id}", town.bai.grants[0].id
    fields = sent("post", unit=str(town.office.id), role="supervisor")

    browser.post(f"{path}/posts", expect=403, **fields, **sent("post", from_on="2026-01-01"))
    browser.post(f"{path}/posts/{grant}/end", expect=403, **sent("end", last_on="2026-06-18"))
    browser.post("/persons/export", expect=403, form="csv")
    browser.get(f"{path}/hand-over", expect=403)
    assert len(town.bai.grants) == 1


@pytest.mark.parametrize("who", ["fang", "lin", "yan", "wang", "shi"])
def test_nobody_but_the_system_admin_reaches_a_deed_on_accounts(
    town: Town, browser: Browser, who: str
) -> None:
    browser.sign_in(getattr(town, who))
    path = f"/persons/{town.bai.id}"

    browser.get("/persons/new", expect=403)
    browser.post("/persons/new", expect=403, login="x1", name="新")
    browser.post(f"{path}/edit", expect=403, login="bai", name="新", version="1")
    browser.post(f"{path}/disable", expect=403, **sent("disable", reason="x", version="1"))


def test_nobody_promotes_oneself_by_the_page(town: Town, browser: Browser) -> None:
    browser.sign_in(town.fang)
    path = f"/persons/{town.fang.id}"
    fields = sent("post", unit=str(town.root.id), role="security_admin")

    assert "授予职责" not in browser.get(path)
    browser.post(f"{path}/posts", expect=403, **fields, **sent("post", from_on="2026-01-01"))

    assert len(town.fang.grants) == 1


def test_history_is_for_those_who_run_the_system(town: Town, browser: Browser) -> None:
    person = made(town)

    assert "经过" in browser.sign_in(town.gu).get(f"/persons/{person.id}")
    assert "新建人员" in browser.get(f"/persons/{person.id}")
    assert "经过" not in browser.sign_in(town.lin).get(f"/persons/{person.id}")


def test_posts_of_the_past_are_still_told(town: Town, browser: Browser) -> None:
    with transaction():
        town.yan.grants[0].to_on = town.yan.charges[0].to_on = YESTERDAY

    page = browser.sign_in(town.lin).get(f"/persons/{town.yan.id}")

    assert "曾任职责" in page
    assert "现在没有职责" in page


EXPORTED = {
    "login": ("用户名",),
    "name": ("姓名",),
    "unit": ("单位",),
    "role": ("角色",),
    "phone": ("电话",),
    "state": ("账号",),
}


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_a_list_leaves_with_masked_numbers_and_is_written_down(
    town: Town, browser: Browser, form: str
) -> None:
    made(town, name='=HYPERLINK("http://x")')
    disabled(town, town.sun)
    browser.sign_in(town.fang)

    masked = browser.post("/persons/export", expect=200, form=form)
    full = browser.post("/persons/export?q=xia", expect=200, form=form, full="y")

    table = read_table(f"a.{form}", masked.data, EXPORTED, needed=("login",))
    lines = {line["login"]: line for line in table.lines}
    assert lines["xia"]["name"] == '=HYPERLINK("http://x")'
    assert lines["xia"]["phone"] == "138****1234"
    assert lines["sun"]["state"] == "停用"
    assert {line["role"] for line in table.lines if line["login"] == "yan"} == {"领导", "分管"}
    assert PHONE.encode() not in masked.data
    named = read_table(f"a.{form}", full.data, EXPORTED, needed=("login",)).lines
    assert [(line["login"], line["phone"]) for line in named] == [("xia", PHONE)]
    entries = db.session.scalars(select(Entry).where(Entry.deed == "persons.exported")).all()
    assert [it.details for it in entries] == [
        {"count": 11, "phones": "隐去"},
        {"count": 1, "phones": "完整"},
    ]


def test_an_export_in_an_unknown_form_is_said_beside_its_field(
    town: Town, browser: Browser
) -> None:
    assert "export" in browser.sign_in(town.fang).post("/persons/export", expect=422, form="pdf")


def test_the_list_costs_as_many_questions_for_thirty_as_for_ten(
    town: Town, browser: Browser
) -> None:
    browser.sign_in(town.gu).get("/persons")
    with counted() as few:
        browser.get("/persons")
    with transaction():
        for number in range(25):
            person = Person(login=f"p{number}", name=f"钱{number}")
            grant = Grant(role=Role.CONTACT, unit_id=town.roads.id, from_on=TODAY)
            person.grants.append(grant)
            db.session.add(person)
    with counted() as many:
        browser.get("/persons")

    assert many.total <= few.total
    assert db.session.scalar(select(func.count(Person.id))) == 35


def test_handing_over_shows_what_moves_and_then_does_it(town: Town, browser: Browser) -> None:
    successor = made(town)
    browser.sign_in(town.fang)
    path = f"/persons/{town.yan.id}/hand-over"

    assert "会移交的" in browser.get(path)
    assert "请选择接任的人。" in browser.get(f"{path}?successor=&last_on=2026-06-17", expect=422)
    asked = f"{path}?successor={successor.id}&last_on="
    assert rules.TOO_EARLY in browser.get(f"{asked}2026-01-01", expect=422)
    preview = browser.get(f"{asked}2026-06-17")
    assert "严明负责到 2026年6月17日，夏雨从 2026年6月18日起接任。" in preview
    assert "分管 1 个单位" in preview
    assert "同时停用" in preview
    assert "同时停用" not in browser.get(f"{asked}2026-06-18")
    assert len(town.yan.grants) == 1

    fields: Fields = {"successor": str(successor.id), "last_on": "2026-06-17"}
    browser.post(path, expect=422, **(fields | {"successor": "4711"}))
    refused = browser.post(path, expect=422, **(fields | {"last_on": "2026-01-01"}))
    assert rules.TOO_EARLY in refused
    done = browser.post(path, **fields, disables="y")

    assert done.location == f"/persons/{town.yan.id}"
    assert "已移交给夏雨：职责 1 项、分管 1 个、任务 0 项。" in browser.get(
        f"/persons/{town.yan.id}"
    )
    assert not db.session.get_one(Person, town.yan.id).is_active
    assert "没有职责和分管可以移交" in browser.get(path)
