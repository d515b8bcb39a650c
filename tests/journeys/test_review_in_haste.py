"""Somebody faster than the line: what is pressed meanwhile means the page that comes."""

import time

from playwright.sync_api import Page, Route, expect

from tests.journeys.visitor import Visitor
from tests.town import Town
from tests.workplan.meetings.builders import report

TEXT = """\
石桥市召开河湖治理推进会
2026年6月10日，市政府召开全市河湖治理推进会。
会议强调，突出“清流入城”，年底前疏浚石桥河主河道，建立河道巡查台账。
突出“管护到人”，年底前巡查全部跨河桥梁。
"""


def slowly(route: Route) -> None:
    """Answer after a while, as a distant office sees it."""
    time.sleep(0.3)
    route.continue_()


def reviewing(page: Page, address: str, town: Town) -> Visitor:
    kept = report(town, TEXT)
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives")
    page.route("**/directives**", slowly)
    return visitor


def test_keys_pressed_ahead_reach_the_items_they_were_meant_for(
    page: Page, address: str, town: Town
) -> None:
    reviewing(page, address, town)
    rows = page.locator(".tree li[data-row]")
    count = rows.count()
    first = page.locator(".tree li.cur").get_attribute("data-row")
    assert first == rows.nth(0).get_attribute("data-row")

    for key in "jajka":
        page.keyboard.press(key)

    expect(page.locator(".rv-tree")).to_contain_text("已采纳")
    page.wait_for_selector("body:not([aria-busy])")
    accepted = [
        index for index in range(count) if "已采纳" in (rows.nth(index).text_content() or "")
    ]
    assert accepted == [1, 2]


def test_a_button_of_the_page_that_goes_is_not_pressed(
    page: Page, address: str, town: Town
) -> None:
    visitor = reviewing(page, address, town)

    for heading in ("清流入城", "管护到人"):
        page.locator(".rv-tree .pri", has_text=heading).get_by_role("link").first.click()
        visitor.press("采纳整个重点")

    visitor.sees("待审 0")
