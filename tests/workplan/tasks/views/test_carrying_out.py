"""A report carried out on one page: its measures become tasks and go to their units."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.town import NOW, Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.views.carrying import (
    assignments,
    page_of,
    report_with_two_measures,
    sent_as_shown,
    tasks,
)
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import RuleBroken
from tracker.journal.models import Entry
from tracker.workplan.directives.models import Level
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.commands import void_report as voids
from tracker.workplan.tasks.models import Duty, Plan, PlanPriority, ReportingCycle


@pytest.mark.postgres
def test_everything_goes_out_in_one_press(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    browser.sign_in(town.lin)

    sent = browser.post(page_of(heading), **sent_as_shown(heading, measures))

    first, second = tasks()
    assert (first.number, first.title, first.leader_id) == (
        "2026-01-001",
        "加快老旧小区改造",
        town.yan.id,
    )
    assert second.title == "建成二百套保障房"
    assert [(it.unit_id, it.duty, it.due_on) for it in assignments()] == [
        (town.housing.id, Duty.LEAD, date(2026, 9, 30)),
        (town.east.id, Duty.LEAD, date(2026, 12, 31)),
        (town.west.id, Duty.LEAD, date(2026, 12, 31)),
    ]
    assert sent.location == f"/tasks?year=2026&state=dispatched&priority={first.priority_id}"
    assert "已立项并交办 2 项任务，共 3 件承办。" in browser.get("/tasks/queue")
    deeds = db.session.scalars(select(Entry.deed).order_by(Entry.id)).all()
    assert deeds.count("task.registered") == deeds.count("task.dispatched") == 2
    assert "plan.opened" in deeds


def test_what_is_left_out_stays(browser: Browser, town: Town) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    browser.sign_in(town.lin)

    sent = browser.post(
        page_of(heading),
        **sent_as_shown(heading, [houses], row=[houses.id, flats.id], **{f"m{flats.id}-title": ""}),
    )

    assert sent.location == page_of(heading)
    page = browser.get(page_of(heading))
    assert "立项并交办 1 项" in page
    assert "加快老旧小区改造" not in page
    assert f'<option selected value="{tasks()[0].priority_id}">' in page


def test_only_registering_leaves_the_dispatch_for_later(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    browser.sign_in(town.lin)
    changes = {f"m{measures[0].id}-leads": "月球局"}

    sent = browser.post(
        page_of(heading), **sent_as_shown(heading, measures, deed="register", **changes)
    )

    assert sent.location == "/tasks/queue#dispatch"
    assert [task.mode for task in tasks()] == [None, None]
    page = browser.get("/tasks/queue")
    assert "已立项 2 项，在这里等着交办。" in page
    assert "2 项任务" in page


def test_what_somebody_sets_goes_before_what_the_report_says(browser: Browser, town: Town) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    own = {
        f"m{houses.id}-title": "老旧小区改造",
        f"m{houses.id}-cycle": "half_yearly",
        f"m{houses.id}-is_key": "y",
        f"m{houses.id}-is_standing": "y",
        f"m{houses.id}-supports": "公路局",
        f"m{houses.id}-leader": "",
        f"m{flats.id}-coordinator": "住房局",
        "leader": town.yan.id,
    }

    browser.sign_in(town.lin).post(
        page_of(heading), **sent_as_shown(heading, [houses, flats], **own)
    )

    first, second = tasks()
    assert (first.title, first.cycle, first.is_key, first.is_standing) == (
        "老旧小区改造",
        ReportingCycle.HALF_YEARLY,
        True,
        True,
    )
    assert first.leader_id == second.leader_id == town.yan.id
    assert second.coordinator_id == town.housing.id
    assert [(it.unit_id, it.due_on) for it in assignments()[:2]] == [
        (town.housing.id, None),
        (town.roads.id, None),
    ]


def test_measures_may_be_joined_to_one_task(browser: Browser, town: Town) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    joined = {f"m{flats.id}-joins": "y", f"m{houses.id}-joins": "y"}

    page = browser.sign_in(town.lin).post(
        page_of(heading),
        expect=200,
        **sent_as_shown(heading, [houses, flats], deed="preview", **joined),
    )
    assert "并入上一项" in page
    assert "立项并交办 1 项" in page
    browser.post(page_of(heading), **sent_as_shown(heading, [houses, flats], **joined))

    (task,) = tasks()
    assert [source.directive_id for source in task.sources] == [houses.id, flats.id]
    assert task.text == "加快老旧小区改造\n建成二百套保障房"
    assert [(it.unit_id, it.duty, it.due_on) for it in assignments()] == [
        (town.housing.id, Duty.LEAD, date(2026, 9, 30)),
        (town.east.id, Duty.SUPPORT, date(2026, 9, 30)),
        (town.west.id, Duty.SUPPORT, date(2026, 9, 30)),
    ]


def test_joined_measures_where_each_answers_for_itself(browser: Browser, town: Town) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    changes = {f"m{flats.id}-joins": "y", f"m{houses.id}-mode": "each"}
    browser.sign_in(town.lin).post(
        page_of(heading), **sent_as_shown(heading, [houses, flats], **changes)
    )
    assert {it.duty for it in assignments()} == {Duty.LEAD}
    assert len(assignments()) == 3


def test_what_is_wrong_comes_back_beside_its_field_and_nothing_is_kept(
    browser: Browser, town: Town
) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    wrong = {
        f"h{heading.id}-priority": "",
        f"m{houses.id}-title": "",
        f"m{houses.id}-leads": "月球局",
        f"m{flats.id}-due_on": "2026-01-31",
    }

    page = browser.sign_in(town.lin).post(
        page_of(heading), expect=422, **sent_as_shown(heading, [houses, flats], **wrong)
    )

    assert "有 4 处要改" in page
    assert "请选这组举措归入计划的哪个重点。" in page
    assert "请写任务名称。" in page
    assert "第 1 条：单位名册里没有“月球局”，请点旁边的“选…”" in page
    summary = page.html[page.html.index("error-summary") : page.html.index("统一时限")]
    assert summary.index("<b>突出安居</b>") < summary.index("“加快老旧小区改造”：请写任务名称。")
    assert "第 1 条“加快老旧小区改造”：单位名册里没有“月球局”" in summary
    assert "第 2 条“建成二百套保障房”：完成时限不能早于交办的日子。" in summary
    assert "第 2 条：完成时限不能早于交办的日子。" in page
    assert 'value="月球局"' in page
    assert tasks() == []
    assert db.session.scalars(select(Plan)).all() == []


def test_what_is_wrong_with_what_holds_for_all_is_said_once(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    report = db.session.get_one(Report, heading.report_id)
    other = builders.directive(town, "建成", of=report, level=Level.PRIORITY)
    fields = sent_as_shown(heading, measures, supports="月球局")
    page = browser.sign_in(town.lin).post(
        page_of(heading), expect=422, **(fields | {"row": [*fields["row"], other.id]})
    )
    assert "有 1 处要改" in page
    assert "单位名册里没有“月球局”" in page
    assert "<b>统一设定</b>" in page
    assert "第 1 条：单位" not in page
    browser.post(
        page_of(heading),
        **(
            sent_as_shown(heading, measures)
            | {"row": [*fields["row"], other.id], "deed": "register"}
        ),
    )
    assert len(tasks()) == len(measures)


def test_choosing_nothing_is_said(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    fields = {"row": [it.id for it in measures], "mode": "joint"}
    page = browser.sign_in(town.lin).post(page_of(heading), expect=422, **fields)
    assert "请至少选一条举措。" in page


def test_of_a_voided_report_it_is_said_that_it_was_voided(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    with transaction():
        voids(town.actor(town.lin), heading.report, reason="收重了", now=NOW)
    browser.sign_in(town.lin)

    page = browser.get(page_of(heading))
    assert "这份报告已经撤下" in page
    assert f'href="/reports/{heading.report_id}"' in page
    assert "采纳的都立项了" not in page
    again = browser.post(page_of(heading), **sent_as_shown(heading, measures))
    assert again.location == page_of(heading)
    assert tasks() == []


def test_a_second_press_registers_nothing_again(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    browser.sign_in(town.lin).post(page_of(heading), **sent_as_shown(heading, measures))

    again = browser.post(page_of(heading), **sent_as_shown(heading, measures))

    assert again.location == "/tasks/queue"
    assert "所选举措刚才已经立项或改了决定，没有再办。" in browser.get("/tasks/queue")
    assert len(tasks()) == 2


def test_what_somebody_else_registered_meanwhile_is_taken_off_the_page(
    browser: Browser, town: Town
) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    browser.sign_in(town.lin).post(page_of(heading), **sent_as_shown(heading, [houses]))

    page = browser.post(page_of(heading), expect=422, **sent_as_shown(heading, [houses, flats]))

    assert "所选的有 1 条刚才已经立项或改了决定" in page
    assert "立项并交办 1 项" in page
    assert len(tasks()) == 1
    again = browser.post(page_of(heading), **sent_as_shown(heading, [houses]))
    assert again.location == page_of(heading)


def test_two_presses_at_once_are_told_apart_in_the_deed_itself(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading, measures = report_with_two_measures(town)
    answers = iter([measures, []])
    monkeypatch.setattr(
        "tracker.workplan.tasks.views.carrying_out.waiting_among", lambda *_: next(answers)
    )
    monkeypatch.setattr(
        "tracker.workplan.tasks.commands.register", _refuse("有部署要求已经立项，不能重复立项。")
    )
    again = browser.sign_in(town.lin).post(page_of(heading), **sent_as_shown(heading, measures))
    assert again.location == page_of(heading)


def _refuse(sentence: str) -> Any:
    def refuse(*_: object, **__: object) -> None:
        raise RuleBroken(sentence)

    return refuse


def test_a_row_that_the_deed_refuses_says_why_and_nothing_is_kept(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading, measures = report_with_two_measures(town)
    monkeypatch.setattr(
        "tracker.workplan.tasks.commands.dispatch", _refuse("所选单位已撤销，请另选单位。")
    )
    page = browser.sign_in(town.lin).post(
        page_of(heading), expect=422, **sent_as_shown(heading, measures)
    )
    assert "第 1 条：所选单位已撤销" in page
    assert "第 2 条：所选单位已撤销" in page
    assert tasks() == []
    assert db.session.scalars(select(PlanPriority)).all() == []


def test_what_is_refused_of_no_row_is_said_above(
    browser: Browser, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    heading, measures = report_with_two_measures(town)
    monkeypatch.setattr(
        "tracker.workplan.tasks.commands.open_plan", _refuse("这一年的计划已经有了。")
    )
    page = browser.sign_in(town.lin).post(
        page_of(heading), expect=422, **sent_as_shown(heading, measures)
    )
    assert "这一年的计划已经有了。" in page


def test_only_supervisors_carry_reports_out(browser: Browser, town: Town) -> None:
    heading, _ = report_with_two_measures(town)
    for person in (town.yan, town.wang, town.gu):
        browser.sign_in(person)
        browser.get(page_of(heading), expect=403)
        browser.post(page_of(heading), expect=403)


def test_names_like_the_unknown_one_are_offered(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    wrong = {f"m{measures[0].id}-leads": "市住房管理局"}

    page = browser.sign_in(town.lin).post(
        page_of(heading), expect=422, **sent_as_shown(heading, measures, **wrong)
    )

    assert "名称相近的有：市住房局。" in page
    assert "名册里没有要找的单位，请系统管理员在“单位”中添加" in page


def test_a_long_title_is_shortened_in_the_summary(browser: Browser, town: Town) -> None:
    heading, (_, flats) = report_with_two_measures(town)
    with transaction():
        flats.title = "建成二百套保障房" * 8
    wrong = {f"m{flats.id}-leads": "月球局"}

    page = browser.sign_in(town.lin).post(
        page_of(heading), expect=422, **sent_as_shown(heading, [flats], **wrong)
    )

    assert f"第 1 条“{flats.title[:30]}…”：单位名册里没有“月球局”" in page
