from datetime import date

import pytest
from sqlalchemy import func, select

from tests.conftest import TODAY
from tracker.example.days import year_of
from tracker.foundation.db import db
from tracker.workplan.directives.models import Context, Directive, DirectiveState, Level
from tracker.workplan.meetings.models import Report, ReportKind
from tracker.workplan.tasks.models import TaskSource

pytestmark = pytest.mark.usefixtures("city")
SHORTEST = 1_200
SURE = 0.9


def reports() -> list[Report]:
    return list(db.session.scalars(select(Report).order_by(Report.id)))


def directives(report: Report, level: Level) -> list[Directive]:
    asked = select(Directive).where(Directive.report_id == report.id, Directive.level == level)
    return list(db.session.scalars(asked.order_by(Directive.position)))


def test_there_are_three_reports_long_enough_to_be_worth_reading() -> None:
    assert len(reports()) == 3
    assert all(len(report.text) >= SHORTEST for report in reports())
    assert not any("{" in report.text for report in reports())


def test_the_news_is_read_as_five_priorities() -> None:
    news = reports()[0]
    headings = [it.heading for it in directives(news, Level.PRIORITY)]
    assert headings == ["政治领航", "产业提级", "项目攻坚", "民生增进", "平安固本"]
    assert len(directives(news, Level.MEASURE)) > 25


def test_every_item_of_the_work_plan_has_its_units_and_its_date() -> None:
    plan = reports()[1]
    assert plan.kind is ReportKind.TEXT
    items = [it for it in directives(plan, Level.MEASURE) if it.units and it.confidence > SURE]
    assert len(items) == 25
    assert all(it.due_on is not None and it.due_on.year == plan.plan_year for it in items)
    for unit in (unit for it in items for unit in it.units):
        assert unit["unit_id"] or unit["group_id"], unit["name"]


def test_the_reports_know_their_year_title_and_days() -> None:
    year = year_of(TODAY)
    assert [report.plan_year for report in reports()] == [year.year] * 3
    news, plan, minutes = reports()
    assert news.title.endswith(f"市委召开{year.year}年工作务虚会")
    assert news.held_on == year.on(1, 6)
    assert plan.published_on == year.on(1, 16)
    assert minutes.held_on == year.meeting_on < TODAY


def test_the_earlier_reports_are_dealt_with_and_the_latest_is_not() -> None:
    drafts = [
        sum(it.state is DirectiveState.DRAFT for level in Level for it in directives(report, level))
        for report in reports()
    ]
    assert drafts[:2] == [0, 0]
    assert drafts[2] > 3
    assert db.session.scalar(select(func.count(Context.id)))


def test_accepted_measures_wait_for_registration() -> None:
    registered = set(db.session.scalars(select(TaskSource.directive_id)))
    waiting = [
        it
        for it in directives(reports()[2], Level.MEASURE)
        if it.state is DirectiveState.ACCEPTED and it.id not in registered
    ]
    assert waiting
    assert len(registered) > 50


@pytest.mark.parametrize(
    ("today", "year"),
    [("2026-01-10", 2025), ("2026-04-01", 2026), ("2026-12-31", 2026), ("2027-02-28", 2026)],
)
def test_the_plans_year_is_the_one_ninety_days_ago(today: str, year: int) -> None:
    assert year_of(date.fromisoformat(today)).year == year
