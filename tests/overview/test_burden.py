"""The burden meter: what units were asked for, counted by month, and shown before they are asked."""

from datetime import date, datetime, timedelta

import pytest

from tests.browser import Browser
from tests.overview.builders import FEBRUARY, MAY
from tests.queries import counted
from tests.town import NOW, TODAY, Town
from tests.workplan.progress.builders import entry, returned
from tests.workplan.tasks.builders import acknowledged, dispatched_to_each, reported, step, task
from tests.workplan.tasks.chases.builders import chased, late
from tests.workplan.tasks.comments.builders import said
from tests.workplan.tasks.instructions.builders import instructed
from tracker.foundation.db import transaction
from tracker.overview.burden import asked_lately, asked_of, loads, metered_units
from tracker.overview.burden_asks import Way
from tracker.overview.burden_counting import (
    Average,
    Kind,
    Load,
    Month,
    average,
    heights,
    month_of,
    months_till,
    summed,
)
from tracker.overview.dashboard import PLACES
from tracker.people.models import Person, Unit
from tracker.workplan.tasks.commands import add_milestone
from tracker.workplan.tasks.models import ReportingCycle
from tracker.workplan.tasks.rules import Step

MARCH, APRIL, JUNE = Month(2026, 3), Month(2026, 4), Month(2026, 6)
YEAR = months_till(2026, TODAY)


def on(month: int, day: int = 10) -> datetime:
    return NOW.replace(month=month, day=day)


def burden(town: Town, unit: Unit, who: Person | None = None) -> Load:
    return loads(town.actor(who or town.lin), YEAR).get(unit.id, Load())


def test_months_follow_each_other() -> None:
    assert Month(2025, 12).next == Month(2026, 1)
    assert (Month(2026, 2).first, Month(2026, 2).last) == (date(2026, 2, 1), date(2026, 2, 28))
    assert [it.number for it in months_till(2026, date(2026, 3, 1))] == [1, 2, 3]
    assert month_of(TODAY).written == "2026-06"
    assert Month(2026, 1).cycles == [ReportingCycle.MONTHLY]
    assert set(Month(2026, 12).cycles) == set(ReportingCycle)


def test_loads_add_up() -> None:
    one, other = Load(), Load()
    one.add(MARCH, Kind.ENTRY, 2)
    one.add(MARCH, Kind.ENTRY, 1)
    one.add(JUNE, Kind.CHASE, 1)
    other.add(JUNE, Kind.ENTRY, 4)

    whole = summed([one, other])

    assert (one.of(MARCH), one.of(JUNE, Kind.ENTRY), one.in_all(), one.in_all(Kind.ENTRY)) == (
        3,
        0,
        4,
        3,
    )
    assert whole.of(JUNE) == 5
    assert average({1: one, 2: other, 3: Load()}, JUNE) == Average(asked=5, units=2)
    assert average({1: one, 2: other}, JUNE).each == 2.5
    assert average({}, JUNE).each == 0
    assert heights(one, [MARCH, APRIL, JUNE], None, 100) == [6, 0, 6]
    assert heights(one, [MARCH], Kind.ENTRY, 3) == [100]


@pytest.mark.postgres
def test_an_entry_is_asked_for_at_the_end_of_each_period_of_its_cycle(town: Town) -> None:
    acknowledged(town, now=FEBRUARY, title="按季")
    acknowledged(town, now=FEBRUARY, title="按月", cycle=ReportingCycle.MONTHLY)
    acknowledged(town, now=FEBRUARY, title="一次", cycle=ReportingCycle.ONCE)

    load = burden(town, town.housing)

    assert [load.of(month, Kind.ENTRY) for month in YEAR] == [0, 1, 2, 1, 1, 2]
    assert burden(town, town.roads).in_all() == 0


def test_a_cycle_by_milestones_asks_on_each_of_them(town: Town) -> None:
    work = acknowledged(town, now=FEBRUARY, title="按节点", cycle=ReportingCycle.BY_MILESTONE)
    lin = town.actor(town.lin)
    for name, day in (("招标", date(2026, 4, 15)), ("封顶", date(2026, 6, 30))):
        with transaction():
            add_milestone(lin, work.task, name=name, due_on=day, now=FEBRUARY)

    load = burden(town, town.housing)

    assert [load.of(month, Kind.ENTRY) for month in YEAR] == [0, 0, 0, 1, 0, 1]


def test_who_is_not_at_work_at_the_end_is_not_asked(town: Town) -> None:
    paused = acknowledged(town, now=FEBRUARY, title="中止", cycle=ReportingCycle.MONTHLY)
    step(town, paused, Step.PAUSE, reason="等资金。", now=on(4))
    step(town, paused, Step.RESUME, reason="到位。", now=on(6))
    reported(town, now=FEBRUARY, reported_at=MAY, title="报办结")
    dispatched_to_each(town, [town.housing], now=FEBRUARY, title="没签收")

    load = burden(town, town.housing)

    # The first once a month while it ran, the second for March alone.
    assert [load.of(month, Kind.ENTRY) for month in YEAR] == [0, 1, 2, 0, 0, 1]


