"""The pages about reports, as people meet them."""

from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask

from tests.browser import Browser
from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.meetings.builders import TEXT, report
from tracker.foundation.db import transaction
from tracker.foundation.downloads import attachment
from tracker.workplan.directives.commands import take_in_file
from tracker.workplan.meetings.models import Report

FACTS: dict[str, Any] = {
    "title": "重点工作部署会",
    "held_on": "2026-02-06",
    "published_on": "",
    "organiser": "市委、市政府",
    "speaker": "程远山",
    "plan_year": "2026",
}


def uploaded(town: Town, name: str = "部署会（通稿）.txt") -> Report:
    with transaction():
        return take_in_file(town.actor(town.lin), name, TEXT.encode(), now=NOW)


def test_an_empty_list_says_what_to_do(browser: Browser, town: Town) -> None:
    page = browser.sign_in(town.lin).get("/reports")
    assert "还没有会议报告" in page
    assert 'href="/reports/new"' in page

    page = browser.sign_in(town.yan).get("/reports")
    assert "督查员收进报告以后" in page
    assert 'href="/reports/new"' not in page


def test_reports_are_found_by_year_and_words(browser: Browser, town: Town) -> None:
    report(town)
    report(town, "全市水利工作会议\n2027年3月1日，会议在市政府召开。\n要抓好水库除险加固。")
    browser.sign_in(town.lin)

    everything = browser.get("/reports")
    assert "重点工作部署会" in everything
    assert "水利工作会议" in everything
    only = browser.get("/reports?year=2027&q=水利")
    assert "水利工作会议" in only
    assert "重点工作部署会</a>" not in only
    assert "没有符合条件的报告" in browser.get("/reports?q=查无此会")
    assert "重点工作部署会" in browser.get("/reports?year=二零二六&page=x")


def test_words_are_found_in_either_case_and_a_pasted_text_is_cut(
    browser: Browser, town: Town
) -> None:
    report(town, "全市IPv6推进会\n2026年3月1日，会议召开。\n要抓好机房改造。")
    browser.sign_in(town.lin)

    for page in ("/reports", "/directives"):
        assert "全市IPv6推进会" in browser.get(f"{page}?q=ipV6")
        for words in ("会" * 60_000, "会 " * 5_000, "%_" * 3_000):
            found = browser.get(f"{page}?q={quote(words)}")
            assert "会" * 101 not in found
            assert "没有符合条件的报告" in found or "全市IPv6推进会" in found


def test_a_long_list_is_paged_at_a_bounded_cost(browser: Browser, town: Town) -> None:
    for number in range(33):
        report(
            town, f"第{number}次例会\n2026年3月1日，会议召开。\n要抓好第{number}号水库除险加固。"
        )
    browser.sign_in(town.lin)

    with counted() as count:
        page = browser.get("/reports?q=例会")

    assert "共 33 项" in page
    assert "page=2" in page
    assert "第 31–33 项" in browser.get("/reports?page=2")
    assert count.total <= 10


def test_a_report_shows_its_facts_and_its_text_with_navigation_set_aside(
    browser: Browser, town: Town
) -> None:
    kept = report(town)

    page = browser.sign_in(town.yan).get(f"/reports/{kept.id}")

    assert '<p class="x-aside">您当前的位置' in page.html.replace("\n", "").replace("  ", "")
    assert "2026年2月6日" in page
    assert "粘贴的正文" in page
    assert "修改报告信息" not in page


def test_units_cannot_even_tell_that_there_are_reports(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.wang)

    for path in ("/reports", f"/reports/{kept.id}", f"/reports/{kept.id}/original"):
        browser.get(path, expect=403)


def test_a_report_that_is_not_there_is_not_found(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin).get("/reports/99", expect=404)


def test_facts_are_corrected(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)

    browser.post(f"/reports/{kept.id}", **FACTS, version=1)

    page = browser.get(f"/reports/{kept.id}")
    assert "报告信息已保存。" in page
    assert "<h1>重点工作部署会</h1>" in page


def test_a_wrong_fact_is_said_beside_its_field(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)

    page = browser.post(
        f"/reports/{kept.id}", **(FACTS | {"title": "", "plan_year": "1815"}), expect=422
    )

    assert "请填写标题。" in page
    assert "年度应在 2000 到 2100 之间。" in page
    assert 'value="1815"' in page


def test_an_old_copy_of_the_facts_is_refused(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)

    page = browser.post(f"/reports/{kept.id}", **FACTS, version=7, expect=409)

    assert "刚刚被别人改过" in page


def test_a_leader_may_not_correct_facts(browser: Browser, town: Town) -> None:
    browser.sign_in(town.yan).post(f"/reports/{report(town).id}", **FACTS, expect=403)


def test_the_original_comes_back_byte_for_byte_under_its_own_name(
    browser: Browser, town: Town
) -> None:
    kept = uploaded(town)

    page = browser.sign_in(town.yan).get(f"/reports/{kept.id}/original")

    assert page.data == TEXT.encode()
    assert page.headers["Content-Disposition"].endswith(quote("部署会（通稿）.txt"))
    assert page.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert page.mimetype == "application/octet-stream"


def test_pasted_words_have_no_original(browser: Browser, town: Town) -> None:
    kept = report(town)

    page = browser.sign_in(town.lin).get(f"/reports/{kept.id}/original", expect=404)

    assert "没有原文件" in page


def test_a_lost_original_is_not_answered_with_something_else(
    app: Flask, browser: Browser, town: Town
) -> None:
    kept = uploaded(town)
    for place in app.config["FILES"].rglob("*"):
        if place.is_file():
            place.write_bytes(b"tampered")

    browser.sign_in(town.lin).get(f"/reports/{kept.id}/original", expect=404)


@pytest.mark.parametrize("name", ["../../etc/passwd.txt", "..\\..\\boot.txt", '会"议;.txt'])
def test_a_name_in_a_header_is_no_path_and_ends_no_header(name: str) -> None:
    header = attachment(name, "report-1")

    assert "/" not in header
    assert "\\" not in header
    assert header.count('"') == 2
    assert header.startswith('attachment; filename="report-1"; filename*=UTF-8')


def test_a_report_without_a_name_gets_a_plain_one() -> None:
    assert attachment("", "report-1").endswith("report-1")
