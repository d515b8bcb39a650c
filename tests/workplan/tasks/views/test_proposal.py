"""What a report's measures would become, as the page shows it before anything is done."""

from datetime import date
from typing import Any

from sqlalchemy import select

from tests.browser import Browser
from tests.queries import counted
from tests.town import Town
from tests.workplan.tasks import builders
from tests.workplan.tasks.views.carrying import (
    add_measures,
    assignments,
    page_of,
    report_with_two_measures,
    sent_as_shown,
    tasks,
)
from tracker.foundation.db import db, transaction
from tracker.workplan.directives.models import Directive, DirectiveState, Level, Mode, NamedUnit
from tracker.workplan.meetings.models import Report
from tracker.workplan.tasks.models import Duty, PlanPriority


def test_the_page_is_filled_in_from_the_report(browser: Browser, town: Town) -> None:
    heading, _ = report_with_two_measures(town)

    page = browser.sign_in(town.lin).get(page_of(heading))

    assert "归入 2026年度计划" in page
    assert '<option selected value="new">新设重点：突出安居</option>' in page
    assert 'value="加快老旧小区改造"' in page
    assert 'value="市住房局"' in page
    assert 'value="各县（市、区）"' in page
    assert 'value="2026-09-30"' in page
    assert 'value="2026-12-31"' in page
    assert f'selected value="{town.yan.id}"' in page
    assert "立项并交办 2 项" in page
    assert "共 3 件承办" in page


