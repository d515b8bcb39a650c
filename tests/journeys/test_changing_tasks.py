"""A supervisor changes a date in its row of the list, then several tasks at once, in a real browser."""

from datetime import date

from playwright.sync_api import Browser, expect

from tests.journeys.visitor import DESK, Visitor
from tests.town import Town
from tests.workplan.tasks import builders

DUE = date(2026, 9, 30)


def test_a_date_is_changed_in_its_row_and_several_tasks_at_once(
    chromium: Browser, address: str, town: Town
) -> None:
    one = builders.acknowledged(town, due_on=DUE, title="修通环线").task
    other = builders.acknowledged(town, due_on=DUE, title="疏浚河道").task
    # Its own window: the browser itself notes an answer of 422 as an error.
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    page = context.new_page()
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open("/tasks?year=2026")

    page.locator(f"a[data-inline-edit][href*='/tasks/{one.id}/change']").first.click()
    dialog = page.locator("dialog.inline-dialog[open]")
    expect(dialog).to_contain_text("修通环线")
    dialog.locator("[name=due_on]").fill("2026-08-31")
    dialog.locator(".form-foot button").click()
    expect(dialog).to_contain_text("请写明理由")
    dialog.locator("[name=reason]").fill("汛前要完成")
    dialog.locator(".form-foot button").click()
    visitor.sees("已调整。")
    expect(page.locator("tr", has_text="修通环线")).to_contain_text("8月31日")

    for it in (one, other):
        page.locator(f"input[name=task][value='{it.id}']").check()
    page.get_by_role("button", name="批量调整选中的任务").click()
    page.locator("[name=weight]").fill("5")
    page.locator("[name=reason]").fill("今年的重头")
    page.get_by_role("button", name="看会怎么改").click()
    page.get_by_role("button", name="调整这 2 项").click()
    visitor.sees("已调整 2 项任务")
    page.get_by_role("button", name="撤销这次调整").click()
    visitor.sees("恢复到调整之前")
    context.close()
