"""The pages of settings: two admins change, supervisors read, nobody else sees them."""

import pytest
from flask import Flask

from tests.browser import Browser
from tests.town import Town
from tracker.foundation.db import db
from tracker.foundation.kinds import Lines
from tracker.foundation.settings import SYSTEM, Option, value_of
from tracker.people.policy import CONTACTS_SUBMIT, IDLE, policy
from tracker.settings.forms import setting_form
from tracker.workplan.tasks.limits import LAGGING, PLAIN_CYCLE, SIGN_BY

SIGN = "/settings/tasks.sign_workdays"
IDLE_PAGE = "/settings/sign_in.idle_minutes"


def test_the_page_shows_every_group_with_its_values(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.gu).get("/settings")

    for words in ("时限与信号", "立项与填报", "考绩与总结", "登录与密码", "签收时限", "3 个工作日"):
        assert words in page
    assert f'href="{SIGN}">修改' in page
    assert f'href="{IDLE_PAGE}">修改' not in page
    assert "由安全管理员修改" in page


def test_a_security_admin_changes_the_sign_in_policy_alone(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.fang).get("/settings")

    assert f'href="{IDLE_PAGE}">修改' in page
    assert f'href="{SIGN}">修改' not in page


@pytest.mark.parametrize("who", ["lin", "shi"])
def test_others_read_without_a_button(browser: Browser, town: Town, who: str) -> None:
    page = browser.sign_in(getattr(town, who)).get("/settings")

    assert "这里只能看" in page
    assert "修改</" not in page.html.replace('修改<span class="vh">', "修改</")
    assert 'name="value"' not in browser.get(SIGN)


@pytest.mark.parametrize("who", ["yan", "wang", "bai"])
def test_business_roles_do_not_see_them(browser: Browser, town: Town, who: str) -> None:
    browser.sign_in(getattr(town, who)).get("/settings", expect=403)
    browser.get(SIGN, expect=403)


@pytest.mark.postgres
def test_a_change_is_kept_shown_and_written_down(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu)
    browser.post(SIGN, value="5", version="0")

    assert value_of(SIGN_BY) == 5
    page = browser.get("/settings")
    assert "5 个工作日" in page
    assert "顾平" in page
    assert "默认：3 个工作日" in page
    assert "由“3 个工作日”改为“5 个工作日”" in browser.get(SIGN)


def test_a_value_out_of_bounds_is_said_beside_the_field(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.gu).post(SIGN, value="99", version="0", expect=422)

    assert "请填 1 到 15 之间的整数。" in page
    assert 'value="99"' in page
    assert value_of(SIGN_BY) == 3


def test_resetting_brings_the_default_back(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu)
    browser.post(SIGN, value="5", version="0")
    browser.post(f"{SIGN}/reset", version="1")

    assert value_of(SIGN_BY) == 3
    assert "恢复默认：由“5 个工作日”到“3 个工作日”" in browser.get(SIGN)


def test_an_older_page_does_not_overwrite_a_newer_value(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu)
    browser.post(SIGN, value="5", version="0")
    page = browser.post(SIGN, value="7", version="0", expect=409)

    assert "5 个工作日" in page
    assert value_of(SIGN_BY) == 5


def test_an_older_page_does_not_reset_a_newer_value(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu)
    browser.post(SIGN, value="5", version="0")
    browser.post(SIGN, value="6", version="1")
    browser.post(f"{SIGN}/reset", version="1", expect=409)

    assert value_of(SIGN_BY) == 6


def test_saving_the_same_changes_nothing(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu)
    browser.post(SIGN, value="3", version="0")
    browser.post(f"{SIGN}/reset", version="0")

    assert "没有变化" in browser.get("/settings")
    assert "没有人改过这项设置" in browser.get(SIGN)


@pytest.mark.parametrize(("who", "path"), [("fang", SIGN), ("gu", IDLE_PAGE)])
def test_neither_admin_changes_the_others(
    browser: Browser, town: Town, who: str, path: str
) -> None:
    browser.sign_in(getattr(town, who))
    assert 'name="value"' not in browser.get(path)
    browser.post(path, value="20", version="0", expect=403)
    browser.post(f"{path}/reset", version="0", expect=403)

    assert (value_of(SIGN_BY), value_of(IDLE)) == (3, 30)


def test_the_policy_follows_what_is_set(browser: Browser, town: Town) -> None:
    browser.sign_in(town.fang).post(IDLE_PAGE, value="20", version="0")
    browser.post("/settings/sign_in.profile", value="asvs", version="0")

    assert policy().idle.total_seconds() == 20 * 60
    assert policy().profile == "asvs"


def test_a_setting_that_does_not_exist_is_not_found(browser: Browser, town: Town) -> None:
    browser.sign_in(town.gu).get("/settings/example", expect=404)
    browser.post("/settings/example", value="1", version="0", expect=404)


def test_a_choice_is_offered_by_its_words(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.gu).get("/settings/tasks.usual_cycle")
    assert "每半年" in page
    browser.post("/settings/tasks.usual_cycle", value="weekly", version="0", expect=422)
    browser.post("/settings/tasks.usual_cycle", value="half_yearly", version="0")
    assert "每半年" in browser.get("/settings")


def test_a_change_counts_with_the_next_request_whoever_made_it(
    browser: Browser, town: Town
) -> None:
    assert value_of(LAGGING) == 20
    browser.sign_in(town.gu).post("/settings/tasks.lagging_points", value="30", version="0")
    db.session.rollback()  # what a next request begins with

    assert value_of(LAGGING) == 30


def test_a_yes_or_no_is_asked_in_its_own_words(browser: Browser, town: Town) -> None:
    path = "/settings/people.contacts_submit"
    page = browser.sign_in(town.fang).get(path)
    assert 'type="radio"' in page
    assert "负责人和联络员" in page
    browser.post(path, value="", version="0", expect=422)
    browser.post(path, value="1", version="0")

    assert value_of(CONTACTS_SUBMIT) is True


def test_several_lines_are_asked_in_a_box(app: Flask) -> None:
    it = Option("test.names", Lines(3, 9), ("甲", "乙"), label="名称", help="", group=SYSTEM)
    with app.test_request_context():
        asked = setting_form(it, it.default)["value"]()

    assert "<textarea" in asked
    assert "甲\n乙" in asked


def test_a_settings_page_says_what_may_be_typed_and_what_is_usual(
    browser: Browser, town: Town
) -> None:
    assert "可填：1 到 15 的整数；默认 3 个工作日。" in browser.sign_in(town.gu).get(SIGN)
    assert f"默认 {PLAIN_CYCLE.in_words(PLAIN_CYCLE.default)}。" in browser.get(
        "/settings/tasks.usual_cycle"
    )
    assert "可填：1 到 15 的整数。" in browser.sign_in(town.lin).get(SIGN)
