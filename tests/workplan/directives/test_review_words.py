"""What the review page says: what was done, what is left, who is in the way."""

import re
from typing import Any

import pytest
from flask import Flask

from tests.browser import Browser
from tests.town import Town
from tests.workplan.directives.builders import (
    HOMES,
    PARKS,
    ROAD,
    STREETS,
    measure,
    priority,
    report,
    second_supervisor,
    seen,
    state,
)
from tests.workplan.directives.test_two_reviewers import worded
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.workplan.directives import commands
from tracker.workplan.directives.forms import key_of
from tracker.workplan.directives.models import Directive, DirectiveState
from tracker.workplan.directives.views.outcomes import done_in_words
from tracker.workplan.meetings.models import Report

DEFAULT = re.compile(r'<button type="submit" formmethod="dialog" hidden></button>')


def bulk(browser: Browser, kept: Report, *, expect: int = 303, **fields: Any) -> str:
    """Do a deed to rows as they are now, and read what is said about it."""
    fields["ids"] = [seen(it.id) for it in fields["ids"]]
    page = browser.post(f"/reports/{kept.id}/directives/bulk", expect=expect, **fields)
    return page.html if expect != 303 else browser.get(f"/reports/{kept.id}/directives").html


def untouched(browser: Browser, kept: Report, directive: Directive) -> dict[str, Any]:
    """What the editor sends where nothing was changed in it."""
    page = browser.get(f"/reports/{kept.id}/directives?item={directive.id}").html
    sealed = re.search(r'name="opened" value="(\w+)"', page)
    assert sealed
    fields: dict[str, Any] = {
        "title": directive.title,
        "due_on": directive.due_on or "",
        "mode": directive.mode or "",
        "version": directive.version,
        "opened": sealed[1],
        "units": [key_of(it) for it in directive.units],
    }
    return fields | {f"duty-{key_of(it)}": it["duty"] for it in directive.units}


def test_a_form_that_several_dialogs_send_has_no_button_that_the_return_key_finds(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    page = browser.get(f"/reports/{kept.id}/directives?item={measure(town, kept).id}").html

    for name in ("bulk", "single"):
        form = page.split(f'<form id="{name}"')[1].split("</form>")[0]
        assert DEFAULT.search(form)
    editor = page.split('id="edit"')[1].split("</form>")[0]
    first = editor.split('type="submit"')[1]
    assert "formaction" not in first.split("</button>")[0]
    assert "保存" in first.split("</button>")[0]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"action": "accept"}, "已采纳 2 条。"),
        ({"action": "note_only", "reason": "已在办。"}, "已把 2 条标为阅知。"),
        ({"action": "set_units", "add_unit": "公路局"}, "已把 2 条定为市公路局承办。"),
        (
            {"action": "set_units", "add_unit": "公路局、市住房局"},
            "已把 2 条定为市公路局牵头，市住房局配合。",
        ),
        ({"action": "set_due", "due_on": "2031-10-31"}, "已把 2 条的时限定为2031年10月31日。"),
        ({"action": "set_mode", "mode": "joint"}, "已把 2 条的方式定为共同承办。"),
        ({"action": "set_mode", "mode": "each"}, "已把 2 条的方式定为分别承办。"),
        ({"action": "reparent", "parent_id": ""}, "已把 2 条移出，不归任何重点。"),
        ({"action": "to_priority"}, "已把 2 条改成重点。"),
        ({"action": "merge"}, "已合并 2 条，请核对单位和时限。"),
    ],
)
def test_what_was_done_to_the_chosen_is_said(
    browser: Browser, town: Town, fields: dict[str, Any], sentence: str
) -> None:
    kept = report(town)
    rows = [measure(town, kept, HOMES), measure(town, kept, STREETS)]
    browser.sign_in(town.lin)

    assert sentence in bulk(browser, kept, ids=rows, **fields)


def test_one_is_moved_and_another_made_a_measure_in_words(browser: Browser, town: Town) -> None:
    kept = report(town)
    chain, parks = priority(town, kept), measure(town, kept, PARKS)
    browser.sign_in(town.lin)

    said = bulk(
        browser, kept, ids=[measure(town, kept, HOMES)], action="reparent", parent_id=chain.id
    )
    assert "已把 1 条移到“强链育新”。" in said
    assert "已上移。" in bulk(browser, kept, ids=[parks], action="move_up")
    assert "已下移。" in bulk(browser, kept, ids=[parks], action="move_down")
    green = priority(town, kept, "山水润城")
    assert "已把 1 条改成举措。" in bulk(browser, kept, ids=[green], action="to_measure")


def test_a_long_name_is_cut_and_no_day_is_open(app: Flask) -> None:
    long = Directive(heading="一" * 30, title="")
    with app.test_request_context():
        said = done_in_words("reparent", [Directive(parent=long)])
        assert said == f"已把 1 条移到“{'一' * 20}…”。"
        long.heading, long.title = None, "治水"
        assert "“治水”" in done_in_words("reparent", [Directive(parent=long)])
        assert "待定" in done_in_words("set_due", [Directive(due_on=None)])


