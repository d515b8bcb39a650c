"""What a supervisor does on the review page, as people meet it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, Town
from tests.workplan.directives.builders import (
    HOMES,
    PARKS,
    directives,
    measure,
    priority,
    report,
    seen,
    state,
)
from tracker.foundation.db import db, transaction
from tracker.workplan.directives import commands, queries
from tracker.workplan.directives.models import (
    Context,
    Directive,
    DirectiveState,
    Level,
    Mode,
)
from tracker.workplan.directives.selection import utf16_units
from tracker.workplan.directives.views.places import open_below, seal_of
from tracker.workplan.meetings.models import Report

ACCEPTED, DRAFT, NOTED = (
    DirectiveState.ACCEPTED,
    DirectiveState.DRAFT,
    DirectiveState.NOTE_ONLY,
)


def sealed(town: Town, chain: Directive) -> dict[str, Any]:
    """What a priority's form says it was drawn from: its version, and a seal of what is open below."""
    below = open_below(chain, directives(town, db.session.get_one(Report, chain.report_id)))
    chain = db.session.get_one(Directive, chain.id)
    return {"version": chain.version, "seen": seal_of(below)}


def test_accepting_goes_on_to_the_next_draft(browser: Browser, town: Town) -> None:
    kept = report(town)
    road, parks = measure(town, kept), measure(town, kept, PARKS)
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{road.id}/accept", version=1)

    assert page.location == f"/reports/{kept.id}/directives?item={parks.id}#d{parks.id}"
    assert state(road) is ACCEPTED
    assert "撤销采纳" in browser.get(f"/reports/{kept.id}/directives?item={road.id}")


def test_the_editors_words_are_kept_with_the_acceptance(browser: Browser, town: Town) -> None:
    kept = report(town)
    homes = measure(town, kept, HOMES)
    browser.sign_in(town.lin)

    browser.post(
        f"/directives/{homes.id}/accept",
        title="改造老旧小区",
        due_on="2026-11-30",
        mode="joint",
        add_unit="住房局、市公路局",
        version=1,
    )

    homes = measure(town, kept, HOMES)
    assert (homes.state, homes.title, homes.due_on) == (
        ACCEPTED,
        "改造老旧小区",
        date(2026, 11, 30),
    )
    assert [(it["unit_id"], it["duty"]) for it in homes.units] == [
        (town.housing.id, "lead"),
        (town.roads.id, "support"),
    ]


def test_a_priority_is_accepted_with_all_that_is_open_below(browser: Browser, town: Town) -> None:
    kept = report(town)
    chain = priority(town, kept)
    browser.sign_in(town.lin)

    browser.post(
        f"/directives/{chain.id}/accept",
        title="强链育新",
        heading="强链育新",
        **sealed(town, chain),
        whole=1,
    )

    assert (
        state(chain) is state(measure(town, kept)) is state(measure(town, kept, PARKS)) is ACCEPTED
    )
    assert state(measure(town, kept, HOMES)) is DRAFT
    browser.post(f"/directives/{chain.id}/accept-below", **sealed(town, chain), expect=409)


