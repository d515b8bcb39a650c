"""One report through all five stages, in a real browser, as the people of the town do it."""

import re

from playwright.sync_api import Page, expect

from tests.journeys.visitor import Visitor
from tests.town import Town
from tracker.foundation.db import transaction
from tracker.workplan.tasks.commands import add_priority, open_plan

REPORT = """\
首页 > 要闻
全市城市更新工作推进会召开
发布时间：2026-06-11
6月10日，市政府召开全市城市更新工作推进会。会议回顾总结了去年的工作。
会议强调，突出“安居”，全面完成老旧小区改造项目验收，建立物业服务质量评价制度。
突出“畅行”，年底前完成城区断头路整治。
"""


def test_a_report_becomes_work_and_ends_in_the_review(page: Page, address: str, town: Town) -> None:
    with transaction():
        plan = open_plan(town.actor(town.lin), 2026, now=town.days_ago(9))
        for name in ("安居", "畅行"):
            add_priority(town.actor(town.lin), plan, name, now=town.days_ago(9))
    visitor = Visitor(page, address)

    take_the_report_in(visitor, town)
    accept_everything(visitor)
    register_and_dispatch(visitor)
    sign_for_and_report(visitor, town)
    verify(visitor, town)
    look_at_the_dashboard(visitor, town)
    write_the_summary(visitor, town)
    accept_the_summary(visitor, town)


def take_the_report_in(visitor: Visitor, town: Town) -> None:
    visitor.sign_in(town.lin)
    visitor.open("/reports/new")
    visitor.page.locator("textarea[name=text]").fill(REPORT)
    visitor.press("收下，开始拆解")
    visitor.sees("全市城市更新工作推进会召开")
    visitor.sees("2026年6月10日")
    visitor.take_picture("review")


def accept_everything(visitor: Visitor) -> None:
    for heading in ("安居", "畅行"):
        visitor.page.locator(".rv-tree .pri", has_text=heading).get_by_role("link").first.click()
        visitor.press("采纳整个重点")
    visitor.sees("待审 0")
    visitor.take_picture("accepted")


def register_and_dispatch(visitor: Visitor) -> None:
    visitor.page.get_by_role("link", name="去立项").click()
    visitor.sees("立项交办")
    page = visitor.page
    page.get_by_label("统一牵头（承办）单位").fill("住房局")
    page.get_by_label("统一时限").fill("2026-12-20")
    visitor.sees("共 3 件承办")
    visitor.take_picture("carry-out")
    visitor.press("立项并交办 3 项")
    visitor.sees("已立项并交办 3 项任务")


def sign_for_and_report(visitor: Visitor, town: Town) -> None:
    visitor.sign_in(town.wang)
    visitor.sees("签收")
    visitor.take_picture("my-work")
    while visitor.page.get_by_role("button", name="签收", exact=True).count():
        visitor.press("签收")
        visitor.page.wait_for_load_state()
        visitor.open("/")
    visitor.open("/progress")
    page = visitor.page
    for box in page.locator("input[name$=percent]:visible").all():
        box.fill("100")
    for words in page.locator("textarea[name$=done]:visible").all():
        words.fill("12个小区全部通过验收。")
    visitor.take_picture("fill")
    visitor.press("提交")
    visitor.sees("已提交")
    visitor.open("/tasks")
    page.get_by_role("link", name="建立物业服务质量评价制度").click()
    visitor.press("申请办结")
    visitor.sees("待核定")


def verify(visitor: Visitor, town: Town) -> None:
    visitor.sign_in(town.lin)
    visitor.open("/progress/queue")
    visitor.sees("12个小区全部通过验收。")
    visitor.take_picture("verify")
    visitor.press("核定办结")
    visitor.open("/tasks?signal=closed")
    visitor.sees("建立物业服务质量评价制度")


def look_at_the_dashboard(visitor: Visitor, town: Town) -> None:
    visitor.sign_in(town.yan)
    visitor.open("/dashboard")
    visitor.sees("已办结 1 项")
    visitor.take_picture("dashboard")
    visitor.page.get_by_role("link", name="1 项", exact=True).first.click()
    visitor.sees("建立物业服务质量评价制度")
    visitor.page.get_by_role("link", name="建立物业服务质量评价制度").click()
    visitor.sees("全市城市更新工作推进会召开")
    visitor.take_picture("task")


def write_the_summary(visitor: Visitor, town: Town) -> None:
    visitor.sign_in(town.wang)
    visitor.open("/review")
    visitor.press("起草总结")
    drafted = visitor.page.locator("textarea").first
    expect(drafted).to_have_value(
        re.compile("建立物业服务质量评价制度.*12个小区全部通过验收", re.DOTALL)
    )
    visitor.page.get_by_label("下年思路举措").fill("把评价结果用到物业招投标中。")
    visitor.take_picture("summary")
    visitor.press("保存并提交")
    visitor.sees("待审核")


def accept_the_summary(visitor: Visitor, town: Town) -> None:
    visitor.sign_in(town.lin)
    visitor.open("/review")
    visitor.press_link("审核")
    visitor.sees("把评价结果用到物业招投标中。")
    visitor.press("审核通过")
    visitor.sees("已通过")
    visitor.take_picture("accepted-summary")
    with visitor.page.expect_download() as download:
        visitor.press_link("导出 Word")
    assert download.value.suggested_filename == "市住房局2026年度工作总结.docx"
