"""One deed for several directives, as people meet it."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

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
    seen,
    state,
)
from tracker.foundation.db import db
from tracker.workplan.directives.models import Directive, DirectiveState, Mode

ACCEPTED, DRAFT, NOTED = (
    DirectiveState.ACCEPTED,
    DirectiveState.DRAFT,
    DirectiveState.NOTE_ONLY,
)


def bulk(browser: Browser, expect: int = 303, **fields: Any) -> str:
    """Do a deed to rows as they are now, named by their keys."""
    kept = db.session.scalars(select(Directive.report_id)).first()
    fields["ids"] = [seen(it) for it in fields.get("ids", [])]
    return browser.post(f"/reports/{kept}/directives/bulk", expect=expect, **fields).html


def test_chosen_drafts_are_decided_together(browser: Browser, town: Town) -> None:
    kept = report(town)
    road, parks, homes = (measure(town, kept, it) for it in (ROAD, PARKS, HOMES))
    browser.sign_in(town.lin)

    bulk(browser, action="accept", ids=[road.id, parks.id])
    bulk(browser, action="note_only", reason="已在办。", ids=[parks.id, homes.id])

    assert (state(road), state(parks), state(homes)) == (ACCEPTED, ACCEPTED, NOTED)
    page = browser.get(f"/reports/{kept.id}/directives")
    assert "已把 1 条标为阅知。另有 1 条不适用，没有改动。" in page


def test_chosen_measures_get_their_day_units_and_mode(browser: Browser, town: Town) -> None:
    kept = report(town)
    homes, streets = measure(town, kept, HOMES), measure(town, kept, STREETS)
    ids = [homes.id, streets.id, priority(town, kept, "山水润城").id]
    browser.sign_in(town.lin)

    bulk(browser, action="set_due", due_on="2026-10-31", ids=ids)
    bulk(browser, action="set_units", add_unit="市住房局，公路局", ids=ids)
    bulk(browser, action="set_mode", mode="joint", ids=ids)

    for it in (measure(town, kept, HOMES), measure(town, kept, STREETS)):
        assert (it.due_on, it.mode, it.state) == (date(2026, 10, 31), Mode.JOINT, DRAFT)
        assert [unit["duty"] for unit in it.units] == ["lead", "support"]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"action": "accept", "ids": []}, "请先选中"),
        ({"action": "note_only", "reason": " "}, "阅知要写明理由"),
        ({"action": "set_due", "due_on": ""}, "请填写时限"),
        ({"action": "set_units", "add_unit": ""}, "请填写承办单位"),
        ({"action": "set_units", "add_unit": "市园林中心"}, "不在单位名册里"),
        ({"action": "set_mode", "mode": "alone"}, "请选择承办方式"),
        ({"action": "burn"}, "没有这种批量操作"),
        ({"action": ""}, ""),
    ],
)
def test_a_deed_that_lacks_something_says_what(
    browser: Browser, town: Town, fields: dict[str, Any], sentence: str
) -> None:
    road = measure(town, report(town))
    browser.sign_in(town.lin)

    assert sentence in bulk(browser, expect=409, **({"ids": [road.id]} | fields))
    assert state(road) is DRAFT


def test_what_is_decided_or_a_priority_is_not_worded_together(browser: Browser, town: Town) -> None:
    kept = report(town)
    road, chain = measure(town, kept), priority(town, kept)
    browser.sign_in(town.lin)
    browser.post(f"/directives/{road.id}/accept", version=1)

    assert "已经处理过了" in bulk(browser, expect=409, action="accept", ids=[road.id])
    assert "请在举措上定" in bulk(
        browser, expect=409, action="set_due", due_on="2026-10-31", ids=[chain.id]
    )


def test_a_directive_of_another_report_is_not_smuggled_in(browser: Browser, town: Town) -> None:
    kept = report(town)
    other = measure(town, report(town, "全市水利工作会议\n要抓好水库除险加固。"), "水库")
    browser.sign_in(town.lin)

    browser.post(
        f"/reports/{kept.id}/directives/bulk", action="accept", ids=[seen(other.id)], expect=404
    )

    assert state(other) is DRAFT
