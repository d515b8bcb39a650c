"""Who may come after a leaver, when a post begins, and which accounts are shut."""

import re
from datetime import timedelta

import pytest

from tests.browser import Browser
from tests.people.test_persons import disabled, made
from tests.town import TODAY, Town
from tracker.foundation.clock import now, today
from tracker.foundation.db import db, transaction
from tracker.people import queries, rules
from tracker.people.models import Charge, SignInFailure

YESTERDAY = TODAY - timedelta(days=1)


def test_only_who_can_take_over_is_offered_and_of_others_it_says_why(
    town: Town, browser: Browser
) -> None:
    idle = made(town)
    browser.sign_in(town.fang)
    path = f"/persons/{town.wang.id}/hand-over"

    page = browser.get(path)

    assert f'<option value="{idle.id}">' in page
    assert f'<option value="{town.bai.id}">' in page
    for unfit in (town.gu, town.shi, town.wang, town.fang):
        assert f'<option value="{unfit.id}">' not in page
    assert "有 2 人不能接任" in page
    why = f"不能接任市住房局的单位负责人：{rules.SEPARATE}"
    assert page.html.count(why) == 2
    chosen = {"successor": str(town.gu.id), "last_on": "2026-06-17"}
    for refused in (
        browser.get(f"{path}?successor={town.gu.id}&last_on=2026-06-17", expect=422),
        browser.post(path, expect=422, **chosen),
    ):
        assert f'id="successor-error">{why}' in refused
        assert f'<option selected value="{town.gu.id}">' in refused
    assert len(town.wang.grants) == 1
    disabled(town, town.bai)
    refused = browser.get(f"{path}?successor={town.bai.id}&last_on=2026-06-17", expect=422)
    assert f'id="successor-error">{rules.SUCCESSOR_OUT}' in refused
    late = browser.get(f"{path}?successor={idle.id}&last_on=2026-01-01", expect=422)
    assert f'id="last_on-error">{rules.TOO_EARLY}' in late


def test_a_charge_needs_a_successor_who_leads_or_will(town: Town) -> None:
    with transaction():
        charge = Charge(person_id=town.wang.id, unit_id=town.roads.id, from_on=TODAY)
        db.session.add(charge)
    unfit = rules.why_unfit(town.wang, made(town), YESTERDAY)

    assert unfit == rules.Unfit(None, "市公路局", rules.NO_LEADER)
    assert rules.why_unfit(town.wang, town.yan, YESTERDAY) is None
    assert rules.why_unfit(town.yan, made(town, login="hexin"), YESTERDAY) is None


@pytest.mark.postgres
def test_of_many_only_some_are_offered_and_the_others_are_found_by_name(
    town: Town, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = town.actor(town.fang)
    few = queries.persons_to_choose(actor, town.wang, "", most=2)
    assert few.is_cut
    assert few.persons[0].name == "白露"  # of the same unit
    both = queries.persons_to_choose(actor, town.wang, "sun", chosen=town.qin.id, most=2)
    assert [it.name for it in both.persons] == ["秦川", "孙悦"]
    assert not both.is_cut
    named = {it.name for it in queries.persons_to_choose(actor, town.wang, "").persons}
    assert {"王芳", "方正"}.isdisjoint(named)
    assert len(named) == 8
    whole = queries.persons_to_choose
    monkeypatch.setattr(
        "tracker.workplan.tasks.views.handing_over.people.persons_to_choose",
        lambda *given, **more: whole(*given, **more, most=2),
    )
    path = f"/persons/{town.wang.id}/hand-over"
    browser.sign_in(town.fang)
    assert "同单位的在前" in browser.get(path)
    found = browser.get(f"{path}?q=sun&successor=&last_on=2026-06-17")
    assert f'<option value="{town.sun.id}">' in found
    assert f'<option value="{town.bai.id}">' not in found
    assert 'value="2026-06-17"' in found


def test_a_new_post_begins_today_where_nothing_else_is_said(town: Town, browser: Browser) -> None:
    page = browser.sign_in(town.fang).get(f"/persons/{town.yan.id}")

    for prefix in ("post", "charge"):
        assert re.search(rf'name="{prefix}-from_on"[^>]*value="{today().isoformat()}"', page.html)


@pytest.mark.postgres
def test_locked_accounts_are_told_to_those_who_run_the_system(town: Town, browser: Browser) -> None:
    shut = [
        SignInFailure(login=login, network="203.0.113.0/24", at=now() - timedelta(minutes=ago))
        for login, ago in (*(("wang", 1),) * 5, *(("bai", 1),) * 4, *(("sun", 25),) * 5)
    ]
    with transaction():
        db.session.add_all(shut)

    assert queries.locked_logins(now()) == {"wang"}
    browser.sign_in(town.fang)
    assert "<b>锁定</b>" in browser.get(f"/persons/{town.wang.id}")
    page = browser.get("/persons?state=locked")
    assert page.html.count("<b>锁定</b>") == 1
    assert "王芳" in page
    assert "白露" not in page
    exported = browser.post("/persons/export?state=locked", expect=200, form="csv")
    assert "wang" in exported.html
    assert "bai" not in exported.html
    assert "锁定" not in browser.sign_in(town.lin).get("/persons")
