"""The review page's editor, in a real browser."""

from playwright.sync_api import Browser

from tests.journeys.conftest import DESK
from tests.journeys.visitor import Visitor
from tests.town import Town
from tests.workplan.directives.builders import measure, report


def test_a_name_in_no_table_is_sent_once_and_refused_beside_its_field(
    chromium: Browser, address: str, town: Town
) -> None:
    kept = report(town)
    item = measure(town, kept).id
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    visitor = Visitor(context.new_page(), address)
    visitor.sign_in(town.lin)
    visitor.open(f"/reports/{kept.id}/directives?item={item}")
    sent: list[str] = []
    visitor.page.on("request", lambda it: sent.append(it.url) if it.method == "POST" else None)

    visitor.page.locator("#edit [name=add_unit]").fill("月球局")
    visitor.page.locator("#edit [name=add_unit]").press("Enter")
    visitor.sees("“月球局”不在单位名册里")
    visitor.page.wait_for_timeout(500)

    assert len(sent) == 1
    assert visitor.page.locator("#edit .invalid-feedback").count() == 1
    assert visitor.page.locator("#edit [name=add_unit]").input_value() == "月球局"
    context.close()
