"""Two supervisors at one report: nobody overwrites the other, and nothing that was typed is lost."""

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from tests.browser import Browser
from tests.town import Town
from tests.workplan.directives.builders import (
    PARKS,
    ROAD,
    STREETS,
    directives,
    measure,
    priority,
    report,
    second_supervisor,
    seen,
    state,
)
from tracker.foundation.clock import now
from tracker.foundation.db import transaction
from tracker.people.models import Person
from tracker.workplan.directives import commands
from tracker.workplan.directives.models import Directive, DirectiveState, StepKind
from tracker.workplan.directives.views.clashes import _done
from tracker.workplan.meetings.models import Report

ACCEPTED, DRAFT, NOTED = (
    DirectiveState.ACCEPTED,
    DirectiveState.DRAFT,
    DirectiveState.NOTE_ONLY,
)


def worded(town: Town, who: Person, directive: Directive, title: str) -> None:
    """Somebody else words a draft."""
    with transaction():
        commands.edit(
            town.actor(who),
            directive,
            title=title,
            due_on=date(2026, 5, 20),
            mode=directive.mode,
            units=directive.units,
            now=now(),
        )


def typed(town: Town, title: str, version: int) -> dict[str, Any]:
    key = f"u{town.roads.id}"
    return {
        "title": title,
        "due_on": "2026-05-31",
        "mode": "joint",
        "units": [key],
        f"duty-{key}": "support",
        "version": version,
    }


