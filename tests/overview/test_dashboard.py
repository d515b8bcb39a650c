"""The leaders' dashboard."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Select

from tests.browser import Browser
from tests.overview.builders import (
    FEBRUARY,
    LATER,
    MAY,
    PAST,
    SOON,
    extended,
    put_in_charge,
    redone,
    town_with_a_year,
)
from tests.town import NOW, TODAY, Town
from tests.workplan.progress.builders import entry
from tests.workplan.tasks.builders import (
    acknowledged,
    closed,
    dispatched,
    dispatched_to_each,
    plan,
    reported,
    step,
    task,
)
from tracker.foundation.db import db, transaction
from tracker.overview.dashboard import DEPARTMENTS, Dashboard, dashboard
from tracker.overview.standing import Timeliness, leads_visible_to
from tracker.overview.trend import courses
from tracker.people.models import Unit
from tracker.workplan.tasks.models import Assignment, Plan, ReportingCycle
from tracker.workplan.tasks.queries import plan_of
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Signal, judging

DAY = judging(TODAY)
JUNE = NOW - timedelta(days=5)


def board_of(town: Town, **asked: object) -> Dashboard:
    found = plan_of(2026)
    assert found is not None
    return dashboard(town.actor(town.yan), found, DAY, **asked)  # type: ignore[arg-type]  # a test names what it asks freely


@pytest.mark.postgres
def test_tasks_and_assignments_are_counted_apart_and_supporters_not_at_all(town: Town) -> None:
    acknowledged(town, support=[town.roads, town.east], due_on=PAST, now=FEBRUARY, title="管网")
    dispatched_to_each(town, due_on=LATER, now=FEBRUARY, title="排查")
    task(town, "待办的事")

    board = board_of(town)

    assert (board.tasks.total, board.assignments.total) == (3, 3)
    assert board.tasks.signals[Signal.OVERDUE] == board.assignments.signals[Signal.OVERDUE] == 1


def test_on_time_is_said_by_the_original_date_and_with_extensions(town: Town) -> None:
    closed(town, due_on=PAST, now=FEBRUARY, closed_at=MAY, title="学位")
    extended(town)
    acknowledged(town, due_on=PAST, now=FEBRUARY, title="管网")
    acknowledged(town, due_on=LATER, now=FEBRUARY, title="公园")

    tally = board_of(town).tasks

    assert tally.due == 3
    assert tally.times[Timeliness.LATE] == 1
    assert tally.on_time_rate == pytest.approx(100 / 3)
    assert tally.kept_rate == pytest.approx(200 / 3)


def test_while_nothing_is_due_there_is_no_rate(town: Town) -> None:
    acknowledged(town, due_on=LATER)

    assert board_of(town).tasks.on_time_rate is None


def test_the_matrix_has_the_average_and_the_worst_signal_of_each_unit(town: Town) -> None:
    for percent, title in ((60, "甲"), (20, "乙")):
        acknowledged(town, unit=town.east, due_on=LATER, now=FEBRUARY, percent=percent, title=title)
    acknowledged(town, unit=town.west, due_on=PAST, now=FEBRUARY, percent=70, title="丙")

    rows = {row.unit.short_name: row for row in board_of(town).matrix}

    east, west = rows["东溪县"].cells[0], rows["西岭县"].cells[0]
    assert east is not None
    assert west is not None
    assert (east.percent, east.leads, rows["东溪县"].percent) == (40, 2, 40)
    assert west.signal is Signal.OVERDUE


def test_the_matrix_turns_to_departments(town: Town) -> None:
    acknowledged(town, due_on=LATER, title="住房局的事")
    acknowledged(town, is_standing=True, due_on=None, unit=town.roads, title="常抓")

    rows = {row.unit.short_name: row for row in board_of(town, kinds=DEPARTMENTS).matrix}

    assert rows["住房局"].cells[0] is not None
    assert rows["督查室"].percent is None
    assert rows["公路局"].cells[0] is not None


def test_a_closed_lead_beside_one_that_waits_leaves_its_cell_without_a_signal(town: Town) -> None:
    closed(town, unit=town.east, title="甲")
    declined = dispatched_to_each(town, [town.east], due_on=LATER, title="乙")[0]
    step(town, declined, Step.DECLINE, reason="不属本县。")

    cell = board_of(town).matrix[0].cells[0]

    assert cell is not None
    assert cell.signal is None


def test_the_course_of_the_year_follows_what_was_submitted(town: Town) -> None:
    lead = acknowledged(
        town, due_on=LATER, now=FEBRUARY, cycle=ReportingCycle.MONTHLY, title="管网"
    )
    entry(town, lead, percent=30, now=MAY)
    entry(town, lead, percent=50, now=NOW)

    whole, parts = courses(_leads(town), _plan(), DAY)

    percents = [percent for _, percent in whole.actual]
    assert percents == [0, 0, 0, 0, 0, 30, 50]
    assert whole.percent == 50
    assert whole.ahead == 50 - whole.scheduled
    assert list(parts) == [lead.task.priority_id]
    assert whole.planned[-1] == (1.0, 100)


def test_a_year_without_dated_work_has_no_course(town: Town) -> None:
    acknowledged(town, is_standing=True, due_on=None, title="常抓")

    whole, parts = courses(_leads(town), _plan(), DAY)

    assert (whole.percent, whole.scheduled, whole.leads, parts) == (0, 0, 0, {})


def test_a_leader_looks_at_the_units_in_their_charge(town: Town) -> None:
    acknowledged(town, due_on=PAST, now=FEBRUARY, title="住房局的事")
    acknowledged(town, unit=town.roads, due_on=PAST, now=FEBRUARY, title="公路局的事")
    task(town, "待办的事")

    board = board_of(town, units=town.actor(town.yan).charge, kinds=DEPARTMENTS)

    assert board.tasks.total == 1
    assert [row.unit.short_name for row in board.matrix] == ["住房局"]
    assert [row.task.title for row in board.overdue] == ["住房局的事"]


def test_what_needs_attention_comes_with_its_reasons(town: Town) -> None:
    redone(town, title="危旧房")
    acknowledged(
        town,
        unit=town.roads,
        due_on=LATER,
        now=FEBRUARY,
        percent=1,
        title="公路",
        cycle=ReportingCycle.MONTHLY,
    )
    quiet = acknowledged(
        town, unit=town.east, due_on=LATER, now=FEBRUARY, percent=90, title="公园", is_key=True
    )

    reasons = {it.task.title: [one.kind for one in it.reasons] for it in board_of(town).concerns}

    assert reasons["危旧房"] == ["overdue", "redone", "silent"]
    assert reasons["公路"] == ["lagging", "silent"]
    assert reasons[quiet.task.title] == ["silent"]


def test_every_figure_of_the_page_is_a_link_to_its_list(browser: Browser, town: Town) -> None:
    town_with_a_year(town, 2)
    browser.sign_in(town.yan)

    page = browser.get("/dashboard")

    for address in set(re.findall(r'href="(/tasks\?[^"]*)"', page.html)):
        browser.get(address.replace("&amp;", "&"))
    shown = re.search(r'signal=overdue">逾期 (\d+) 项', page.html)
    assert shown is not None
    assert f"共 {shown[1]} 项" in browser.get("/tasks?year=2026&signal=overdue")


def test_the_page_shows_charge_departments_and_other_years(browser: Browser, town: Town) -> None:
    town_with_a_year(town)
    plan(town, 2025)
    put_in_charge(town, town.roads)
    browser.sign_in(town.yan)

    assert "切到我分管的" in browser.get("/dashboard")
    page = browser.get("/dashboard?scope=charge&units=departments")
    assert "我分管的单位今年承担" in page
    assert "2 个部门" in page
    assert "2025年度" in page
    assert "charge=1" in page


def test_a_plan_without_tasks_is_shown_without_figures(browser: Browser, town: Town) -> None:
    plan(town)

    page = browser.sign_in(town.lin).get("/dashboard")

    assert "没有逾期的" in page
    assert "还没有可对照的" in page
    assert "切到我分管的" not in page


@pytest.mark.parametrize(
    ("percent", "words"),
    [(90, "快于序时"), (43, "略快于序时"), (40, "与序时持平"), (38, "略慢于序时"), (2, "慢于序时")],
)
def test_the_opening_says_how_fast_the_work_goes(
    browser: Browser, town: Town, percent: int, words: str
) -> None:
    acknowledged(town, due_on=LATER, now=FEBRUARY, percent=percent)

    assert words in browser.sign_in(town.lin).get("/dashboard")


def test_a_year_without_a_plan_says_what_to_do(browser: Browser, town: Town) -> None:
    assert "去定计划" in browser.sign_in(town.lin).get("/dashboard")
    plan(town)
    page = browser.sign_in(town.yan).get("/dashboard?year=2031")
    assert "督查室定好计划" in page
    assert "2026年度" in page


def test_units_have_no_dashboard(browser: Browser, town: Town) -> None:
    browser.sign_in(town.wang).get("/dashboard", expect=403)


def _plan() -> Plan:
    found = plan_of(2026)
    assert found is not None
    return found


def _leads(town: Town) -> Select[Assignment]:
    return leads_visible_to(town.actor(town.yan))


def test_a_task_that_is_due_soon_is_listed(town: Town) -> None:
    acknowledged(town, due_on=SOON, now=FEBRUARY, percent=50, title="公园")

    assert [row.task.title for row in board_of(town).due_soon] == ["公园"]


def test_what_was_reported_late_is_late_until_that_day(browser: Browser, town: Town) -> None:
    waits = reported(town, due_on=PAST, now=FEBRUARY, reported_at=JUNE, title="报过的事")
    acknowledged(town, due_on=PAST, now=FEBRUARY, title="没报的事")

    board = board_of(town)

    assert [(row.task.title, row.late, row.is_waiting) for row in board.overdue] == [
        ("没报的事", (TODAY - PAST).days, False),
        ("报过的事", (waits.reported_on - PAST).days if waits.reported_on else 0, True),
    ]
    assert [it.reasons[0].figure for it in board.concerns] == [row.late for row in board.overdue]
    assert "已报，待核定" in browser.sign_in(town.yan).get("/dashboard")


def test_what_nobody_signed_for_is_no_average(browser: Browser, town: Town) -> None:
    acknowledged(town, unit=town.east, due_on=LATER, percent=40, title="甲")
    dispatched(town, unit=town.east, due_on=LATER, title="乙")
    dispatched(town, unit=town.west, due_on=LATER, title="丙")

    rows = {row.unit.id: row for row in board_of(town).matrix}

    assert rows[town.east.id].percent == 40
    assert rows[town.west.id].percent is None
    assert "待签收</a>" in browser.sign_in(town.yan).get("/dashboard")


def test_the_rest_of_the_overdue_is_one_link_away(browser: Browser, town: Town) -> None:
    for number in range(9):
        acknowledged(town, due_on=PAST, now=FEBRUARY, title=f"第{number}件")

    assert "余下 1 项" in browser.sign_in(town.yan).get("/dashboard")


def test_a_closed_unit_keeps_its_line_in_a_year_in_which_it_had_work(
    browser: Browser, town: Town
) -> None:
    acknowledged(town, unit=town.east, due_on=LATER, title="移交前的事")
    with transaction():
        for unit in (town.east, town.west):
            db.session.get_one(Unit, unit.id).closed_on = TODAY

    assert [row.unit.short_name for row in board_of(town).matrix] == ["东溪县"]
    assert "（已撤）" in browser.sign_in(town.yan).get("/dashboard")


def test_no_figure_of_the_headline_can_be_torn_from_its_word(browser: Browser, town: Town) -> None:
    town_with_a_year(town)

    page = browser.sign_in(town.yan).get("/dashboard")

    lead = page.html[page.html.index('class="db-lead"') :]
    lead = lead[: lead.index("</p>")]
    loose = re.sub(r"<a.*?</a>|<span class=\"nowrap\">.*?</span>", "", lead, flags=re.DOTALL)
    assert not re.search(r"[0-9]", loose)
    rules = Path("assets/css/pages/dashboard.css").read_text()
    assert re.search(r"\.db-lead a \{[^}]*white-space: nowrap", rules)
