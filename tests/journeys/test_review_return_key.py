"""What the return key, Escape, and G with B do on the review page, in a real browser."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.conftest import DESK
from tests.journeys.test_key_pages import PHONE
from tests.journeys.test_review_by_keyboard import Keys
from tests.journeys.visitor import Visitor
from tests.town import Town
from tests.workplan.directives.builders import HOMES, STREETS, directives, measure, report
from tracker.foundation.db import db
from tracker.workplan.directives.models import Directive, DirectiveState, Mode
from tracker.workplan.meetings.models import Report

GAPS = """全市水务工作会议
要在6月底前建成护岸。
会场设在石桥市人民礼堂二楼。
群众对河道的变化看得见。
去年的治理为今年打下了好的底子。
散会的时候已经是中午十二点。
"""


def rows(town: Town, kept: Report) -> list[Directive]:
    """The two measures that the tests choose, as they are kept now."""
    db.session.rollback()
    db.session.expire_all()
    return [measure(town, kept, it) for it in (HOMES, STREETS)]


def choose(page: Page, them: list[Directive], opener: str) -> None:
    """Choose rows, and open a dialog about them."""
    for it in them:
        page.locator(f"#d{it.id} input[name=ids]").check()
    page.locator(f"[data-opens={opener}]").click()


def answered(page: Page) -> None:
    """Wait until the page has answered."""
    expect(page.locator("[data-count]")).to_have_text("0")
    page.wait_for_selector("body:not([aria-busy])")


def test_the_return_key_does_the_deed_of_the_dialog_it_is_in(
    page: Page, address: str, town: Town
) -> None:
    kept = report(town)
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives")
    parents = [it.parent_id for it in rows(town, kept)]

    choose(page, rows(town, kept), "bulk-units")
    page.locator("#bulk-add-unit").fill("市公路局")
    page.keyboard.press("Enter")
    visitor.sees("已把 2 条定为市公路局承办")
    answered(page)
    choose(page, rows(town, kept), "bulk-due")
    page.locator("#bulk-due-on").fill("2031-10-31")
    page.locator("#bulk-due-on").press("Enter")
    visitor.sees("已把 2 条的时限定为2031年10月31日")
    answered(page)
    choose(page, rows(town, kept), "bulk-mode")
    page.locator("#bulk-mode-choice").press("Enter")
    visitor.sees("已把 2 条的方式定为共同承办")
    answered(page)

    for it in rows(town, kept):
        assert (it.due_on, it.mode) == (date(2031, 10, 31), Mode.JOINT)
        assert it.state is DirectiveState.DRAFT
    assert [it.parent_id for it in rows(town, kept)] == parents

    choose(page, rows(town, kept), "bulk-note")
    page.locator("#bulk-reason").fill("已在办。")
    page.keyboard.press("Control+Enter")
    visitor.sees("已把 2 条标为阅知")
    assert {it.state for it in rows(town, kept)} == {DirectiveState.NOTE_ONLY}


def test_the_last_reason_is_taken_over_by_a_press(page: Page, address: str, town: Town) -> None:
    kept = report(town)
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={measure(town, kept, HOMES).id}")
    keys = Keys(page)

    keys.press("n")
    page.keyboard.type("已在办。")
    visitor.take_picture("note")
    keys.press("Control+Enter")
    visitor.open(f"/reports/{kept.id}/directives?item={measure(town, kept, STREETS).id}")
    keys.press("n")
    page.locator("#note-item [data-reason]").click()
    expect(page.locator("#note-item-reason")).to_have_value("已在办。")
    expect(page.locator("#note-item-reason")).to_be_focused()
    visitor.take_picture("reason")
    keys.press("Meta+Enter")

    assert [it.note_reason for it in rows(town, kept)] == ["已在办。"] * 2


@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_return_key_on_a_row_or_in_a_field_fires_no_other_deed(
    chromium: Browser, address: str, town: Town, *, has_scripts: bool
) -> None:
    kept = report(town)
    before = [(it.id, it.version, it.parent_id) for it in directives(town, kept)]
    context = chromium.new_context(viewport=DESK, locale="zh-CN", java_script_enabled=has_scripts)
    page = context.new_page()
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={rows(town, kept)[0].id}")
    sent: list[str] = []
    page.on("request", lambda it: sent.append(it.url) if it.method == "POST" else None)

    page.locator(f"#d{rows(town, kept)[0].id} input[name=ids]").check()
    page.locator(f"#d{rows(town, kept)[0].id} input[name=ids]").press("Enter")
    if not has_scripts:
        page.locator("#bulk-add-unit").fill("市公路局")
        page.locator("#bulk-add-unit").press("Enter")
        page.locator("#bulk-due-on").press("Enter")
        page.locator("#bulk-mode-choice").press("Enter")
        page.locator("#parent-item-choice").press("Enter")
    page.wait_for_timeout(400)

    assert sent == []
    db.session.rollback()
    assert [(it.id, it.version, it.parent_id) for it in directives(town, kept)] == before
    page.locator("#edit [name=title]").fill("整修小区")
    page.locator("#edit [name=title]").press("Enter")
    visitor.sees("已保存。")
    home = rows(town, kept)[0]
    assert (home.title, home.state) == ("整修小区", DirectiveState.DRAFT)
    context.close()


def test_escape_restores_what_the_editor_held_and_a_step_says_that_it_is_kept(
    page: Page, address: str, town: Town
) -> None:
    kept = report(town)
    item = measure(town, kept, HOMES)
    old = item.title
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={item.id}")
    keys = Keys(page)
    title = page.locator("#edit [name=title]")

    keys.press("e")
    title.fill("写错了")
    keys.press("Escape")
    expect(title).to_have_value(old)
    expect(title).to_be_focused()
    keys.press("Escape")
    expect(title).not_to_be_focused()
    keys.press("j")
    assert measure(town, kept, HOMES).title == old

    keys.press("k", "e")
    title.fill("整修小区")
    page.locator(".tree-t", has_text="示范街区").click()
    visitor.sees("已保存。")
    expect(keys.current.locator(".tree-t")).to_contain_text("示范街区")
    assert rows(town, kept)[0].title == "整修小区"


def test_escape_after_a_refusal_brings_back_what_is_kept(
    chromium: Browser, address: str, town: Town
) -> None:
    kept = report(town)
    item = measure(town, kept, HOMES)
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    page = context.new_page()
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={item.id}")
    keys = Keys(page)

    keys.press("e")
    page.locator("#edit [name=title]").fill("")
    page.locator("#edit .edit-save").click()
    expect(page.locator("#edit .is-invalid")).to_be_focused()
    keys.press("Escape")
    expect(page.locator("#edit .is-invalid")).to_have_count(0)
    expect(page.locator("#edit [name=title]")).to_have_value(item.title)
    context.close()


def test_g_and_b_walk_all_that_is_left_in_order(page: Page, address: str, town: Town) -> None:
    kept = report(town, GAPS)
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives")
    keys = Keys(page)
    waiting = page.locator("[data-source] [data-gap]").all_inner_texts()
    assert len(waiting) > 2

    walked = []
    keys.press("g")
    left = page.locator(":focus").inner_text()
    keys.press("g")
    for _ in waiting[1:]:
        walked.append(page.locator(":focus").inner_text())
        keys.press("b", "g")

    assert [left, *walked] == waiting
    expect(page.locator("[data-source] [data-gap]")).to_have_count(1)


def test_the_current_row_is_not_under_the_head_of_the_columns(
    page: Page, address: str, town: Town
) -> None:
    lines = "".join(f"要在{month}月底前建成第{month}座泵站。\n" for month in range(1, 13))
    kept = report(town, f"全市水务工作会议\n{lines * 2}")
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives")
    keys = Keys(page)

    for key in "j" * 14 + "k" * 12:
        keys.press(key)
        head = page.locator(".tree-h").bounding_box()
        row = keys.current.bounding_box()
        assert head
        assert row
        assert row["y"] >= head["y"] + head["height"] - 1


def test_on_a_phone_every_place_and_every_deed_is_within_reach(
    chromium: Browser, address: str, town: Town
) -> None:
    kept = report(town)
    context = chromium.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    page.locator(".tab-more summary").click()
    visitor.take_picture("more")
    page.locator(".tab-more").get_by_role("link", name="会议", exact=True).click()
    expect(page.locator(".tab-more a[aria-current]")).to_have_text("会议")

    visitor.open(f"/reports/{kept.id}/directives")
    page.locator(".tree input[name=ids]").nth(1).check()
    visitor.take_picture("bulk")
    bar = page.locator("[data-bulk]")
    for button in bar.locator("button").all():
        box = button.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= PHONE["width"]
    bar.get_by_role("button", name="采纳").click()
    visitor.sees("已采纳 1 条。")
    visitor.take_picture("toast")
    toast, tabs = page.locator(".toast").bounding_box(), page.locator(".tabbar").bounding_box()
    assert toast
    assert tabs
    assert toast["y"] + toast["height"] >= tabs["y"] - 2
    expect(page.locator(".toast")).to_have_count(0, timeout=5_000)
    context.close()