def test_headings_of_one_name_become_one_priority(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    report = db.session.get_one(Report, heading.report_id)
    second = builders.directive(town, "突出安居", of=report, level=Level.PRIORITY)
    more = builders.directive(town, "建成二百套保障房", of=report, parent=second)
    fields = sent_as_shown(heading, [*measures, more], leads="公路局")

    browser.sign_in(town.lin).post(page_of(heading), **(fields | {f"h{second.id}-priority": "new"}))

    assert [it.name for it in db.session.scalars(select(PlanPriority))] == ["突出安居"]
    assert len(tasks()) == 3


def test_a_thirteenth_priority_is_refused_beside_its_heading(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    for number in range(11):
        builders.priority(town, f"第{number}个重点")
    report = db.session.get_one(Report, heading.report_id)
    second = builders.directive(town, "建成", of=report, level=Level.PRIORITY)
    more = builders.directive(town, "建成二百套保障房", of=report, parent=second)
    browser.sign_in(town.lin)
    assert browser.get(page_of(heading)).html.count('<option selected value="new">') == 1
    fields = sent_as_shown(heading, [*measures, more], leads="公路局")

    page = browser.post(
        page_of(heading), expect=422, **(fields | {f"h{second.id}-priority": "new"})
    )

    assert "“建成”放不下了" in page
    assert "“突出安居”放不下了" not in page


def test_a_heading_goes_to_the_priority_of_its_name(browser: Browser, town: Town) -> None:
    heading, measures = report_with_two_measures(town)
    its = builders.priority(town, "安居")
    page = browser.sign_in(town.lin).get(page_of(heading))
    assert f'<option selected value="{its.id}">' in page
    browser.post(
        page_of(heading), **sent_as_shown(heading, measures, **{f"h{heading.id}-priority": its.id})
    )
    assert {task.priority_id for task in tasks()} == {its.id}


def test_measures_under_no_heading_go_under_the_report(browser: Browser, town: Town) -> None:
    report = builders.report(town, "防汛会召开", text="备足物资。每半年评估一次。")
    unknown = NamedUnit(name="月球局", duty="lead", unit_id=None, group_id=None)
    stocks = builders.directive(town, "备足物资", of=report, units=[unknown])
    rated = builders.directive(town, "每半年评估一次", of=report)
    browser.sign_in(town.lin)

    page = browser.get(f"/reports/{report.id}/carry-out")

    assert "未归入重点的举措" in page
    assert "新设重点：防汛会召开" in page
    assert "原文还写了：月球局，名册里没有" in page
    assert "单位待定" in page
    assert '<option selected value="half_yearly">' in page
    fields = {"h0-priority": "new", "leads": "住房局", "due_on": "2026-12-31", "mode": "joint"}
    rows = sent_as_shown(stocks, [stocks, rated]) | fields
    browser.post(f"/reports/{report.id}/carry-out", **rows)
    assert [task.priority.name for task in tasks()] == ["防汛会召开"] * 2


def test_what_would_come_of_it_is_shown_before(browser: Browser, town: Town) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    changes = {f"m{houses.id}-is_key": "y", f"m{flats.id}-leads": "各地、住房局"}

    page = browser.sign_in(town.lin).post(
        page_of(heading),
        expect=200,
        **sent_as_shown(heading, [houses, flats], deed="preview", **changes),
    )

    # 18 June to 30 September, monthly: June, July, August, September; to the year's end, quarterly: Q2 to Q4.
    assert "每家填 4 次" in page
    assert "每家填 3 次" in page
    assert "2 项，到年底填 7 次" in page
    assert "东溪县、西岭县" in page
    assert "1 项，到年底填 3 次" in page
    assert tasks() == []


def test_a_preview_says_what_makes_no_sense_without_calling_it_an_error(
    browser: Browser, town: Town
) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    changes = {f"m{houses.id}-due_on": "2026-01-31", f"m{flats.id}-supports": "住房局"}
    page = browser.sign_in(town.lin).post(
        page_of(heading),
        expect=200,
        **sent_as_shown(heading, [houses, flats], deed="preview", **changes),
    )
    assert "完成时限不能早于交办的日子。" in page
    assert "分别承办的任务没有配合单位" in page
    assert "error-summary" not in page


def test_more_units_than_fit_are_counted(browser: Browser, town: Town) -> None:
    heading, (houses, flats) = report_with_two_measures(town)
    changes = {f"m{flats.id}-leads": "各地、公路局、督查室"}
    page = browser.sign_in(town.lin).post(
        page_of(heading), expect=200, **sent_as_shown(heading, [flats], deed="preview", **changes)
    )
    assert "督查室、公路局、东溪县 等 4 家" in page
    assert houses.title not in page


def test_a_report_with_nothing_left_says_so(browser: Browser, town: Town) -> None:
    report = builders.report(town)
    page = browser.sign_in(town.lin).get(f"/reports/{report.id}/carry-out")
    assert "这份报告没有待立项的举措" in page
    browser.get("/reports/999/carry-out", expect=404)


def test_drafts_that_wait_are_said(browser: Browser, town: Town) -> None:
    heading, _ = report_with_two_measures(town)
    report = db.session.get_one(Report, heading.report_id)
    builders.directive(town, of=report, state=DirectiveState.DRAFT)
    assert "还有 1 条待审" in browser.sign_in(town.lin).get(page_of(heading))


def test_a_thousand_measures_come_a_hundred_at_a_time_and_cost_no_more_queries(
    browser: Browser, town: Town
) -> None:
    heading, _ = report_with_two_measures(town)
    browser.sign_in(town.lin).get(page_of(heading))
    with counted() as few:
        browser.get(page_of(heading))
    add_measures(town, heading, 998)
    with counted() as many:
        page = browser.get(f"{page_of(heading)}?page=3")

    assert "立项并交办 100 项" in page
    assert "第 201–300 项，共 1000 项" in page
    assert many.total <= few.total
    assert many.total <= 25
    assert not [it for it in many.statements if "report.text" in it]


def test_words_about_time_that_mean_no_day_are_not_dated_in_silence(
    browser: Browser, town: Town
) -> None:
    report = builders.report(town, text="入汛前清淤三条河道，加固两座水闸，巡查全部堤段。")
    heading = builders.directive(town, "清淤三条河道", of=report, level=Level.PRIORITY)
    units = [builders.named(town.housing)]
    doubtful, plain = (
        builders.directive(town, quote, of=report, parent=heading, units=units, due_text=due_text)
        for quote, due_text in (("清淤三条河道", "入汛前"), ("加固两座水闸", None))
    )
    page = browser.sign_in(town.lin).get(page_of(heading))
    assert "时限待人工确认" in page
    assert page.html.count("原文“入汛前”定不了是哪一天，照统一时限") == 1
    assert page.html.count("2026年12月31日") == 1
    fields = sent_as_shown(heading, [doubtful, plain])

    page = browser.post(page_of(heading), expect=422, **fields)

    assert "第 1 条：原文的时限“入汛前”定不了是哪一天" in page
    assert "第 2 条：请" not in page
    assert tasks() == []
    browser.post(page_of(heading), **(fields | {f"m{doubtful.id}-takes_shared_date": "y"}))
    assert [it.due_on for it in assignments()] == [date(2026, 12, 31)] * 2


def test_a_day_set_in_the_row_settles_words_that_mean_none(browser: Browser, town: Town) -> None:
    heading, (_, flats) = report_with_two_measures(town)
    with transaction():
        flats.due_text = "汛前"
    browser.sign_in(town.lin).post(
        page_of(heading), **sent_as_shown(heading, [flats], **{f"m{flats.id}-due_on": "2026-11-01"})
    )
    assert {it.due_on for it in assignments()} == {date(2026, 11, 1)}


def test_counties_that_are_named_each_are_equal(browser: Browser, town: Town) -> None:
    report = builders.report(town, text="东溪县、西岭县分别建成二百套保障房。")
    units = [builders.named(town.east), builders.named(town.west, "support")]
    made = builders.directive(town, "建成二百套保障房", of=report, units=units, mode=Mode.EACH)
    page = browser.sign_in(town.lin).get(f"/reports/{report.id}/carry-out")
    assert f'value="{town.east.name}、{town.west.name}"' in page
    assert "分别承办的任务没有配合单位" not in page
    fields: dict[str, Any] = {
        "row": made.id,
        f"m{made.id}-chosen": "y",
        f"m{made.id}-title": made.title,
        f"m{made.id}-mode": "each",
        f"m{made.id}-leads": "东溪县、西岭县",
        "h0-priority": "new",
        "due_on": "2026-12-31",
    }
    browser.post(f"/reports/{report.id}/carry-out", **fields)
    assert [(it.unit_id, it.duty) for it in assignments()] == [
        (town.east.id, Duty.LEAD),
        (town.west.id, Duty.LEAD),
    ]


def _with_parts(
    town: Town, name: str = "突出安居"
) -> tuple[Directive, list[Directive], list[Directive]]:
    report = builders.report(town, text=f"{name}。改造小区：修好屋面。建设新房：建成百套。")
    top = builders.directive(town, name, of=report, level=Level.PRIORITY)
    parts = [
        builders.directive(town, words, of=report, parent=top, level=Level.PRIORITY)
        for words in ("改造小区", "建设新房")
    ]
    units = [builders.named(town.housing)]
    measures = [
        builders.directive(town, words, of=report, parent=part, units=units)
        for words, part in zip(("修好屋面", "建成百套"), parts, strict=True)
    ]
    return top, parts, measures


def test_the_parts_of_a_heading_go_where_it_goes(browser: Browser, town: Town) -> None:
    top, parts, measures = _with_parts(town)
    fields = sent_as_shown(top, measures) | {f"h{it.id}-priority": "above" for it in parts}

    page = browser.sign_in(town.lin).get(page_of(top))
    assert page.html.count('<option selected value="above">随上级：突出安居</option>') == 2
    refused = browser.post(page_of(top), expect=422, **(fields | {f"h{top.id}-priority": ""}))
    assert refused.html.count("请选这组举措归入计划的哪个重点。") == 2
    assert refused.html.count("<b>突出安居</b>") == 2
    browser.post(page_of(top), **fields)

    assert [it.name for it in db.session.scalars(select(PlanPriority))] == ["突出安居"]
    assert len(tasks()) == 2


def test_a_part_may_go_elsewhere(browser: Browser, town: Town) -> None:
    top, (first, second), measures = _with_parts(town)
    fields = sent_as_shown(top, measures) | {
        f"h{top.id}-priority": "",
        f"h{first.id}-priority": "new",
        f"h{second.id}-priority": "new",
    }
    browser.sign_in(town.lin).post(page_of(top), **fields)
    names = [it.name for it in db.session.scalars(select(PlanPriority))]
    assert names == ["改造小区", "建设新房"]


def test_the_parts_of_a_heading_that_says_nothing_stand_for_themselves(
    browser: Browser, town: Town
) -> None:
    top, _, _ = _with_parts(town, "重点任务")
    page = browser.sign_in(town.lin).get(page_of(top))
    assert "随上级" not in page
    assert "新设重点：改造小区" in page
