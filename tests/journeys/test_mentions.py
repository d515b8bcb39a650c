"""A supervisor names somebody in a discussion by keyboard; that person reads it, in a real browser."""

from playwright.sync_api import Page, expect

from tests.journeys.visitor import Visitor
from tests.town import Town
from tests.workplan.tasks import builders


def test_somebody_is_named_by_keyboard_and_what_was_looked_at_is_read(
    page: Page, address: str, town: Town
) -> None:
    work = builders.acknowledged(town, title="修通环线")
    thread = f"/assignments/{work.id}/comments"
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open(thread)
    field = page.get_by_label("写一条")
    expect(page.locator("select[name=mentions]")).to_be_hidden()

    field.press_sequentially("请 @王")
    expect(page.get_by_role("option", name="王芳")).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("Backspace")
    field.press("ArrowDown")
    field.press("Enter")
    field.press_sequentially("补材料。")
    expect(field).to_have_value("请 @住房局 补材料。")
    visitor.press("发表")
    visitor.sees("已发表，提到了住房局。")

    visitor.sign_in(town.wang)
    visitor.open(f"/tasks/{work.task_id}")
    expect(page.locator("#comments")).to_contain_text("1 条没看")
    with page.expect_response(lambda answer: answer.url.endswith("/comments/read")):
        visitor.open(thread)
    visitor.open(f"/tasks/{work.task_id}")
    expect(page.locator("#comments")).not_to_contain_text("没看")
