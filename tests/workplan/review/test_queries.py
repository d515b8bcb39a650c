"""Who sees which summary and score, and what a list costs."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.queries import counted
from tests.town import NOW, TODAY, Town
from tests.workplan.progress.builders import entry
from tests.workplan.progress.builders import returned as entry_returned
from tests.workplan.review.builders import draft, returned, submitted, told
from tests.workplan.tasks.builders import (
    acknowledged,
    closed,
    dispatched_to_each,
    long_ago,
    plan,
    reported,
    step,
)
from tests.workplan.tasks.extensions.builders import approved
from tracker.foundation.db import db, transaction
from tracker.foundation.errors import NotFound
from tracker.people.models import Person, Unit, UnitKind
from tracker.workplan.progress import commands as progress
from tracker.workplan.review import queries
from tracker.workplan.review.ledgers import ledgers_of, scoring_day
from tracker.workplan.review.material import material_of
from tracker.workplan.review.models import AnnualSummary
from tracker.workplan.review.scoring import Rule
from tracker.workplan.tasks.models import Plan
from tracker.workplan.tasks.rules import Step


def seen_by(town: Town, person: Person) -> list[AnnualSummary]:
    return list(db.session.scalars(queries.summaries_visible_to(town.actor(person))))


def page(town: Town, person: Person, its_plan: Plan, **narrowed: str | UnitKind) -> list[str]:
    found = queries.review_page(town.actor(person), its_plan, TODAY, **narrowed)  # type: ignore[arg-type]  # a table of filters
    return [row.unit.short_name for row in found.rows]


@pytest.mark.postgres
def test_a_draft_is_its_units_own_affair(town: Town) -> None:
    told(town)
    summary = draft(town)

    assert seen_by(town, town.bai) == seen_by(town, town.wang) == [summary]
    for stranger in (town.lin, town.yan, town.zhao, town.qin, town.gu):
        assert seen_by(town, stranger) == []
        with pytest.raises(NotFound):
            queries.visible_summary(town.actor(stranger), summary.id)


def test_a_submitted_summary_is_seen_by_supervisors_and_leaders_but_no_other_unit(
    town: Town,
) -> None:
    told(town)
    summary = submitted(town)

    assert seen_by(town, town.lin) == seen_by(town, town.yan) == [summary]
    assert seen_by(town, town.zhao) == seen_by(town, town.gu) == []
    assert queries.visible_summary(town.actor(town.lin), summary.id) is summary


def test_a_unit_sees_its_own_line_and_no_other(town: Town) -> None:
    told(town)

    assert page(town, town.wang, plan(town)) == ["住房局"]
    assert page(town, town.gu, plan(town)) == []
    assert queries.visible_unit(town.actor(town.wang), town.housing.id) is town.housing
    with pytest.raises(NotFound):
        queries.visible_unit(town.actor(town.wang), town.roads.id)


@pytest.mark.postgres
def test_units_stand_in_official_order_whatever_their_scores(town: Town) -> None:
    acknowledged(town, due_on=date(2026, 3, 31), now=long_ago(120))
    told(town, "修路", unit=town.roads)

    found = queries.review_page(town.actor(town.lin), plan(town), TODAY)

    assert [row.unit.short_name for row in found.rows] == [
        "督查室",
        "住房局",
        "公路局",
        "东溪县",
        "西岭县",
    ]
    assert [row.ledger.total for row in found.rows] == [None, Decimal(95), Decimal(100), None, None]


def test_units_are_found_by_kind_and_state(town: Town) -> None:
    told(town)
    told(town, "修路", unit=town.roads)
    submitted(town)
    draft(town, by=town.zhao, unit=town.roads)

    its_plan = plan(town)
    assert page(town, town.lin, its_plan, kind=UnitKind.COUNTY) == ["东溪县", "西岭县"]
    assert page(town, town.lin, its_plan, state="submitted") == ["住房局"]
    assert page(town, town.lin, its_plan, state="draft") == ["公路局"]
    assert page(town, town.lin, its_plan, state="none") == ["督查室", "东溪县", "西岭县"]
    counts = queries.state_counts(town.actor(town.lin), its_plan)
    assert counts == {"none": 3, "draft": 1, "submitted": 1, "returned": 0, "accepted": 0}
    only = queries.state_counts(town.actor(town.lin), its_plan, UnitKind.COUNTY)
    assert (only["none"], only["submitted"]) == (2, 0)


def test_the_state_of_a_draft_is_seen_but_not_the_draft(town: Town) -> None:
    told(town)
    draft(town)

    rows = queries.review_page(town.actor(town.lin), plan(town), TODAY).rows

    assert [(row.state, row.summary) for row in rows if row.unit is town.housing] == [
        ("draft", None)
    ]


def test_the_plan_is_this_years_or_the_latest(town: Town) -> None:
    assert queries.plan_or_latest(None, TODAY) is None
    older, this, _next = plan(town, 2025), plan(town, 2026), plan(town, 2027)

    assert queries.plan_or_latest(None, TODAY) is this
    assert queries.plan_or_latest(2025, TODAY) is older
    assert queries.plan_or_latest(2019, TODAY) is None
    assert queries.plan_or_latest(None, date(2031, 1, 1)).year == 2027  # type: ignore[union-attr]  # there are three


def test_a_past_year_is_scored_up_to_its_last_day(town: Town) -> None:
    assert scoring_day(plan(town, 2025), TODAY) == date(2025, 12, 31)
    assert scoring_day(plan(town, 2026), TODAY) == TODAY


def test_history_tells_what_was_done_newest_first(town: Town) -> None:
    told(town)

    found = queries.deeds_on(returned(town, reason="缺数字。"))

    assert [it.sentence % it.values for it in found] == [
        "退回修改：缺数字。",
        "提交总结",
        "从进展起草了总结",
    ]
    assert [it.actor_name for it in found] == ["林涛", "王芳", "白露"]


@pytest.mark.postgres
def test_the_ledger_reads_every_kind_of_event(town: Town) -> None:
    began = long_ago(100)
    closed(town, title="按时办结", due_on=date(2026, 4, 30), now=began, closed_at=long_ago(60))
    acknowledged(town, title="逾期未办", due_on=date(2026, 5, 31), now=began)
    again = reported(town, title="退回重办", now=began)
    step(town, again, Step.REDO, reason="缺验收意见")
    later = acknowledged(town, title="延期", due_on=date(2026, 6, 10), now=began)
    approved(town, later, date(2026, 9, 30), now=long_ago(20))
    told_once = told(town, "填报退回")
    entry_returned(town, entry(town, acknowledged(town, title="再退")), reason="缺数")
    del told_once

    found = ledgers_of(town.actor(town.lin), plan(town), [town.housing.id], TODAY)

    lines = found[town.housing.id].lines
    assert [(it.rule, it.title, it.points) for it in lines] == [
        (Rule.ON_TIME, "按时办结", Decimal(0)),
        (Rule.LATE, "逾期未办", Decimal(-2)),
        (Rule.REDO, "退回重办", Decimal(-2)),
        (Rule.ENTRY_RETURNED, "再退", Decimal("-0.5")),
    ]
    assert found[town.housing.id].total == Decimal("95.5")


def test_a_returned_entry_counts_also_after_it_was_submitted_again(town: Town) -> None:
    assignment = acknowledged(town)
    back = entry_returned(town, entry(town, assignment))
    with transaction():
        progress.submit(town.actor(town.wang), back, now=NOW)

    found = ledgers_of(town.actor(town.wang), plan(town), [town.housing.id], TODAY)

    assert [it.rule for it in found[town.housing.id].lines] == [Rule.ENTRY_RETURNED]


def test_a_page_of_units_costs_the_same_whatever_their_number(town: Town) -> None:
    its_plan, lin = plan(town), town.actor(town.lin)
    dispatched_to_each(town, due_on=date(2026, 6, 30))

    def cost() -> int:
        db.session.expire_all()
        with counted() as count:
            queries.review_page(lin, its_plan, TODAY)
        return count.total

    few = cost()
    with transaction():
        for number in range(12):
            db.session.add(
                Unit(
                    code=f"3{number:02d}",
                    name=f"第{number}园区",
                    short_name=f"{number}园",
                    kind=UnitKind.ZONE,
                    position=10 + number,
                )
            )
    zones = db.session.scalars(select(Unit).where(Unit.kind == UnitKind.ZONE)).all()
    for title in ("清理闲置用地", "建设标准厂房"):
        dispatched_to_each(town, zones, title=title)

    assert cost() <= few <= 12


def test_drafting_reads_a_unit_in_a_bounded_number_of_questions(town: Town) -> None:
    for number in range(6):
        told(town, f"第 {number} 项任务", under=f"重点{number % 3}")
    its_plan, wang = plan(town), town.actor(town.wang)
    assert db.session.scalar(select(func.count(AnnualSummary.id))) == 0

    with counted() as count:
        found = material_of(wang, its_plan, town.housing)

    assert [len(task.said) for task in found] == [1] * 6
    assert count.total <= 6