@pytest.mark.postgres
def test_returns_papers_instructions_and_mentions_are_counted(town: Town) -> None:
    work = acknowledged(town, now=FEBRUARY, title="常报")
    written = entry(town, work)
    returned(town, written)
    redone = reported(town, now=FEBRUARY, reported_at=MAY, title="重办")
    step(town, redone, Step.REDO, reason="缺材料。", now=MAY)
    chased(town, late(town))
    instructed(town, work)
    instructed(town, work.task)
    said(town, work, "@住房局 请补一份台账。")
    said(town, work, "知道了。", by=town.wang)

    load = burden(town, town.housing)

    assert load.of(Month(2026, 5), Kind.RETURNED) == 1
    assert load.of(JUNE, Kind.RETURNED) == 1
    assert load.of(JUNE, Kind.CHASE) == 1
    assert load.of(JUNE, Kind.QUESTION) == 3
    things = asked_of(town.actor(town.lin), town.housing, JUNE)
    assert sorted(it.way for it in things if it.way is not Way.ENTRY) == [
        Way.CHASE,
        Way.ENTRY_RETURNED,
        Way.INSTRUCTION,
        Way.INSTRUCTION,
        Way.MENTION,
    ]
    assert [it.way for it in asked_of(town.actor(town.lin), town.housing, JUNE, Kind.CHASE)] == [
        Way.CHASE
    ]
    assert {it.title for it in things if it.way is Way.MENTION} == {"常报"}


def test_units_are_told_of_their_own_alone(town: Town) -> None:
    acknowledged(
        town, support=[town.roads], now=FEBRUARY, title="共同", cycle=ReportingCycle.MONTHLY
    )
    step(town, dispatched_to_each(town, now=FEBRUARY)[0], Step.ACKNOWLEDGE, now=FEBRUARY)

    assert set(loads(town.actor(town.wang), YEAR)) == {town.housing.id}
    assert set(loads(town.actor(town.yan), YEAR)) == {town.housing.id, town.east.id}
    assert set(loads(town.actor(town.yan), YEAR, units=[town.east.id])) == {town.east.id}
    assert loads(town.actor(town.gu), YEAR) == {}
    assert [it.short_name for it in metered_units(town.actor(town.qin), PLACES)] == ["东溪县"]
    assert loads(town.actor(town.lin), []) == {}


def test_what_was_asked_about_work_lately_is_found(town: Town) -> None:
    work = acknowledged(town, now=FEBRUARY, title="常报")
    returned(town, entry(town, work), now=NOW)
    instructed(town, work, now=NOW - timedelta(days=40))
    other = acknowledged(town, now=FEBRUARY, title="别的")
    lin = town.actor(town.lin)

    week = asked_lately(lin, [work.id, other.id], TODAY - timedelta(days=6), TODAY)
    months = asked_lately(lin, [work.id], TODAY - timedelta(days=60), TODAY)

    assert {key: [it.way for it in found] for key, found in week.items()} == {
        work.id: [Way.ENTRY_RETURNED]
    }
    assert [it.way for it in months[work.id]] == [Way.INSTRUCTION, Way.ENTRY_RETURNED]


def test_a_year_is_one_question_however_much_there_is(town: Town) -> None:
    costs = []
    for title in ("少", "多"):
        acknowledged(town, now=FEBRUARY, title=title)
        lin = town.actor(town.lin)
        with counted() as count:
            loads(lin, YEAR)
        costs.append(count.total)

    assert costs == [1, 1]


def test_the_page_shows_units_and_what_one_was_asked_for(browser: Browser, town: Town) -> None:
    work = acknowledged(town, now=FEBRUARY, title="常报", cycle=ReportingCycle.MONTHLY)
    step(town, dispatched_to_each(town, now=FEBRUARY)[0], Step.ACKNOWLEDGE, now=FEBRUARY)
    returned(town, entry(town, work))
    said(town, work, "@住房局 请补一份台账。")
    chased(town, late(town, days=3))
    browser.sign_in(town.lin)

    page = browser.get("/burden")

    for words in ("6月向 2 家单位提出", "住房局", "东溪县", "上月平均"):
        assert words in page
    one = browser.get(f"/burden?unit={town.housing.id}")
    for words in ("填报退回修改", "讨论里点名", "督办单", "常报"):
        assert words in one
    assert "填报退回修改" not in browser.get(f"/burden?unit={town.housing.id}&kind=chase")
    assert "住房局" in browser.get(f"/burden?unit={town.housing.id}&units=places")
    assert "这个月没有要求" in browser.get(f"/burden?unit={town.roads.id}&month=1")
    assert "6月向 1 家单位提出" in browser.get("/burden?units=departments&sort=-month")
    for sort in ("-unit", "year", "-entry", "chase", "nonsense"):
        browser.get(f"/burden?sort={sort}&year=1999&month=77")
    browser.get("/burden?unit=987654", expect=404)
    own = browser.sign_in(town.qin).get("/burden")
    assert "东溪县" in own
    assert "住房局" not in own
    browser.get(f"/burden?unit={town.housing.id}", expect=404)


def test_it_is_shown_before_units_are_asked_and_to_leaders(browser: Browser, town: Town) -> None:
    work = late(town)
    returned(town, entry(town, work, percent=50))
    waiting = task(town, "待交办")
    browser.sign_in(town.lin)

    compose = browser.get(f"/chases/new?assignment={work.id}")
    preview = browser.post(
        "/tasks/dispatch",
        expect=200,
        deed="preview",
        task=waiting.id,
        **{f"t{waiting.id}-leads": "市住房局", f"t{waiting.id}-version": waiting.version},
    )
    board = browser.sign_in(town.yan).get("/dashboard")
    home = browser.sign_in(town.wang).get("/")

    assert "本月已要求" in compose
    assert "填报退回修改" in compose
    assert "本月已要求" in preview
    assert "本月向" in board
    assert "看要求了什么" in home
