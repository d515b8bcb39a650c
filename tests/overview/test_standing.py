"""How tasks stand, in SQL as in plain Python."""

from datetime import date

import pytest
from sqlalchemy import select

from tests.overview.builders import FEBRUARY, LATER, MAY, PAST, SOON, extended, town_with_a_year
from tests.town import TODAY, Town
from tests.workplan.tasks.builders import (
    acknowledged,
    closed,
    dispatched_to_each,
    note,
    step,
)
from tracker.foundation.db import db
from tracker.overview.standing import (
    SIGNAL_OF,
    TIMELINESS_OF,
    Timeliness,
    judged,
    leads_visible_to,
    planned_case,
    standing,
)
from tracker.workplan.tasks.models import Assignment
from tracker.workplan.tasks.rules import Step
from tracker.workplan.tasks.signals import Signal, judging, planned_percent, signal_of, worst

DAY = judging(TODAY)


def stood(town: Town, task_id: int) -> tuple[Signal | None, Timeliness | None]:
    table = standing(judged(leads_visible_to(town.actor(town.lin)), DAY))
    row = db.session.execute(select(table).where(table.c.task_id == task_id)).one()
    return SIGNAL_OF.get(row.severity), TIMELINESS_OF.get(row.timeliness)


@pytest.mark.postgres
def test_the_schedule_in_sql_is_the_one_in_python(town: Town) -> None:
    town_with_a_year(town)
    acknowledged(town, is_standing=True, due_on=None, title="长期坚持的事")

    for day in (date(2026, 1, 1), TODAY, date(2026, 12, 31)):
        for it, planned in db.session.execute(select(Assignment, planned_case(day))):
            expected = (
                None if it.due_on is None else planned_percent(it.dispatched_on, it.due_on, day)
            )
            assert planned == expected


@pytest.mark.postgres
def test_a_task_has_its_worst_signal(town: Town) -> None:
    town_with_a_year(town)
    leads = db.session.scalars(leads_visible_to(town.actor(town.lin))).all()
    by_task: dict[int, list[Signal]] = {}
    for lead in leads:
        signal = signal_of(lead, lead.task.cycle, DAY)
        by_task.setdefault(lead.task_id, []).extend([signal] if signal else [])

    for task_id, signals in by_task.items():
        assert stood(town, task_id)[0] == worst(signals)


def test_a_closed_part_beside_one_that_waits_does_not_close_the_task(town: Town) -> None:
    first, second = dispatched_to_each(town, due_on=LATER)
    step(town, first, Step.ACKNOWLEDGE)
    note(town, first, 100)
    step(town, first, Step.ASK_CLOSURE)
    step(town, first, Step.CLOSE)
    step(town, second, Step.DECLINE, reason="不属本县。")

    assert stood(town, first.task_id)[0] is None


def test_a_terminated_part_does_not_keep_the_task_open(town: Town) -> None:
    first, second = dispatched_to_each(town, due_on=LATER)
    step(town, first, Step.ACKNOWLEDGE)
    note(town, first, 100)
    step(town, first, Step.ASK_CLOSURE)
    step(town, first, Step.CLOSE)
    step(town, second, Step.TERMINATE, reason="任务取消。", by=town.yan)

    assert stood(town, first.task_id)[0] is Signal.CLOSED


def test_a_date_that_has_not_come_says_nothing_about_timeliness(town: Town) -> None:
    lead = acknowledged(town, due_on=SOON, now=FEBRUARY)

    assert stood(town, lead.task_id) == (Signal.DUE_SOON, None)


def test_dates_that_have_come_were_kept_extended_or_missed(town: Town) -> None:
    kept = closed(town, due_on=PAST, now=FEBRUARY, closed_at=MAY)
    missed = acknowledged(town, due_on=PAST, now=FEBRUARY, title="第二件")
    moved = extended(town)

    assert stood(town, kept.task_id)[1] is Timeliness.ON_TIME
    assert stood(town, missed.task_id)[1] is Timeliness.LATE
    assert stood(town, moved.task_id)[1] is Timeliness.EXTENDED
