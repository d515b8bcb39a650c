"""The review by mouse and on a phone, in a real browser: what lights up, what is chosen, what is said."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.journeys.conftest import DESK, PATIENCE
from tests.journeys.test_key_pages import PHONE, violations
from tests.journeys.visitor import Visitor
from tests.town import Town
from tests.workplan.directives.builders import PARKS, measure, report, second_supervisor
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.workplan.directives import commands


@pytest.fixture(params=[DESK, PHONE], ids=["desk", "phone"])
def visitor(request: pytest.FixtureRequest, chromium: Browser, address: str) -> Iterator[Visitor]:
    """Somebody at a desk, then on a phone."""
    size: ViewportSize = request.param
    context = chromium.new_context(viewport=size, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield Visitor(page, address)
    context.close()


def holds(page: Page) -> None:
    """Nothing scrolls sideways, and everybody can read it."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    assert violations(page) == []


def test_the_page_and_all_that_opens_on_it_can_be_read_by_everybody(
    visitor: Visitor, town: Town
) -> None:
    kept = report(town)
    item = measure(town, kept)
    with transaction():
        commands.accept(town.actor(second_supervisor(town)), measure(town, kept, PARKS), now=now())
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={item.id}")
    visitor.sees("梅影")
    visitor.take_picture("review")
    holds(visitor.page)
    for opened in ("split-item", "parent-item", "note-item", "help"):
        visitor.page.evaluate("id => document.getElementById(id).showModal()", opened)
        visitor.take_picture(opened)
        holds(visitor.page)
        visitor.page.keyboard.press("Escape")
    visitor.page.locator(".tree input[name=ids]").first.check()
    visitor.take_picture("chosen")
    holds(visitor.page)


def test_what_somebody_else_changed_stands_beside_what_one_typed(
    visitor: Visitor, town: Town
) -> None:
    kept = report(town)
    item = measure(town, kept)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={item.id}")
    with transaction():
        commands.edit(
            town.actor(second_supervisor(town)),
            item,
            title="修通连接线",
            due_on=None,
            mode=None,
            units=[],
            now=now(),
        )

    page = visitor.page
    page.locator("#edit [name=title]").fill("建好连接线")
    visitor.press("保存")
    expect(page.locator("[data-clash]")).to_contain_text("梅影 刚刚改了这一条")
    expect(page.locator("[data-clash]")).to_be_focused()
    expect(page.locator("#edit [name=title]")).to_have_value("建好连接线")
    visitor.take_picture("clash")
    holds(page)
    visitor.press("保存")
    expect(page.locator("[data-clash]")).to_have_count(0)
    assert measure(town, kept).title == "建好连接线"


def test_a_run_of_rows_is_chosen_and_spans_light_up(page: Page, address: str, town: Town) -> None:
    kept = report(town)
    item = measure(town, kept)
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives")

    boxes = page.locator(".tree input[name=ids]")
    boxes.nth(1).click()
    boxes.nth(3).click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_have_text("3")
    page.keyboard.press("Escape")
    expect(page.locator("[data-count]")).to_have_text("0")

    span = page.locator(f"[data-source] [data-item='{item.id}']").first
    page.locator(f"#d{item.id} .why").hover()
    assert "is-lit" in (span.get_attribute("class") or "")
    page.locator("h1").hover()
    assert "is-lit" not in (span.get_attribute("class") or "")
    span.hover()
    assert "is-lit" in (page.locator(f"#d{item.id}").get_attribute("class") or "")


def test_a_refusal_is_said_without_leaving_the_page(visitor: Visitor, town: Town) -> None:
    kept = report(town)
    item = measure(town, kept, PARKS)
    page = visitor.page
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={item.id}")
    here = page.url

    visitor.press("与第 4 条合并")

    expect(page.locator(".toast-warn")).to_contain_text("中间还有别的条目")
    assert page.url == here


def test_any_part_of_a_very_long_report_is_one_number_away(visitor: Visitor, town: Town) -> None:
    words = "会议要求，6月底前加固河堤。" + "字" * 900 + "。\n"
    with transaction():
        kept = commands.take_in_text(town.actor(town.lin), words * 400, now=now())
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?part=8")
    holds(visitor.page)

    visitor.page.locator("#edit [name=title]").fill("加固全部河堤")
    visitor.page.get_by_label("到第").fill("3")
    visitor.page.keyboard.press("Enter")

    expect(visitor.page.locator(".rv-parts [aria-current]")).to_have_text("3")
    assert visitor.page.url.endswith("part=3")
    # What was being typed was kept before.
    visitor.open(f"/reports/{kept.id}/directives?part=8")
    visitor.sees("加固全部河堤")