def test_what_is_left_below_an_accepted_priority_is_accepted_at_once(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    chain = priority(town, kept)
    browser.sign_in(town.lin)
    browser.post(f"/directives/{chain.id}/accept", version=1)
    assert "采纳其下" in browser.get(f"/reports/{kept.id}/directives?item={chain.id}")

    browser.post(f"/directives/{chain.id}/accept-below", **sealed(town, chain))

    assert state(measure(town, kept, PARKS)) is ACCEPTED


def test_when_all_is_decided_one_stays_where_one_is(browser: Browser, town: Town) -> None:
    kept = report(town)
    with transaction():
        for it in directives(town, kept)[1:]:
            commands.accept(town.actor(town.lin), it, now=NOW)
    first = directives(town, kept)[0]
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{first.id}/accept", version=1)

    assert page.location.endswith(f"#d{first.id}")
    assert "去立项" in browser.get(page.location)


def test_noting_needs_a_reason_and_shows_it(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    browser.sign_in(town.lin)

    assert "阅知要写明理由" in browser.post(
        f"/directives/{road.id}/note-only", reason=" ", version=1, expect=422
    )
    browser.post(f"/directives/{road.id}/note-only", reason="去年已办结。", version=1)

    assert state(road) is NOTED
    page = browser.get(f"/reports/{kept.id}/directives?item={road.id}")
    assert "阅知理由：去年已办结。" in page
    assert "撤销阅知" in page


def test_two_people_do_not_overwrite_each_other(browser: Browser, town: Town) -> None:
    road = measure(town, report(town))
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{road.id}/accept", title="修路", version=9, expect=409)

    assert "刚刚被别人改过" in page


def test_one_decision_is_taken_back(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    browser.sign_in(town.lin)
    browser.post(f"/directives/{road.id}/accept", version=1)

    page = browser.post(f"/directives/{road.id}/undecide", version=2)

    assert page.location == f"/reports/{kept.id}/directives?item={road.id}#d{road.id}"
    assert state(road) is DRAFT
    browser.post(f"/directives/{road.id}/undecide", version=3, expect=409)
    browser.post(f"/directives/{road.id}/undecide", expect=409)


def test_the_last_step_is_undone(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    ids = [it.id for it in directives(town, kept)]
    pairs = [seen(it) for it in ids]
    browser.post(f"/reports/{kept.id}/directives/bulk", action="accept", ids=pairs)
    step = queries.last_step(town.actor(town.lin), kept.id)
    assert step is not None
    moment = step.at.isoformat()
    assert moment in browser.get(f"/reports/{kept.id}/directives")

    browser.post(f"/reports/{kept.id}/directives/undo", moment=moment, item=ids[0])

    assert {it.state for it in directives(town, kept)} == {DRAFT}
    for wrong in (moment, "昨天", "2026-06-18T10:00:00", "0001-01-01T00:00:00+14:00"):
        browser.post(f"/reports/{kept.id}/directives/undo", moment=wrong, expect=409)


# ── wording ─────────────────────────────────────────────────────────────────


def test_a_draft_is_worded_and_stays_open(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    browser.sign_in(town.lin)

    sent: dict[str, Any] = {
        "title": "建成连接线",
        "due_on": "",
        "mode": "each",
        "units": [f"u{town.roads.id}", f"g{town.counties.id}", "u999", "废话"],
        f"duty-u{town.roads.id}": "support",
        "add_unit": "市公路局",
        "version": 1,
    }
    browser.post(f"/directives/{road.id}/edit", **sent)

    road = measure(town, kept)
    assert (road.title, road.due_on, road.mode, road.state) == (
        "建成连接线",
        None,
        Mode.EACH,
        DRAFT,
    )
    assert [(it["name"], it["duty"]) for it in road.units] == [
        ("市公路局", "lead"),
        ("各县（市、区）", "lead"),
    ]


def test_a_unit_that_is_unticked_goes(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)

    browser.post(f"/directives/{measure(town, kept).id}/edit", title="修路", mode="", version=1)

    assert (measure(town, kept).units, measure(town, kept).mode) == ([], None)


def test_a_name_that_is_in_no_table_stays_as_the_text_has_it(browser: Browser, town: Town) -> None:
    kept = report(
        town, "重点任务分解\n1.改造老旧小区96个。（牵头单位：市住房局；配合单位：市园林中心）\n"
    )
    homes = measure(town, kept, "改造老旧小区")
    browser.sign_in(town.lin)
    keys = [f"u{town.housing.id}", "t市园林中心"]
    sent: dict[str, Any] = {"title": "改造", "units": keys, "duty-t市园林中心": "support"}

    browser.post(f"/directives/{homes.id}/edit", **sent, version=1)

    homes = measure(town, kept, "改造老旧小区")
    assert [(it["name"], it["duty"]) for it in homes.units] == [
        ("市住房局", "lead"),
        ("市园林中心", "support"),
    ]
    assert "不在单位名册里" in browser.get(f"/reports/{kept.id}/directives")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"title": ""}, "请填写标题。"),
        ({"title": "修路", "add_unit": "市园林中心"}, "“市园林中心”不在单位名册里"),
        ({"title": "修路", "due_on": "下月"}, "不是有效的日期值"),
    ],
)
@pytest.mark.parametrize("deed", ["edit", "accept"])
def test_a_wrong_word_is_said_in_the_editor_and_the_rest_stays(
    browser: Browser, town: Town, deed: str, fields: dict[str, str], sentence: str
) -> None:
    road = measure(town, report(town))
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{road.id}/{deed}", **fields, mode="each", expect=422)

    assert sentence in page
    assert f"duty-u{town.roads.id}" in page
    assert state(road) is DRAFT


def test_selected_words_become_a_directive(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    words = "会场设在石桥市人民礼堂"
    start = utf16_units(kept.text[: kept.text.index(words)])

    page = browser.post(
        f"/reports/{kept.id}/directives", text=words, start=start, level="measure", parent_id=""
    )

    fresh = measure(town, kept, words)
    assert page.location.endswith(f"#d{fresh.id}")
    assert "人工划选" in browser.get(page.location)


def test_words_become_a_priority_where_the_supervisor_says_so(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)

    browser.post(f"/reports/{kept.id}/directives", text="程远山指出", start="", level="priority")

    assert priority(town, kept, "程远山指出").level is Level.PRIORITY


def test_words_that_do_not_agree_with_the_report_are_refused(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/directives"

    assert "对不上" in browser.post(path, text="会场设在", start=3, expect=409)
    assert "请先划选文字" in browser.post(path, text="", start=3, expect=409)


# ── context ─────────────────────────────────────────────────────────────────


def test_a_sentence_is_set_aside_and_then_all_the_rest(browser: Browser, town: Town) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/context"
    start = kept.text.index("会场设在")

    page = browser.post(path, span=f"{start}-{start + 11}", item=measure(town, kept).id)
    assert "#d" in page.location
    assert len(db.session.scalars(select(Context)).all()) == 1
    browser.post(path, all="1")

    shown = browser.get(f"/reports/{kept.id}/directives")
    assert "标背景" not in shown
    assert "都标为背景" not in shown
    browser.post(path, span="昨天", expect=409)
    browser.post(path, span="0-999999", expect=409)


@pytest.mark.parametrize(("day", "is_warned"), [("2020-01-02", True), ("2099-01-02", False)])
def test_a_limit_that_has_passed_is_kept_and_said(
    browser: Browser, town: Town, *, day: str, is_warned: bool
) -> None:
    kept = report(town)
    browser.sign_in(town.lin)
    road = measure(town, kept)

    page = browser.get(
        browser.post(f"/directives/{road.id}/edit", title="修路", due_on=day, version=1).location
    )

    html = page.html
    note = html[html.index('class="edit-past"') : html.index("时限早于今天")]
    assert ("hidden" not in note) is is_warned
