"""A head lays files beside an entry while writing it, in a real browser."""

from playwright.sync_api import FilePayload, Page, expect

from tests.journeys.visitor import Visitor
from tests.scans import PDF
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tracker.foundation.db import transaction
from tracker.foundation.formats import MEBIBYTE
from tracker.foundation.settings import keep_option


def file(name: str, content: bytes) -> FilePayload:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def test_files_go_up_at_once_and_what_is_being_written_stays(
    page: Page, address: str, town: Town
) -> None:
    work = builders.acknowledged(town, title="修通环线")
    with transaction():
        keep_option("progress.evidence_megabytes", "1", changed_by="gu", changed_at=NOW)
    visitor = Visitor(page, address)
    visitor.sign_in(town.wang)
    visitor.open(f"/assignments/{work.id}/progress")
    words = page.get_by_label("本期进展")
    words.fill("开工 12 处。")
    page.get_by_label("完成百分比").fill("20")

    chosen = page.get_by_label("佐证材料")
    large = file("大的.zip", bytes(MEBIBYTE + 1))
    chosen.set_input_files([file("验收单.pdf", PDF), large, file("台账.csv", "甲,1\n".encode())])
    faults = page.locator("[data-evidence-faults]")
    expect(faults).to_contain_text("“大的.zip”：文件不超过 1 MB，请压缩后再传。")
    expect(page.locator("[data-evidence]")).to_contain_text("已附 2 个：验收单.pdf、台账.csv")
    expect(words).to_have_value("开工 12 处。")

    visitor.press("提交")
    visitor.sees("进展已提交。")
    shown = page.locator(".entry-list")
    expect(shown).to_contain_text("开工 12 处。")
    row = shown.locator("li li", has_text="台账.csv")
    row.get_by_role("button", name="移除").click()
    visitor.sees("已移除“台账.csv”，可以恢复。")
    with page.expect_download() as handed:
        shown.get_by_role("link", name="验收单.pdf").click()
    assert handed.value.suggested_filename == "验收单.pdf"
