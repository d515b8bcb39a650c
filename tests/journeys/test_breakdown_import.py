"""A breakdown sheet is imported in a real browser, at a desk and on a phone, by pages that all can read."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, ViewportSize
from sqlalchemy import select

from tests.journeys.conftest import DESK
from tests.journeys.test_key_pages import PHONE, violations
from tests.journeys.visitor import Visitor
from tests.town import Town
from tests.workplan.directives.breakdown.builders import town_sheet
from tracker.foundation.db import db
from tracker.workplan.meetings.models import Report


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_sheet_is_mapped_previewed_and_imported(
    chromium: Browser, address: str, town: Town, tmp_path: Path, size: ViewportSize
) -> None:
    file = tmp_path / "任务分解表.xlsx"
    file.write_bytes(town_sheet("2月30日"))
    context = chromium.new_context(viewport=size, locale="zh-CN")
    visitor = Visitor(context.new_page(), address)
    page = visitor.page
    visitor.sign_in(town.lin)

    def holds() -> None:
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert violations(page) == []

    visitor.open("/breakdowns")
    holds()
    page.set_input_files("[name=file]", str(file))
    page.get_by_role("button", name="上传，去对列").click()
    visitor.sees("按第 2 行的表头认出 8 列")
    holds()
    page.select_option("[name=column-3]", "")
    page.get_by_role("button", name="预览").click()
    visitor.sees("第 3 行 H 列：日期 2月30日 不存在")
    holds()
    page.get_by_role("button", name="全部导入，去审定").click()
    visitor.sees("一条也没有导入")
    page.get_by_label("时限有误的照样导入").check()
    page.get_by_role("button", name="全部导入，去审定").click()
    visitor.sees("已导入 3 条举措、2 个重点")

    db.session.rollback()
    assert db.session.scalars(select(Report.title)).one() == "石桥市2026年重点工作任务分解表"
    context.close()