def test_the_second_sees_both_texts_and_a_second_save_goes_through(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    road = measure(town, kept)
    worded(town, second_supervisor(town), road, "修通连接线")
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{road.id}/edit", **typed(town, "建好连接线", 1), expect=409)

    assert "梅影 刚刚改了这一条。您的改动没有存。" in page
    assert "<td>修通连接线</td>" in page
    assert "<td>建好连接线</td>" in page
    assert "<td>5月20日</td>" in page
    assert "<td>市公路局（配合）</td>" in page
    assert 'value="建好连接线"' in page
    assert '<input id="version" name="version" type="hidden" value="2">' in page
    assert measure(town, kept).title == "修通连接线"

    browser.post(f"/directives/{road.id}/edit", **typed(town, "建好连接线", 2))
    assert measure(town, kept).title == "建好连接线"


def test_a_unit_that_the_other_took_out_is_still_chosen_in_ones_own_form(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    road = measure(town, kept)
    with transaction():
        commands.edit(
            town.actor(second_supervisor(town)),
            road,
            title=road.title,
            due_on=None,
            mode=None,
            units=[],
            now=now(),
        )
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{road.id}/edit", **typed(town, "修路", 1), expect=409)

    chip = page.html.split('class="picker"')[1].split("</select>")[0]
    assert f'value="u{town.roads.id}"' in chip
    assert "checked" in chip
    browser.post(f"/directives/{road.id}/edit", **typed(town, "修路", 2))
    assert [it["unit_id"] for it in measure(town, kept).units] == [town.roads.id]


def test_accepting_an_older_copy_shows_what_was_changed(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    worded(town, second_supervisor(town), road, "修通连接线")
    browser.sign_in(town.lin)

    for fields in (typed(town, "建好连接线", 1), {"version": 1}, {}):
        page = browser.post(f"/directives/{road.id}/accept", **fields, expect=409)
        assert "梅影 刚刚改了这一条" in page
    assert state(road) is DRAFT


@pytest.mark.parametrize("deed", ["edit", "accept", "note-only", "split"])
def test_a_form_without_a_version_changes_nothing(browser: Browser, town: Town, deed: str) -> None:
    kept = report(town)
    road = measure(town, kept)
    browser.sign_in(town.lin)

    page = browser.post(
        f"/directives/{road.id}/{deed}",
        title="修路",
        reason="已办。",
        before="市公路局",
        expect=409,
    )

    assert "这一条刚刚被别人改过，" in page
    assert (state(road), measure(town, kept).title) == (DRAFT, road.title)


def test_what_the_other_decided_shows_beside_what_one_typed(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    with transaction():
        commands.accept(town.actor(second_supervisor(town)), road, now=now())
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{road.id}/edit", **typed(town, "建好连接线", 1), expect=409)
    assert "梅影 刚刚采纳了这一条" in page
    assert "<td>建好连接线</td>" in page
    assert "撤销采纳" in page
    page = browser.post(
        f"/directives/{road.id}/note-only", reason="去年已办。", version=1, expect=409
    )
    assert "<td>去年已办。</td>" in page
    assert state(road) is ACCEPTED


def test_a_note_on_an_older_copy_keeps_its_reason(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    worded(town, second_supervisor(town), road, "修通连接线")
    browser.sign_in(town.lin)

    page = browser.post(
        f"/directives/{road.id}/note-only", reason="去年已办。", version=1, expect=409
    )

    assert "梅影 刚刚改了这一条" in page
    assert ">去年已办。</textarea>" in page
    browser.post(f"/directives/{road.id}/note-only", reason="去年已办。", version=2)
    assert state(road) is NOTED


def test_what_was_merged_away_is_said_with_what_one_typed(browser: Browser, town: Town) -> None:
    kept = report(town)
    road, parks = measure(town, kept, ROAD), measure(town, kept, PARKS)
    with transaction():
        commands.merge(town.actor(second_supervisor(town)), kept, [road, parks], now=now())
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{parks.id}/edit", **typed(town, "建园区", 1), expect=409)
    assert "梅影 刚刚合并了这一条" in page
    assert "<td>建园区</td>" in page
    page = browser.post(f"/directives/{parks.id}/accept", version=1, expect=409)
    assert "刚刚被并入别的条目" in page


def bulk(browser: Browser, kept: Report, expect: int = 303, **fields: Any) -> str:
    return browser.post(f"/reports/{kept.id}/directives/bulk", expect=expect, **fields).html


def test_a_batch_leaves_what_was_changed_meanwhile_and_says_so(
    browser: Browser, town: Town
) -> None:
    kept = report(town)
    road, parks, streets = (measure(town, kept, it) for it in (ROAD, PARKS, STREETS))
    ids = [seen(it.id) for it in (road, parks, streets)]
    worded(town, second_supervisor(town), road, "修通连接线")
    browser.sign_in(town.lin)

    bulk(browser, kept, action="accept", ids=ids)

    assert (state(road), state(parks), state(streets)) == (DRAFT, ACCEPTED, ACCEPTED)
    page = browser.get(f"/reports/{kept.id}/directives")
    assert "已采纳 2 条。" in page
    assert "条刚刚被梅影改过，没有动它，请看过再办。" in page


def test_a_batch_of_which_nothing_is_fresh_does_nothing(browser: Browser, town: Town) -> None:
    kept = report(town)
    road, parks = measure(town, kept, ROAD), measure(town, kept, PARKS)
    ids = [seen(road.id), seen(parks.id)]
    mei = second_supervisor(town)
    with transaction():
        commands.merge(town.actor(mei), kept, [road, parks], now=now())
    browser.sign_in(town.lin)

    assert "条刚刚被梅影改过" in bulk(
        browser, kept, 409, action="set_due", due_on="2026-10-01", ids=ids
    )
    assert "梅影 刚刚合并了这一条" in bulk(browser, kept, 409, action="accept", ids=ids[:1])
    page = bulk(browser, kept, 409, action="accept", ids=[ids[1]])
    assert "梅影 刚刚合并了这一条" in page
    assert state(road) is DRAFT


def test_rows_that_are_all_gone_are_counted(browser: Browser, town: Town) -> None:
    kept = report(town)
    rows = [measure(town, kept, it) for it in (ROAD, PARKS)]
    extra = next(it for it in directives(town, kept) if it.start < rows[0].start and not it.heading)
    ids = [seen(it.id) for it in rows]
    with transaction():
        commands.merge(town.actor(second_supervisor(town)), kept, [extra, *rows], now=now())
    browser.sign_in(town.lin)

    assert "有 2 条刚刚被梅影并走" in bulk(browser, kept, 409, action="accept", ids=ids)


def test_a_merge_needs_all_of_its_rows_as_they_were_seen(browser: Browser, town: Town) -> None:
    kept = report(town)
    road, parks = measure(town, kept, ROAD), measure(town, kept, PARKS)
    ids = [seen(road.id), seen(parks.id)]
    worded(town, second_supervisor(town), road, "修通连接线")
    browser.sign_in(town.lin)

    assert "条刚刚被梅影改过" in bulk(browser, kept, 409, action="merge", ids=ids)
    assert state(parks) is DRAFT


def test_what_is_below_a_priority_is_accepted_as_it_was_seen(browser: Browser, town: Town) -> None:
    kept = report(town)
    chain = priority(town, kept)
    browser.sign_in(town.lin)
    asked = {"title": chain.title, "heading": "强链育新", "version": 1, "whole": 1}

    browser.post(f"/directives/{chain.id}/accept", **asked, seen="anything", expect=409)
    assert state(chain) is DRAFT
    browser.post(f"/directives/{chain.id}/accept", version=1)
    for fields in ({"version": 1}, {"version": 2, "seen": "anything"}, {}):
        browser.post(f"/directives/{chain.id}/accept-below", **fields, expect=409)
    assert state(measure(town, kept)) is DRAFT


def test_a_split_of_an_older_copy_is_refused_on_the_page(browser: Browser, town: Town) -> None:
    kept = report(town)
    road = measure(town, kept)
    worded(town, second_supervisor(town), road, "修通连接线")
    browser.sign_in(town.lin)

    page = browser.post(f"/directives/{road.id}/split", before="市公路局", version=1, expect=409)

    assert "梅影 刚刚改了这一条" in page


def test_the_head_says_what_somebody_else_did_last(browser: Browser, town: Town) -> None:
    kept = report(town)
    mei = town.actor(second_supervisor(town))
    browser.sign_in(town.lin)
    path = f"/reports/{kept.id}/directives"
    with transaction():
        commands.accept(mei, measure(town, kept), now=now() - timedelta(minutes=45))
    assert "data-other" not in browser.get(path)

    with transaction():
        commands.accept(mei, measure(town, kept, PARKS), now=now() - timedelta(minutes=3))
    assert "梅影 3 分钟前采纳了第 3 条" in browser.get(path)
    with transaction():
        commands.accept(mei, priority(town, kept), now=now() - timedelta(minutes=2))
    assert "梅影 2 分钟前采纳了重点一" in browser.get(path)
    with transaction():
        commands.mark_context(mei, kept, [(60, 80)], now=now() - timedelta(minutes=1))
    assert "梅影 1 分钟前把几处文字标为背景" in browser.get(path)


@pytest.mark.parametrize("kind", list(StepKind))
def test_every_kind_of_step_is_told_in_words(app: Flask, kind: StepKind) -> None:
    with app.test_request_context():
        assert "第 4 条" in _done(kind, "第 4 条")
