"""What was filled in outlives the session: one signs in over the page, and it is sent as it stands."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import delete, select, update

from tests.journeys.conftest import DESK, PATIENCE
from tests.journeys.test_key_pages import PHONE
from tests.journeys.visitor import Visitor
from tests.people.second_factor import code_of, set_up
from tests.town import PASSWORD, Town
from tests.workplan.directives.builders import HOMES, measure, report
from tests.workplan.tasks.builders import acknowledged, long_ago
from tracker.foundation.clock import now
from tracker.foundation.db import db, transaction
from tracker.people import commands
from tracker.people.models import Person, Session
from tracker.workplan.meetings.models import Report
from tracker.workplan.progress.models import ProgressEntry

WORDS = "12个小区全部开工，\n其中3个已经验收。"


@pytest.fixture
def opened(
    chromium: Browser, address: str, request: pytest.FixtureRequest
) -> Iterator[tuple[Page, Visitor]]:
    """A visitor of whom the browser may complain: a refused request is what this is about."""
    given = {"viewport": DESK} | getattr(request, "param", {})
    context = chromium.new_context(locale="zh-CN", **given)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page, Visitor(page, address)
    context.close()


def end_sessions(page: Page | None = None) -> None:
    """End all sessions, and come back to the page from elsewhere, so that it looks who is there."""
    with transaction():
        db.session.execute(delete(Session))
    if page:
        page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def be_there(page: Page, address: str, person: Person) -> None:
    """Sign in beside the page, without the pages for it: another journey walks those."""
    with transaction():
        token = commands.sign_in(person, now=now())
    page.context.add_cookies([{"name": "luoshi", "value": token, "url": address}])


def dialog(page: Page) -> Locator:
    return page.locator("dialog.again[open]")


def sign_in_over(page: Page, password: str = PASSWORD) -> None:
    dialog(page).get_by_label("密码").fill(password)
    dialog(page).get_by_label("密码").press("Enter")


def entries() -> list[ProgressEntry]:
    db.session.rollback()
    return list(db.session.scalars(select(ProgressEntry)))


def test_a_grid_is_sent_as_it_stands_and_never_as_somebody_else(
    opened: tuple[Page, Visitor], address: str, town: Town
) -> None:
    acknowledged(town, now=long_ago(40))
    page, visitor = opened
    be_there(page, address, town.wang)
    visitor.open("/progress")
    page.locator("input[name$=percent]").fill("60")
    page.locator("textarea[name$=done]").fill(WORDS)
    end_sessions(page)

    visitor.press("提交已填")
    expect(dialog(page)).to_contain_text("填写的内容都在这一页")
    expect(dialog(page).get_by_label("用户名")).to_have_value("wang")
    expect(dialog(page).get_by_label("用户名")).not_to_be_editable()
    visitor.take_picture("again")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    assert entries() == []
    visitor.press("提交已填")
    sign_in_over(page, "not-the-password-1")
    expect(dialog(page).get_by_role("alert")).to_contain_text("密码不对")
    visitor.take_picture("wrong")
    be_there(page, address, town.bai)
    sign_in_over(page)

    visitor.sees("现在登录的不是王芳")
    visitor.take_picture("another")
    visitor.press("知道了")
    assert entries() == []
    expect(page.locator("textarea[name$=done]")).to_have_value(WORDS)
    end_sessions(page)
    visitor.press("提交已填")
    sign_in_over(page)
    visitor.sees("已提交 1 项进展")
    assert [(it.percent, it.done.replace("\r", ""), it.submitted_by_id) for it in entries()] == [
        (60, WORDS, town.wang.id)
    ]


@pytest.mark.parametrize("opened", [{"viewport": PHONE}], indirect=True)
def test_a_chosen_file_goes_too_after_password_and_code(
    opened: tuple[Page, Visitor], address: str, town: Town, tmp_path: Path
) -> None:
    page, visitor = opened
    be_there(page, address, town.lin)
    visitor.open("/reports/new")
    device = set_up(town, town.lin)
    file = tmp_path / "防汛.txt"
    file.write_text("防汛工作会议召开\n会议要求，6月底前加固河堤。\n", "utf-8")
    page.set_input_files("input[type=file]", file)
    end_sessions(page)

    visitor.press("收下，开始拆解")
    sign_in_over(page)
    field = dialog(page).get_by_label("动态口令")
    field.fill("000000")
    field.press("Enter")
    expect(dialog(page).get_by_role("alert")).not_to_be_empty()
    visitor.take_picture("code")
    field.fill(code_of(device))
    field.press("Enter")

    expect(page.locator("[data-review]")).to_be_visible()
    db.session.rollback()
    assert db.session.scalars(select(Report.file_name)).one() == "防汛.txt"


def test_the_review_page_keeps_its_deeds_and_a_quiet_page_warns(
    opened: tuple[Page, Visitor], address: str, town: Town
) -> None:
    kept = report(town)
    item = measure(town, kept, HOMES)
    page, visitor = opened
    page.clock.install()
    be_there(page, address, town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={item.id}")
    page.locator("#edit [name=title]").fill("整修小区")
    end_sessions()
    page.locator("#edit [name=title]").press("Enter")
    expect(dialog(page)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)
    expect(page.locator("#edit [name=title]")).to_have_value("整修小区")
    page.locator("#edit [name=title]").press("Enter")
    sign_in_over(page)
    visitor.sees("已保存。")
    assert measure(town, kept, HOMES).title == "整修小区"

    with transaction():
        quiet = now() - timedelta(minutes=28, seconds=30)
        db.session.execute(update(Session).values(seen_at=quiet, began_at=quiet))
    page.clock.fast_forward("28:01")
    visitor.sees("2 分钟内不继续就自动退出")
    visitor.take_picture("warning")
    with page.expect_response("**/account/session"):
        visitor.press("继续使用")
    expect(page.locator("dialog.leaving")).to_have_count(0)
    db.session.rollback()
    assert now() - db.session.scalars(select(Session.seen_at)).one() < timedelta(minutes=1)


@pytest.mark.parametrize("opened", [{"java_script_enabled": False}], indirect=True)
def test_without_scripts_one_press_sends_what_the_page_kept(
    opened: tuple[Page, Visitor], address: str, town: Town
) -> None:
    acknowledged(town, now=long_ago(40))
    page, visitor = opened
    be_there(page, address, town.wang)
    visitor.open("/progress")
    page.locator("input[name$=percent]").fill("60")
    page.locator("textarea[name$=done]").fill(WORDS)
    end_sessions()

    visitor.press("提交已填")
    visitor.sees("60%")
    visitor.take_picture("kept")
    be_there(page, address, town.bai)
    visitor.press("已登录，再次提交")
    visitor.sees("现在登录的不是填写的人")
    visitor.take_picture("strange")
    be_there(page, address, town.wang)
    # The page that somebody else was shown is no proof of who wrote it: it is looked at once more.
    visitor.press("已换人登录，再次提交")
    visitor.press("再次提交")
    visitor.sees("已提交 1 项进展")

    assert [(it.percent, it.done.replace("\r", "")) for it in entries()] == [(60, WORDS)]
