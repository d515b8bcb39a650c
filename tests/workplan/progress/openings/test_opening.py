"""Opening periods: whom it concerns is told once, of what they are cleared for."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from tests.browser import Browser
from tests.queries import counted
from tests.town import TODAY, Town
from tests.workplan.progress.builders import draft, entry
from tests.workplan.tasks.builders import acknowledged
from tracker.foundation.db import db, transaction
from tracker.foundation.labels import Label
from tracker.journal.models import Entry
from tracker.messages.models import Message, Receipt
from tracker.overview.feed import period_dates
from tracker.people.models import Person
from tracker.worker.opening import open_periods
from tracker.workplan.progress.openings.commands import tell_of_openings, units_to_tell
from tracker.workplan.tasks.commands import add_milestone
from tracker.workplan.tasks.models import ReportingCycle

FEBRUARY = datetime(2026, 2, 10, 2, 0, tzinfo=UTC)
OPENED = datetime(2026, 6, 24, 2, 0, tzinfo=UTC)


def told(person: Person) -> list[str]:
    db.session.rollback()
    return list(
        db.session.scalars(
            select(Message.title)
            .join(Receipt)
            .where(Receipt.person_id == person.id, Message.kind == "person.entries_asked")
            .order_by(Message.id)
        )
    )


@pytest.mark.postgres
def test_reporters_are_told_once_with_the_count_and_the_way_there(town: Town) -> None:
    acknowledged(town, title="按季", now=FEBRUARY)
    acknowledged(town, title="按月", cycle=ReportingCycle.MONTHLY, now=FEBRUARY)
    draft(town, acknowledged(town, title="还是草稿", now=FEBRUARY), now=OPENED)
    entry(town, acknowledged(town, title="已经报了", now=FEBRUARY), now=OPENED)

    for _ in range(3):
        open_periods(OPENED)
    open_periods(OPENED + timedelta(days=7))

    for person in (town.wang, town.bai):
        assert told(person) == ["住房局开始填报6月、二季度：3 项"]
    assert told(town.zhao) == told(town.lin) == []
    message = db.session.scalars(
        select(Message).where(Message.kind == "person.entries_asked").limit(1)
    ).one()
    assert message.path == f"/progress/units/{town.housing.id}"
    assert "2026年7月7日" in message.reason
    notes = db.session.scalars(select(Entry).where(Entry.deed == "periods.opened")).all()
    assert [it.details for it in notes] == [{"units": 1}]


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 6, 23, 2, 0, tzinfo=UTC),  # the day before it is opened
        datetime(2026, 6, 23, 23, 30, tzinfo=UTC),  # 7:30 in China
        datetime(2026, 6, 27, 2, 0, tzinfo=UTC),  # a Saturday
        datetime(2026, 7, 8, 2, 0, tzinfo=UTC),  # past its due day
    ],
)
def test_nobody_is_told_outside_the_time(town: Town, moment: datetime) -> None:
    acknowledged(town, now=FEBRUARY)
    open_periods(moment)
    assert told(town.wang) == []


def test_who_has_said_everything_is_not_asked(town: Town) -> None:
    entry(town, acknowledged(town, now=FEBRUARY), now=OPENED)
    open_periods(OPENED)
    assert told(town.wang) == []
    assert units_to_tell(OPENED) == []


def test_each_is_told_of_what_they_are_cleared_for(town: Town) -> None:
    acknowledged(town, title="一般的", now=FEBRUARY)
    hidden = acknowledged(town, title="敏感的", now=FEBRUARY)
    with transaction():
        hidden.task.label = Label.SENSITIVE
        town.bai.clearance = Label.SENSITIVE

    open_periods(OPENED)

    assert told(town.wang) == ["住房局开始填报二季度：1 项"]
    assert told(town.bai) == ["住房局开始填报二季度：2 项"]


def test_who_is_cleared_for_nothing_of_it_hears_nothing(town: Town) -> None:
    hidden = acknowledged(town, title="敏感的", now=FEBRUARY)
    with transaction():
        hidden.task.label = Label.SENSITIVE
    open_periods(OPENED)
    assert told(town.wang) == []


def test_a_task_by_milestones_is_opened_before_each_of_them(town: Town) -> None:
    it = acknowledged(town, cycle=ReportingCycle.BY_MILESTONE, now=FEBRUARY)
    with transaction():
        day = date(2026, 5, 22)
        add_milestone(town.actor(town.lin), it.task, name="完成招标", due_on=day, now=FEBRUARY)
    acknowledged(town, title="按季的还没有开报", now=FEBRUARY)
    open_periods(datetime(2026, 5, 20, 2, 0, tzinfo=UTC))
    assert told(town.wang) == ["住房局开始填报5月22日节点：1 项"]


def test_a_unit_that_was_told_meanwhile_is_not_told_again(town: Town) -> None:
    acknowledged(town, now=FEBRUARY)
    ids = units_to_tell(OPENED)
    open_periods(OPENED)
    with transaction(is_deed=False):
        assert tell_of_openings(ids, now=OPENED) == 0
    assert len(told(town.wang)) == 1


def test_many_units_cost_as_few_questions_as_one(town: Town) -> None:
    for unit in (town.housing, town.roads, town.east):
        acknowledged(town, unit=unit, title=f"{unit.short_name}的事", now=FEBRUARY)
    ids = units_to_tell(OPENED)
    assert len(ids) == 3
    with transaction(is_deed=False), counted() as count:
        tell_of_openings(ids, now=OPENED)
    assert sum(it.startswith("SELECT") for it in count.statements) <= 16


def test_what_is_to_be_reported_next_stands_in_the_calendar(town: Town) -> None:
    acknowledged(town, title="按季", now=FEBRUARY)
    acknowledged(town, title="按月", cycle=ReportingCycle.MONTHLY, now=FEBRUARY)
    entry(town, acknowledged(town, title="已经报了", now=FEBRUARY))
    db.session.expire_all()
    wang = town.actor(town.wang)

    with counted() as count:
        told = period_dates(wang, TODAY, lambda unit_id: f"https://office.example/{unit_id}")

    assert [(it.summary, it.on) for it in told] == [
        ("【填报】住房局二季度进展 1 项", date(2026, 7, 7)),
        ("【填报】住房局6月进展 1 项", date(2026, 7, 7)),
    ]
    assert told[0].uid == f"period-{town.housing.id}-2026Q2@luoshi"
    assert count.total <= 5
    assert period_dates(town.actor(town.lin), TODAY, lambda _id: None) == []


def test_my_work_says_from_when_and_by_when(browser: Browser, town: Town) -> None:
    acknowledged(town, now=FEBRUARY)
    page = browser.sign_in(town.wang).get("/")
    assert "6月24日开报，7月7日前报送" in page
