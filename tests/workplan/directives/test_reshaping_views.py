"""Merging, splitting, placing and undoing on the review page, and a long report in parts."""

from typing import Any

import pytest

from tests.browser import Browser
from tests.queries import counted
from tests.town import Town
from tests.workplan.directives.builders import (
    HOMES,
    PARKS,
    ROAD,
    STREETS,
    directives,
    measure,
    priority,
    report,
    seen,
    state,
)
from tracker.foundation.db import db
from tracker.workplan.directives import queries
from tracker.workplan.directives.models import Directive, DirectiveState, Level, Origin
from tracker.workplan.directives.views import places
from tracker.workplan.meetings.models import Report

DRAFT, ACCEPTED = DirectiveState.DRAFT, DirectiveState.ACCEPTED


def bulk(browser: Browser, kept: Report, expect: int = 303, **fields: Any) -> str:
    page = browser.post(f"/reports/{kept.id}/directives/bulk", expect=expect, **fields)
    return page.location or page.html


def test_the_next_one_is_merged_in_by_the_button_of_the_editor(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    road, parks = measure(town, kept, ROAD), measure(town, kept, PARKS)
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/directives"

    page = browser.get(f"{path}?item={road.id}")
    assert f'value="{seen(road.id)}"' in page
    assert f'value="{seen(parks.id)}"' in page
    assert "与第 3 条合并" in page
    there = bulk(browser, kept, action="merge", ids=[seen(road.id), seen(parks.id)])

    assert there.endswith(f"#d{road.id}")
    assert "已合并 2 条" in browser.get(there)
    browser.get(f"{path}?item={parks.id}")
    assert "中间还有别的条目" in bulk(
        browser,
        kept,
        409,
        action="merge",
        ids=[seen(road.id), seen(measure(town, kept, STREETS).id)],
    )


def test_a_draft_is_split_where_the_cursor_stood(browser: Browser, town: Town) -> None:
    kept = report(town)
    homes = measure(town, kept, HOMES)
    browser.sign_in(town.lin)
    assert 'id="split-item"' in browser.get(f"/reports/{kept.id}/directives?item={homes.id}")

    first, second = HOMES[:4], HOMES[4:]

    page = browser.post(f"/directives/{homes.id}/split", before=first, version=1)

    assert "已拆成两条" in browser.get(page.location)
    assert measure(town, kept, second).origin is Origin.ADDED
    assert "请把光标放在" in browser.post(
        f"/directives/{homes.id}/split", before="", version=2, expect=409
    )


def test_chosen_ones_go_under_a_priority_or_change_their_level(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    road, parks = measure(town, kept, ROAD), measure(town, kept, PARKS)
    water = priority(town, kept, "山水润城")
    browser.sign_in(town.lin)
    ids = [seen(road.id), seen(parks.id)]

    bulk(browser, kept, action="reparent", parent_id=water.id, ids=ids)
    assert measure(town, kept, ROAD).parent_id == measure(town, kept, PARKS).parent_id == water.id
    bulk(browser, kept, action="reparent", parent_id="", ids=[seen(road.id)])
    assert measure(town, kept, ROAD).parent_id is None
    bulk(browser, kept, action="to_priority", ids=[seen(road.id), seen(water.id)])
    assert db.session.get_one(Directive, road.id).level is Level.PRIORITY
    assert "已经是这个层级" in bulk(browser, kept, 409, action="to_priority", ids=[seen(road.id)])
    bulk(browser, kept, action="to_measure", ids=[seen(road.id)])
    assert measure(town, kept, ROAD).parent_id == priority(town, kept).id
    assert "所属重点不在这份报告里" in bulk(
        browser, kept, 409, action="reparent", parent_id=999, ids=[seen(road.id)]
    )


def test_one_moves_up_and_down_and_the_ends_offer_no_way(browser: Browser, town: Town) -> None:
    kept = report(town)
    homes = measure(town, kept, HOMES)
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/directives?item={homes.id}"
    assert 'value="move_up"' in browser.get(path)

    bulk(browser, kept, action="move_up", ids=[seen(homes.id)])

    page = browser.get(path)
    assert 'value="move_up"' not in page
    assert 'value="move_down"' in page
    browser.post(f"/directives/{homes.id}/accept", version=2)
    bulk(browser, kept, action="move_down", ids=[seen(homes.id)])
    assert state(homes) is ACCEPTED


def test_a_row_without_its_version_is_refused(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    browser.sign_in(town.lin)

    for wrong in (str(road.id), f"{road.id}:", "road:1"):
        assert "没有说明看到的是哪一版" in bulk(browser, kept, 409, action="accept", ids=[wrong])
    assert state(road) is DRAFT


def test_a_priority_shows_its_name_and_wants_one(browser: Browser, town: Town) -> None:
    kept = report(town)
    chain = priority(town, kept)
    browser.sign_in(town.lin)
    asked: dict[str, Any] = {"title": "强链育新行动", "version": 1}

    page = browser.post(f"/directives/{chain.id}/edit", **asked, heading=" ", expect=422)
    assert "请填写重点的名称。" in page
    browser.post(f"/directives/{chain.id}/edit", **asked, heading="强链")

    assert [(it.title, it.heading) for it in directives(town, kept) if it.id == chain.id] == [
        ("强链育新行动", "强链")
    ]


def test_a_note_without_a_reason_opens_its_dialog_again(browser: Browser, town: Town) -> None:
    road = measure(town, report(town))
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{road.id}/note-only", reason="", version=1, expect=422)

    assert "open data-reopen" in page.html.replace("\n", " ").replace("  ", "")
    assert 'aria-describedby="note-item-error"' in page


def test_every_step_offers_to_be_taken_back(browser: Browser, town: Town) -> None:
    kept = report(town)
    homes = measure(town, kept, HOMES)
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/directives"
    assert "data-undo" not in browser.get(path)

    browser.post(f"/directives/{homes.id}/split", before=homes.quote[:4], version=1)
    step = queries.last_step(town.actor(town.lin), kept.id)
    assert step is not None
    page = browser.post(f"{path}/undo", moment=step.at.isoformat(), item=homes.id)

    assert "已撤销上一步（2 处）" in browser.get(page.location)
    assert "data-undo" not in browser.get(path)
    assert measure(town, kept, HOMES).quote == homes.quote


# ── a long report ───────────────────────────────────────────────────────────


def long_text(blocks: int) -> str:
    lines = ["全市城建工作会议"]
    for n in range(blocks):
        lines.append(f"要突出“第{n}片区”，把片区的事办好。")
        lines += [f"要在9月底前打造第{n}片区{m}号示范街区。" for m in range(12)]
        lines.append("去年全市上下迎难而上，各方面都有了新的气象。")
    return "\n".join(lines)


def test_a_long_report_comes_in_parts_with_one_bar_for_all(browser: Browser, town: Town) -> None:
    kept = report(town, long_text(40))
    rows = directives(town, kept)
    assert len(rows) > 400
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/directives"

    with counted() as count:
        first = browser.get(path)
    assert count.total <= 22
    assert first.html.count("data-row=") <= 200
    assert "分 4 段审" in first
    assert 'data-part="after"' in first
    assert 'data-part="before"' not in first
    last = browser.get(f"{path}?part=99")
    assert 'data-part="after"' not in last
    assert f'id="d{rows[-1].id}"' in last
    assert "data-gap-part" in last
    total = first.html.split(" 句已处理")[0][-12:]
    assert total == last.html.split(" 句已处理")[0][-12:]
    assert f'id="d{rows[250].id}"' in browser.get(f"{path}?item={rows[250].id}")


def test_what_goes_under_a_priority_of_another_part_is_headed_by_it(
    browser: Browser, town: Town
) -> None:
    kept = report(town, long_text(40))
    rows = directives(town, kept)
    top, far = rows[0], rows[-1]
    browser.sign_in(town.lin)

    bulk(browser, kept, action="reparent", parent_id=top.id, ids=[seen(far.id)])

    page = browser.get(f"/reports/{kept.id}/directives?item={far.id}")
    assert "接前面" in page
    assert f'id="d{top.id}"' in page
    assert f'value="{seen(top.id)}"' not in page


def test_setting_aside_keeps_the_part_that_one_was_on(browser: Browser, town: Town) -> None:
    kept = report(town, long_text(40))
    browser.sign_in(town.lin)

    page = browser.post(f"/reports/{kept.id}/context", all="1", part="2")

    assert page.location.endswith("?part=2")
    assert "未处理 0 句" in browser.get(page.location)


def test_of_very_many_priorities_those_round_the_part_are_offered(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = report(town, long_text(12))
    browser.sign_in(town.lin)
    monkeypatch.setattr(places, "MOST_PRIORITIES", 4)

    page = browser.get(f"/reports/{kept.id}/directives")

    offered = page.html.split('id="add-parent"')[1].split("</select>")[0]
    assert offered.count("<option") == 5