def test_what_is_left_is_counted_in_sentences_and_places(browser: Browser, town: Town) -> None:
    text = "全市水务工作会议\n会场设在石桥市人民礼堂二楼，市公路局要在6月底前建成护岸，会议开了两个多小时。\n"
    kept = report(town, text)
    browser.sign_in(town.lin)
    page = browser.get(f"/reports/{kept.id}/directives").html

    places = page.count('class="x-mark"')
    told = re.search(r"未处理 (\d+) 句(?:（(\d+) 处）)?</a>", page)
    assert told
    assert int(told[2] or told[1]) == places
    assert f"把其余 {places} 处都标为背景" in page


@pytest.mark.parametrize("action", ["merge", "to_measure"])
def test_the_one_that_is_decided_is_named(browser: Browser, town: Town, action: str) -> None:
    kept = report(town)
    road, parks = measure(town, kept, ROAD), measure(town, kept, PARKS)
    browser.sign_in(town.lin)
    bulk(browser, kept, action="accept", ids=[parks])
    shown = browser.get(f"/reports/{kept.id}/directives").html
    row = shown.split(f'id="d{parks.id}"')[1]
    number = re.search(r'class="no">([^<]+)<', row)
    assert number

    rows = [road, parks] if action == "merge" else [priority(town, kept)]
    said = bulk(browser, kept, expect=409, action=action, ids=rows)

    assert f"第 {number[1]} 条已经处理过，请先撤销再" in said


def test_a_decided_priority_is_named_as_one(browser: Browser, town: Town) -> None:
    kept = report(town)
    chain, green = priority(town, kept), priority(town, kept, "山水润城")
    browser.sign_in(town.lin)
    bulk(browser, kept, action="accept", ids=[chain])

    assert "重点一已经处理过，请先撤销再合并。" in bulk(
        browser, kept, expect=409, action="merge", ids=[chain, green]
    )


@pytest.mark.parametrize("deed", ["edit", "accept"])
def test_who_changed_nothing_is_told_only_what_the_other_changed(
    browser: Browser, town: Town, deed: str
) -> None:
    kept = report(town)
    road = measure(town, kept)
    browser.sign_in(town.lin)
    fields = untouched(browser, kept, road)
    old = road.title
    worded(town, second_supervisor(town), road, "修通连接线")

    page = browser.post(f"/directives/{road.id}/{deed}", **fields, expect=409)

    assert "梅影 刚刚改了这一条，请看过再办。" in page
    assert "您的改动" not in page
    assert "您填写的" not in page
    assert "data-changed" not in page
    assert f"<td>修通连接线</td>\n              <td>{old}</td>" in page
    assert 'value="修通连接线"' in page
    assert state(road) is DirectiveState.DRAFT

    page = browser.post(f"/directives/{road.id}/{deed}", **fields | {"title": "建好"}, expect=409)
    assert "您的改动没有存" in page


def test_a_deed_without_fields_says_what_the_other_changed_last(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    road = measure(town, kept)
    old = road.title
    worded(town, second_supervisor(town), road, "修通连接线")
    browser.sign_in(town.lin)

    page = browser.post(
        f"/reports/{kept.id}/directives/bulk", action="accept", ids=[f"{road.id}:1"], expect=409
    )

    assert "梅影 刚刚改了这一条，请看过再办。" in page
    assert f"<td>{old}</td>" in page


def test_an_untouched_editor_of_what_was_merged_away_says_only_that(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    road, parks = measure(town, kept, ROAD), measure(town, kept, PARKS)
    browser.sign_in(town.lin)
    fields = untouched(browser, kept, parks)
    with transaction():
        commands.merge(town.actor(second_supervisor(town)), kept, [road, parks], now=now())

    page = browser.post(f"/directives/{parks.id}/edit", **fields, expect=409)

    assert "梅影 刚刚合并了这一条，请看过再办。" in page
    assert "您填写的" not in page


def test_the_last_reason_of_the_report_is_offered(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/directives"
    assert "用上次的理由" not in browser.get(path)

    bulk(browser, kept, action="note_only", reason="已在办。", ids=[measure(town, kept, HOMES)])
    said = bulk(browser, kept, action="note_only", reason="常规工作。", ids=[measure(town, kept)])

    assert said.count('data-reason="常规工作。"') == 2
    assert "已在办。" not in said.split("note-item-reason")[1].split("</dialog>")[0]


def test_what_is_kept_and_what_is_accepted_below_is_said(browser: Browser, town: Town) -> None:
    kept = report(town)
    road, chain = measure(town, kept), priority(town, kept)
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/directives"
    browser.post(f"/directives/{road.id}/edit", **untouched(browser, kept, road))
    assert "已保存。" in browser.get(path)

    seal = re.search(r'name="seen" value="(\w+)"', browser.get(f"{path}?item={chain.id}").html)
    assert seal
    browser.post(
        f"/directives/{chain.id}/accept",
        title=chain.title,
        heading="强链育新",
        version=1,
        whole=1,
        seen=seal[1],
    )
    assert re.search(r"已采纳这个重点和其下 \d+ 条举措。", browser.get(path).html)

    green = priority(town, kept, "山水润城")
    bulk(browser, kept, action="accept", ids=[green])
    shown = browser.get(f"{path}?item={green.id}").html
    fields = shown.split("accept-below")[1].split("</form>")[0]
    seal = re.search(r'name="seen" value="(\w+)"', fields)
    assert seal
    browser.post(f"/directives/{green.id}/accept-below", version=2, seen=seal[1])
    assert re.search(r"已采纳 \d+ 条举措。", browser.get(path).html)
