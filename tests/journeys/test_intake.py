"""Taking a report in with the page's script: a dropped file, the stages, a choice of encoding."""

from pathlib import Path

from playwright.sync_api import Browser, Page, expect
from sqlalchemy import delete

from tests.journeys.conftest import DESK
from tests.journeys.visitor import Visitor
from tests.town import PASSWORD, Town
from tracker.foundation.db import db, transaction
from tracker.people.models import Session

ORDER = "会议要求，6月底前加固河堤，全面排查水库安全隐患。\n"
WATCH = """() => {
  window.stages = [];
  const heading = document.querySelector("[data-step]");
  new MutationObserver(() => window.stages.push(heading.textContent)).observe(heading, { childList: true });
  addEventListener("beforeunload", () => sessionStorage.setItem("stages", window.stages.join("，")));
}"""
DROP = """(words) => {
  const dropped = new DataTransfer();
  dropped.items.add(new File([words], "防汛.txt"));
  for (const kind of ["dragover", "drop"])
    document.body.dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: dropped }));
}"""


def test_a_dropped_file_is_taken_in_and_every_stage_is_said(
    page: Page, address: str, town: Town
) -> None:
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open("/reports/new")

    page.evaluate(DROP, "防汛工作会议召开\n" + ORDER * 400)
    visitor.sees("防汛.txt（")
    page.evaluate(WATCH)
    visitor.press("收下，开始拆解")

    expect(page.locator("[data-review]")).to_be_visible()
    visitor.sees("年度收下")
    stages = page.evaluate("sessionStorage.getItem('stages')")
    assert stages == "正在上传，正在读取，正在找部署要求，正在保存"


def test_when_the_words_look_garbled_the_file_stays_and_the_encoding_is_chosen(
    page: Page, address: str, town: Town, tmp_path: Path
) -> None:
    file = tmp_path / "乱.txt"
    file.write_text("锟斤拷锟斤拷" + ORDER, "utf-8")
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open("/reports/new")

    page.set_input_files("input[type=file]", file)
    visitor.press("收下，开始拆解")
    visitor.sees("文字像是乱码")
    expect(page.locator(".error-summary").first).to_be_focused()
    page.get_by_label("UTF-8").check()
    visitor.press("收下，开始拆解")

    expect(page.locator("[data-review]")).to_be_visible()


def test_a_file_beyond_the_limit_and_a_broken_line_are_said_and_nothing_is_lost(
    page: Page, address: str, town: Town
) -> None:
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open("/reports/new")

    page.evaluate(f"({DROP})(`字`.repeat(7 * 1024 * 1024))")
    visitor.press("收下，开始拆解")

    visitor.sees("文件有 21 MB，超过 20 MB 的上限。")
    page.get_by_role("button", name="移除").click()
    fault = page.locator("[data-intake-fault]")
    expect(fault).to_be_hidden()

    # Where nobody knows whether it arrived, the list opens beside the page, which keeps the words.
    page.get_by_label("正文").fill("防汛工作会议召开\n" + ORDER)
    half = {"content_type": "application/x-ndjson", "body": ""}
    page.route("**/reports", lambda route: route.fulfill(**half))
    visitor.press("收下，开始拆解")
    expect(fault).to_contain_text("不知道收下没有")
    expect(fault.get_by_role("link")).to_have_attribute("href", "/reports")
    expect(fault.get_by_role("link")).to_have_attribute("target", "_blank")
    expect(page.get_by_label("正文")).to_have_value("防汛工作会议召开\n" + ORDER)


def test_a_session_lost_on_the_way_is_begun_anew_and_the_words_go_once_more(
    chromium: Browser, address: str, town: Town
) -> None:
    context = chromium.new_context(viewport=DESK, locale="zh-CN")
    page = context.new_page()
    visitor = Visitor(page, address)
    visitor.sign_in(town.lin)
    visitor.open("/reports/new")
    page.get_by_label("正文").fill("防汛工作会议召开\n" + ORDER)
    with transaction():
        db.session.execute(delete(Session))

    visitor.press("收下，开始拆解")
    dialog = page.locator("dialog.again[open]")
    expect(page.get_by_label("正文")).to_have_value("防汛工作会议召开\n" + ORDER)
    dialog.get_by_label("密码").fill(PASSWORD)
    dialog.get_by_label("密码").press("Enter")

    expect(page.locator("[data-review]")).to_be_visible()
    context.close()
