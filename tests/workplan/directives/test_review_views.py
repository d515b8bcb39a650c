"""The list of reviews and the review page, as people meet them."""

import re

from tests.browser import Browser
from tests.queries import counted
from tests.town import NOW, Town
from tests.workplan.directives.builders import (
    HOMES,
    directives,
    measure,
    report,
)
from tracker.foundation.db import transaction
from tracker.workplan.directives import commands
from tracker.workplan.directives.models import DirectiveState
from tracker.workplan.directives.views.page import Shown, bars

ACCEPTED, DRAFT, NOTED = (
    DirectiveState.ACCEPTED,
    DirectiveState.DRAFT,
    DirectiveState.NOTE_ONLY,
)


def test_the_review_shows_text_and_tree_and_opens_the_first_draft(
    browser: Browser, town: Town
) -> None:
    kept = report(town)

    page = browser.sign_in(town.lin).get(f"/reports/{kept.id}/directives")

    first = directives(town, kept)[0]
    assert f'action="/directives/{first.id}/edit"' in page
    assert "句已处理" in page
    assert "待定" in page
    assert "“5月底前”→ 5月31日" in page
    assert "市公路局" in page
    assert "2 家" in page


def test_the_asked_item_is_opened_and_an_unknown_one_is_not_missed(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    homes = measure(town, kept, HOMES)

    assert f'action="/directives/{homes.id}/edit"' in browser.get(
        f"/reports/{kept.id}/directives?item={homes.id}"
    )
    browser.get(f"/reports/{kept.id}/directives?item=9999")


def test_a_leader_reads_the_review_and_decides_nothing(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    browser.sign_in(town.yan)

    page = browser.get(f"/reports/{kept.id}/directives?item={road.id}")
    assert "采纳，看下一条" not in page
    assert 'name="ids"' not in page
    browser.post(f"/directives/{road.id}/accept", expect=403)


def test_units_see_nothing_of_it(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.wang)

    browser.get("/directives", expect=403)
    browser.get(f"/reports/{kept.id}/directives", expect=403)
    browser.post(f"/directives/{measure(town, kept).id}/accept", expect=403)


def test_what_is_not_there_is_not_found(browser: Browser, town: Town) -> None:
    browser.sign_in(town.lin)

    browser.get("/reports/99/directives", expect=404)
    browser.post("/directives/99/accept", expect=404)


def test_a_report_without_directives_says_what_to_do(browser: Browser, town: Town) -> None:
    kept = report(town, "石桥市春日风光\n河边的杨柳都发了新芽。")
    browser.sign_in(town.lin)

    assert "没有找到部署要求" in browser.get(f"/reports/{kept.id}/directives")
    assert "没有找到部署要求" in browser.get("/directives?state=empty")


def test_sixty_directives_cost_no_more_than_six(browser: Browser, town: Town) -> None:
    lines = [f"要改造第{n}号街区，打造第{n}号公园，整治第{n}号河道。" for n in range(20)]
    kept = report(town, "全市城建工作会议\n" + "\n".join(lines))
    assert len(directives(town, kept)) >= 60
    browser.sign_in(town.lin)

    with counted() as count:
        browser.get(f"/reports/{kept.id}/directives")

    assert count.total <= 24


def test_the_list_says_how_far_each_review_is(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    assert "接着审" in browser.get("/directives?state=waiting")
    assert "没有符合条件的报告" in browser.get("/directives?state=done")

    with transaction():
        for it in directives(town, kept):
            commands.accept(town.actor(town.lin), it, now=NOW)

    assert "已审完" in browser.get("/directives?state=done&year=2026&q=部署")
    assert "没有符合条件的报告" in browser.get("/directives?state=waiting")
    assert "重点工作部署会" in browser.get("/directives?state=nonsense")


def test_an_empty_list_says_what_to_do(browser: Browser, town: Town) -> None:
    assert "先收一份会议报告" in browser.sign_in(town.lin).get("/directives")
    assert "督查员收进报告以后" in browser.sign_in(town.yan).get("/directives")


def test_a_long_list_costs_a_bounded_number_of_queries(browser: Browser, town: Town) -> None:
    for number in range(32):
        report(
            town, f"第{number}次例会\n2026年3月1日，会议召开。\n要抓好第{number}号水库除险加固。"
        )
    browser.sign_in(town.lin)

    with counted() as count:
        page = browser.get("/directives")

    assert "共 32 项" in page
    assert count.total <= 11


def test_the_bar_shares_its_length_out() -> None:
    shown = bars({Shown.ACCEPTED: 2, Shown.DRAFT: 0, Shown.NOTED: 1, Shown.NONE: 1})

    assert [(it.name, it.x, it.width) for it in shown] == [
        ("acc", 0, 228),
        ("note", 230, 114),
        ("none", 346, 114),
    ]
    assert bars({Shown.NONE: 0}) == []


def test_very_many_parts_are_a_short_row_with_a_box(browser: Browser, town: Town) -> None:
    with transaction():
        long = commands.take_in_text(town.actor(town.lin), ("字" * 999 + "。\n") * 450, now=NOW)
    page = browser.sign_in(town.lin).get(f"/reports/{long.id}/directives?part=8")

    shown = [int(it) for it in re.findall(r'aria-label="第 (\d+) 段"', page.html)]
    assert shown == [1, 6, 7, 8, 9, 10, 15]
    assert page.html.count(">…</span>") == 2
    assert 'max="15"' in page
    assert "data-jump" in page


def test_a_title_that_is_too_long_is_said_and_kept(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    browser.sign_in(town.lin)
    words = "修" * 201

    shown = browser.get(f"/reports/{kept.id}/directives?item={road.id}")
    assert 'maxlength="200"' not in shown
    page = browser.post(
        f"/directives/{road.id}/edit", expect=422, title=words, version=road.version
    )
    assert "标题不超过 200 字" in page
    assert words in page


def test_a_figure_is_shown_as_it_is_understood(browser: Browser, town: Town) -> None:
    words = (
        "会议要求，失业率由12%降至8%，产值比上年增长5%左右，培育企业10至15家，能耗下降3.5%。\n"
        "会议要求，失业率降至8%、产值增长5%、税收增长6%、能耗下降3.5%。"
    )
    with transaction():
        kept = commands.take_in_text(town.actor(town.lin), words, now=NOW)
    page = browser.sign_in(town.lin).get(f"/reports/{kept.id}/directives")

    for said in (
        "量化目标：降至8%（不高于 8%，原为 12%）、增长5%左右（较上年增加约 5%）",
        "培育企业10至15家（10 到 15 家）、下降3.5%（减少 3.5%）",
        "量化目标：降至8%、增长5%（增加 5%）、增长6%（增加 6%）等 4 个",
    ):
        assert said in page
    figures = [target for it in directives(town, kept) for target in it.targets]
    assert [it["baseline"] for it in figures[:2]] == [12, None]
    assert (figures[1]["change"], figures[1]["against"], figures[2]["upper"]) == (
        "increase",
        "上年",
        15,
    )
